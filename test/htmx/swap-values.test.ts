import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Prediction } from '../../src/htmx/index.ts';
import { effectOf, parseSwapSpec, readOutOfBand, SWAP_STYLES } from '../../src/htmx/v4/swap-spec.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';
import { difference, skeletonOf, skeletonOfTree } from './skeleton.ts';

// The values of hx-swap, hx-swap-oob and hx-target, one by one, as the real htmx reads them.

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

function threwOf({ dispositions, after }: Prediction): readonly string[] {
  const threw = dispositions.some((each) => 'dropped' in each && each.facts.throws === 'yes');
  return [...skeletonOfTree(after), `threw ${threw}`];
}

/** What htmx 4 does with a message, beside what the model says. */
async function differsIn4(real: RealHtmx, attributes: string, message: string): Promise<string | undefined> {
  const dialect = dialectOf('4.0.1');
  real.show(`<div id="wrap" hx-ws:connect="/ws" ${attributes}>${PLACES}</div>`);
  const page = real.page();
  const connector = page.elements.find(({ id }) => id === 'wrap');
  const prediction = dialect.predict(message, page, connector);
  real.sockets[0]?.open();
  const opened = real.events.find(({ name }) => name === 'htmx:ws:before:connection')?.detail;
  real.sockets[0]?.receive(message);
  await (opened as { readonly connection: { readonly receiving: Promise<void> } }).connection.receiving;
  const threw = real.events.some(({ name }) => name.endsWith(':error'));
  return difference([...skeletonOf(real.document.documentElement), `threw ${threw}`], threwOf(prediction));
}

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
      const differs = await differsIn4(real, 'hx-swap="none"', message);
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
        const differs = await differsIn4(real, attributes, message);
        if (differs !== undefined) differing.push(`${attributes} ${message}\n${differs}`);
      }
  expect(differing).toEqual([]);
});

const AROUND = [
  ...['', 'hx-target="#a"', 'hx-target="this"', 'hx-target="unset"', 'hx-target="#gone"', 'data-hx-target="#b"'],
  ...[
    'hx-target="#a" hx-disinherit="*"',
    'hx-target="#a" hx-disinherit="hx-target"',
    'hx-target="#a" hx-disinherit="hx-swap x"',
  ],
  ...[
    'hx-swap="unset"',
    'hx-swap="beforeend"',
    'hx-swap="beforeend" hx-disinherit="hx-swap"',
    'data-hx-swap="afterbegin"',
  ],
];

const OWN = [
  ...[
    '',
    'hx-swap="swap:0s"',
    'hx-swap="settle:0s beforeend"',
    'hx-swap=" outerHTML settle:0s"',
    'hx-swap="textContent"',
  ],
  ...['hx-swap="none"', 'hx-swap="delete"', 'hx-swap="scroll:top"', 'hx-swap="ignoreTitle:true"'],
  ...[
    'hx-swap="focus-scroll:true"',
    'hx-swap="transition:false"',
    'hx-target="#own"',
    'hx-target="unset"',
    'hx-target=""',
  ],
  ...[
    'hx-target=".many"',
    'hx-target="["',
    'hx-swap="nonsense"',
    'hx-swap="x:y"',
    'hx-target="closest div" hx-swap="beforeend"',
  ],
];

const DATA = [
  ...[
    '<b>x</b>y',
    '',
    ' ',
    '<p id="own" hx-swap-oob="true">z</p>',
    '<p hx-swap-oob="">z</p>',
    '<p hx-swap-oob="beforeend:#gone">z</p>',
  ],
  ...[
    '<p data-hx-swap-oob="beforeend:#b">z</p>y',
    '<i><p id="b" hx-swap-oob="true">z</p></i>',
    '<p id="" hx-swap-oob="true">z</p>y',
  ],
  ...['<template><p id="b" hx-swap-oob="true">z</p><u>t</u></template>', '<template><u>t</u></template>'],
  ...[
    '<hx-partial hx-target="#b"><u>p</u></hx-partial>',
    '<hx-partial id="b" hx-swap="beforeend"><u>p</u></hx-partial>z',
  ],
  ...[
    '<hx-partial><u>p</u></hx-partial>',
    '<hx-partial hx-target="#gone"><u>p</u></hx-partial>',
    '<hx-partial hx-target=".many"></hx-partial>',
  ],
  ...[
    '<hx-partial hx-target="["><u>p</u></hx-partial>y',
    '<hx-partial data-hx-target="#b" data-hx-swap="afterbegin">p</hx-partial>',
  ],
  ...[
    '<template hx type="other"><u>p</u></template>',
    '<hx-partial hx-target=".many"><p id="own" hx-swap-oob="true">z</p></hx-partial>',
  ],
];

test('where an event of a stream goes, by the values around it and its own, is where htmx 2 puts it', () => {
  const dialect = dialectOf('2.0.11');
  const real = realHtmx(2, dialect.events);
  const differing: string[] = [];
  const missing = (name: string): boolean => name.endsWith('ErrorNoTarget');
  const cases = [
    ...AROUND.flatMap((around) => OWN.map((own) => [around, own, '<b>x</b>y'] as const)),
    ...OWN.flatMap((own) => DATA.map((data) => ['', own, data] as const)),
  ];
  for (const [around, own, data] of cases) {
    const html = `<div id="wrap" hx-ext="sse" sse-connect="/sse">${PLACES}<section ${around}><div id="in" sse-swap="message" ${own}><s></s></div></section></div>`;
    real.show(html);
    const page = real.page();
    const prediction = dialect.predict(
      { name: 'message', data },
      page,
      page.elements.find(({ id }) => id === 'wrap'),
    );
    real.sources[0]?.open();
    real.sources[0]?.receive('message', data);
    const seen = real.events.filter(({ name }) => missing(name)).map(({ name }) => name);
    const said = prediction.dispositions.flatMap((each) =>
      'dropped' in each && each.facts.event !== undefined && missing(each.facts.event) ? [each.facts.event] : [],
    );
    const differs = difference(
      [...skeletonOf(real.document.documentElement), `threw ${real.thrown.length > 0}`, ...seen],
      [...threwOf(prediction), ...said],
    );
    if (differs !== undefined) differing.push(`${html}\n${data}\n${differs}`);
  }
  expect(differing).toEqual([]);
});
