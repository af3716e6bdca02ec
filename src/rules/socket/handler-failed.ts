import type { Evidence, Finding } from '../../model/finding.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { errorText } from '../../model/server-error.ts';
import { notAwaitedFinding } from '../server/log.ts';
import type { ServerLog } from '../server/log.ts';

/** A WebSocket handler that did not answer, and what its server printed about it. */
interface FailedHandler {
  readonly log: ServerLog;
  /** The message that it was handling; empty: the handshake itself failed. */
  readonly sent: string;
  /** What the client observed; the finding reuses it. */
  readonly evidence: Evidence;
}

const HANDLER_FAILED: readonly Rule<FailedHandler>[] = [forgottenAwait, noAccept, handlerError];

/**
 * Why a WebSocket got no answer, according to the server's output: a forgotten `await`, or the error that ended the handler. Undefined: the
 * output does not explain it.
 */
export function handlerFailed(view: FailedHandler): Finding | undefined {
  return firstOf(HANDLER_FAILED, view);
}

function forgottenAwait({ log, evidence }: FailedHandler): Finding | undefined {
  return log.notAwaited === undefined ? undefined : notAwaitedFinding(log.notAwaited, evidence);
}

/** What Starlette prints for a handler that receives, sends or ends before `accept()`. */
function noAccept(view: FailedHandler): Finding | undefined {
  const message = view.log.error?.report.message ?? '';
  if (!/call "accept" first|"websocket\.accept"/u.test(message)) return undefined;
  return { code: 'ws/no-accept', severity: 'error', facts: {}, evidence: withError(view) };
}

function handlerError(view: FailedHandler): Finding | undefined {
  const { log, sent } = view;
  if (log.error === undefined) return undefined;
  const facts = { error: errorText(log.error.report), sent };
  return { code: 'ws/handler-error', severity: 'error', facts, evidence: withError(view) };
}

/** The evidence, with the place and the lines of the error added. */
function withError({ log: { error }, evidence }: FailedHandler): Evidence {
  const where = error?.report.where === undefined ? (evidence.where ?? []) : [error.report.where];
  return { ...evidence, where, output: error?.lines ?? [] };
}
