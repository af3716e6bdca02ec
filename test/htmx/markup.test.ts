import { expect, test } from 'vitest';
import { readFragment, readMarkup, standApart, visibleText } from '../../src/htmx/markup.ts';

test('elements of a document with their lines and what is around them', () => {
  const html =
    '<!doctype html>\n<html lang="en">\n<body>\n<ul id="a">\n<li>1\n</ul><template><b></b></template></body></html>';
  const elements = readMarkup(html);
  expect(elements.map(({ tag, line, parent }) => [tag, line, parent])).toEqual([
    ['html', 2, null],
    ['head', 0, 0],
    ['body', 3, 0],
    ['ul', 4, 2],
    ['li', 5, 3],
    ['template', 6, 2],
    ['b', 6, 5],
  ]);
  expect(elements[0]?.attributes).toEqual({ lang: 'en' });
  expect(elements[3]?.attributes).toEqual({ id: 'a' });
});

test('the outermost elements of a message, and the text beside them', () => {
  expect(readFragment(' a <p id="x">b<i>c</i></p><!-- d --> e<b></b>')).toEqual({
    elements: [
      { tag: 'p', attributes: { id: 'x' } },
      { tag: 'b', attributes: {} },
    ],
    looseText: 'a  e',
  });
  expect(readFragment('')).toEqual({ elements: [], looseText: '' });
});

test.each([
  ['<p>one two</p>', false],
  ['<p>one</p><p>two</p>', true],
  ['<p>one<b>two</b></p>', true],
  ['one<br>two', true],
  ['one<hr>two', true],
  ['one<!-- -->two', false],
  ['<p><br></p>one two', false],
  ['<template>one<br>two</template>', true],
  ['<template>one two</template>', false],
  ['one two<br>two', true],
  ['<p>one</p>', undefined],
  ['<p>two</p>', undefined],
  ['<p>on<b>e</b> two</p>', undefined],
])('in %s, whether one and two stand apart: %s', (html, apart) => {
  expect(standApart(html, 'one', 'two')).toBe(apart);
});

test.each([
  ['<p>a</p><p>b</p>', 'a b'],
  [' a\n\t<b>b</b>&amp;&lt; ', 'a b &<'],
  ['<script>x</script><style>y</style><i>a</i><template>b</template>c', 'a b c'],
  ['a<!-- c -->b', 'ab'],
  ['', ''],
])('the text that is seen of %s', (html, text) => {
  expect(visibleText(html)).toBe(text);
  // And again, from what was read before.
  expect(visibleText(html)).toBe(text);
});

test('texts stay right after more of them than are kept, and of long ones', () => {
  for (let number = 0; number < 600; number += 1) expect(visibleText(`<b>${number}</b>`)).toBe(String(number));
  expect(visibleText('<b>0</b>')).toBe('0');
  const long = 'x'.repeat(5000);
  expect(visibleText(`<b>${long}</b>`)).toBe(long);
});
