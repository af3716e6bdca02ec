import type { Evidence, FindingOf } from '../../model/finding.ts';
import { withinDeadline } from '../../model/waiting.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { intervalsOf } from '../../rules/stream/rate.ts';
import type { RunContext } from '../../run/context.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import { counterEvents, isRight, oneClientOnly, TICKS } from '../rules/stream-counter.ts';
import type { IsolatedStream } from '../rules/stream-counter.ts';
import { endedStreams, stream, untilTicks } from './streams.ts';

/**
 * Whether the stream is right for a single client, called when it was wrong with concurrent clients. Undefined: it is wrong for a
 * single client too, or this cannot be tested here.
 * @param evidence what was observed of the wrong stream
 */
export async function wrongOnlyConcurrently(
  context: RunContext,
  evidence: Evidence = {},
): Promise<FindingOf<'sse/one-client-only'> | undefined> {
  const { streamPath: path, intervalMs } = CONTRACT;
  const single = await isolatedStream(context);
  if (single === undefined || !isRight(single, intervalMs)) return undefined;
  const ended = endedStreams(context);
  const [first, second] = await Promise.all([dataOf(context, 'stream 1'), dataOf(context, 'stream 2')]);
  // A stream that ends for everybody after the same number of events is told as what it is.
  if (single.data.length <= ended()) return undefined;
  const finding = oneClientOnly({ path, first, second, locate: context.sources });
  // The place is the route, whichever symptom of it was seen first: three checks may report it.
  const { where: _place, ...seen } = evidence;
  return { ...finding, evidence: { ...finding.evidence, ...seen, seenBy: ['stream 1', 'stream 2'] } };
}

/** With one interval this long, no stream is right, whatever comes next. Milliseconds. */
const LONGEST_MS = 2.5 * CONTRACT.intervalMs;

/** A stream that is silent for longer than this may be wrong only with concurrent clients. Milliseconds. */
const SUSPICIOUS_MS = 2500;

/** The result of a wait. If it takes suspiciously long, the isolated stream is opened meanwhile, so that the two waits do not add up. */
export async function withIsolatedStream<T>(context: RunContext, wait: Promise<T>): Promise<T> {
  if ((await withinDeadline(wait, SUSPICIOUS_MS)) === undefined) void isolatedStream(context);
  return wait;
}

/** The isolated stream is watched from now on, because something looks wrong; its result is asked for later. */
export function suspectConcurrency(context: RunContext): void {
  void isolatedStream(context);
}

async function dataOf(context: RunContext, name: 'stream 1' | 'stream 2'): Promise<readonly string[]> {
  const opened = await stream(context, name);
  return opened.ok ? counterEvents(opened.value.parser.events).map(({ data }) => data) : [];
}

/**
 * A stream on an isolated server with no other client, watched for a few events. It separates what goes wrong only with concurrent
 * clients from what is always wrong, and is opened only when something is wrong. Undefined: it cannot be opened here.
 */
const isolatedStream = shared(async (context): Promise<IsolatedStream | undefined> => {
  if (!context.servers.canIsolate) return undefined;
  const server = await context.servers.get('isolated');
  if (!server.ok) return undefined;
  const talking = context.servers.talkingTo(server.value);
  const client = { kind: 'stream', label: 'stream (isolated server)', ...talking } as const;
  const options = { client, timeline: context.timeline, deadlineMs: LONGEST_MS };
  const opened = await EventStreamClient.open(`${server.value.origin}${CONTRACT.streamPath}`, options);
  if (!opened.ok) return undefined;
  const { parser } = opened.value;
  const first = await opened.value.until(() => parser.events.length > 0, LONGEST_MS);
  const wrongAlready = (): boolean => intervalsOf(counterEvents(parser.events)).some((ms) => ms > LONGEST_MS);
  // Where another one has ended, it is to show more than that one did.
  const ended = endedStreams(context);
  const enough = (): boolean => counterEvents(parser.events).length >= Math.max(TICKS, ended() + 1);
  if (first) await untilTicks(opened.value, () => enough() || wrongAlready());
  await opened.value.leave();
  const counted = counterEvents(parser.events);
  return {
    data: counted.map(({ data }) => data),
    intervals: intervalsOf(counted),
    ended: opened.value.endedMs === undefined ? 'no' : 'yes',
  };
});
