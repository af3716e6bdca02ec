import type { Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { HttpFailure } from '../../observe/http.ts';
import { SILENT } from '../../rules/server/log.ts';
import type { ServerLog } from '../../rules/server/log.ts';
import * as failed from '../../rules/stream/failed.ts';
import type { WatchedStream } from '../../rules/stream/rate.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog, serverLogNow } from '../../run/server-log.ts';
import { shared } from '../../run/shared.ts';
import { streamView } from '../../run/stream-view.ts';
import { CONTRACT } from '../contract.ts';
import { counterEvents, showsNumber } from '../rules/stream-counter.ts';
import { NOT_STARTED } from '../../run/not-started.ts';

export { counterEvents, counterNumbers, goesUp } from '../rules/stream-counter.ts';

/**
 * The page that shows the counter, open in parallel with our own streams so that its ticks are watched at the same time, not afterwards. No
 * check types into it until it has been seen to count: a reply may remove the counter.
 */
export const COUNTER_TAB = 'tab 4';

type Opened = Result<EventStreamClient, HttpFailure>;

const STREAMS = {
  'stream 1': shared((context) => openStream(context, 'stream 1')),
  'stream 2': shared((context) => openStream(context, 'stream 2')),
} as const;

/** One client of the counter's stream on the shared server, opened once and read by several checks while it continues. */
export function stream(context: RunContext, name: keyof typeof STREAMS): Promise<Opened> {
  return STREAMS[name](context);
}

/**
 * After how many events of the counter the streams of the shared server have ended, those that are open by now; 0: none has. The function can be asked
 * again and again.
 */
export function endedStreams(context: RunContext): () => number {
  const clients: EventStreamClient[] = [];
  for (const observed of Object.values(STREAMS))
    void observed.begun(context)?.then((opened) => opened.ok && clients.push(opened.value));
  const counted = ({ parser }: EventStreamClient): number => counterEvents(parser.events).length;
  return () => Math.max(0, ...clients.filter(({ endedMs }) => endedMs !== undefined).map(counted));
}

async function openStream(context: RunContext, label: string): Promise<Opened> {
  const server = await context.servers.get();
  if (!server.ok) return NOT_STARTED;
  // Many servers send the head only with the first event.
  const opened = await EventStreamClient.open(`${server.value.origin}${CONTRACT.streamPath}`, {
    client: { kind: 'stream', label, ...context.servers.talkingTo(server.value) },
    timeline: context.timeline,
    deadlineMs: DEADLINE.firstEvent,
  });
  if (opened.ok) context.onClose(() => opened.value.leave());
  return opened;
}

/** Waits for what the first event decides, at most as long after the request as a first event may take. */
export function untilFirst(context: RunContext, client: EventStreamClient, test: () => boolean): Promise<boolean> {
  return client.until(test, client.askedMs + DEADLINE.firstEvent - context.timeline.now());
}

/** Waits for what more events decide; gives up as soon as no event has arrived for longer than any right interval. */
export async function untilTicks(client: EventStreamClient, test: () => boolean): Promise<boolean> {
  const started = performance.now();
  const { parser } = client;
  while (performance.now() - started < DEADLINE.ticks) {
    const before = parser.events.length;
    const continues = await client.until(() => test() || parser.events.length > before, DEADLINE.tick);
    if (!continues || test()) break;
  }
  return test();
}

/** The number of output lines kept for an error of the stream. */
const ERROR_LINES = 10;

/** What the server has printed about the stream so far. @param most how many of its last lines are kept */
export async function streamLogNow(context: RunContext, most: number): Promise<ServerLog> {
  const server = await context.servers.get();
  return server.ok ? serverLogNow(context, server.value, CONTRACT.streamPath, most) : SILENT;
}

/** The same, after a wait for the reason of a failed stream, which may be printed late. */
export async function streamLog(context: RunContext): Promise<ServerLog> {
  const server = await context.servers.get();
  const options = { errorLines: ERROR_LINES, lastLines: ERROR_LINES };
  return server.ok ? serverLog(context, server.value, CONTRACT.streamPath, options) : SILENT;
}

/** What has arrived of a stream so far, in the form that the rules read. */
export function viewOf(context: RunContext, client: EventStreamClient, log: ServerLog = SILENT): WatchedStream {
  const counted = counterEvents(client.parser.events);
  return { ...streamView(context, client, { shows: showsNumber, log }), counted, contract: CONTRACT };
}

/** Why the response ended although an event stream goes on: the error that the server printed, or simply that the handler returned. */
export async function whyItEnded(context: RunContext, client: EventStreamClient): Promise<Finding> {
  return failed.whyItEnded(viewOf(context, client, await streamLog(context)));
}
