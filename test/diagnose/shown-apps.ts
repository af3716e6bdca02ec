import { HEAD } from './site.ts';
import type { App } from './site.ts';

// What arrives is swapped; the question is whether it is what was meant.

const CHAT =
  '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><b id="count">0</b><form ws-send><input name="words"><button>Send</button></form></body>';

function words(message: string): string {
  return String(JSON.parse(message).words);
}

/** Applications that work. */
export const SHOWN_RIGHT: Readonly<Record<string, App>> = {
  'two-parts-beside-each-other': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul><b id="count">1</b>`,
    send: 'hello Zebra7',
  },
  'a-part-inside-the-part-that-it-belongs-to': {
    body: '<body hx-ext="ws" ws-connect="live"><div id="panel"><b id="count">0</b></div></body>',
    messages: ['<div id="panel"><b id="count" hx-swap-oob="true">1</b></div>'],
  },
  'an-envelope-with-an-id-of-its-target': {
    body: '<body hx-ext="ws" ws-connect="live"><section id="todo"></section></body>',
    messages: ['<section id="todo" hx-swap-oob="beforeend:#todo"><b>milk</b></section>'],
  },
  'handlers-that-are-called': {
    body: CHAT.replace(
      'ws-send',
      'ws-send hx-on::ws-after-send="this.reset()" hx-on:keydown="1" hx-on--ws-before-send="1"',
    ),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
  },
  'a-hint-beside-the-field': {
    body: '<body hx-ext="ws" ws-connect="live"><form ws-send hx-trigger="input changed"><input name="words"><small id="hint"></small></form></body>',
    answer: () => '<small id="hint">taken</small>',
    send: 'Zebra7',
  },
  'a-field-that-is-emptied-after-sending': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form ws-send><input id="words" name="words"><button>Send</button></form></body>',
    answer: (message) =>
      `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul><input id="words" name="words">`,
    send: 'hello Zebra7',
  },
  'scrolls-at-the-end-of-a-message': {
    body: CHAT.replace(
      '</body>',
      '<script>document.body.addEventListener("htmx:wsAfterMessage", () => log.scrollTo(0, 1e9));</script></body>',
    ),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
  },
  'a-part-beside-that-is-polled': {
    body: '<body><p hx-get="status" hx-trigger="every 300ms"></p><ul hx-ext="sse" sse-connect="feed" sse-swap="alert" hx-swap="beforeend"></ul></body>',
    paths: { '/status': '<b>fine</b>' },
    events: ['event: alert\ndata: <li>one</li>\n\n', 'event: alert\ndata: <li>two</li>\n\n'],
  },
  'a-style-of-an-extension': {
    body: '<body><script>htmx.defineExtension("shake", { isInlineSwap: () => false, handleSwap: (style, target, fragment) => { if (style !== "shake") return false; target.replaceChildren(...fragment.childNodes); return true; } });</script><div hx-ext="sse, shake" sse-connect="feed"><p sse-swap="load" hx-swap="shake"></p></div></body>',
    events: ['event: load\ndata: <b>1</b>\n\n', 'event: load\ndata: <b>2</b>\n\n'],
  },
  'a-target-for-the-stream-around-it': {
    body: '<body hx-target="#board"><div hx-ext="sse" sse-connect="feed"><i sse-swap="score"></i></div><div id="board"></div></body>',
    events: ['event: score\ndata: <b>3:1</b>\n\n'],
  },
  'its-own-target-beside-boosted-links': {
    body: '<body hx-boost="true" hx-target="#main"><a href="other">x</a><main id="main"></main><div hx-ext="sse" sse-connect="feed"><b sse-swap="unread" hx-target="this">0</b></div></body>',
    events: ['event: unread\ndata: 3\n\n'],
  },
  'a-request-that-an-event-starts': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><ul hx-get="rows" hx-trigger="sse:changed"></ul></div></body>',
    events: ['event: changed\ndata: 1\n\n'],
    paths: { '/rows': '<li>one</li>' },
  },
  'an-answer-that-speaks-of-headers': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}: HEADERS, undefined</li></ul>`,
    send: 'what is Zebra7',
  },
  'a-number-beside-a-search': {
    body: '<body hx-ext="ws" ws-connect="live"><form action="/search"><input name="q"></form><ul id="log"></ul><form ws-send><input type="number" name="words"><button>Bid</button></form></body>',
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: '500',
  },
  'words-for-a-number': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form ws-send><input type="number" name="words"><button>Bid</button></form></body>',
    messages: ['<ul id="log" hx-swap-oob="beforeend"><li>open</li></ul>'],
    send: 'much',
  },
  'appended-on-4': {
    head: HEAD[4],
    body: '<body><ul hx-sse:connect="feed" hx-swap="append"></ul></body>',
    events: ['data: <li>one</li>\n\n', 'data: <li>two</li>\n\n'],
  },
};

/** A part that is loaded again and again, with the element that connects. */
const PANEL =
  '<section hx-get="panel" hx-trigger="every 300ms" hx-swap="outerHTML"><ul hx-ext="sse" sse-connect="feed" sse-swap="alert" hx-swap="beforeend" hx-target="this"></ul></section>';

/** One mistake each. */
export const SHOWN_WRONG: Readonly<Record<string, App>> = {
  'a-part-inside-another': {
    body: CHAT,
    answer: (message) =>
      `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li><b id="count" hx-swap-oob="true">1</b></ul>`,
    send: 'hello Zebra7',
    wrong: 'oob/nested',
  },
  'a-card-as-the-envelope': {
    body: '<body hx-ext="ws" ws-connect="live"><section id="todo"></section></body>',
    messages: ['<div class="card" id="card-1" hx-swap-oob="beforeend:#todo"><b>milk</b></div>'],
    wrong: 'oob/box-stripped',
  },
  'parts-in-a-wrapper': {
    body: CHAT,
    answer: (message) =>
      `<div><ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul><b id="count">1</b></div>`,
    send: 'hello Zebra7',
    wrong: 'oob/no-id',
  },
  'an-empty-id-behind-a-part': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul><b id="">1</b>`,
    send: 'hello Zebra7',
    wrong: 'oob/no-id',
  },
  'a-target-replaced-by-what-has-no-id': {
    body: CHAT,
    messages: ['<b hx-swap-oob="outerHTML:#count">1</b>', '<b hx-swap-oob="outerHTML:#count">2</b>'],
    wrong: 'oob/no-such-target',
  },
  'an-id-with-a-dot': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><i sse-swap="price" hx-swap="none"></i></div><b id="price-A"></b><b id="price-B.C"></b></body>',
    events: [
      'event: price\ndata: <i hx-swap-oob="innerHTML:#price-A">1</i>\n\n',
      'event: price\ndata: <i hx-swap-oob="innerHTML:#price-B.C">2</i>\n\n',
    ],
    wrong: 'live/part-lost',
  },
  'a-form-outside-beside-a-button-inside': {
    body: '<body><div hx-ext="ws" ws-connect="live"><ul id="log"></ul><button ws-send name="kind" value="1">One</button></div><form ws-send><input name="words"><button>Send</button></form></body>',
    messages: ['<ul id="log" hx-swap-oob="beforeend"><li>open</li></ul>'],
    send: 'hello Zebra7',
    wrong: 'page/ws-send-outside',
  },
  'emptied-after-a-request': {
    body: CHAT.replace('ws-send', 'ws-send hx-on::after-request="this.reset()"'),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
    warnings: ['htmx/handler-never-called'],
  },
  'emptied-as-in-1': {
    body: CHAT.replace('ws-send', 'ws-send hx-on="htmx:wsAfterSend: this.reset()"'),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
    warnings: ['htmx/handler-never-called'],
  },
  'emptied-with-capital-letters': {
    body: CHAT.replace('ws-send', 'ws-send hx-on::wsAfterSend="this.reset()"'),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
    warnings: ['htmx/handler-never-called'],
  },
  'a-field-that-each-key-replaces': {
    body: '<body hx-ext="ws" ws-connect="live"><form ws-send hx-trigger="input changed"><div id="field"><input name="words"></div></form></body>',
    answer: () => '<div id="field"><input name="words"><small>taken</small></div>',
    send: 'Zebra7',
    wrong: 'page/field-replaced',
  },
  'a-button-whose-target-is-not-there': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p><i hx-get="rows" hx-trigger="load" hx-target="#row"></i></body>',
    messages: ['<p id="load">12 %</p>'],
    paths: { '/rows': '<b>1</b>' },
    warnings: ['page/htmx-complains'],
  },
  'scrolls-at-an-event-of-requests': {
    body: CHAT.replace(
      '</body>',
      '<script>document.body.addEventListener("htmx:afterSwap", () => log.scrollTo(0, 1e9));</script></body>',
    ),
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
    warnings: ['htmx/handler-never-called'],
  },
  'a-trigger-without-its-prefix': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><ul hx-get="rows" hx-trigger="load, changed"></ul></div></body>',
    events: ['event: changed\ndata: 1\n\n'],
    paths: { '/rows': '<li>one</li>' },
    wrong: 'page/sse-trigger-misspelt',
  },
  'an-old-event-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><p id="load"></p></div><script>document.body.addEventListener("htmx:wsBeforeMessage", () => 1);</script></body>',
    messages: ['<hx-partial hx-target="#load">1</hx-partial>'],
    warnings: ['migrate/event'],
  },
  'a-panel-that-is-polled': {
    body: `<body>${PANEL}</body>`,
    paths: { '/panel': PANEL },
    events: ['event: alert\ndata: <li>one</li>\n\n', 'event: alert\ndata: <li>two</li>\n\n'],
    wrong: 'live/connector-polled',
  },
  'out-of-band-by-another-name': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="append"><li>${words(message)}</li></ul>`,
    send: 'hello Zebra7',
    wrong: 'htmx/unknown-style',
  },
  'capital-letters-in-a-style': {
    body: '<body><ul hx-ext="sse" sse-connect="feed" sse-swap="line" hx-swap="beforeEnd"></ul></body>',
    events: ['event: line\ndata: <li>one</li>\n\n', 'event: line\ndata: <li>two</li>\n\n'],
    wrong: 'htmx/unknown-style',
  },
  'morph-without-its-extension': {
    body: '<body><ul hx-ext="sse" sse-connect="feed" sse-swap="line" hx-swap="morph:innerHTML"></ul></body>',
    events: ['event: line\ndata: <li>one</li>\n\n', 'event: line\ndata: <li>two</li>\n\n'],
    warnings: ['htmx/unknown-style'],
  },
  'a-style-that-4-does-not-know': {
    head: HEAD[4],
    body: '<body><ul hx-sse:connect="feed" hx-swap="apend"></ul></body>',
    events: ['data: <li>one</li>\n\n', 'data: <li>two</li>\n\n'],
    wrong: 'htmx/unknown-style',
  },
  'a-target-for-boosted-links': {
    body: '<body hx-boost="true" hx-target="#main"><a href="other">x</a><main id="main"></main><div hx-ext="sse" sse-connect="feed"><b sse-swap="unread">0</b></div></body>',
    events: ['event: unread\ndata: 3\n\n', 'event: unread\ndata: 4\n\n'],
    wrong: 'live/target-inherited',
  },
  'a-request-for-what-is-not-there': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><ul hx-get="row" hx-trigger="sse:changed"></ul></div></body>',
    events: ['event: changed\ndata: 1\n\n'],
    wrong: 'page/request-failed',
  },
  'a-part-that-does-not-load': {
    body: '<body hx-ext="ws"><div hx-get="chat" hx-trigger="load"></div></body>',
    wrong: 'page/request-failed',
  },
  'a-part-that-does-not-load-on-4': {
    head: HEAD[4],
    body: '<body><div hx-get="chat" hx-trigger="load"></div></body>',
    wrong: 'page/request-failed',
  },
  'html-in-a-json-string': {
    body: '<body><p hx-ext="sse" sse-connect="feed" sse-swap="load"></p></body>',
    events: ['event: load\ndata: "<b class=\\"n\\">1</b>"\n\n'],
    wrong: 'sse/json-data',
  },
  'the-frame-as-it-came': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${message}</li></ul>`,
    send: 'hello Zebra7',
    wrong: 'ws/frame-echoed',
  },
  'another-name-is-read': {
    body: CHAT,
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${String(JSON.parse(message).text)}</li></ul>`,
    send: 'hello Zebra7',
    wrong: 'ws/canned-reply',
  },
};
