import type { PageRecord } from '../../model/page.ts';
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
