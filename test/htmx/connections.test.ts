import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Page, Transport } from '../../src/htmx/index.ts';
import { Chance } from './generate.ts';
import { realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';

const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = 120;
const SETUP = { extensions: ['ws', 'sse'] };

const ATTRIBUTES = {
  1: [
    'hx-ws="connect:/N"',
    'data-hx-ws="connect:/N"',
    'hx-ws="  send  connect:/N "',
    'hx-ws="send"',
    'hx-ws=""',
    'hx-ws="connect:"',
    'hx-sse="connect:/N"',
    'hx-sse="connect:/N swap:tick"',
    'data-hx-sse="connect:/N"',
    'ws-connect="/N"',
    'data-ws-connect="/N"',
    'ws-connect="/N" hx-ws="send"',
    'sse-connect="/N"',
    'hx-ws:connect="/N"',
    'hx-ext="ws"',
    'hx-ext="sse, ws"',
    'hx-ext="ignore:ws"',
    'hx-disable',
    'hx-get="/x"',
    'class="plain"',
  ],
  2: [
    'ws-connect="/N"',
    'ws-connect="/N"',
    'data-ws-connect="/N"',
    'ws-connect=""',
    'hx-ws="connect:/N"',
    'hx-ws="connect:/N send"',
    'ws-connect="" hx-ws="connect:/N"',
    'hx-ws:connect="/N"',
    'sse-connect="/N"',
    'data-sse-connect="/N"',
    'hx-sse="connect:/N"',
    'hx-ext="ws"',
    'hx-ext="sse, ws"',
    'data-hx-ext="ws"',
    'hx-ext="ignore:ws"',
    'hx-ext="ignore:ws,ws"',
    'hx-ext="sse"',
    'hx-disable',
    'hx-get="/x"',
    'class="plain"',
  ],
  4: [
    'hx-ws:connect="/N"',
    'data-hx-ws:connect="/N"',
    'hx-ws:connect=""',
    'ws-connect="/N"',
    'data-ws-connect="/N"',
    'hx-ws="connect:/N"',
    'hx-ws-connect="/N"',
    'hx-sse:connect="/N"',
    'sse-connect="/N"',
    'hx-ws:connect="/N" hx-trigger="click"',
    'hx-ws:connect="/N" hx-trigger="load, click"',
    'hx-ext="ws"',
    'class="plain"',
  ],
} as const;

/** Elements in one another, with attributes that connect, switch on and switch off. */
function page(major: 1 | 2 | 4, chance: Chance): string {
  let number = 0;
  const element = (depth: number): string => {
    const tag = chance.pick(['div', 'div', 'form', 'section']);
    const chosen = [chance.pick(ATTRIBUTES[major]), ...(chance.once(2) ? [chance.pick(ATTRIBUTES[major])] : [])];
    number += 1;
    const attributes = chosen.join(' ').replaceAll('/N', `/${number}`);
    const inside = depth === 0 ? '' : Array.from({ length: chance.below(3) }, () => element(depth - 1)).join('');
    return `<${tag} ${attributes}>${inside}</${tag}>`;
  };
  return element(3) + element(2);
}

function paths(urls: readonly string[]): readonly string[] {
  return urls.map((url) => new URL(url, 'http://localhost:8000').pathname).sort();
}

function predicted(real: RealHtmx, major: 1 | 2 | 4, transport: Transport): readonly string[] {
  return predictedOf(real.page().elements, major, transport);
}

function predictedOf(elements: Page['elements'], major: 1 | 2 | 4, transport: Transport): readonly string[] {
  const found = dialectOf(String(major)).connectors(elements, transport, SETUP);
  expect(found.filter(({ times }) => times < 1)).toEqual([]);
  return paths(found.flatMap(({ url, times }) => Array.from({ length: times }, () => url)));
}

test.each([1, 2] as const)(
  `which elements of ${COUNT} generated pages connect, and how often, is what htmx %i does`,
  (major) => {
    const real = realHtmx(major, []);
    let connected = 0;
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const html = page(major, new Chance(seed));
      real.show(html);
      const seen = { ws: paths(real.sockets.map(({ url }) => url)), sse: paths(real.sources.map(({ url }) => url)) };
      expect({ seed, html, ws: predicted(real, major, 'ws'), sse: predicted(real, major, 'sse') }).toEqual({
        seed,
        html,
        ...seen,
      });
      connected += seen.ws.length + seen.sse.length;
    }
    expect(connected).toBeGreaterThan(COUNT / 2);
  },
);

test(`which elements of ${COUNT} generated pages connect is what htmx 4 does`, async () => {
  const real = realHtmx(4, []);
  let connected = 0;
  for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
    const html = page(4, new Chance(seed));
    real.show(html);
    const said = { ws: predicted(real, 4, 'ws'), sse: predicted(real, 4, 'sse') };
    await real.until(() => (real.streams.length >= said.sse.length ? true : undefined));
    const seen = { ws: paths(real.sockets.map(({ url }) => url)), sse: paths(real.streams.map(({ url }) => url)) };
    expect({ seed, html, ...said }).toEqual({ seed, html, ...seen });
    connected += seen.ws.length + seen.sse.length;
  }
  expect(connected).toBeGreaterThan(COUNT / 2);
});

test('htmx 4 opens nothing for an extension that may not register', () => {
  const elements = [{ index: 0, parent: null, tag: 'div', id: '', attributes: { 'hx-ws:connect': '/ws' } }];
  const dialect = dialectOf('4.0.1');
  expect(dialect.connectors(elements, 'ws', { extensions: ['ws'], allowed: 'sse, ws' })).toHaveLength(1);
  expect(dialect.connectors(elements, 'ws', { extensions: ['ws'], allowed: 'sse' })).toEqual([]);
});

/** The page as a snapshot lists it: without a body that has neither an id nor attributes of htmx. */
function withoutBody({ elements }: Page): Page['elements'] {
  const body = elements.findIndex(({ tag }) => tag === 'body');
  const moved = (index: number): number => (index > body ? index - 1 : index);
  return elements
    .filter(({ index }) => index !== body)
    .map(({ index, parent, ...rest }) => {
      const around = parent === body ? elements[body]?.parent : parent;
      return { ...rest, index: moved(index), parent: typeof around === 'number' ? moved(around) : null };
    });
}

test.each([1, 2] as const)('an extension that the html element enables: what connects in htmx %i', (major) => {
  const real = realHtmx(major, []);
  const root = real.document.documentElement;
  for (const extensions of ['ws', 'sse', 'ws, sse', 'ignore:ws', ''])
    for (const inside of [
      '<p ws-connect="/1"></p>',
      '<p hx-ext="ws" ws-connect="/1"></p>',
      '<p sse-connect="/1"></p>',
    ]) {
      root.setAttribute('hx-ext', extensions);
      real.show(inside);
      const seen = { ws: paths(real.sockets.map(({ url }) => url)), sse: paths(real.sources.map(({ url }) => url)) };
      for (const elements of [real.page().elements, withoutBody(real.page())]) {
        const said = { ws: predictedOf(elements, major, 'ws'), sse: predictedOf(elements, major, 'sse') };
        expect({ extensions, inside, ...said }).toEqual({ extensions, inside, ...seen });
      }
    }
});

const CONNECTS = {
  1: '<div hx-ws="connect:/ws"></div>',
  2: '<div hx-ext="ws" ws-connect="/ws"></div>',
  4: '<div hx-ws:connect="/ws"></div>',
} as const;

/** What the page waits before it connects again after a close code, attempt after attempt; undefined: it does not. */
function delays(real: RealHtmx, major: 1 | 2 | 4, code: number): readonly number[] {
  real.show(CONNECTS[major]);
  real.sockets[0]?.open();
  real.delays.length = 0;
  real.sockets[0]?.end(code);
  return [...real.delays];
}

const CODES = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 3000, 4001];

for (const major of [1, 2, 4] as const)
  test(`after which close codes htmx ${major} connects again, and when`, () => {
    const real = realHtmx(major, []);
    const dialect = dialectOf(String(major));
    const seen = CODES.filter((code) => delays(real, major, code).length > 0);
    expect(seen).toEqual(CODES.filter((code) => dialect.reconnection('ws', code).reconnects));
    expect(seen).toEqual(dialect.reconnectCodes);
    for (const draw of [0, 0.5, 0.999]) {
      real.window.Math.random = () => draw;
      const [ms = Number.NaN] = delays(real, major, 1006);
      const { least, most } = dialect.reconnection('ws', 1006).delay(0);
      expect(ms).toBeCloseTo(least + draw * (most - least), 3);
    }
  });

test('htmx 2 requests a refused stream again at growing intervals', () => {
  const real = realHtmx(2, []);
  real.show('<div hx-ext="sse" sse-connect="/sse" sse-swap="message"></div>');
  real.delays.length = 0;
  real.sources[0]?.fail();
  const { least, most } = dialectOf('2').reconnection('sse', 0).delay(0);
  expect(real.delays).toEqual([least]);
  expect(least).toBe(most);
});
