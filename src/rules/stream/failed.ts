import type { Evidence, Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { literal } from '../../model/pattern.ts';
import { isFrom, streamPlace } from '../places.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { errorText } from '../../model/server-error.ts';
import { notAwaitedFinding } from '../server/log.ts';
import type { ServerLog } from '../server/log.ts';
import { dictYielded, endedByKoa, objectEnqueued, whatEndsIt } from './source.ts';
import { evidenceOf } from './view.ts';
import type { StreamView } from './view.ts';

/** A stream whose handler or generator raised an exception. */
interface FailedStream {
  /** 200: it failed after the head was sent. */
  readonly status: number;
  readonly log: ServerLog;
  readonly evidence: Evidence;
  readonly locate: Pick<SourceLocator, 'find' | 'lineAfter'>;
}

const STREAM_FAILED: readonly Rule<FailedStream>[] = [forgottenAwait, serverError];

/** Why the stream's handler failed, according to the server's output. */
export function streamFailed(view: FailedStream): Finding {
  return firstOf(STREAM_FAILED, view) ?? serverError(view);
}

function forgottenAwait({ log, evidence }: FailedStream): Finding | undefined {
  return log.notAwaited === undefined ? undefined : notAwaitedFinding(log.notAwaited, evidence);
}

function serverError({ status, log, evidence, locate }: FailedStream): Finding {
  const report = log.error?.report;
  const error = errorText(report);
  const unseen = report === undefined && log.unseen === true ? { unseen: true as const } : {};
  const generator = triedToSendGenerator(`${report?.message ?? ''}\n${evidence.received ?? ''}`);
  return {
    code: 'sse/server-error',
    severity: 'error',
    facts: { status, generator, ...(generator ? callGiven(report?.excerpt ?? '') : {}), error, ...unseen },
    evidence: {
      ...evidence,
      output: log.error?.lines ?? log.lastLines,
      where: report?.where === undefined ? placeOfKind(locate, error, evidence.where) : [report.where],
    },
  };
}

/**
 * A generator was given where a complete body belongs: Starlette calls its `encode`, FastAPI tries to convert it to JSON, Node's `end`
 * names the type that it cannot write, and a generator's constructor has no name.
 */
function triedToSendGenerator(error: string): boolean {
  return (
    /generator'? object has no attribute 'encode'|generator' object is not iterable/u.test(error) ||
    /Received an instance of\s*(?:$|(?:Async)?Generator)|\[object (?:Async)?Generator\]/mu.test(error)
  );
}

/** The call in the arguments of a response that is not made for streams. @param excerpt the line that failed */
function callGiven(excerpt: string): { readonly call?: string } {
  const [, call] = /(?<!Streaming)Response\(\s*(?:content\s*=\s*)?([\w.]+\([^()]*\))/u.exec(excerpt) ?? [];
  return call === undefined ? {} : { call };
}

/** The line with a value of the wrong type, which fails in the framework's code, so that the traceback names no line of the learner's. */
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

/** The line below the one that writes the events, in its file, that ends the response; empty: none does, and another answer's end is not meant. @param then what must follow the call's bracket */
function endPlace({ locate, path }: StreamView, call: string, then = ''): readonly Place[] {
  const [from] = streamPlace(locate, path);
  return locate
    .findFrom('server', from, new RegExp(String.raw`${literal(call)}\s*\(\s*${then}`, 'u'))
    .filter((place) => from === undefined || isFrom(place, from));
}

/** The line that ends the response has an event in the same call: to remove the call would remove the event. */
function sendsToo(view: StreamView, call: string, [place]: readonly Place[]): { readonly sends?: true } {
  if (!call.endsWith('.end') || place === undefined) return {};
  const [giving] = endPlace(view, call, String.raw`(?:[^)\s]|$)`);
  return giving?.file === place.file && giving.line === place.line ? { sends: true } : {};
}

/** Why the response ended although an event stream goes on: the error that the server printed, or simply that the handler returned. */
export function whyItEnded(view: StreamView): Finding {
  const { log, locate } = view;
  const evidence = evidenceOf(view);
  if (log.error !== undefined) return streamFailed({ status: 200, log, evidence, locate });
  const dict = view.events.length === 0 ? dictYielded(locate) : [];
  if (dict.length > 0)
    return {
      code: 'sse/ends-early',
      severity: 'error',
      facts: { events: 0, because: 'dict-yielded', call: 'StreamingResponse' },
      evidence: { ...evidence, where: dict },
    };
  // A handler that returns ends its response as it should be.
  if (view.brokenOff === true && log.unseen === true) return streamFailed({ status: 200, log, evidence, locate });
  const enqueued = view.events.length === 0 ? objectEnqueued(locate) : undefined;
  if (enqueued !== undefined)
    return {
      code: 'sse/ends-early',
      severity: 'error',
      facts: { events: 0, because: 'object-enqueued', call: enqueued.call },
      evidence: { ...evidence, where: enqueued.where },
    };
  // Node sets the header itself for an answer that is sent as a whole.
  const announced = view.headers['content-length'] === undefined ? [] : locate.find('server', /content-length/iu);
  if (announced.length > 0) {
    const facts = { events: view.events.length, because: 'content-length', call: '' } as const;
    return { code: 'sse/ends-early', severity: 'error', facts, evidence: { ...evidence, where: announced } };
  }
  const ends = whatEndsIt(locate);
  const where = ends.because === 'ended' ? endPlace(view, ends.call) : endedByKoa(locate);
  const facts = { events: view.events.length, ...ends, ...sendsToo(view, ends.call, where) };
  return {
    code: 'sse/ends-early',
    severity: 'error',
    facts,
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}
