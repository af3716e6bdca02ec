import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import { openEventSource } from '../../observe/event-stream/event-source.ts';
import { failureOf } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { RunContext } from '../../run/context.ts';
import { wrongInCompany } from './stream-company.ts';
import { isAboutOneASecond, largestBurst, RATE_WINDOW_MS } from './stream-rate.ts';
import {
  counterEvents,
  counterNumbers,
  whyItEnded,
  goesUp,
  intervalsOf,
  known,
  READ_STREAM,
  stream,
  STREAM_PATH,
  streamPlace,
  TICKS,
} from './streams.ts';

/** A first event that took longer than this to arrive together with others was held back with them. */
const HELD_BACK_MS = 2000;

async function ticks(client: EventStreamClient, count: number): Promise<boolean> {
  return client.until(() => counterEvents(client.parser.events).length >= count, DEADLINE.ticks);
}

/** About one event a second. */
export const sseRate: ChapterCheck<'sse-rate'> = {
  id: 'sse-rate',
  title: 'Events come about once a second',
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const seen = (): readonly number[] => counterEvents(client.parser.events).map(({ ms }) => ms);
    const longEnough = (): boolean =>
      seen().length >= TICKS && (seen().at(-1) ?? 0) - (seen()[0] ?? 0) >= RATE_WINDOW_MS;
    const enough = await client.until(longEnough, DEADLINE.ticks);
    const evidence = {
      did: READ_STREAM,
      received: client.head,
      waitedMs: Math.round(context.timeline.now() - client.askedMs),
      where: context.sources.find('server', /setInterval|setTimeout|sleep\(/u),
    };
    if (!enough && client.endedMs !== undefined)
      return failed((await wrongInCompany(context, evidence)) ?? (await whyItEnded(context, client)));
    const intervals = intervalsOf(counterEvents(client.parser.events));
    const [first = 0] = seen();
    const atOnce = largestBurst(seen());
    if (atOnce > 0 && first - client.askedMs > HELD_BACK_MS) {
      return failed({
        code: 'sse/buffered',
        severity: 'error',
        facts: { encoding: client.headers['content-encoding'] ?? '', atOnce },
        evidence,
      });
    }
    if (isAboutOneASecond(intervals)) return PASSED;
    return failed(
      (await wrongInCompany(context, evidence)) ?? {
        code: 'sse/wrong-rate',
        severity: 'error',
        facts: { intervals },
        evidence,
      },
    );
  },
};

/** More events than a right stream needs until its last three count: one may greet before the counting starts. */
const MOST_TICKS = TICKS + 2;

/** The number goes up by one with each event. */
export const sseCounts: ChapterCheck<'sse-counts'> = {
  id: 'sse-counts',
  title: 'The number goes up by one with each event',
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const data = (): readonly string[] => counterEvents(client.parser.events).map((event) => event.data);
    await client.until(() => counts(data()) || data().length >= MOST_TICKS, DEADLINE.ticks);
    const evidence = {
      did: READ_STREAM,
      received: client.head,
      where: context.sources.find('server', /\+\+|\+= ?1/u, /sse\/counter/u),
    };
    if (counts(data())) {
      const name = counterEvents(client.parser.events)[0]?.event;
      const blank = client.parser.events.find((event) => event.data.trim() === '' && event.event === name);
      if (blank === undefined) return PASSED;
      return failed({
        code: 'sse/empty-heartbeat',
        severity: 'error',
        facts: {},
        evidence: { ...evidence, where: streamPlace(context) },
      });
    }
    const inCompany = await wrongInCompany(context, evidence);
    if (inCompany !== undefined) return failed(inCompany);
    if (client.endedMs !== undefined && data().length < TICKS) return failed(await whyItEnded(context, client));
    return failed({
      code: 'sse/not-counting',
      severity: 'error',
      facts: { numbers: counterNumbers(data()) },
      evidence,
    });
  },
};

/** All events count, or all but the first, which may say hello; at least three. */
function counts(data: readonly string[]): boolean {
  return [data, data.slice(1)].some((counted) => counted.length >= TICKS && goesUp(counterNumbers(counted)));
}

/** Two clients at once both get every tick. */
export const sseTwoClients: ChapterCheck<'sse-two-clients'> = {
  id: 'sse-two-clients',
  title: 'Two clients at once both get the stream',
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context): Promise<Outcome> {
    const first = await stream(context, 'stream 1');
    if (!first.ok) return { skipped: first.problem.message };
    const before = counterEvents(first.value.parser.events).length;
    const second = await stream(context, 'stream 2');
    const numbersOf = (client: EventStreamClient): readonly number[] =>
      known(counterNumbers(counterEvents(client.parser.events).map((event) => event.data)));
    const evidence = { did: READ_STREAM, where: context.sources.find('server', /sse\/counter/u) };
    if (!second.ok || second.value.status !== 200) {
      const seen = second.ok
        ? { answer: { status: second.value.status }, received: second.value.head }
        : { failure: failureOf(second.problem), waitedMs: second.problem.waitedMs };
      return failed({
        code: 'sse/one-client-only',
        severity: 'error',
        facts: { first: numbersOf(first.value), second: [] },
        evidence: { ...evidence, ...seen },
      });
    }
    // The first one must go on after the second has come; what it had before does not count.
    const both = await Promise.all([ticks(first.value, before + TICKS - 1), ticks(second.value, TICKS - 1)]);
    if (both.every(Boolean)) {
      // Both get something; with a company of two it must still be one tick a second, seen over a window that a stall cannot fake.
      const { openedMs } = second.value;
      const together = (): ReturnType<typeof counterEvents> =>
        counterEvents(first.value.parser.events).filter(({ ms }) => ms >= openedMs);
      const spanMs = (): number => (together().at(-1)?.ms ?? 0) - (together()[0]?.ms ?? 0);
      await first.value.until(() => together().length >= TICKS && spanMs() >= RATE_WINDOW_MS, DEADLINE.ticks);
      if (together().length < TICKS || isAboutOneASecond(intervalsOf(together()))) return PASSED;
      return { findings: [await wrongInCompany(context)].filter((finding) => finding !== undefined) };
    }
    // A stream that is too slow or ends for everybody is the fault that other checks name.
    if (!both.some(Boolean))
      return { findings: [await wrongInCompany(context)].filter((finding) => finding !== undefined) };
    return failed({
      code: 'sse/one-client-only',
      severity: 'error',
      facts: { first: numbersOf(first.value), second: numbersOf(second.value) },
      evidence,
    });
  },
};

/** An EventSource as in a browser (the eventsource package) gets the same events as the bytes say. */
export const sseRealClient: ChapterCheck<'sse-real-client'> = {
  id: 'sse-real-client',
  title: 'A real EventSource client agrees',
  observes: 'stream',
  needs: ['sse-first-event'],
  async run(context: RunContext): Promise<Outcome> {
    const server = await context.servers.get();
    const opened = await stream(context, 'stream 1');
    if (!server.ok || !opened.ok) return { skipped: 'there is no stream to compare with' };
    await ticks(opened.value, 1);
    const names = opened.value.parser.events.map((event) => event.event);
    const source = await openEventSource(`${server.value.origin}${STREAM_PATH}`, {
      client: { kind: 'stream', label: 'EventSource' },
      timeline: context.timeline,
      events: names,
    });
    context.onClose(() => source.close());
    // It was opened after the first tick of stream 1; two more ticks of that stream leave it time for one of its own.
    const before = opened.value.parser.events.length;
    await opened.value.until(
      () => source.data.length > 0 || opened.value.parser.events.length > before + 2,
      DEADLINE.ticks,
    );
    if (source.data.length > 0) return PASSED;
    const evidence = { did: READ_STREAM, received: opened.value.head, where: streamPlace(context) };
    const inCompany = await wrongInCompany(context, evidence);
    if (inCompany !== undefined && source.error === undefined) return failed(inCompany);
    return failed({
      code: 'sse/client-disagrees',
      severity: 'error',
      facts: { reason: source.error ?? '' },
      evidence,
    });
  },
};
