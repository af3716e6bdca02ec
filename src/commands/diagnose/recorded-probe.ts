import type { Probes, Visit } from '../../diagnose/index.ts';
import type { RecordedHeader, Recording } from '../../model/recording.ts';
import { EventStreamParser } from '../../observe/event-stream/parser.ts';
import { has, ofType } from '../../rules/records.ts';

// What clients of the tutor's own would see of a page's servers is in the recording: named events that nothing in the page listens to, answers
// that it refuses.

/** Tells from the recording what the page saw little of. Its own addresses are those of the recording. */
export function recordedProbe({ records }: Pick<Visit, 'records'>, recording: Recording): Probes {
  const stream = has(records, 'stream-event')
    ? undefined
    : recordedStream(ofType(records, 'stream-new')[0]?.url, recording);
  const refused = has(records, 'socket-open') ? undefined : refusal(ofType(records, 'socket-new')[0]?.url, recording);
  return { ...(stream && { stream }), ...(refused && { refused }) };
}

/** Characters that a client keeps of an answer. */
const HEAD = 4096;

function recordedStream(url: string | undefined, { streams, answers }: Recording): Probes['stream'] {
  const stream = streams.find((each) => each.url === url);
  const other = stream === undefined ? answers.find((each) => each.url === url) : undefined;
  const found = stream ?? other;
  if (found === undefined) return undefined;
  const parser = new EventStreamParser();
  const parts = stream?.events.map(({ data }) => Buffer.from(data)) ?? [other?.body ?? Buffer.alloc(0)];
  for (const part of parts) parser.push(part, 0);
  return {
    ...{ path: new URL(found.url).pathname, status: other?.status ?? 200, headers: byName(found.headers) },
    ...{ head: Buffer.concat(parts).toString('utf8').slice(0, HEAD), askedMs: 0, nowMs: 0 },
    ...{ bytes: parser.bytes, lines: parser.lines, unfinished: parser.unfinished, events: parser.events },
    excess: parser.excess,
    ended: other === undefined ? 'no' : 'yes',
  };
}

function refusal(url: string | undefined, { sockets }: Recording): Probes['refused'] {
  const found = sockets.find((each) => each.url === url && each.status >= 300);
  if (found === undefined) return undefined;
  const { status } = found;
  const failure = { status, reason: 'status', message: `status ${status}`, server: '', waitedMs: 0 } as const;
  return { path: new URL(found.url).pathname, failure };
}

function byName(headers: readonly RecordedHeader[]): Readonly<Record<string, string>> {
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}
