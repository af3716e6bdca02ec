import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { differsIn } from './handled.ts';
import { realHtmx } from './real-htmx.ts';

// The values of hx-swap and hx-target at and around an element that swaps events of a stream, one by one, as the real htmx 1 and 2 read them.

const STYLES = [
  ...['innerHTML', 'outerHTML', 'beforebegin', 'afterbegin', 'beforeend', 'afterend', 'delete', 'none', 'textContent'],
];

// No text: the model of a page has its elements alone.
const PLACES = '<ul id="a"><li class="many"></li></ul><p id="b" class="many"><i></i></p><p id="own"></p>';

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

/** Data whose out-of-band part takes the place of the rest out of the page. */
const TAKEN = [
  ...[
    '<p hx-swap-oob="delete:#in">z</p>y',
    '<p hx-swap-oob="delete:#in">z</p>',
    '<p id="in" hx-swap-oob="true">z</p>y',
  ],
  ...[
    '<p hx-swap-oob="delete:#own">z</p>y',
    '<p hx-swap-oob="innerHTML:section"></p>y',
    '<p hx-swap-oob="delete:section"></p>',
  ],
];

const TAKEN_FROM_PARTIAL = [
  '<hx-partial hx-target="#b" hx-swap="?"><p hx-swap-oob="delete:#b">z</p>y</hx-partial><i>rest</i>',
  '<hx-partial hx-target="#b" hx-swap="?"><p hx-swap-oob="delete:#b">z</p></hx-partial><hx-partial hx-target="#own">o</hx-partial>',
];

const GONE = 'hx-target="#gone"';

test.each([1, 2] as const)(
  'where an event of a stream goes, by the values around it and its own, is where htmx %i puts it',
  (major) => {
    const real = realHtmx(major, dialectOf(`${major}.`).events);
    const differing: string[] = [];
    // htmx 1 reads the values around an element as htmx 2 does, and knows no partials.
    const [owns, datas] =
      major === 1 ? [OWN.slice(0, 1), DATA.filter((data) => !/hx-partial|<template hx/u.test(data))] : [OWN, DATA];
    const cases = [
      ...AROUND.flatMap((around) => owns.map((own) => [around, own, '<b>x</b>y'] as const)),
      ...OWN.flatMap((own) => datas.map((data) => ['', own, data] as const)),
      ...STYLES.flatMap((style) => TAKEN.map((data) => ['', `hx-swap="${style}"`, data] as const)),
      ...STYLES.flatMap((style) =>
        (major === 1 ? [] : TAKEN_FROM_PARTIAL).map((data) => ['', '', data.replace('?', style)] as const),
      ),
      ...STYLES.flatMap((style) => ['', 'y'].map((data) => [GONE, `hx-swap="${style}"`, data] as const)),
    ];
    for (const [around, own, data] of cases) {
      const html = `<div id="wrap" hx-ext="sse" sse-connect="/sse">${PLACES}<section ${around}><div id="in" sse-swap="message" ${own}><s></s></div></section></div>`;
      const differs = differsIn(major, real, { html, incoming: { name: 'message', data } });
      if (differs !== undefined) differing.push(`${html}\n${data}\n${differs}`);
    }
    expect(differing).toEqual([]);
  },
);
