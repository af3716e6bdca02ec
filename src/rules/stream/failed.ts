import type { Evidence, Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { errorText } from '../../model/server-error.ts';
import { notAwaitedFinding } from '../server/log.ts';
import type { ServerLog } from '../server/log.ts';
import { evidenceOf } from './view.ts';
import type { StreamView } from './view.ts';

/** A stream whose handler or generator raised. */
interface FailedStream {
  /** 200: it broke off after the head. */
  readonly status: number;
  readonly log: ServerLog;
  readonly evidence: Evidence;
  readonly locate: Pick<SourceLocator, 'find' | 'lineAfter'>;
}

const STREAM_FAILED: readonly Rule<FailedStream>[] = [forgottenAwait, serverError];

/** Why the stream's handler failed, from what the server says of it. */
export function streamFailed(view: FailedStream): Finding {
  return firstOf(STREAM_FAILED, view) ?? serverError(view);
}

function forgottenAwait({ log, evidence }: FailedStream): Finding | undefined {
  return log.notAwaited === undefined ? undefined : notAwaitedFinding(log.notAwaited, evidence);
}

function serverError({ status, log, evidence, locate }: FailedStream): Finding {
  const report = log.error?.report;
  const error = errorText(report);
  const generator = triedToSendGenerator(`${report?.message ?? ''}\n${evidence.received ?? ''}`);
  return {
    code: 'sse/server-error',
    severity: 'error',
    facts: { status, generator, error },
    evidence: {
      ...evidence,
      output: log.error?.lines ?? log.lastLines,
      where: report?.where === undefined ? placeOfKind(locate, error, evidence.where) : [report.where],
    },
  };
}

/**
 * A generator given where a whole body belongs: Starlette wants its `encode`, FastAPI tries to make JSON of it, Node's `end` names the
 * type that it cannot write, and a generator's constructor has no name.
 */
function triedToSendGenerator(error: string): boolean {
  return (
    /generator'? object has no attribute 'encode'|generator' object is not iterable/u.test(error) ||
    /Received an instance of\s*(?:$|(?:Async)?Generator)|\[object (?:Async)?Generator\]/mu.test(error)
  );
}

/** The line of a value that is of the wrong kind, which the framework meets in code of its own, so that its traceback names no line here. */
export function placeOfKind(
  locate: Pick<SourceLocator, 'find' | 'lineAfter'>,
  error: string,
  otherwise: readonly Place[] = [],
): readonly Place[] {
  const at = /'(?:function|method)' object is not/u.test(error)
    ? locate.lineAfter('server', /Response\(\s*$/u, /StreamingResponse\(/u)
    : /object has no attribute 'encode'/u.test(error)
      ? locate.find('server', /^\s*yield\s+\S/u)
      : [];
  return at.length > 0 ? at : otherwise;
}

/** Why the response ended, where an event stream goes on: the error that the server printed, or that nothing more was to come. */
export function whyItEnded(view: StreamView): Finding {
  const { log, locate } = view;
  const evidence = evidenceOf(view);
  if (log.error !== undefined) return streamFailed({ status: 200, log, evidence, locate });
  return { code: 'sse/ends-early', severity: 'error', facts: { events: view.events.length }, evidence };
}
