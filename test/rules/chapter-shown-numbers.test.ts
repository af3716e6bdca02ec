import { expect, test } from 'vitest';
import { counterTexts, goesUpOver, shownNumbers } from '../../src/chapter/rules/shown-numbers.ts';
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

test('a counter goes up over a moment when the element that showed a number shows the next ones', () => {
  expect(goesUpOver(shown(['p', '1'], ['p', '2'], ['p', '3']), 2)).toBe(true);
  expect(goesUpOver(shown(['p', '1'], ['b', '2']), 1), 'another element').toBe(false);
  expect(goesUpOver(shown(['p', '2'], ['p', '1']), 1), 'it has started again').toBe(false);
  expect(goesUpOver(shown(['p', '1'], ['p', '1']), 1), 'it has started again at its first number').toBe(false);
  expect(goesUpOver(shown(['p', '1'], ['p', '2']), 2), 'nothing comes after it').toBe(false);
  expect(goesUpOver(shown(['p', '1'], ['p', '2']), 0), 'nothing was there before it').toBe(false);
});
