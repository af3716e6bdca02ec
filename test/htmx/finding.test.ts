import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { FIND_1, FIND_2, FIND_4, Finder, selectorMatch } from '../../src/htmx/find.ts';
import { targetFound } from '../../src/htmx/swapping.ts';
import { append, makeNode, pageTree, remove } from '../../src/htmx/tree.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

// What the words of an extended selector lead to, from an element in the middle of a page, as the real htmx finds it.
const HTML =
  '<main id="top" class="box"><p id="p1" class="a"></p><section id="around" class="box"><p id="p2" class="a"></p>' +
  '<div id="from" class="box" title="x, y"><i id="in1" class="a"></i><i id="in2" class="b"></i></div>' +
  '<p id="p3" class="a b"></p></section><ul id="list"><li id="li1" class="a"></li><li id="li2"></li></ul></main>' +
  '<p id="last" class="a"></p>';

const ONE = [
  ...['#from', '.a', ' .a ', 'p', '.none', '<.b/>', ' <.b/> ', '<.b', '.b/>', 'this', 'body', ' body ', 'document'],
  ...[
    'closest .box',
    'closest div',
    'closest section',
    'closest .none',
    'closest <.box/>',
    'closest  .box',
    'closest #',
  ],
  ...['find .a', 'find .b', 'find .none', 'find <.b/>', 'find #', 'find .box', 'findAll .a', 'findAll i', 'find'],
  ...['next', 'previous', 'nextElementSibling', 'previousElementSibling', 'next .a', 'next i', 'next .box', 'next ul'],
  ...[
    'previous .a',
    'previous .box',
    'previous i',
    'next <.a/>',
    'previous <.a/>',
    'next #',
    'previous #',
    'next .none',
  ],
  ...['window', 'root', 'host', 'global #list', 'global closest div', 'global next .a', 'nextish', 'closest', '#', '['],
];

const LISTS = [
  ...[
    '.b, #list',
    '[title="😀"], #list',
    '#list,.b',
    'find .b, closest section',
    'find .b, #list',
    '#list, find .b',
    '.b,',
    'find .a,find .a',
  ],
  ...[
    ':is(.b, #list)',
    ':is(.b, #list), p',
    '[title="x, y"]',
    '[title="x, y"], #list',
    "[title='x, y'],#list",
    '[title="x,y"]',
  ],
  ...[
    '<:is(.b, #list)/>',
    '<.b, #list/>',
    '<.b, #list/>, #from',
    '#from, <.b, #list/>',
    '<.b/>, <#list/>',
    '<.b/>,#list',
  ],
  ...[
    '<<.b/>/>, #list',
    '.b/>, #list',
    '<.b, #list',
    'p:not(.a, .b), #list',
    '#list, p:not(.a)',
    'this, #list',
    'next, previous',
  ],
  ...['closest #, .a', '.a, #', '"x, y", .a', 'global .b, #list'],
];

interface Internal {
  querySelectorExt(element: Element, selector: string): unknown;
}

/** The functions that htmx 1 and 2 lend to their extensions. */
function internalOf({ htmx }: RealHtmx): Internal {
  let lent: Internal | undefined;
  const define = Reflect.get(htmx, 'defineExtension') as (name: string, extension: object) => void;
  define.call(htmx, 'lent', { init: (api: Internal) => (lent = api) });
  if (lent === undefined) throw new Error('htmx does not call init');
  return lent;
}

type Answer = readonly string[] | 'throws';

/** The ids of the elements that something finds. */
function ids(find: () => readonly unknown[]): Answer {
  try {
    return find().flatMap((each) => {
      const { id, nodeType } = (each ?? {}) as { readonly id?: string; readonly nodeType?: number };
      return nodeType === 1 ? [id === undefined || id === '' ? 'body' : id] : [];
    });
  } catch {
    return 'throws';
  }
}

function said(real: RealHtmx, rules: typeof FIND_1, selector: string): Answer {
  const tree = pageTree(real.page());
  const from = tree.nodes.find(({ attributes }) => attributes['id'] === 'from');
  const found = new Finder(tree, rules).all(selector, from);
  return found.kind === 'throws' ? 'throws' : found.nodes.map(({ attributes, tag }) => attributes['id'] ?? tag);
}

test.each([
  [1, FIND_1, ONE],
  [2, FIND_2, [...ONE, ...LISTS]],
] as const)('the first element that a selector of htmx %i leads to', (major, rules, selectors) => {
  const real = realHtmx(major, []);
  const api = internalOf(real);
  real.show(HTML);
  const element = real.document.querySelector('#from');
  if (element === null) throw new Error('no element');
  const first = (answer: Answer): Answer => (answer === 'throws' ? answer : answer.slice(0, 1));
  const rows = selectors.map((selector) => ({
    selector,
    seen: ids(() => [api.querySelectorExt(element, selector)]),
    said: first(said(real, rules, selector)),
  }));
  expect(rows.filter(({ seen, said: ours }) => String(seen) !== String(ours))).toEqual([]);
});

test('all elements that a selector of htmx 4 leads to', () => {
  const real = realHtmx(4, []);
  real.show(HTML);
  const element = real.document.querySelector('#from');
  const findAll = Reflect.get(real.htmx, 'findAll') as (from: unknown, selector: string) => readonly unknown[];
  const rows = [...ONE, ...LISTS].map((selector) => ({
    selector,
    seen: ids(() => findAll.call(real.htmx, element, selector)),
    said: said(real, FIND_4, selector),
  }));
  expect(rows.filter(({ seen, said: ours }) => String(seen) !== String(ours))).toEqual([]);
});

test('a list of htmx 4 is split where its HCON splits it', () => {
  let split: ((text: string) => readonly string[]) | undefined;
  const { htmx } = realHtmx(4, []);
  const register = Reflect.get(htmx, 'registerExtension') as (name: string, extension: object) => void;
  const init = ({ HCON }: { HCON: { split(text: string): readonly string[] } }): void => {
    split = (text) => HCON.split(text);
  };
  register.call(htmx, 'lent', { init });
  const texts = [
    '[a,b]',
    '[a],b]',
    '(a,b)',
    '(a),b',
    'a,(b',
    'a,b)',
    '<a,b/>',
    '<a/>,<b/>',
    'a,b/>',
    '"a,b"',
    `'a,b',c`,
    '"a,b',
    ',',
    '',
  ];
  const marks = constantFrom('a', ',', '[', ']', '(', ')', '<', '/>', '/', '>', '"', "'", '😀');
  assert(
    property(array(marks, { maxLength: 14 }), (parts) => {
      const text = parts.join('');
      expect([text, FIND_4.split(text)]).toEqual([text, split?.(text)]);
    }),
    { numRuns: 3000 },
  );
  for (const text of [...texts, ...ONE, ...LISTS]) expect([text, FIND_4.split(text)]).toEqual([text, split?.(text)]);
});

const LISTED = [
  { index: 0, parent: null, tag: 'div', id: 'one', attributes: { id: 'one', class: 'card' } },
  { index: 1, parent: 0, tag: 'p', id: 'two', attributes: { id: 'two', class: 'card' } },
  { index: 2, parent: null, tag: 'p', id: 'three', attributes: { id: 'three' } },
];

test('what the page says about a selector: how many match, and which of them it lists', () => {
  expect(selectorMatch(LISTED, '.card', 3)).toEqual({ count: 3, elements: [0, 1] });
  expect(selectorMatch(LISTED, 'p', 1)).toEqual({ count: 1, elements: [1] });
  expect(selectorMatch(LISTED, 'body > p', 1)).toEqual({ count: 1, elements: [2] });
  expect(selectorMatch(LISTED, '.card', 0)).toEqual({ count: 0, elements: [] });
  expect(selectorMatch(LISTED, '#', -1)).toEqual({ count: -1, elements: [] });
  // What is unsupported here, the page counts, and nobody knows which it is.
  expect(selectorMatch(LISTED, 'p:hover', 2)).toEqual({ count: 2, elements: [] });
});

test('an answer of the page holds for what it lists and for what came since', () => {
  const page = { elements: LISTED, listing: 'some', matches: { '.card': { count: 4, elements: [0, 1] } } } as const;
  const tree = pageTree(page);
  const finder = new Finder(tree, FIND_2);
  const [one, two] = tree.nodes;
  if (one === undefined || two === undefined) throw new Error('no nodes');
  expect(finder.query('.card', tree.root)).toEqual({ kind: 'found', nodes: [one, two], unlisted: 2 });
  remove(two);
  const card = makeNode({ tag: 'b', attributes: { class: 'card' } });
  append(one, card, makeNode({ tag: 'b' }));
  expect(finder.query('.card', tree.root)).toEqual({ kind: 'found', nodes: [one, card], unlisted: 2 });
  expect(targetFound('.card', finder.all('.card', undefined))).toEqual({ selector: '.card', count: 4, elements: [0] });
  expect([...finder.unanswered]).toEqual([]);
  // From an element that is no longer in the page htmx 2 searches what left with it, htmx 4 the page.
  const inner = makeNode({ tag: 'b', attributes: { class: 'card' } });
  append(two, inner);
  expect(finder.all('b', two)).toEqual({ kind: 'found', nodes: [inner], unlisted: 0 });
  expect(new Finder(tree, FIND_4).all('b.card', two)).toMatchObject({ nodes: [card] });
});

test('what only the page could answer is named, and ids are not', () => {
  const asked = (selector: string, listing: 'some' | 'all'): readonly string[] => {
    const finder = new Finder(pageTree({ elements: LISTED, listing }), FIND_2);
    finder.all(selector, undefined);
    return [...finder.unanswered];
  };
  for (const ids of ['#one', ' #one , #two', '#none']) expect(asked(ids, 'some')).toEqual([]);
  for (const others of ['.card', '#one p', '#one,p', '#one.card']) {
    expect(asked(others, 'some')).toEqual([others]);
    expect(asked(others, 'all')).toEqual([]);
  }
  expect(asked('p:hover', 'all')).toEqual(['p:hover']);
  expect(asked('[', 'some')).toEqual([]);
});

test('hx-target leads to one element', () => {
  const tree = pageTree({ elements: LISTED, listing: 'some', matches: { '.far': { count: 3, elements: [] } } });
  const [one, two, three] = tree.nodes;
  if (one === undefined || two === undefined || three === undefined) throw new Error('no nodes');
  const finder = new Finder(tree, FIND_4);
  expect(finder.target('p', one)).toEqual({ kind: 'found', nodes: [two], unlisted: 0 });
  expect(finder.target('.far', one)).toEqual({ kind: 'found', nodes: [], unlisted: 1 });
  expect(finder.target('#none', one)).toEqual({ kind: 'found', nodes: [], unlisted: 0 });
  expect(finder.target('#', one)).toEqual({ kind: 'throws' });
  expect(targetFound('#', finder.target('#', one))).toEqual({ selector: '#', count: -1, elements: [] });
  // `this` is the element that has the attribute, or passes it on.
  expect(finder.target('this', two)).toMatchObject({ nodes: [two] });
  one.attributes['hx-target:inherited'] = 'this';
  expect(finder.target('this', two)).toMatchObject({ nodes: [one] });
  two.attributes['data-hx-target'] = 'this';
  expect(finder.target('this', two)).toMatchObject({ nodes: [two] });
});

test('relative words that start from the document', () => {
  const finder = new Finder(pageTree({ elements: LISTED, listing: 'all' }), FIND_2);
  const nodes = (selector: string): unknown => {
    const found = finder.all(selector, undefined);
    return found.kind === 'throws' ? found.kind : found.nodes.map(({ index }) => index);
  };
  expect(['closest p', 'find p', 'next p', 'previous p', 'find .none'].map(nodes)).toEqual([[], [1], [], [], []]);
  expect(['next', 'previous', 'find #', 'next #'].map(nodes)).toEqual(['throws', 'throws', 'throws', 'throws']);
  expect(nodes('closest #')).toEqual([]);
  // Left to the page, which is not asked for it.
  expect(['find p:hover', 'next p:hover'].map(nodes)).toEqual([[], []]);
});
