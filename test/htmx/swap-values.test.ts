import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { effectOf, parseSwapSpec, readOutOfBand, SWAP_STYLES } from '../../src/htmx/v4/swap-spec.ts';
import { differsIn4 } from './handled.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

// The values of hx-swap and hx-swap-oob, one by one, as the real htmx 4 reads them; stream-values.test.ts has those of htmx 1 and 2.

type Hcon = (text: string) => Readonly<Record<string, unknown>>;

/** htmx 4 `HCON.parse`, which it gives to its extensions. */
function realHcon({ htmx }: RealHtmx): Hcon {
  let parse: Hcon | undefined;
  const register = Reflect.get(htmx, 'registerExtension') as (name: string, extension: object) => void;
  register.call(htmx, 'lent', { init: ({ HCON }: { HCON: { parse: Hcon } }) => (parse = (text) => HCON.parse(text)) });
  if (parse === undefined) throw new Error('htmx 4 does not call init');
  return parse;
}

const PAIRS = [
  ...[
    'target:#a',
    'target: #a',
    'target :#a',
    'target:"#a .b, #c"',
    "target:'#a > b'",
    'target:<#a b/>',
    'target:<a/b/>',
  ],
  ...['"target":#a', "'target':#a", 'target:#a,strip:true', 'target:#a, strip:false', 'target:" #a "', 'target:""'],
  ...['strip', 'strip:false', 'strip:true', 'swapEmpty', 'swapEmpty:false swapEmpty', 'swapEmpty:true strip', ''],
  ...[
    'style:outerHTML',
    'style:append target:#a',
    'scroll:bottom show:top',
    'target:#a target:#b',
    'x target',
    ':a',
    ',',
  ],
];

test('pairs of hx-swap are what the HCON of htmx 4 reads', () => {
  const parse = realHcon(realHtmx(4, []));
  for (const pairs of PAIRS) {
    const { style = 'outerHTML', target, strip, swapEmpty } = parse(pairs);
    const flags = [strip, swapEmpty].map((each) => (each === undefined ? undefined : each !== false));
    const expected = {
      style,
      target: target === undefined ? undefined : String(target),
      strip: flags[0],
      swapEmpty: flags[1],
    };
    expect(parseSwapSpec(` outerHTML ${pairs} `), pairs).toEqual(expected);
  }
});

test('the first word of hx-swap is the style, unless it has a colon', () => {
  const none = { target: undefined, strip: undefined, swapEmpty: undefined };
  const style = (text: string): string => parseSwapSpec(text).style;
  expect(parseSwapSpec('')).toEqual({ style: 'innerHTML', ...none });
  expect(parseSwapSpec('  ')).toEqual({ style: 'innerHTML', ...none });
  expect(parseSwapSpec('target:#a')).toEqual({ style: 'innerHTML', ...none, target: '#a' });
  expect(parseSwapSpec('\n beforeend\t target:#a')).toEqual({ style: 'beforeend', ...none, target: '#a' });
  expect(['before', 'after', 'prepend', 'append', 'Append', 'delete x'].map(style)).toEqual([
    ...['beforebegin', 'afterend', 'afterbegin', 'beforeend', 'Append', 'delete'],
  ]);
  // A style that is a pair is not one of the short names (`#parseSwapSpec`).
  expect(style('style:append')).toBe('append');
});

test('hx-swap-oob is a style and a selector, or a style with options', () => {
  const read = (value: string, own?: string): unknown => {
    const { spec, selector } = readOutOfBand(value, own);
    return [spec.style, selector, spec.strip];
  };
  expect(read('true', '#own')).toEqual(['outerHTML', '#own', undefined]);
  expect(read('', '#own')).toEqual(['outerHTML', '#own', undefined]);
  expect(read('true')).toEqual(['outerHTML', undefined, undefined]);
  expect(read('beforeend:#a b', '#own')).toEqual(['beforeend', '#a b', undefined]);
  // `^(\S+):(.+)` is greedy: its last colon before a space divides.
  expect(read('beforeend:.a:first-child', '#own')).toEqual(['innerHTML', 'first-child', undefined]);
  expect(read('true:#a', '#own')).toEqual(['outerHTML', '#a', undefined]);
  expect(read('beforeend target:#a', '#own')).toEqual(['beforeend', '#a', undefined]);
  expect(read('innerHTML strip:false', '#own')).toEqual(['innerHTML', '#own', false]);
});

test('styles of htmx 4, and what they do', () => {
  const all = ['innerHTML', 'textContent', 'outerHTML', 'outerSync', 'innerMorph', 'outerMorph', 'beforebegin'];
  const more = ['afterbegin', 'beforeend', 'afterend', 'delete', 'none'];
  expect([...all, ...more].map(effectOf)).toEqual([
    ...[
      'replaces-content',
      'replaces-text',
      'replaces',
      'replaces-content',
      'morphs-content',
      'morphs',
      'inserts-before',
    ],
    ...['prepends', 'appends', 'inserts-after', 'deletes', 'none'],
  ]);
  expect([effectOf('innerhtml'), effectOf('append'), effectOf('true')]).toEqual([undefined, undefined, undefined]);
  expect([...SWAP_STYLES].toSorted()).toEqual(
    [...all, ...more, 'before', 'after', 'prepend', 'append', 'true'].map((each) => each.toLowerCase()).toSorted(),
  );
});

const STYLES = [
  ...['innerHTML', 'outerHTML', 'beforebegin', 'afterbegin', 'beforeend', 'afterend', 'delete', 'none', 'textContent'],
  ...['innerMorph', 'outerMorph', 'before', 'after', 'prepend', 'append', 'true', 'nonsense'],
];

const OUT_OF_BAND = [
  ...STYLES,
  ...STYLES.map((style) => `${style}:#a`),
  ...[
    'beforeend:.many',
    'innerHTML:#gone',
    'outerHTML:[',
    'beforeend target:#a',
    'innerHTML strip:false',
    'outerHTML strip:true',
  ],
  ...['beforeend: #a', 'target:#a', 'style:beforeend', 'true:#b', 'outerHTML:.many > i', ''],
];

// No text: the model of a page has its elements alone.
const PLACES = '<ul id="a"><li class="many"></li></ul><p id="b" class="many"><i></i></p><p id="own"></p>';

test('each value of hx-swap-oob does what htmx 4 does with it', async () => {
  const real = realHtmx(4, dialectOf('4.0.1').events);
  const parts = [
    '<p id="own" hx-swap-oob="?"><b>x</b>y</p>',
    '<p hx-swap-oob="?">x</p>z',
    '<template hx-swap-oob="?"><b>x</b></template>',
  ];
  const differing: string[] = [];
  for (const value of OUT_OF_BAND)
    for (const part of parts) {
      const message = part.replace('?', value);
      const html = `<div id="wrap" hx-ws:connect="/ws" hx-swap="none">${PLACES}</div>`;
      const differs = await differsIn4(real, { html, incoming: message });
      if (differs !== undefined) differing.push(`${message}\n${differs}`);
    }
  expect(differing).toEqual([]);
});

test('each value of hx-swap does what htmx 4 does with it', async () => {
  const real = realHtmx(4, dialectOf('4.0.1').events);
  const modifiers = ['', ' target:#b', ' strip', ' strip:false', ' swapEmpty', ' swapEmpty:false', ' target:#gone'];
  const differing: string[] = [];
  for (const style of STYLES)
    for (const modifier of modifiers)
      for (const message of [
        '<b>x</b>y',
        '',
        '<p id="own" hx-swap-oob="true">z</p>',
        '<template><u>x</u></template>',
      ]) {
        const attributes = `hx-swap="${style}${modifier}" hx-target="#a"`;
        const html = `<div id="wrap" hx-ws:connect="/ws" ${attributes}>${PLACES}</div>`;
        const differs = await differsIn4(real, { html, incoming: message });
        if (differs !== undefined) differing.push(`${attributes} ${message}\n${differs}`);
      }
  expect(differing).toEqual([]);
});
