import { expect, test } from 'vitest';
import { diagnoseMarkup } from '../../src/diagnose/index.ts';

const CDN = 'https://cdn.jsdelivr.net/npm/';
const CORE_2 = `<script src="${CDN}htmx.org@2.0.8/dist/htmx.min.js"></script>`;
const WS_2 = `<script src="${CDN}htmx-ext-ws@2.0.4/ws.js"></script>`;
const SSE_2 = `<script src="${CDN}htmx-ext-sse@2.2.4/sse.js"></script>`;
const CORE_4 = `<script src="${CDN}htmx.org@4.0.0/dist/htmx.min.js"></script>`;
const WS_4 = `<script src="${CDN}htmx.org@4.0.0/dist/ext/hx-ws.min.js"></script>`;
const SSE_4 = `<script src="${CDN}htmx.org@4.0.0/dist/ext/hx-sse.min.js"></script>`;

/** A whole page: its head is lines 4 and following, its body begins on line 7 where the head is one line. */
const pageOf = (head: string, body: string): string =>
  `<!doctype html>\n<html>\n<head>\n${head}\n<title>x</title>\n</head>\n${body}\n</html>\n`;

const CHAT = '<body hx-ext="ws">\n<main ws-connect="/live">\n<form ws-send><input name="q"></form>\n</main>\n</body>';

/** Findings as `code at line`, warnings with a question mark. */
function found(html: string): readonly string[] {
  const { answers } = diagnoseMarkup(html, 'chat.html');
  return answers.flatMap(({ findings }) =>
    findings.map(({ code, severity, evidence }) => {
      const [place] = evidence.where ?? [];
      expect([evidence.did, evidence.waitedMs, place?.file]).toEqual([undefined, undefined, 'chat.html']);
      return `${code}${severity === 'warning' ? '?' : ''} at ${place?.line}`;
    }),
  );
}

test.each([
  ['a chat of htmx 2', pageOf(CORE_2 + WS_2, CHAT)],
  [
    'a stream of htmx 2',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse" sse-connect="/feed"><p sse-swap="news"></p></body>'),
  ],
  [
    'a trigger of a stream',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse" sse-connect="/feed"><p hx-get="/x" hx-trigger="sse:mail"></p></body>'),
  ],
  [
    'htmx 4',
    pageOf(
      CORE_4 + WS_4 + SSE_4,
      '<body><div hx-ws:connect="/live"><form hx-ws:send><input name="q"></form></div><p hx-sse:connect="/feed"></p></body>',
    ),
  ],
  [
    'htmx 4 from the own server',
    pageOf(
      '<script src="/js/htmx.js"></script><script src="/js/hx-ws.js"></script>',
      '<body><div hx-ws:connect="/live"></div></body>',
    ),
  ],
  ['a bundle with everything', pageOf('<script src="/assets/app-3f2a.js"></script>', CHAT)],
  ['modules of the page', pageOf('<script type="module">import "htmx.org";</script>', CHAT)],
  ['a part of a page', '<form ws-send><input name="q"></form>\n<p sse-swap="news"></p>'],
  [
    'a template',
    '{% extends "base.html" %}\n{% block main %}<main hx-ext="ws" ws-connect="/live/{{ room }}"></main>{% endblock %}',
  ],
  ['two ids in branches', pageOf(CORE_2 + WS_2, `{% if a %}<p id="x"></p>{% else %}<p id="x"></p>{% endif %}${CHAT}`)],
  [
    'a page in a layout that switches the extension on',
    '{% extends "base.html" %}\n{% block main %}<main ws-connect="/live"><form ws-send></form></main>{% endblock %}',
  ],
  [
    'attributes in the comment of a template',
    pageOf(
      CORE_2 + WS_2,
      `{# <p hx-ws="connect:/live"> #}<%# <p ws-conect="/live"> %>{{/* <p hx-ws:connect="/x"> */}}${CHAT}`,
    ),
  ],
  [
    'htmx 1, which needs no extension',
    pageOf(`<script src="${CDN}htmx.org@1.9.12"></script>`, '<body><p hx-sse="connect:/feed swap:news"></p></body>'),
  ],
  [
    'attributes of htmx 1 beside a bundle',
    pageOf('<script src="/dist/main.js"></script>', '<body><p hx-sse="connect:/feed swap:news"></p></body>'),
  ],
  [
    'addresses that a template makes',
    `<script src="{% static 'js/htmx/htmx.min.js' %}"></script><script src="{% static 'js/htmx/ext/ws.js' %}"></script>\n${CHAT}`,
  ],
  [
    'a folder that is called htmx',
    pageOf('<script src="../htmx/htmx.js"></script><script src="../htmx/ws.js"></script>', CHAT),
  ],
  [
    'htmx 4 with all of its extensions in a file',
    pageOf(
      `<script src="${CDN}htmx.org@4.0.1/dist/htmax.min.js"></script>`,
      '<body><p hx-ws:connect="/live"></p></body>',
    ),
  ],
  [
    'htmx 1 beside an extension that it does not need',
    pageOf(
      `<script src="${CDN}htmx.org@1.9.12"></script>${SSE_2}`,
      '<body><p hx-sse="connect:/feed swap:x"></p></body>',
    ),
  ],
  ['an unpinned package of an extension', pageOf(`${CORE_2}<script src="${CDN}htmx-ext-ws"></script>`, CHAT)],
  ['a deferred pair', pageOf(`<script defer src="/htmx.min.js"></script><script defer src="/ws.js"></script>`, CHAT)],
  ['nothing of htmx', pageOf('', '<body><p>hello</p></body>')],
])('nothing is wrong with %s', (_, html) => {
  expect(found(html)).toEqual([]);
});

test.each([
  [
    'attributes of htmx 4 on 2',
    pageOf(CORE_2 + WS_2, '<body hx-ext="ws"><div hx-ws:connect="/live"></div></body>'),
    ['htmx/other-version-syntax at 7'],
  ],
  [
    'attributes of htmx 1 for a stream',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse"><div hx-sse="connect:/feed swap:news"></div></body>'),
    ['htmx/old-syntax at 7'],
  ],
  [
    'attributes of htmx 1 that work',
    pageOf(CORE_2 + WS_2, '<body hx-ext="ws"><div hx-ws="connect:/live"><form hx-ws="send"></form></div></body>'),
    ['htmx/old-syntax? at 7'],
  ],
  [
    'hx-ext missing',
    pageOf(CORE_2 + WS_2, '<body>\n<main ws-connect="/live"></main></body>'),
    ['htmx/extension-not-enabled at 8'],
  ],
  ['no script of the extension', pageOf(CORE_2, CHAT), ['htmx/extension-script-missing at 4']],
  ['no htmx', pageOf('<link rel="icon">', CHAT), ['htmx/missing at 3']],
  ['the extension first', pageOf(`${WS_2}\n${CORE_2}`, CHAT), ['htmx/extension-before-core at 4']],
  [
    'htmx deferred, the extension not',
    pageOf(`<script defer src="/htmx.min.js"></script>\n<script src="/ws.js"></script>`, CHAT),
    ['htmx/extension-before-core at 5'],
  ],
  [
    'htmx as a module',
    pageOf(`<script type="module" src="/htmx.min.js"></script>\n<script src="/ws.js"></script>`, CHAT),
    ['htmx/extension-before-core at 4'],
  ],
  ['htmx twice', pageOf(`${CORE_2}\n${WS_2}\n${CORE_2}`, CHAT), ['htmx/extension-before-core at 6']],
  ['an extension of htmx 2 on 4', pageOf(CORE_4 + WS_2, CHAT), ['htmx/wrong-version at 4']],
  [
    'a form outside',
    pageOf(
      CORE_2 + WS_2,
      '<body hx-ext="ws">\n<main ws-connect="/live"></main>\n<form ws-send><input name="q"></form></body>',
    ),
    ['page/ws-send-outside at 9'],
  ],
  [
    'a sending wrapper',
    pageOf(
      CORE_2 + WS_2,
      '<body hx-ext="ws" ws-connect="/live">\n<div ws-send><form><input name="q"></form></div></body>',
    ),
    ['page/ws-send-on-wrapper at 8'],
  ],
  [
    'nothing connects',
    pageOf(CORE_2 + WS_2, '<body hx-ext="ws">\n<form ws-send><input name="q"></form></body>'),
    ['page/ws-connect-missing at 8'],
  ],
  [
    'an address that is empty',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse">\n<p sse-connect="" sse-swap="news"></p></body>'),
    ['page/sse-bad-url at 8'],
  ],
  [
    'it connects in a template',
    pageOf(
      CORE_2 + WS_2,
      '<body hx-ext="ws">\n<template><main ws-connect="/live"></main></template>\n<form ws-send></form></body>',
    ),
    ['page/ws-connect-missing at 8'],
  ],
  [
    'a style for a name',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse" sse-connect="/feed">\n<p sse-swap="innerHTML"></p></body>'),
    ['page/sse-swap-names-a-style at 8'],
  ],
  [
    'it waits outside',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse">\n<div sse-connect="/feed"></div>\n<p sse-swap="news"></p></body>'),
    ['page/sse-outside at 9'],
  ],
  [
    'a misspelt trigger',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse" sse-connect="/feed">\n<p hx-get="/x" hx-trigger="sse-mail"></p></body>'),
    ['page/sse-trigger-misspelt at 8'],
  ],
  [
    'a misspelt attribute',
    pageOf(CORE_2 + WS_2, '<body hx-ext="ws">\n<main ws-conect="/live"></main></body>'),
    ['htmx/unknown-attribute at 8'],
  ],
  [
    'an address without a version',
    pageOf(`<script src="https://unpkg.com/htmx.org"></script>${WS_4}`, '<body><p hx-ws:connect="/live"></p></body>'),
    ['htmx/no-version? at 4'],
  ],
  [
    'attributes of htmx 1 on an htmx without a version',
    pageOf(`<script src="https://unpkg.com/htmx.org"></script>`, '<body><p hx-ws="connect:/live"></p></body>'),
    ['htmx/old-syntax at 7', 'htmx/no-version? at 4'],
  ],
  [
    'an extension that the newest htmx.org does not have',
    pageOf(`${CORE_2}\n<script src="${CDN}htmx.org/dist/ext/ws.js"></script>`, CHAT),
    ['htmx/no-version at 5'],
  ],
  [
    'the same beside htmx 1, whose core connects',
    pageOf(
      `<script src="${CDN}htmx.org@1.9.12"></script>\n<script src="${CDN}htmx.org/dist/ext/ws.js"></script>`,
      '<body><p hx-ws="connect:/live"></p></body>',
    ),
    ['htmx/no-version? at 5'],
  ],
  ['an extension of htmx 4 on 2', pageOf(`${CORE_2}\n${WS_4}`, CHAT), ['htmx/wrong-version at 5']],
  [
    'an extension of htmx 1 on 4',
    pageOf(
      `${CORE_4}\n<script src="${CDN}htmx.org@1.9.12/dist/ext/ws.js"></script>`,
      '<body hx-ws:connect="/live"></body>',
    ),
    ['htmx/wrong-version at 5'],
  ],
  [
    'sse-swap on htmx 4',
    pageOf(CORE_4 + SSE_4, '<body hx-sse:connect="/feed">\n<p sse-swap="news"></p></body>'),
    ['htmx/other-version-syntax at 8'],
  ],
  [
    'attributes of htmx 2 that htmx 4 still reads',
    pageOf(CORE_4 + SSE_4, '<body>\n<p sse-connect="/feed" sse-swap="message"></p></body>'),
    ['htmx/other-version-syntax? at 8'],
  ],
  [
    'it connects in noscript',
    pageOf(CORE_2 + WS_2, '<body hx-ext="ws">\n<noscript><main ws-connect="/live"></main></noscript></body>'),
    ['page/ws-connect-missing at 8'],
  ],
  [
    'a trigger without a request',
    pageOf(CORE_2 + SSE_2, '<body hx-ext="sse" sse-connect="/feed">\n<p hx-trigger="sse:mail"></p></body>'),
    ['page/sse-trigger-without-request? at 8'],
  ],
  [
    'attributes of htmx 4 beside files without a version',
    pageOf(
      '<script src="/htmx.min.js"></script><script src="/ws.js"></script>',
      '<body><p hx-ws:connect="/live"></p></body>',
    ),
    ['htmx/other-version-syntax at 7'],
  ],
  [
    'an id twice',
    pageOf(CORE_2 + WS_2, CHAT.replace('</main>', '<p id="x"></p>\n<p id="x"></p></main>')),
    ['page/id-twice? at 11'],
  ],
  [
    'a title that is not closed',
    pageOf(CORE_2 + WS_2, CHAT).replace('<title>x</title>', '<title>x'),
    ['page/tag-not-closed at 5'],
  ],
  [
    'a quote that is not closed',
    pageOf(CORE_2 + WS_2, CHAT.replace('ws-connect="/live"', 'ws-connect="/live')),
    ['page/quote-not-closed at 8'],
  ],
] as const)('%s', (_, html, codes) => {
  expect(found(html)).toEqual(codes);
});

test('what was not judged is said', () => {
  const whole = diagnoseMarkup(pageOf(CORE_2 + WS_2, CHAT), 'chat.html');
  expect([whole.version, whole.notJudged]).toEqual([
    '2.0.8',
    ['whether files load, whether connections open, and what is sent and received'],
  ]);
  expect(whole.answers.map(({ skipped }) => skipped)).toEqual([
    'no script has run',
    undefined,
    'no server was asked',
    'nothing was typed',
    'no message has come',
    'no element of the page waits for events',
  ]);
  const part = diagnoseMarkup('<script src="/app.js"></script><form ws-send></form>', 'part.html');
  expect(part.notJudged.slice(1)).toEqual([
    'what other files bring: it is a part of a page, or a template',
    'what /app.js loads',
  ]);
});
