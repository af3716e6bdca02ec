import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { streamPlace } from '../places.ts';
import { evidenceOf } from './view.ts';
import type { StreamView } from './view.ts';

// Whether a stream goes on for as long as its client is there.

/** A number that something is compared with, is counted to, or is called; not a status, a code or a port, and not the padding of a number. */
const COUNT =
  /(?:(?=[<>=%])(?<!(?:status|code|port)\s*|[=!<>])(?:[<>]=?|={2,3}|%)|\brange\((?:\s*\d+\s*,)?|^[ \t]*(?:(?:const|let|var)\s+)?\w+\s*=)\s*(\d{1,3})\b(?!\s*\?|[.%*/+])/gimu;
/** The last argument of a call, in milliseconds, such as that of a timer: `}, 20_000);`. */
const LAST_ARGUMENT_MS = /,\s*(\d[\d_]{3,6})\s*\)/gu;
/** The same, in seconds of Python. */
const SECONDS = /\b(?:sleep\(|timeout\s*=)\s*(\d{1,3})(?:\.0)?\s*[,)]/gu;
/** A longer stream than this is not watched. */
const MOST_EVENTS = 300;

/**
 * How many events the server may send before it does something else, as far as the source shows: the largest number there that may be a count of
 * events or a time. It says how long a stream is watched, and decides nothing. 0: none is there.
 * @param intervalMs from one event to the next
 */
export function lastCount(locate: Pick<SourceLocator, 'all'>, intervalMs: number): number {
  const numbers = (pattern: RegExp, unitMs: number): readonly number[] =>
    locate.all('server', pattern).map((text) => Math.ceil((Number(text.replaceAll('_', '')) * unitMs) / intervalMs));
  const counts = [...numbers(COUNT, intervalMs), ...numbers(LAST_ARGUMENT_MS, 1), ...numbers(SECONDS, 1000)];
  return Math.max(0, ...counts.filter((count) => count > 1 && count <= MOST_EVENTS));
}

/** Calls that stop a timer, by the name that the source has; not the one that a client's leaving calls. */
const STOPS = /^(?!.*['"](?:close|end|finish|aborted)['"]).*\b(clear(?:Interval|Timeout))\(/gmu;

/** The response is open, and no event comes any more although the process answers others. */
export function fellSilent(view: StreamView, silentMs: number, clock: 'fast' | 'usual'): Finding {
  const [call = ''] = view.locate.all('server', STOPS);
  const where = call === '' ? [] : stopPlace(view);
  const evidence = { ...evidenceOf(view), waitedMs: Math.round(silentMs) };
  return {
    code: 'sse/falls-silent',
    severity: 'error',
    facts: { events: view.events.length, call: where.length === 0 ? '' : call, ...(clock === 'fast' ? { clock } : {}) },
    evidence: where.length === 0 ? evidence : { ...evidence, where },
  };
}

/** The first line from the handler on that stops a timer before the client leaves. */
function stopPlace({ locate, path }: StreamView): readonly Place[] {
  return locate.findFrom('server', streamPlace(locate, path)[0], new RegExp(STOPS.source, 'u'));
}
