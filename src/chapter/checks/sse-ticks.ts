import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import { openEventSource } from '../../observe/event-stream/event-source.ts';
import { requestFailure } from '../../model/observed.ts';
import { clientDisagrees } from '../../rules/stream/clients.ts';
import {
  emptyHeartbeat,
  evidenceOfRate,
  heldBack,
  intervalsOf,
  isAboutRate,
  isFarTooSlow,
  isSteadilyOff,
  isSuspicious,
  isUnclear,
  pacesOf,
  rateWindow,
  wrongRate,
} from '../../rules/stream/rate.ts';
import { evidenceOf } from '../../rules/stream/view.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CONTRACT } from '../contract.ts';
import {
  counterEvents,
  counts,
  countsAtFirst,
  MOST_TICKS,
  notCounting,
  oneClientOnly,
  skipNumbers,
  TICKS,
} from '../rules/stream-counter.ts';
import { suspectConcurrency, withIsolatedStream, wrongOnlyConcurrently } from './concurrent-streams.ts';
import { limitIn } from '../../rules/stream/source.ts';
import { lasting } from './fast-stream.ts';
import { stream, untilTicks, viewOf, whyItEnded } from './streams.ts';

/** One late event could determine a mean over less than this. Milliseconds. */
const WINDOW_MS = rateWindow(CONTRACT.intervalMs);

function dataOf(client: EventStreamClient): readonly string[] {
  return counterEvents(client.parser.events).map(({ data }) => data);
}

async function ticks(client: EventStreamClient, count: number): Promise<boolean> {
  return untilTicks(client, () => counterEvents(client.parser.events).length >= count);
}

/** About one event a second. */
export const sseRate: ChapterCheck<'sse-rate'> = {
  id: 'sse-rate',
  title: CHECK_TITLES['sse-rate'],
  waitsFor: CHECK_WAITS['sse-rate'],
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { intervalMs } = CONTRACT;
    const seen = (): readonly number[] => counterEvents(client.parser.events).map(({ ms }) => ms);
    const paces = (): readonly number[] => pacesOf(viewOf(context, client));
    const longEnough = (): boolean =>
      isFarTooSlow(paces(), intervalMs) ||
      (seen().length >= TICKS &&
        (seen().at(-1) ?? 0) - (seen()[0] ?? 0) >= WINDOW_MS &&
        // More of them show whether it is the timer that is off, or one event that was late.
        isSuspicious(paces(), intervalMs) === isSteadilyOff(paces(), intervalMs) &&
        !isUnclear(paces(), intervalMs));
    // What a single client gets takes as long again; the two waits do not add up.
    const goesOn = await withIsolatedStream(
      context,
      untilTicks(client, () => seen().length > 1),
    );
    if (isSuspicious(paces(), intervalMs)) suspectConcurrency(context);
    const enough = goesOn && (await untilTicks(client, longEnough));
    const view = viewOf(context, client);
    const evidence = evidenceOfRate(view);
    if (!enough && client.endedMs !== undefined)
      return failed((await wrongOnlyConcurrently(context, evidence)) ?? (await whyItEnded(context, client)));
    const held = heldBack(view);
    if (held !== undefined) return failed(held);
    const wrong = wrongRate(view);
    return wrong === undefined ? PASSED : failed((await wrongOnlyConcurrently(context, evidence)) ?? wrong);
  },
};

/** The number goes up by one with each event. */
export const sseCounts: ChapterCheck<'sse-counts'> = {
  id: 'sse-counts',
  title: CHECK_TITLES['sse-counts'],
  waitsFor: CHECK_WAITS['sse-counts'],
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const data = (): readonly string[] => counterEvents(client.parser.events).map((event) => event.data);
    // Watched on another server meanwhile.
    const later = lasting(context);
    await untilTicks(client, () => counts(data()) || data().length >= TICKS);
    if (!counts(data())) suspectConcurrency(context);
    await untilTicks(client, () => counts(data()) || data().length >= MOST_TICKS);
    const lasts = counts(data()) ? await later : 'goes-on';
    if (typeof lasts === 'object') return failed(lasts);
    if (lasts === 'unknown') await untilPast(client, limitIn(context.sources));
    const view = viewOf(context, client);
    if (client.endedMs !== undefined && data().length >= TICKS) return failed(await whyItEnded(context, client));
    if (counts(data())) {
      const blank = emptyHeartbeat(view);
      return blank === undefined ? PASSED : failed(blank);
    }
    const finding = notCounting(view);
    const concurrent = await wrongOnlyConcurrently(context, finding.evidence);
    if (concurrent !== undefined) return failed(concurrent);
    if (client.endedMs !== undefined && data().length < TICKS) return failed(await whyItEnded(context, client));
    return failed(finding);
  },
};

/** Where the source names a number that the count comes to, the stream is watched until the count has passed it: it may end there, or start over. */
async function untilPast(client: EventStreamClient, limit: number): Promise<void> {
  const past = limit + 2;
  if (limit > 0)
    await client.until(() => counterEvents(client.parser.events).length >= past, past * 1.5 * CONTRACT.intervalMs);
}

const BOTH = ['stream 1', 'stream 2'] as const;

/** Two concurrent clients both get every tick. */
export const sseTwoClients: ChapterCheck<'sse-two-clients'> = {
  id: 'sse-two-clients',
  title: CHECK_TITLES['sse-two-clients'],
  waitsFor: CHECK_WAITS['sse-two-clients'],
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const first = await stream(context, 'stream 1');
    if (!first.ok) return { skipped: first.problem.message };
    const before = counterEvents(first.value.parser.events).length;
    const second = await stream(context, 'stream 2');
    const findingNow = (): ReturnType<typeof oneClientOnly> =>
      oneClientOnly({
        path: CONTRACT.streamPath,
        first: dataOf(first.value),
        second: second.ok ? dataOf(second.value) : [],
        locate: context.sources,
      });
    if (!second.ok || second.value.status !== 200) {
      const seen = second.ok
        ? { answer: { status: second.value.status }, received: second.value.head }
        : { failure: requestFailure(second.problem), waitedMs: second.problem.waitedMs };
      const finding = findingNow();
      const facts = { ...finding.facts, second: [] };
      return failed({ ...finding, facts, evidence: { ...finding.evidence, ...seen, seenBy: BOTH } });
    }
    // The first client must continue to receive after the second has connected; earlier events do not count.
    const both = await Promise.all([ticks(first.value, before + TICKS - 1), ticks(second.value, TICKS - 1)]);
    if (both.every(Boolean)) {
      // Both receive something; with two clients it must still be one tick a second, over a window long enough that a stall cannot fake it. The
      // window begins with the last event before the second client came: the time from that to the next is the first that it can change.
      const together = (): ReturnType<typeof counterEvents> =>
        counterEvents(first.value.parser.events).slice(Math.max(0, before - 1));
      const spanMs = (): number => (together().at(-1)?.ms ?? 0) - (together()[0]?.ms ?? 0);
      await untilTicks(first.value, () => together().length >= TICKS && spanMs() >= WINDOW_MS);
      if (together().length < TICKS) return PASSED;
      // A counter that the clients share may have counted right while the first one was alone; else `sse-counts` reports it.
      const skips =
        countsAtFirst(dataOf(first.value)) && skipNumbers(together(), counterEvents(second.value.parser.events));
      if (!skips && isAboutRate(intervalsOf(together()), CONTRACT.intervalMs)) return PASSED;
      return { findings: [await wrongOnlyConcurrently(context)].filter((finding) => finding !== undefined) };
    }
    // A stream that is too slow or ends for everybody is reported by other checks.
    const [more, less] = both[0] ? [first.value, second.value] : [second.value, first.value];
    if (!both.some(Boolean) || !(await outlasts(more, less)))
      return { findings: [await wrongOnlyConcurrently(context)].filter((finding) => finding !== undefined) };
    return failed(seenBy(findingNow(), ...BOTH));
  },
};

/** Whether a client got more than another one whose stream ended: it may be about to end itself, after the same number of events. */
async function outlasts(more: EventStreamClient, less: EventStreamClient): Promise<boolean> {
  if (less.endedMs === undefined) return true;
  return (await ticks(more, dataOf(less).length + 1)) && more.endedMs === undefined;
}

/** An EventSource as in a browser (the eventsource package) gets the same events as those in the bytes. */
export const sseRealClient: ChapterCheck<'sse-real-client'> = {
  id: 'sse-real-client',
  title: CHECK_TITLES['sse-real-client'],
  waitsFor: CHECK_WAITS['sse-real-client'],
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context: RunContext): Promise<Outcome> {
    const server = await context.servers.get();
    const opened = await stream(context, 'stream 1');
    if (!server.ok || !opened.ok) return { skipped: 'the stream did not open, so nothing can be compared' };
    await ticks(opened.value, 1);
    const names = opened.value.parser.events.map((event) => event.event);
    const source = await openEventSource(`${server.value.origin}${CONTRACT.streamPath}`, {
      client: { kind: 'stream', label: 'EventSource', ...context.servers.talkingTo(server.value) },
      timeline: context.timeline,
      events: names,
    });
    context.onClose(() => source.close());
    // It was opened after the first tick of stream 1; two more ticks of that stream give it enough time for one of its own.
    const before = opened.value.parser.events.length;
    await opened.value.until(
      () => source.data.length > 0 || opened.value.parser.events.length > before + 2,
      DEADLINE.ticks,
    );
    if (source.data.length > 0) return PASSED;
    const view = viewOf(context, opened.value);
    const concurrent = await wrongOnlyConcurrently(context, evidenceOf(view));
    if (concurrent !== undefined && source.failure === undefined) return failed(concurrent);
    return failed(seenBy(clientDisagrees(view, source.failure), 'EventSource', 'stream 1'));
  },
};
