import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { Chance, chatPage, Messages, streamPage } from './generate.ts';
import { compare4, differsIn4, goesOn } from './handled.ts';
import { begun, realHtmx } from './real-htmx.ts';
import { isBeyondJsdom } from './skeleton.ts';

const dialect = dialectOf('4.0.1');
const SEED = Number(process.env['HTMX_SEED'] ?? 20_260_901);
const COUNT = Number(process.env['HTMX_MESSAGES'] ?? 200);

/** A few milliseconds a message; a machine that is busy with other tests takes fifty times as long. */
const PATIENCE_MS = 180_000;

test(
  `where ${COUNT} generated WebSocket messages go is what htmx 4 does with them`,
  async () => {
    const real = realHtmx(4, dialect.events);
    await begun(real);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = chatPage(4, chance);
      const messages = new Messages(chance, 4);
      const message = chance.once(4) ? messages.envelope() : messages.message();
      const differs = await differsIn4(real, { html, incoming: message });
      if (differs !== undefined) differences.push(`seed ${seed}: ${html}\n${message}\n${differs}`);
    }
    expect(differences).toEqual([]);
  },
  PATIENCE_MS,
);

const LIST =
  '<div id="wrap" hx-ws:connect="/ws"><ul id="list"><li id="one"></li><li id="two"></li></ul></div><p id="out"></p>';
const ITEMS = '<li id="one" hx-preserve></li><li id="new"></li>';

test.each([
  ['after an element that it preserves itself', JSON.stringify({ content: ITEMS, target: '#one', swap: 'afterend' })],
  ['before it', JSON.stringify({ content: ITEMS, target: '#one', swap: 'beforebegin' })],
  ['in its place', JSON.stringify({ content: ITEMS, target: '#one', swap: 'outerHTML' })],
  ['into it', JSON.stringify({ content: ITEMS, target: '#one', swap: 'beforeend' })],
  [
    'after the first of two that it preserves',
    JSON.stringify({ content: `<b id="two" data-hx-preserve></b>${ITEMS}`, target: '#two', swap: 'afterend' }),
  ],
  [
    'with an element that an earlier part has taken out and not put back',
    `<p id="out" hx-swap-oob="wrong"><b id="one" hx-preserve></b></p><ul id="list" hx-swap-oob="beforeend">${ITEMS}</ul>`,
  ],
  [
    'twice with the same one',
    `<ul id="list" hx-swap-oob="beforeend">${ITEMS}<li id="two" hx-preserve></li>${ITEMS}</ul>`,
  ],
  [
    'with one of two that have an id',
    '<p id="out" hx-swap-oob="afterend"><b id="one"></b></p><p id="out" hx-swap-oob="beforeend"><b id="one" hx-preserve></b><b id="one" hx-preserve></b></p>',
  ],
  [
    'later than the part behind it',
    '<p id="out" hx-swap-oob="innerHTML swap:9ms">1</p><p id="out" hx-swap-oob="true">2</p>',
  ],
])('htmx 4 swaps a message %s, as the model says', async (_, message) => {
  const real = realHtmx(4, dialect.events);
  await begun(real);
  expect(await differsIn4(real, { html: LIST, incoming: message })).toBeUndefined();
});

interface Seen {
  readonly name: string;
  readonly detail: unknown;
}

interface StreamDetail {
  readonly connection: unknown;
  readonly message?: { readonly event: string };
}

function ofSame(one: Seen, other: Seen): boolean {
  return (one.detail as StreamDetail).connection === (other.detail as StreamDetail).connection;
}

/** What was sent has been handled, or the element of the stream is gone. */
function ended({ name, detail }: Seen): boolean {
  if (name === 'htmx:sse:after:message') return (detail as StreamDetail).message?.event === 'done';
  return name === 'htmx:sse:close' || name === 'htmx:sse:error';
}

/** The event as hx-sse 4 reads it from the stream. */
function framed(name: string, data: string): string {
  const lines = data.split('\n').map((line) => `data: ${line}`);
  return `${name === '' ? '' : `event: ${name}\n`}${lines.join('\n')}\n\nevent: done\n\n`;
}

test(
  `where ${COUNT} generated events of a stream go is what htmx 4 does with them`,
  async () => {
    const real = realHtmx(4, dialect.events);
    await begun(real);
    const differences: string[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const chance = new Chance(seed);
      const html = streamPage(4, chance);
      real.show(html);
      const messages = new Messages(chance, 4);
      const data = chance.once(5) ? messages.envelope() : messages.message();
      const name = chance.pick(['', '', '', 'message', 'tick']);
      const page = real.page();
      const connector = page.elements.find(({ id }) => id === 'wrap');
      const prediction = dialect.predict({ name, data }, page, connector);
      const stream = await real.until(() => real.streams[0]);
      const connection = await real.until(() => real.events.find(({ name }) => name === 'htmx:sse:after:connection'));
      if (isBeyondJsdom(prediction) || goesOn(prediction, data)) continue;
      stream.receive(framed(name, data));
      // Streams of pages that were shown before may end now.
      await real.until(() => real.events.find((event) => ended(event) && ofSame(event, connection)));
      const differs = compare4(real, prediction);
      if (differs !== undefined) differences.push(`seed ${seed}: ${html}\n${data}\n${differs}`);
    }
    expect(differences).toEqual([]);
  },
  PATIENCE_MS,
);
