import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { realHtmx } from './real-htmx.ts';

const v1 = dialectOf('1.9.12');
const URL = 'http://localhost:8000/page';

// What the core of htmx 1 does with `hx-ws` and `hx-sse`, by what it does in a page. Which elements connect is in connections.test.ts.

test.each([
  ['hx-ws="send"', 'hx-ws'],
  ['data-hx-ws="send"', 'data-hx-ws'],
  ['hx-ws="" data-hx-ws="send"', 'data-hx-ws'],
  ['hx-ws="sent"', undefined],
  ['hx-ws:send', undefined],
])('a form with %s sends over the socket around it: by %s', (attributes, by) => {
  const real = realHtmx(1, []);
  real.show(
    `<div id="chat" hx-ws="connect:/ws"><form ${attributes}><input name="message" value="hi"></form></div><p id="out"></p>`,
  );
  const form = real.page().elements.find(({ tag }) => tag === 'form');
  expect(form === undefined ? undefined : v1.roleOf(form, 'ws', 'send')?.attribute).toBe(by);
  real.sockets[0]?.open();
  real.document.addEventListener('submit', (event) => event.preventDefault());
  real.document.querySelector('form')?.requestSubmit();
  // The core takes the element that connects for the target.
  const sender = { tag: 'form', id: null, name: null, target: { tag: 'div', id: 'chat' }, url: URL };
  const message = v1.encodeMessage([['message', 'hi']], sender);
  expect(real.sockets.map(({ url, sent }) => ({ url, sent }))).toEqual([
    { url: 'ws://localhost:8000/ws', sent: by === undefined ? [] : [message] },
  ]);
});

test.each([
  ['hx-sse="connect:/sse swap:tick"', '', 'tick'],
  ['hx-sse="connect:/sse"', 'hx-sse="swap:tick"', 'tick'],
  ['hx-sse="connect:/sse"', 'data-hx-sse="swap:message"', 'message'],
  ['hx-sse="connect:/sse"', 'sse-swap="tick"', undefined],
])('%s, inside it %s: what swaps the event %s', (outer, inner, event) => {
  const real = realHtmx(1, []);
  real.show(`<div ${outer}>none<p ${inner}>none</p></div>`);
  const [div, p] = real.page().elements.filter(({ tag }) => tag === 'div' || tag === 'p');
  const holder = inner === '' ? div : p;
  expect(real.sources.map(({ url }) => url)).toEqual(['/sse']);
  expect(holder === undefined ? [] : v1.eventsOf(holder)).toEqual([event ?? 'tick']);
  expect(holder === undefined ? undefined : v1.roleOf(holder, 'sse', 'swap')?.value).toBe(event ?? 'tick');
  for (const name of ['tick', 'message', 'other']) real.sources[0]?.receive(name, `<b>${name}</b>`);
  // Without the extension nothing swaps for its attribute.
  const element = real.document.querySelector(inner === '' ? 'div' : 'p');
  expect(element?.innerHTML).toBe(event === undefined ? 'none' : `<b>${event}</b>`);
});
