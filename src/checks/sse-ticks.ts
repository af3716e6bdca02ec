import type { Finding } from '../model/finding.ts';
import type { EventStreamClient } from '../probes/event-stream.ts';
import { openEventSource } from '../probes/real-event-source.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import type { Session } from './session.ts';
import { counterEvents, counterNumbers, goesUp, READ_STREAM, stream, STREAM_PATH, streamPlace } from './streams.ts';

const TICKS = 3;
/** "About one a second": the mean of the intervals; wide, because a busy machine delays what it delivers. */
const FASTEST_MS = 500;
const SLOWEST_MS = 2000;

async function ticks(client: EventStreamClient, count: number): Promise<boolean> {
  return client.until(() => counterEvents(client.parser.events).length >= count, DEADLINE.ticks);
}

function endsEarly(session: Session, client: EventStreamClient): Finding {
  return {
    code: 'sse/ends-early',
    severity: 'error',
    facts: { events: client.parser.events.length },
    evidence: { did: READ_STREAM, received: client.head, where: streamPlace(session) },
  };
}

/** About one event a second. */
export const sseRate: Check = {
  id: 'sse-rate',
  title: 'Events come about once a second',
  needs: ['sse-first-event'],
  async run(session): Promise<Outcome> {
    const opened = await stream(session, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const enough = await ticks(client, TICKS);
    if (!enough && client.endedMs !== undefined) return failed(endsEarly(session, client));
    const times = counterEvents(client.parser.events).map((event) => event.ms);
    const intervals = times.slice(1).map((ms, index) => Math.round(ms - (times[index] ?? ms)));
    const evidence = { did: READ_STREAM, received: client.head, waitedMs: Math.round(session.timeline.now() - client.openedMs), where: session.sources.find('server', /setInterval|setTimeout|sleep\(/u) };
    const [firstTime = 0] = times;
    const mean = times.length < 2 ? Number.POSITIVE_INFINITY : ((times.at(-1) ?? 0) - firstTime) / (times.length - 1);
    const encoding = client.headers['content-encoding'] ?? '';
    const burst = intervals.filter((interval) => interval < 20).length;
    if (burst >= TICKS - 1 && firstTime - client.openedMs > SLOWEST_MS) return failed({ code: 'sse/buffered', severity: 'error', facts: { encoding, atOnce: burst + 1 }, evidence });
    if (mean < FASTEST_MS || mean > SLOWEST_MS) return failed({ code: 'sse/wrong-rate', severity: 'error', facts: { intervals }, evidence });
    return PASSED;
  },
};

/** The number goes up by one with each event. */
export const sseCounts: Check = {
  id: 'sse-counts',
  title: 'The number goes up by one with each event',
  needs: ['sse-first-event'],
  async run(session): Promise<Outcome> {
    const [first, second] = await Promise.all([stream(session, 'stream 1'), stream(session, 'stream 2')]);
    if (!first.ok) return { skipped: first.problem.message };
    const client = first.value;
    const enough = await ticks(client, TICKS);
    if (!enough && client.endedMs !== undefined) return failed(endsEarly(session, client));
    const numbers = counterNumbers(counterEvents(client.parser.events).map((event) => event.data));
    if (numbers.length >= 2 && goesUp(numbers)) {
      const blank = client.parser.events.find((event) => event.data.trim() === '' && event.event === (counterEvents(client.parser.events)[0]?.event ?? 'message'));
      if (blank === undefined) return PASSED;
      return failed({ code: 'sse/empty-heartbeat', severity: 'error', facts: {}, evidence: { did: READ_STREAM, received: client.head, where: streamPlace(session) } });
    }
    const evidence = { did: READ_STREAM, received: client.head, where: session.sources.find('server', /\+\+|\+= ?1/u, /sse\/counter/u) };
    const other = second.ok ? counterNumbers(counterEvents(second.value.parser.events).map((event) => event.data)) : [];
    if (shareOneIterator(numbers, other)) {
      return failed({ code: 'sse/one-client-only', severity: 'error', facts: { first: known(numbers), second: known(other) }, evidence });
    }
    return failed({ code: 'sse/not-counting', severity: 'error', facts: { numbers }, evidence });
  },
};

function known(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((number) => number !== null);
}

/** Each stream goes up with gaps, and no number went to both: they draw from one source. */
function shareOneIterator(first: readonly (number | null)[], second: readonly (number | null)[]): boolean {
  const rising = (numbers: readonly number[]): boolean => numbers.length > 0 && numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
  const [own, other] = [known(first), known(second)];
  return rising(own) && rising(other) && !goesUp(own) && own.every((number) => !other.includes(number));
}

/** Two clients at once both get every tick. */
export const sseTwoClients: Check = {
  id: 'sse-two-clients',
  title: 'Two clients at once both get the stream',
  needs: ['sse-first-event'],
  async run(session): Promise<Outcome> {
    const [first, second] = await Promise.all([stream(session, 'stream 1'), stream(session, 'stream 2')]);
    if (!first.ok) return { skipped: first.problem.message };
    const evidence = { did: READ_STREAM, where: session.sources.find('server', /sse\/counter/u) };
    if (!second.ok) return failed({ code: 'sse/one-client-only', severity: 'error', facts: { first: [], second: [] }, evidence: { ...evidence, received: second.problem.message } });
    const clients = [first.value, second.value];
    const both = await Promise.all(clients.map((client) => ticks(client, TICKS)));
    if (both.every(Boolean)) return PASSED;
    // A stream that is too slow or ends for everybody is the fault that other checks name.
    const counts = clients.map((client) => counterEvents(client.parser.events).length);
    const [own = 0, other = 0] = counts;
    if (Math.abs(own - other) <= 1) return PASSED;
    const numbers = clients.map((client) => known(counterNumbers(counterEvents(client.parser.events).map((event) => event.data))));
    return failed({ code: 'sse/one-client-only', severity: 'error', facts: { first: numbers[0] ?? [], second: numbers[1] ?? [] }, evidence });
  },
};

/** An EventSource as in a browser (the eventsource package) gets the same events as the bytes say. */
export const sseRealClient: Check = {
  id: 'sse-real-client',
  title: 'A real EventSource client agrees',
  needs: ['sse-framing'],
  async run(session): Promise<Outcome> {
    const server = await session.server();
    const opened = await stream(session, 'stream 1');
    if (!server.ok || !opened.ok) return { skipped: 'there is no stream to compare with' };
    await ticks(opened.value, 1);
    const names = opened.value.parser.events.map((event) => event.event);
    const source = await openEventSource(`${server.value.origin}${STREAM_PATH}`, { client: 'EventSource', timeline: session.timeline, events: names });
    session.onClose(() => source.close());
    // It was opened after the first tick of stream 1; two more ticks of that stream leave it time for one of its own.
    const before = opened.value.parser.events.length;
    await opened.value.until(() => source.data.length > 0 || opened.value.parser.events.length > before + 2, DEADLINE.ticks);
    if (source.data.length > 0) return PASSED;
    return failed({ code: 'sse/client-disagrees', severity: 'error', facts: { reason: source.error ?? 'it received no event' }, evidence: { did: READ_STREAM, received: opened.value.head, where: streamPlace(session) } });
  },
};
