import { expect, test } from 'vitest';
import { parseSelector, selectAll } from '../../src/htmx/selector.ts';
import { pageTree } from '../../src/htmx/tree.ts';
import { realHtmx } from './real-htmx.ts';

// Selectors of the model, compared with `querySelectorAll` of a DOM.
const HTML =
  '<main id="top" class="box Wide" lang="en-GB"><h1>One</h1><p class="a">1</p><p class="a b" title="Go on">2</p><h2>Two</h2>' +
  '<ul id="list"><li data-n="1">x</li><li data-n="12" class="b">y</li><li data-n="2">z<b id="1st">!</b></li></ul>' +
  '<p id="é" data-empty="">3</p><form id="only"><input name="message" data-k="one two"></form></main><p id="last" class="b">4</p>';

const real = realHtmx(2, []);
real.show(HTML);

const SELECTORS = [
  '*',
  'p',
  'P',
  '#top',
  '.a',
  '.a.b',
  'p.b',
  'main p',
  'main > p',
  'main>p',
  'ul p',
  'h1 + p',
  'h1 ~ p',
  'h1 + h2',
  'h2 ~ p',
  'li + li',
  'li ~ li',
  'p + p + h2',
  '#list , .a',
  'p,li',
  '  p  ',
  '[title]',
  '[ title ]',
  '[title="Go on"]',
  "[title='Go on']",
  '[title="go on"]',
  '[title= "Go on"]',
  '[title ="Go on"]',
  '[ title = "Go on" ]',
  '[title="go on" i]',
  '[data-n="1"]',
  '[data-n=one]',
  '[data-n^="1"]',
  '[data-n$="2"]',
  '[data-n*="2"]',
  '[data-n^=""]',
  '[data-n$=""]',
  '[data-n*=""]',
  '[data-empty=""]',
  '[data-k~="two"]',
  '[data-k~=""]',
  '[lang|="en"]',
  '[lang|="e"]',
  '[lang|="en-GB"]',
  ':is(p, li)',
  ':where(.a)',
  'p:not(.a)',
  'p:not(.a, #last)',
  'li:not([data-n])',
  ':is(main, ul) > :is(p, li)',
  ':is()',
  ':is(,p)',
  'li:first-child',
  'li:last-child',
  'input:only-child',
  'p:first-of-type',
  'p:last-of-type',
  ':root',
  '#é',
  String.raw`.a\:b`,
  'body p',
  'html',
];

test.each(SELECTORS)('%s matches what a DOM matches', (selector) => {
  // htmx puts a style sheet there as soon as the document is ready.
  real.document.head.replaceChildren();
  const page = real.page();
  const all = [real.document.documentElement, ...real.document.documentElement.querySelectorAll('*')].filter(
    ({ localName }) => localName !== 'head',
  );
  const seen = [...real.document.querySelectorAll(selector)].map((element) => all.indexOf(element));
  const parsed = parseSelector(selector);
  const found = parsed.kind === 'list' ? selectAll(pageTree(page).root, parsed.matches).map(({ index }) => index) : [];
  expect(parsed.kind).toBe('list');
  expect(found).toEqual(seen.filter((index) => index !== -1));
});

test.each(['', '#', '.', 'p >', '> p', 'p,', '[', '[=a]', '[a=]', 'p:', 'p..b', '#1st', ':not()', 'p)'])(
  '%j is invalid, as it is to a DOM',
  (selector) => {
    expect(parseSelector(selector).kind).toBe('invalid');
    expect(() => real.document.querySelectorAll(selector)).toThrow();
  },
);

test.each([':hover', 'p:nth-child(2)', ':has(p)', 'p::before', ':lang(en)'])('%s is left to the page', (selector) => {
  expect(parseSelector(selector).kind).toBe('unsupported');
});

// What jsdom's selector engine gets wrong, by the standards: Selectors 4 (`s`, an operator with white space in its value), CSS Syntax (escapes).
test.each([
  ['[title="go on" s]', []],
  ['[title="Go on" s]', ['']],
  ['[data-k~="one two"]', []],
  [String.raw`#\31 st`, ['1st']],
  [String.raw`#\31st`, ['1st']],
  [String.raw`#\000031st`, ['1st']],
  [String.raw`#\e9`, ['é']],
])('%s matches the elements with the ids %j', (selector, ids) => {
  const parsed = parseSelector(selector);
  const found = parsed.kind === 'list' ? selectAll(pageTree(real.page()).root, parsed.matches) : undefined;
  expect(found?.map(({ attributes }) => attributes['id'] ?? '')).toEqual(ids);
});

test('an empty item makes a list invalid', () => {
  expect(parseSelector(',p').kind).toBe('invalid');
});
