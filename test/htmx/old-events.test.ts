import { expect, test } from 'vitest';
import { oldHandlers } from '../../src/htmx/v4/old-events.ts';

const script = (text: string): string => `<body>\n<script>\n${text}\n</script>`;

test.each([
  [script("document.body.addEventListener('htmx:wsAfterMessage', scroll);"), 'htmx:wsAfterMessage', 3],
  [script('htmx.on("htmx:sseMessage", show)'), 'htmx:sseMessage', 3],
  [script("htmx.on(list, 'htmx:after-swap', show)"), 'htmx:after-swap', 3],
  ['<div hx-on::ws-open="go()">', 'hx-on::ws-open', 1],
  ['<div\n  data-hx-on:htmx:sse-error="go()">', 'hx-on:htmx:sse-error', 2],
  ['<!-- one\ntwo -->\n<div hx-on--after-request="go()">', 'hx-on--after-request', 3],
])('%#: it never runs', (html, handler, line) => {
  expect(oldHandlers(html)).toMatchObject([{ handler, line }]);
});

test.each([
  ['no handler', script("console.log('htmx:afterSwap');")],
  ['the event of htmx 4', script("document.addEventListener('htmx:after:swap', show);")],
  ['for both', script("on('htmx:wsOpen', go);\non('htmx:ws:after:connection', go);")],
  ['a comment', "<!-- <p hx-on::after-swap='x'> -->" + script("// on('htmx:afterSwap', go)")],
  ['an open comment', "<!-- <p hx-on::after-swap='x'>"],
  ['fired by the page', script("on('htmx:load', go);\nthis.dispatchEvent(new CustomEvent('htmx:load'));")],
  ['with the extension for htmx 2', `<script src="/htmx-2-compat.js"></script>${script("on('htmx:afterSwap', go)")}`],
  ['an event of its own', script("on('cart:afterSwap', go);\non('click', go);")],
])('%s is right', (_, html) => {
  expect(oldHandlers(html)).toEqual([]);
});

test('the extension for htmx 2 fires no events of WebSockets', () => {
  const html = `<script src="/htmx-2-compat.js"></script>${script("on('htmx:wsOpen', go)")}`;
  expect(oldHandlers(html)).toMatchObject([{ use: 'htmx:ws:after:connection' }]);
  expect(oldHandlers('<p hx-on::oob-error-no-target="x">')).toMatchObject([{ use: '' }]);
});

test('scripts in files of their own: what waits in one, and what another waits for or fires', () => {
  const chat = { src: 'http://x/chat.js', text: "/*\n on('htmx:wsOpen', a)\n*/\non('htmx:wsAfterMessage', scroll);" };
  const both = { src: 'http://x/both.js', text: "on('htmx:ws:after:message:incoming', scroll);" };
  expect(oldHandlers('<p>', [chat])).toMatchObject([{ handler: 'htmx:wsAfterMessage', line: 4, script: chat }]);
  expect(oldHandlers('<p>', [chat, both])).toEqual([]);
  const files = { src: 'http://x/files.js', text: "accept('image/*');\non('htmx:sseOpen', go); /* the end */" };
  expect(oldHandlers('<p>', [files])).toMatchObject([{ handler: 'htmx:sseOpen', line: 2 }]);
});
