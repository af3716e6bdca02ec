import type { Evidence } from '../../model/finding.ts';
import { requestFailure } from '../../model/observed.ts';
import type { RequestFailure } from '../../model/observed.ts';

/** A request without an answer, as recorded by its client. */
export interface FailedRequest {
  readonly reason: RequestFailure['reason'];
  readonly message: string;
  readonly waitedMs: number;
}

/** A handshake that did not end in a WebSocket: it got another status, or no answer. */
export interface FailedHandshake {
  /** HTTP status, when the server answered with HTTP instead of switching protocols. */
  readonly status: number | undefined;
  readonly reason: 'status' | 'refused' | 'deadline' | 'broken';
  readonly message: string;
}

/** What arrived instead of status 101. */
export function evidenceOfHandshake(handshake: FailedHandshake): Pick<Evidence, 'answer' | 'failure'> {
  return handshake.status === undefined
    ? { failure: handshakeFailure(handshake) }
    : { answer: { status: handshake.status } };
}

/** Why a handshake without an HTTP answer failed. */
export function handshakeFailure({ reason, message }: FailedHandshake): RequestFailure {
  return requestFailure({ reason: reason === 'status' ? 'broken' : reason, message });
}
