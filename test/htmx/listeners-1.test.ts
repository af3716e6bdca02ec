import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { realHtmx } from './real-htmx.ts';
import { difference, skeletonOf, skeletonOfTree } from './skeleton.ts';

// Who hears an event of a stream of htmx 1, and how often: each that hears it appends one <b>.

const dialect = dialectOf('1.9.12');

const CONNECT = [
  ...[
    'hx-sse="connect:/sse"',
    'data-hx-sse="connect:/sse"',
    'hx-sse=" connect:/sse "',
    'hx-sse="connect:/sse swap:tick"',
  ],
  ...['hx-sse="swap:tick connect:/sse"', 'hx-sse="swap:tick connect:/sse swap:tick"', 'hx-sse="swap:tick"'],
  ...[
    'hx-ext="sse" sse-connect="/sse"',
    'hx-ext="sse" data-sse-connect="/sse"',
    'sse-connect="/sse"',
    'hx-ext="sse" sse-connect=""',
  ],
  ...[
    'hx-ext="sse" hx-sse="connect:/sse"',
    'hx-ext="sse" hx-sse="connect:/sse swap:tick"',
    'hx-ext="sse" hx-sse="swap:tick connect:/sse"',
  ],
  ...[
    'hx-ext="sse" sse-connect="/sse" hx-sse="swap:tick"',
    'hx-sse="connect:/sse" hx-trigger="sse:tick" hx-get="/x"',
    'hx-sse="x connect:/sse"',
  ],
  ...[
    'hx-ext="sse" sse-connect="/sse" sse-swap="tick"',
    'hx-sse="connect:/sse" hx-disable',
    'hx-sse="connect:/sse swap:tick" hx-disable',
    'hx-ext="sse" sse-connect="/sse" hx-disable',
  ],
];

const LISTEN = [
  ...[
    '',
    'sse-swap="tick"',
    'sse-swap="message, tick"',
    'sse-swap="tick,tick"',
    'sse-swap="message"',
    'data-sse-swap="tick"',
  ],
  ...[
    'hx-sse="swap:tick"',
    'hx-sse="  swap:tick  "',
    'hx-sse="swap:message swap:tick"',
    'data-hx-sse="swap:tick"',
    'hx-sse="swap:a:tick"',
  ],
  ...[
    'sse-swap="" hx-sse="swap:tick"',
    'sse-swap=""',
    'sse-swap="" hx-sse="x:tick"',
    'sse-swap="tick" hx-sse="swap:tick"',
    'hx-sse="tick"',
    'hx-sse="swap:"',
  ],
  ...[
    'hx-sse="swap:tick swap:tick"',
    'sse-swap="tick" hx-get="/x"',
    'sse-swap="tick" hx-disable',
    'hx-ext="sse" sse-swap="tick"',
  ],
  ...[
    'hx-ext="ignore:sse" sse-swap="tick" hx-get="/x"',
    'hx-ext="ignore:sse" sse-swap="tick"',
    'hx-sse="swap:tick" hx-disable',
  ],
];

const OUTSIDE = ['', 'hx-ext="sse"', 'hx-ext="sse" hx-get="/x"'];

const AROUND = ['', 'hx-ext="sse"', 'hx-ext="ignore:sse" hx-get="/x"', 'hx-disable', 'hx-get="/x"'];

test('who hears an event of a stream, and how often, is what htmx 1 does', () => {
  const real = realHtmx(1, [...dialect.events, 'htmx:beforeRequest']);
  // No server answers here.
  real.document.addEventListener('htmx:beforeRequest', (event) => event.preventDefault());
  const differing: string[] = [];
  let heard = 0;
  for (const [at, connect] of CONNECT.entries())
    for (const [number, listen] of LISTEN.entries()) {
      const around = AROUND[(at + number) % AROUND.length];
      // With the core's stream beside the extension's there are two, and which of them an event comes from decides.
      const outside = connect.includes('hx-disable') ? OUTSIDE[number % OUTSIDE.length] : '';
      const html = `<main ${outside}><div id="wrap" hx-swap="beforeend" ${connect}><section ${around}><p id="in" ${listen}></p></section></div></main>`;
      real.show(html);
      const page = real.page();
      const connector = page.elements.find(({ id }) => id === 'wrap');
      const { dispositions, after } = dialect.predict({ name: 'tick', data: '<b></b>' }, page, connector);
      const requests = dispositions.filter((each) => 'effect' in each && each.effect === 'requests');
      real.events.length = 0;
      for (const source of [...real.sources]) source.receive('tick', '<b></b>');
      const requested = real.events.filter(({ name }) => name === 'htmx:beforeRequest');
      const differs = difference(
        [...skeletonOf(real.document.documentElement), `requests ${requested.length}`, ...real.thrown],
        [...skeletonOfTree(after), `requests ${requests.length}`],
      );
      if (differs !== undefined) differing.push(`${html}\n${differs}`);
      heard += dispositions.filter((each) => 'effect' in each).length;
    }
  expect(differing).toEqual([]);
  expect(heard).toBeGreaterThan(CONNECT.length * 5);
});
