import type { Place } from '../model/timeline.ts';
import { EventStreamClient } from '../probes/event-stream.ts';
import type { StreamEvent } from '../probes/event-stream-parser.ts';
import type { HttpFailure } from '../probes/http.ts';
import { visibleText } from '../probes/markup.ts';
import { DEADLINE } from './deadlines.ts';
import type { Session } from './session.ts';

export const STREAM_PATH = '/sse/counter';

/** One client of the counter's stream on the calm server, opened once and read by several checks while it goes on. */
export function stream(session: Session, name: string): Promise<{ readonly ok: true; readonly value: EventStreamClient } | { readonly ok: false; readonly problem: HttpFailure }> {
  return session.once(name, async () => {
    const server = await session.server();
    if (!server.ok) return { ok: false, problem: { reason: 'refused', message: 'the server did not start', waitedMs: 0 } };
    const opened = await EventStreamClient.open(`${server.value.origin}${STREAM_PATH}`, { client: name, timeline: session.timeline, deadlineMs: DEADLINE.answer });
    if (opened.ok) session.onClose(() => opened.value.leave());
    return opened;
  });
}

/** Events that carry the counter: those of the name that came most; heartbeats under other names do not count. */
export function counterEvents(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const byName = new Map<string, StreamEvent[]>();
  for (const event of events) {
    if (event.data === '') continue;
    const same = byName.get(event.event) ?? [];
    same.push(event);
    byName.set(event.event, same);
  }
  const withNumbers = [...byName.values()].filter((same) => same.some((event) => numbersIn(event.data).length > 0));
  return (withNumbers.length > 0 ? withNumbers : [...byName.values()]).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** Whole numbers in what a reader sees of the data; markup is not read. */
export function numbersIn(data: string): readonly number[] {
  return [...visibleText(data).matchAll(/\d+/gu)].map((match) => Number(match[0]));
}

/**
 * The counter's numbers: at the position among the numbers of each event where they go up by one, if there is such a position; else the
 * first number of each (null where there is none).
 */
export function counterNumbers(data: readonly string[]): readonly (number | null)[] {
  const rows = data.map(numbersIn);
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let position = 0; position < width; position += 1) {
    const column = rows.map((row) => row[position] ?? null);
    if (column.length > 1 && goesUp(column)) return column;
  }
  return rows.map((row) => row[0] ?? null);
}

/** Every number is one more than the one before. */
export function goesUp(numbers: readonly (number | null)[]): boolean {
  return numbers.every((number, index) => number !== null && (index === 0 || number === (numbers[index - 1] ?? Number.NaN) + 1));
}

/** The line of the learner's stream handler. */
export function streamPlace(session: Session): readonly Place[] {
  return session.sources.find('server', /['"`]data: ?|data:/u, /text\/event-stream/u, /sse\/counter|['"`]\/sse/u);
}

/** The stream as an action that can be pasted. */
export const READ_STREAM = { kind: 'sse', path: STREAM_PATH } as const;
