import type { StreamFailure } from '../../model/stream-failure.ts';
import type { Finding } from '../../model/finding.ts';
import type { SourceLocator } from '../locate.ts';
import { streamPlace } from '../places.ts';
import { blockingCall, STALL_MS } from '../server/blocking-call.ts';
import type { EndedServer } from '../server/ended.ts';
import { errorText } from '../../model/server-error.ts';
import { notAwaitedFinding } from '../server/log.ts';
import type { ServerLog } from '../server/log.ts';
import { evidenceOf, readStream } from './view.ts';
import type { StreamView } from './view.ts';

/** How long `GET /` waited for its answer, in milliseconds: without a stream, and several times during one. */
export interface AnswerTimes {
  readonly quiet: readonly number[];
  readonly besideStream: readonly number[];
}

/** The minimum wait of another request while one client has the stream; undefined: it is answered as fast as without the stream. */
export function blockedFor({ quiet, besideStream }: AnswerTimes): number | undefined {
  // The first one may fall between two blocking calls; the first request of a process may be slow.
  const waitedMs = Math.min(...besideStream.slice(1));
  const usual = Math.min(...quiet);
  return Number.isFinite(waitedMs) && waitedMs >= STALL_MS && waitedMs >= usual * 3 ? waitedMs : undefined;
}

interface Blocked {
  readonly path: string;
  readonly waitedMs: number;
  readonly log: ServerLog;
  readonly locate: SourceLocator;
}

/** One client of the stream blocks the whole process: the server's output says why (a forgotten `await`), or it makes a blocking call. */
export function streamBlocksOthers({ path, waitedMs, log, locate }: Blocked): Finding {
  const where = blockingCall(locate, streamPlace(locate, path));
  const evidence = { did: readStream({ path }), waitedMs, where };
  if (log.notAwaited !== undefined) return notAwaitedFinding(log.notAwaited, evidence);
  return { code: 'sse/blocks-others', severity: 'error', facts: { waitedMs }, evidence };
}

/** An error line in the output. */
const ERROR_LINE = /\b(?:error|exception|traceback|ERR_\w+|EPIPE|ECONNRESET)\b/iu;

/** Begins the report of an error whose own words follow below. */
const HEAD = /\bTraceback \(most recent call/u;

/** How often a server printed the same error, apart from numbers and times: the report of one error has several lines. */
export function complaintsIn(lines: readonly { readonly text: string }[]): number {
  const times = new Map<string, number>();
  for (const { text } of lines) {
    if (!ERROR_LINE.test(text) || HEAD.test(text)) continue;
    const error = text.replaceAll(/\d+/gu, '0');
    times.set(error, (times.get(error) ?? 0) + 1);
  }
  return Math.max(0, ...times.values());
}

/**
 * A client left in the middle of the stream, and the server ended, printed an error for each event, or stopped for everybody. A single error
 * ends what was sent to that client, and does no harm.
 */
export function leavingHarms(
  path: string,
  server: EndedServer & { readonly locate: SourceLocator },
  repeats: number,
): Finding {
  const { exit, report, lines, locate } = server;
  const stops = exit.kind === 'running' && repeats === 0 ? locate.find('server', /clearInterval\(|\.cancel\(/u) : [];
  return {
    code: 'sse/crashes-on-disconnect',
    severity: repeats === 1 ? 'warning' : 'error',
    facts: { exit, error: errorText(report), repeats },
    evidence: {
      did: readStream({ path }),
      output: lines,
      where: report?.where === undefined ? stops : [report.where],
    },
  };
}

/** The bytes form events, but an EventSource as in a browser receives none. @param failure undefined: it reported none */
export function clientDisagrees(view: StreamView, failure: StreamFailure | undefined): Finding {
  const where =
    failure?.reason === 'status' ? view.locate.find('server', new RegExp(String.raw`\b${failure.status}\b`, 'u')) : [];
  const evidence = evidenceOf(view);
  return {
    code: 'sse/client-disagrees',
    severity: 'error',
    facts: { failure },
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}
