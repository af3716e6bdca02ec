import { replaceClosed } from '../../model/pattern.ts';
import { visibleText } from '../../htmx/markup.ts';
import { asciiDigits } from '../../model/digits.ts';
import type { Finding, FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { unfilledPlaceholder } from '../../rules/placeholder.ts';
import { pathPlace, streamPlace } from '../../rules/places.ts';
import { isAboutRate, isSuspicious } from '../../rules/stream/rate.ts';
import type { WatchedStream } from '../../rules/stream/rate.ts';
import { readStream } from '../../rules/stream/view.ts';
import type { StreamEvent } from '../../rules/stream/view.ts';

// The chapter's stream counts: a number in each event, one more than in the event before.

/** How many events of the counter are watched before a verdict. */
export const TICKS = 3;

/**
 * Events of the counter: those with the most frequent name, because heartbeats under other names do not count; or those of all names where
 * only all of them together count up, such as odd and even numbers with a name each.
 */
export function counterEvents<Event extends StreamEvent>(events: readonly Event[]): readonly Event[] {
  const byName = new Map<string, Event[]>();
  for (const event of events) {
    if (event.data === '') continue;
    const same = byName.get(event.event) ?? [];
    same.push(event);
    byName.set(event.event, same);
  }
  const withNumbers = [...byName.values()].filter((same) => same.some(({ data }) => showsNumber(data)));
  if (withNumbers.length > 1) {
    const together = events.filter(({ data }) => showsNumber(data));
    if (goesUp(counterNumbers(together.map(({ data }) => data)))) return together;
  }
  return (withNumbers.length > 0 ? withNumbers : [...byName.values()]).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** Whole numbers in the visible text of the data; markup is ignored. */
function numbersIn(data: string): readonly number[] {
  return [...asciiDigits(visibleText(data)).matchAll(/\d+/gu)].map((match) => Number(match[0]));
}

/** Whether the visible text of the data contains a number. */
export function showsNumber(data: string): boolean {
  return numbersIn(data).length > 0;
}

/**
 * The counter's numbers: taken at the position among the numbers of each event, from the front or from the back, where they go up by one,
 * if there is such a position; else the first number of each (null where there is none).
 */
export function counterNumbers(data: readonly string[]): readonly (number | null)[] {
  const rows = data.map(numbersIn);
  return columnGoingUp(rows) ?? columnGoingUp(data.map(joined).map(numbersIn)) ?? rows.map((row) => row[0] ?? null);
}

/** The data without the tags of elements that stand in a line of text: digits with an element each are one number to a reader. */
function joined(data: string): string {
  return replaceClosed(data, /<\/?(?:span|b|i|em|strong|small|s|u|mark)\b[^>]*(>?)/giu);
}

function columnGoingUp(rows: readonly (readonly number[])[]): readonly (number | null)[] | undefined {
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let position = 0; position < width; position += 1) {
    for (const from of [position, -1 - position]) {
      const column = rows.map((row) => row.at(from) ?? null);
      if (column.length > 1 && goesUp(column)) return column;
    }
  }
  return undefined;
}

/** Every number is one more than the one before. */
export function goesUp(numbers: readonly (number | null)[]): boolean {
  return numbers.every(
    (number, index) => number !== null && (index === 0 || number === (numbers[index - 1] ?? Number.NaN) + 1),
  );
}

/** The numbers that are not null. */
export function known(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((number) => number !== null);
}

/** All events count, or all but the first, which may be a greeting; at least three. */
export function counts(data: readonly string[]): boolean {
  return [data, data.slice(1)].some((counted) => counted.length >= TICKS && goesUp(counterNumbers(counted)));
}

/** More events than a right stream needs until its last three count: the first may be a greeting before the counting starts. */
export const MOST_TICKS = TICKS + 2;

/** The first events count; what comes later is not looked at. */
export function countsAtFirst(data: readonly string[]): boolean {
  return counts(data.slice(0, TICKS)) || counts(data.slice(0, TICKS + 1)) || counts(data.slice(0, MOST_TICKS));
}

/** Neither of two concurrent clients gets numbers that go up by one: they share one count. @param streams events of each while both are open */
export function skipNumbers(...streams: readonly (readonly StreamEvent[])[]): boolean {
  return streams.every((events) => !goesUp(counterNumbers(events.map(({ data }) => data))));
}

/** The line that increments the count. */
function countPlace(locate: Parameters<typeof pathPlace>[0], path: string): readonly Place[] {
  const found = locate.find('server', /\+\+|\+= ?1/u);
  return found.length > 0 ? found : pathPlace(locate, path);
}

/** The number does not go up by one. */
export function notCounting(view: WatchedStream): FindingOf<'sse/not-counting'> {
  const data = view.counted.map((event) => event.data);
  const unfilled = unfilledPlaceholder(data[0] ?? '', view.locate);
  const numbers = counterNumbers(data);
  return {
    code: 'sse/not-counting',
    severity: 'error',
    facts: unfilled === undefined ? { numbers } : { numbers, placeholder: unfilled.placeholder },
    evidence: {
      did: readStream(view),
      received: view.head,
      where: unfilled?.where ?? countPlace(view.locate, view.path),
    },
  };
}

/** The number goes down after it has gone up: the count starts again. Undefined: it does not. */
export function startsOver(view: WatchedStream): Finding | undefined {
  const numbers = known(counterNumbers(view.counted.map(({ data }) => data)));
  const at = numbers.findIndex((number, index) => index >= TICKS && number < (numbers[index - 1] ?? number));
  if (at === -1 || !goesUp(numbers.slice(0, TICKS))) return undefined;
  const finding = notCounting(view);
  const from = streamPlace(view.locate, view.path)[0];
  const where = view.locate.findFrom(
    'server',
    from,
    /(?:\)|\w)\s+%\s*\d|%=\s*\d/u,
    /\b(?:count|n|i|tick)\w*\s*=\s*[01]\b(?!.*\blet\b)/u,
  );
  return {
    ...finding,
    facts: { numbers: numbers.slice(Math.max(0, at - TICKS), at + 2), clock: 'fast' },
    evidence: { ...finding.evidence, ...(where.length === 0 ? {} : { where }) },
  };
}

/** What the only client of a server receives of the stream. */
export interface IsolatedStream {
  /** Data of the counter's events. */
  readonly data: readonly string[];
  /** Milliseconds between the counter's events. */
  readonly intervals: readonly number[];
  readonly ended: 'yes' | 'no';
}

/** The stream of two concurrent clients. */
interface ConcurrentStreams {
  readonly path: string;
  /** Data of the counter's events of each of the two. */
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly locate: SourceLocator;
}

/** A single client gets the stream as it should be. @param intervalMs wanted from one event to the next */
export function isRight(stream: IsolatedStream, intervalMs: number): boolean {
  return (
    stream.ended === 'no' &&
    stream.data.length >= TICKS &&
    isAboutRate(stream.intervals, intervalMs) &&
    !isSuspicious(stream.intervals, intervalMs) &&
    goesUp(counterNumbers(stream.data))
  );
}

/** Each of two concurrent clients misses what the other gets, although a single client gets everything. */
export function oneClientOnly(view: ConcurrentStreams): FindingOf<'sse/one-client-only'> {
  const { path, first, second, locate } = view;
  return {
    code: 'sse/one-client-only',
    severity: 'error',
    facts: { first: known(counterNumbers(first)), second: known(counterNumbers(second)) },
    evidence: { did: readStream(view), where: pathPlace(locate, path, /\bsse\b/u) },
  };
}
