import { expect, test } from 'vitest';
import { counterTexts, shownNumbers } from '../../src/chapter/rules/shown-numbers.ts';
import { CONTRACT } from '../../src/chapter/contract.ts';
import type { PageRecord } from '../../src/model/page.ts';

function shown(
  ...texts: readonly (readonly [element: string, text: string, within?: 'chat'])[]
): readonly PageRecord[] {
  return texts.map(([element, text, within], at) => ({
    at,
    type: 'text',
    element,
    text,
    within: within === 'chat' ? [CONTRACT.target] : [],
  }));
}

test('the numbers are those of the element that counts longest', () => {
  const records = shown(['p', 'Count: 1'], ['b', '7'], ['p', 'Count: 2'], ['b', '9'], ['p', 'Count: 3']);
  expect(shownNumbers(records)).toEqual([1, 2, 3]);
  expect(shownNumbers(shown(['b', '5'], ['b', '1'], ['b', '2']))).toEqual([1, 2]);
});

test('what is in the chat is not a counter, unless it belongs to a stream', () => {
  expect(counterTexts(shown(['p', 'room 4', 'chat'], ['p', 'no number']))).toEqual([]);
  expect(shownNumbers(shown(['p[sse-swap]', '4', 'chat']))).toEqual([4]);
  expect(shownNumbers([])).toEqual([]);
});
