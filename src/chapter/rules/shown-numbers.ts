import type { PageRecord } from '../../model/page.ts';
import { has } from '../../rules/records.ts';
import { counterNumbers, goesUp } from '../checks/streams.ts';
import { CONTRACT } from '../contract.ts';

type TextRecord = Extract<PageRecord, { type: 'text' }>;

/** Changed texts with a number that can be seen, in order: outside the chat window, or in an element inside it that belongs to a stream. */
export function counterTexts(records: readonly PageRecord[]): readonly TextRecord[] {
  return records.filter(
    (record): record is TextRecord =>
      record.type === 'text' &&
      /\p{Nd}/u.test(record.text) &&
      record.hidden !== true &&
      (!record.within.includes(CONTRACT.target) || /\[(?:data-)?sse-/u.test(record.element)),
  );
}

/** The numbers that one element of the page showed: the element with the longest run of numbers going up by one. */
export function shownNumbers(records: readonly PageRecord[]): readonly number[] {
  const byElement = new Map<string, string[]>();
  for (const { element, text } of counterTexts(records))
    byElement.set(element, [...(byElement.get(element) ?? []), text]);
  let best: readonly number[] = [];
  for (const texts of byElement.values()) {
    for (let from = 0; from < texts.length; from += 1) {
      for (let to = texts.length; to - from > best.length; to -= 1) {
        const numbers = counterNumbers(texts.slice(from, to)).filter((number) => number !== null);
        if (numbers.length === to - from && (numbers.length === 1 || goesUp(numbers))) best = numbers;
      }
    }
  }
  return best;
}

/** The number of a page's counter fell when a message was sent. */
export interface FallenNumber {
  readonly because: 'restarted' | 'overwritten';
  readonly shown: readonly [before: number, after: number];
}

/**
 * Whether the number in the page is lower after a message than before it: in the element that showed it, or wherever the page opened the stream
 * anew. Undefined: it is not, or it went up and down before the message, too, as where two counters share an element.
 */
export function fellAtMessage(before: readonly PageRecord[], after: readonly PageRecord[]): FallenNumber | undefined {
  const shownBefore = counterTexts(before);
  const { element } = shownBefore.at(-1) ?? {};
  const isNew = has(after, 'stream-close') && has(after, 'stream-new');
  const own = shownBefore.filter((text) => text.element === element);
  const later = counterTexts(after).filter((text) => isNew || text.element === element);
  // All together: which of several numbers in a text is the counter's shows only in how the text changes.
  const numbers = counterNumbers([...own, ...later].map(({ text }) => text));
  const previous = numbers.slice(0, own.length);
  const [most] = previous.slice(-1);
  if (typeof most !== 'number' || !goesUp(previous.slice(-2).filter((number) => number !== null))) return undefined;
  const fallen = numbers.slice(own.length).find((number) => number !== null && number < most);
  return typeof fallen === 'number'
    ? { because: isNew ? 'restarted' : 'overwritten', shown: [most, fallen] }
    : undefined;
}

/**
 * Whether the element that last showed a number before a moment goes on there after it: all of its numbers, before and after, go up by one.
 * @param at the first record after the moment
 */
export function goesUpOver(records: readonly PageRecord[], at: number): boolean {
  const { element } = counterTexts(records.slice(0, at)).at(-1) ?? {};
  const after = counterTexts(records.slice(at)).filter((text) => text.element === element);
  const own = counterTexts(records).filter((text) => text.element === element);
  return after.length > 0 && own.length > after.length && goesUp(counterNumbers(own.map(({ text }) => text)));
}
