import type { Probes, Visit } from '../../diagnose/index.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { has, ofType } from '../../rules/records.ts';

// A page sees little of what its server answers. Where it could not connect, or heard nothing, clients of the tutor's own ask once more.

/** Asks the servers of the page's connections. */
export async function probe(visited: Pick<Visit, 'records'>, timeline: Timeline): Promise<Probes> {
  const [events, refused] = await Promise.all([unheardEvents(visited, timeline), refusal(visited, timeline)]);
  return { ...(events && { events }), ...(refused && { refused }) };
}

/** The first event of a stream has come by then. Milliseconds. */
const FIRST_EVENT_MS = 3000;
const HEAD_MS = 3000;

/**
 * Names of the events that come on the page's stream, as far as the page heard none: of a named event that nothing listens to a page says nothing,
 * so the stream is asked once more. undefined: the page has no open stream, or heard events.
 */
async function unheardEvents(
  { records }: Pick<Visit, 'records'>,
  timeline: Timeline,
): Promise<readonly string[] | undefined> {
  const [stream] = ofType(records, 'stream-new');
  if (stream === undefined || !has(records, 'stream-open') || has(records, 'stream-event')) return undefined;
  const opened = await EventStreamClient.open(stream.url, {
    client: { kind: 'stream', label: 'stream' },
    timeline,
    deadlineMs: HEAD_MS,
  });
  if (!opened.ok) return undefined;
  const client = opened.value;
  await client.until(() => client.parser.events.length > 1, FIRST_EVENT_MS);
  const names = client.parser.events.map(({ event }) => event);
  await client.leave();
  return names;
}

/** How the server answers a handshake of a client that is no browser; undefined: a WebSocket of the page was open, none was tried, or the client connects. */
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
