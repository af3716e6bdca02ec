import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { asRecorded } from '../../src/observe/timeline.ts';
import { cutAround } from '../../src/terminal/finding/focus.ts';
import {
  chop,
  chopBetween,
  codeSpans,
  cutToWidth,
  displayWidth,
  escapeControls,
  plain,
  safeLine,
  wrap,
  wrapSpans,
} from '../../src/terminal/text.ts';

test('control characters are shown, harmless ones stay', () => {
  expect(escapeControls('a\u001b[2J\r\n\t\u0000\u009b\u202e\u2028\ud800 é 👍🏽')).toBe(
    'a\\x1b[2J\\r\\n\\t\\x00\\x9b\\u202e\\u2028\\ud800 é 👍🏽',
  );
});

test('a line of output loses its colours and nothing else', () => {
  expect(safeLine('\u001b[1;31merror\u001b[0m\tat\u001b]0;title\u0007  ')).toBe('error    at\\x1b]0;title\\x07');
});

test.each([
  ['plain', 5],
  ['日本', 4],
  ['👨‍👩‍👧', 2],
  ['e\u0301', 1],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %i columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test('characters that are measured without a segmenter have the width that it gives them', () => {
  const range = (from: number, to: number): readonly string[] =>
    Array.from({ length: to - from }, (_, at) => String.fromCodePoint(from + at));
  const characters = [...range(0x20, 0x300), ...range(0x2010, 0x2800)];
  const oneByOne = characters.filter((character) => displayWidth(character) !== displayWidth(`日${character}`) - 2);
  expect(oneByOne).toEqual([]);
});

test('text is cut between characters, never inside one', () => {
  expect(cutToWidth('日本語', 5, '…')).toBe('日本…');
  expect(cutToWidth('日本語', 6, '…')).toBe('日本語');
  expect(chop('a👍👍b', 3)).toEqual(['a👍', '👍b']);
});

test('data breaks after a tag or a word near the end of the line, and loses no character', () => {
  const reply = '"<div id="chat-window" hx-swap-oob="beforeend"><div>hello BuroteNifo</div></div>"';
  const lines = chopBetween(reply, 60);
  expect(lines).toEqual(['"<div id="chat-window" hx-swap-oob="beforeend"><div>hello ', 'BuroteNifo</div></div>"']);
  expect(lines.join('')).toBe(reply);
  expect(chopBetween('a👍👍b'.repeat(9), 5).join('')).toBe('a👍👍b'.repeat(9));
  expect(chopBetween('x'.repeat(25), 10)).toEqual(chop('x'.repeat(25), 10));
});

test('what is cut in the middle or at its end has only whole characters', () => {
  const lone = /\p{Cs}/u;
  for (let length = 0; length < 4; length += 1) {
    const text = `${'x'.repeat(length)}${'🙂'.repeat(900)}`;
    expect(asRecorded(text)).not.toMatch(lone);
    for (const width of [21, 22, 23, 24]) {
      const cut = cutAround(text, undefined, width, '…');
      expect(cut).not.toMatch(lone);
      expect(displayWidth(cut)).toBeLessThanOrEqual(width);
      expect(displayWidth(cut)).toBeGreaterThan(width - 4);
    }
  }
});

test('lines break between words; a word that is too long is chopped unless it may be copied', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('a 0123456789 b', 4)).toEqual(['a', '0123456789', 'b']);
  expect(wrap(`a ${'x'.repeat(80)} b`, 60)).toEqual(['a', 'x'.repeat(60), `${'x'.repeat(20)} b`]);
  const address = `http://localhost:8000/${'x'.repeat(80)}`;
  expect(wrap(`See ${address}.`, 60)).toEqual(['See', `${address}.`]);
  expect(wrap('one\n\ntwo', 20)).toEqual(['one', '', 'two']);
});

test('pieces of different styles without a space between them stay one word', () => {
  const loud = (text: string): string => text.toUpperCase();
  const spans = [
    { text: 'a ', style: plain },
    { text: 'bold', style: loud },
    { text: ', next', style: plain },
  ];
  expect(wrapSpans(spans, 7)).toEqual(['a BOLD,', 'next']);
  expect(wrapSpans(spans, 6)).toEqual(['a', 'BOLD,', 'next']);
});

test.each([
  [0, 'use `a b` or ` `, not `'],
  [1, 'use \u001b[36ma b\u001b[39m or \u001b[36m` `\u001b[39m, not `'],
] as const)('code in a sentence has marks or a colour (level %i); a lone mark is prose', (level, expected) => {
  const shown = codeSpans('use `a b` or ` `, not `', new Chalk({ level }));
  expect(shown.map(({ text, style }) => style(text)).join('')).toBe(expected);
});
