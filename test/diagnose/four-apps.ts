import { HEAD } from './site.ts';
import type { App } from './site.ts';

// What is different in htmx 4.

const TICKS = '<body><p hx-sse:connect="feed"></p></body>';
const EVENTS = ['data: <b>1</b>\n\n', 'data: <b>2</b>\n\n'];
const ADDED = ['event: added\ndata: 1\n\n'];
const ROWS = { '/rows': '<li>one</li>' };
const CORE = '/v4/htmx.min.js';

/** Applications that work. */
export const FOUR_RIGHT: Readonly<Record<string, App>> = {
  'a-slow-extension-that-the-parser-waits-for': {
    head: `<script src="${CORE}"></script><script src="/slow/hx-sse.js"></script>`,
    body: TICKS,
    events: EVENTS,
  },
  'a-slow-extension-that-is-deferred-alone': {
    head: `<script src="${CORE}"></script><script defer src="/slow/hx-sse.js"></script>`,
    body: TICKS,
    events: EVENTS,
  },
  'html-for-who-accepts-that-alone': {
    body: '<body><p hx-ext="sse" sse-connect="feed" sse-swap="message"></p></body>',
    events: EVENTS,
    prefersHtml: true,
  },
  'a-stream-of-another-origin-by-cors': {
    head: `<meta name="htmx-config" content='{"mode":"cors"}'>${HEAD[4]}`,
    body: '<body><p hx-sse:connect="http://OTHER/a-stream-of-another-origin-by-cors/feed"></p></body>',
    events: EVENTS,
    allowsOrigins: true,
  },
  'a-list-that-looks-up-at-its-stream': {
    head: HEAD[4],
    body: '<body><section hx-sse:connect="feed"><ul hx-get="rows" hx-trigger="load, added from:\'closest section\'"></ul></section></body>',
    events: ADDED,
    paths: ROWS,
  },
  'a-list-that-names-its-stream': {
    head: HEAD[4],
    body: '<body><section id="desk" hx-sse:connect="feed"><ul hx-get="rows" hx-trigger="load, added from:#desk"></ul></section></body>',
    events: ADDED,
    paths: ROWS,
  },
  'what-is-around-the-stream-hears-it': {
    head: HEAD[4],
    body: '<body hx-on:added="Boolean()"><main hx-get="rows" hx-trigger="added" hx-target="#rows"><i hx-sse:connect="feed"></i><ul id="rows"></ul></main></body>',
    events: ADDED,
    paths: ROWS,
  },
  'the-body-hears-it': {
    head: HEAD[4],
    body: '<body><i hx-sse:connect="feed"></i><ul hx-get="rows" hx-trigger="added from:body"></ul></body>',
    events: ADDED,
    paths: ROWS,
  },
  'numbers-in-an-element-on-4': {
    head: HEAD[4],
    body: '<body><b hx-ws:connect="live">0</b></body>',
    messages: ['<i>1830</i>', '<i>1831</i>'],
  },
};

/** One mistake each. */
export const FOUR_WRONG: Readonly<Record<string, App>> = {
  'a-deferred-extension-that-is-slow': {
    head: `<script defer src="${CORE}"></script><script defer src="/slow/hx-sse.js"></script>`,
    body: TICKS,
    events: EVENTS,
    browserAlone: true,
    wrong: 'htmx/extension-late',
  },
  'an-extension-that-comes-whenever-it-is-there': {
    head: `<script src="${CORE}"></script><script async src="/slow/hx-ws.js"></script>`,
    body: '<body><div hx-ws:connect="live"></div></body>',
    messages: ['<b>1</b>'],
    wrong: 'htmx/extension-late',
  },
  'html-for-who-accepts-it': {
    head: HEAD[4],
    body: TICKS,
    events: EVENTS,
    prefersHtml: true,
    wrong: 'sse/wrong-content-type',
  },
  'a-stream-of-another-origin': {
    head: HEAD[4],
    body: '<body><p hx-sse:connect="http://OTHER/a-stream-of-another-origin/feed"></p></body>',
    events: EVENTS,
    allowsOrigins: true,
    browserAlone: true,
    wrong: 'live/other-origin',
  },
  'a-stream-that-allows-no-other-origin': {
    head: `<meta name="htmx-config" content="mode:cors">${HEAD[4]}`,
    body: '<body><p hx-sse:connect="http://OTHER/a-stream-that-allows-no-other-origin/feed"></p></body>',
    events: EVENTS,
    browserAlone: true,
    wrong: 'live/other-origin',
  },
  'a-list-inside-its-stream': {
    head: HEAD[4],
    body: '<body><section id="desk" hx-sse:connect="feed"><ul hx-get="rows" hx-trigger="load, added"></ul></section></body>',
    events: ADDED,
    paths: ROWS,
    wrong: 'live/event-passes',
  },
  'a-list-that-looks-up-without-quotes': {
    head: HEAD[4],
    body: '<body><section hx-sse:connect="feed"><ul hx-get="rows" hx-trigger="load, added from:closest section"></ul></section></body>',
    events: ADDED,
    paths: ROWS,
    wrong: 'live/event-passes',
  },
  'numbers-alone-on-4': {
    head: HEAD[4],
    body: '<body><b hx-ws:connect="live">0</b></body>',
    messages: ['1830', '1831'],
    wrong: 'oob/plain-text',
  },
};
