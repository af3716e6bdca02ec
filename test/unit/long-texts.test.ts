import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { withoutComments } from '../../src/diagnose/markup/comments.ts';
import { DIALECTS } from '../../src/htmx/index.ts';
import type { Page } from '../../src/htmx/index.ts';
import { nestedForm } from '../../src/htmx/nested-form.ts';
import { parseSelector } from '../../src/htmx/selector.ts';
import { OutputRing } from '../../src/servers/output.ts';
import { chop, graphemesOf } from '../../src/terminal/text.ts';

// Texts that are longer, or nested deeper, than anything that was written by hand. A reader that goes through the rest of them at each place would
// take minutes here; one that calls itself, or a function with each part as an argument, would throw.
const PAGE: Page = {
  listing: 'all',
  elements: [{ index: 0, parent: null, tag: 'div', id: 'chat', attributes: { id: 'chat', 'ws-connect': '/ws' } }],
};

test('a text is taken apart at the same characters as by one segmenter', () => {
  const parts = [
    'a',
    '字',
    '👩\u200d',
    '💻',
    '\u0301',
    '🇩',
    '🇪',
    '\r',
    '\n',
    '\ud83d',
    '\udc00',
    'ᄀ',
    'ᅡ',
    'क',
    '्',
    '🏽',
  ];
  const whole = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  assert(
    property(array(constantFrom(...parts), { maxLength: 600, size: 'max' }), (given) => {
      const text = `字${given.join('')}${'\u0301'.repeat(given.length)}字`;
      expect(graphemesOf(text)).toEqual([...whole.segment(text)].map(({ segment, index }) => ({ segment, index })));
    }),
  );
});

test('a line without a blank is chopped', () => {
  expect(chop('字'.repeat(20_000), 80)).toEqual(Array.from({ length: 500 }, () => '字'.repeat(40)));
});

test('a line of the output is broken, whether its end has come or not', () => {
  const ring = new OutputRing();
  ring.push('stdout', `${'a'.repeat(9000)}\nb\n${'c'.repeat(5000)}`);
  ring.end();
  expect(ring.since(0).map(({ text }) => text.length)).toEqual([4000, 4000, 1000, 1, 4000, 1000]);
});

test.each(DIALECTS)(
  'a message with more elements than a function may have arguments, and lost tags ($source)',
  (htmx) => {
    const parts = htmx.takeMessageApart('<b></b>'.repeat(140_000), PAGE, PAGE.elements[0]);
    expect(parts.length).toBeGreaterThan(0);
    const lost = htmx.takeMessageApart(`<p>a</p>${'<td id="b">c'.repeat(5000)}`, PAGE, PAGE.elements[0]);
    const own = lost.filter((part) => 'dropped' in part && part.dropped === 'parser');
    expect(own.length).toBeLessThanOrEqual(200);
  },
);

test('the comments of templates become blanks, and what has no end is none', () => {
  const comments = ['{# <b>\n #}', '{{!-- } --}}', '{{! e }}', '{{/* g */}}', '{{- /* */ -}}', '<%# i %>', '@* k *@'];
  const blanks = comments.map((comment) => comment.replaceAll(/[^\n]/gu, ' '));
  expect(withoutComments(`a${comments.join('<p>')}b`)).toBe(`a${blanks.join('<p>')}b`);
  expect(withoutComments('{# a {{! b } c }} d @* e <%# f %> g')).toBe('{# a {{! b } c }} d @* e          g');
  const marks = '{# {{!-- {{! {{/* <%# @* '.repeat(20_000);
  expect(withoutComments(marks)).toBe(marks);
});

test('a form in a form is found behind a comment, and not in one', () => {
  expect(nestedForm('<form>\n<!-- > -->\n<form id="b">')).toMatchObject({ attributes: { id: 'b' }, line: 3 });
  expect(nestedForm('<form><!-- <form>')).toBeUndefined();
  expect(nestedForm(`<form>${'<form '.repeat(100_000)}`)).toBeUndefined();
});

test('a selector that is nested too deep is left to the page', () => {
  expect(parseSelector(`${':is('.repeat(20)}a`)).toMatchObject({ kind: 'list' });
  expect(parseSelector(':not(a, :is('.repeat(20_000))).toEqual({ kind: 'unsupported' });
});
