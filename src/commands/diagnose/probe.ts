import type { Probes, Visit } from '../../diagnose/index.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { has, ofType } from '../../rules/records.ts';

// A page sees little of what its server answers. Where it could not connect, or heard nothing, clients of the tutor's own ask once more.

/** Asks the servers of the page's connections. */
export async function probe(visited: Pick<Visit, 'records'>, timeline: Timeline): Promise<Probes> {
  const [stream, refused] = await Promise.all([seenStream(visited, timeline), refusal(visited, timeline)]);
  return { ...(stream && { stream }), ...(refused && { refused }) };
}

/** The first event of a stream has come by then. Milliseconds. */
const FIRST_EVENT_MS = 3000;
const HEAD_MS = 3000;

/**
 * The page's stream, once more: a page says nothing of named events that nothing in it listens to, and little of an answer that it refuses.
 * undefined: it opened none, or heard events.
 */
async function seenStream({ records }: Pick<Visit, 'records'>, timeline: Timeline): Promise<Probes['stream']> {
  const [tried] = ofType(records, 'stream-new');
  if (tried === undefined || has(records, 'stream-event') || !URL.canParse(tried.url)) return undefined;
  const opened = await EventStreamClient.open(tried.url, {
    client: { kind: 'stream', label: 'stream' },
    timeline,
    deadlineMs: HEAD_MS,
  });
  if (!opened.ok) return undefined;
  const client = opened.value;
  await client.until(() => client.parser.events.length > 1, FIRST_EVENT_MS);
  const { parser, status, headers, head, askedMs, endedMs } = client;
  await client.leave();
  return {
    ...{ path: new URL(tried.url).pathname, status, headers, head, askedMs, nowMs: timeline.now() },
    ...{ bytes: parser.bytes, lines: parser.lines, unfinished: parser.unfinished, events: parser.events },
    excess: parser.excess,
    ended: endedMs === undefined ? 'no' : 'yes',
  };
}

/** How the server answers a handshake of a client other than a browser; undefined: a WebSocket of the page was open, none was tried, or the client connects. */
async function refusal({ records }: Pick<Visit, 'records'>, timeline: Timeline): Promise<Probes['refused']> {
  const [tried] = ofType(records, 'socket-new');
  if (tried === undefined || has(records, 'socket-open') || !URL.canParse(tried.url)) return undefined;
  const { protocol, host, pathname, search } = new URL(tried.url);
  const origin = `${protocol === 'wss:' ? 'https' : 'http'}://${host}`;
  const opened = await WebSocketClient.connect(origin, pathname + search, {
    client: { kind: 'socket', label: 'client' },
    timeline,
    deadlineMs: HEAD_MS,
  });
  if (!opened.ok) return { path: pathname, failure: opened.problem };
  await opened.value.close();
  return undefined;
}
