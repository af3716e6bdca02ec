import { unheardStream } from '../../diagnose/index.ts';
import type { Probes, Visit } from '../../diagnose/index.ts';
import type { RecordedAnswer, RecordedHeader, Recording } from '../../model/recording.ts';
import { EventStreamParser } from '../../observe/event-stream/parser.ts';
import { has, ofType } from '../../rules/records.ts';

// What clients of the tutor's own would see of a page's servers is in the recording: named events that nothing in the page listens to, lines that are no
// fields, answers that it refuses.

/** Tells from the recording what the page saw little of. Its own addresses are those of the recording. */
export function recordedProbe(seen: Pick<Visit, 'records' | 'snapshot' | 'html'>, recording: Recording): Probes {
  const { records } = seen;
  const refused = has(records, 'socket-open') ? undefined : refusal(ofType(records, 'socket-new')[0]?.url, recording);
  return { ...recordedStream(unheardStream(seen), recording), ...(refused && { refused }) };
}

/** Characters that a client keeps of an answer. */
const HEAD = 4096;

function recordedStream(url: string | undefined, { streams, answers }: Recording): Probes {
  const stream = streams.find((each) => each.url === url);
  const other = stream === undefined ? answers.find((each) => each.url === url) : undefined;
  const found = stream ?? other;
  if (found === undefined) return {};
  const path = new URL(found.url).pathname;
  if (other !== undefined && (other.status === 0 || other.lacks === 'yet')) return unanswered(path, other);
  const parser = new EventStreamParser();
  const parts = stream?.events.map(({ data }) => Buffer.from(data)) ?? [other?.body ?? Buffer.alloc(0)];
  for (const part of parts) parser.push(part, 0);
  return {
    stream: {
      ...{ path, status: other?.status ?? 200, headers: byName(found.headers) },
      ...{ head: Buffer.concat(parts).toString('utf8').slice(0, HEAD), askedMs: 0, nowMs: 0 },
      // The recording may end in the middle of a line.
      ...{ bytes: parser.bytes, lines: parser.lines, unfinished: '', events: parser.events },
      excess: parser.excess,
      ended: other === undefined || other.lacks === 'body' ? 'no' : 'yes',
    },
  };
}

/** No answer came. That none had come yet when the recording ended is not a fault: nobody knows for how long the page waited. */
function unanswered(path: string, { lacks }: RecordedAnswer): Probes {
  if (lacks === 'yet') return { pending: 'sse' };
  const failed = { server: 'refused', all: 'broken' } as const;
  if (lacks !== 'server' && lacks !== 'all') return {};
  return { unanswered: { path, failure: { reason: failed[lacks], message: 'the connection ended', waitedMs: 0 } } };
}

function refusal(url: string | undefined, { sockets }: Recording): Probes['refused'] {
  const found = sockets.find((each) => each.url === url && (each.status >= 300 || each.lacks === 'server'));
  if (found === undefined) return undefined;
  const { status } = found;
  const path = new URL(found.url).pathname;
  const about = { server: '', waitedMs: 0 };
  if (found.lacks === 'server')
    return { path, failure: { ...about, status: undefined, reason: 'refused', message: 'connection refused' } };
  return { path, failure: { ...about, status, reason: 'status', message: `status ${status}` } };
}

function byName(headers: readonly RecordedHeader[]): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}
