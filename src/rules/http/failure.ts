import type { Action, Evidence, Finding } from '../../model/finding.ts';
import { requestFailure } from '../../model/observed.ts';
import type { Excess, RequestFailure } from '../../model/observed.ts';

/** A request without an answer, as recorded by its client. */
export interface FailedRequest {
  readonly reason: RequestFailure['reason'];
  readonly message: string;
  readonly excess?: Excess;
  readonly waitedMs: number;
}

/** A handshake that did not end in a WebSocket: it got another status, or no answer. */
export interface FailedHandshake {
  /** HTTP status, when the server answered with HTTP instead of switching protocols. */
  readonly status: number | undefined;
  readonly reason: 'status' | 'refused' | 'deadline' | 'broken' | 'endless';
  readonly message: string;
  readonly excess?: Excess;
}

/** What arrived instead of status 101. */
export function evidenceOfHandshake(handshake: FailedHandshake): Pick<Evidence, 'answer' | 'failure'> {
  return handshake.status === undefined
    ? { failure: handshakeFailure(handshake) }
    : { answer: { status: handshake.status } };
}

/** Why a handshake without an HTTP answer failed. */
export function handshakeFailure({ reason, message, excess }: FailedHandshake): RequestFailure {
  return requestFailure({ reason: reason === 'status' ? 'broken' : reason, message, excess });
}

/** A request for a path that got no answer, or one without an end. `waitedMs`: absent where the time is not the reason. */
export function unanswered(
  did: Extract<Action, { kind: 'http' }>,
  failure: RequestFailure,
  evidence: Pick<Evidence, 'waitedMs' | 'where'>,
): Finding {
  const { excess } = failure;
  const { waitedMs, ...rest } = evidence;
  const timed = excess === undefined || excess.of === 'time';
  const seen = { did, failure, ...(timed && waitedMs !== undefined ? { waitedMs } : {}), ...rest };
  return excess === undefined
    ? { code: 'server/stopped-answering', severity: 'error', facts: { request: did }, evidence: seen }
    : { code: 'server/endless-answer', severity: 'error', facts: { request: did, excess }, evidence: seen };
}
