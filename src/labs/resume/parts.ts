import { visibleText } from '../../htmx/markup.ts';
import type { EventStreamParser } from '../../observe/event-stream/parser.ts';
import { fieldValue } from '../../rules/stream/fields.ts';
import { LAST } from './contract.ts';

/** A part as it came, with the id that a client keeps when it is cut off after it. */
export interface Part {
  readonly number: number;
  /** Empty: none. */
  readonly id: string;
  /** Name of its event. */
  readonly event: string;
  /** All numbers in its text, the part's own first. */
  readonly numbers: readonly number[];
}

/** All whole numbers in the text of a piece of HTML that a reader sees, in order. */
export function numbersIn(html: string): readonly number[] {
  return (visibleText(html).match(/\d{1,9}/gu) ?? []).map(Number);
}

/** The events with a number; others, such as the one that ends the stream, are no parts. */
export function partsOf({ events, lines }: Pick<EventStreamParser, 'events' | 'lines'>): readonly Part[] {
  const ids = keptIds(lines);
  return events.flatMap(({ data, event }, at) => {
    const numbers = numbersIn(data);
    const [number] = numbers;
    return number === undefined ? [] : [{ number, id: ids[at] ?? '', event, numbers }];
  });
}

/**
 * For each event the id that holds after it: an id counts from the empty line on, also one that comes in a block of its own before the next event
 * (HTML standard, 9.2.6).
 */
function keptIds(lines: EventStreamParser['lines']): readonly string[] {
  const ids: string[] = [];
  let [buffer, hasData] = ['', false];
  for (const { kind, text } of lines) {
    if (kind === 'data') hasData = true;
    if (kind === 'id') {
      const value = fieldValue(text);
      if (!value.includes('\0')) buffer = value;
    }
    if (kind !== 'blank') continue;
    if (hasData) ids.push(buffer);
    else if (ids.length > 0) ids[ids.length - 1] = buffer;
    hasData = false;
  }
  return ids;
}

/** Whether these are the parts from one to the last, each once and in order. */
export function isComplete(numbers: readonly number[], from = 1): boolean {
  return numbers.length === LAST - from + 1 && numbers.every((number, at) => number === from + at);
}

/**
 * The parts that a page shows, where each of its events shows as many numbers as the same one on the wire.
 * @param html of the element that shows them
 */
export function shownParts(html: string, parts: readonly Part[]): readonly number[] {
  const each = Math.max(1, parts[0]?.numbers.length ?? 1);
  return numbersIn(html).filter((_, at) => at % each === 0);
}
