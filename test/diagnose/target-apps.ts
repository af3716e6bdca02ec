import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Where content goes that names no target itself, and elements that wait for events and are swapped away.

const LOAD = [1, 2, 3, 4, 5, 6, 7].map((each) => `event: load\ndata: <b>${each} %</b>\n\n`);
const UNNAMED = LOAD.map((each) => each.replace('event: load\n', ''));

const PANEL = '<p id="load"></p>';

/** What becomes of the page of htmx 4 while its stream is open. */
const CHANGED_4: Readonly<Record<string, App>> = {
  'partial-for-another-page-too-on-4': {
    head: HEAD[4],
    body: '<body><b id="load"></b><div hx-sse:connect="feed" hx-swap="none"></div></body>',
    events: ['data: <hx-partial hx-target="#load">1 %</hx-partial><hx-partial hx-target="#inbox">3</hx-partial>\n\n'],
    warnings: ['live/part-lost'],
  },
  'partial-whose-place-comes-later-on-4': {
    head: HEAD[4],
    body: '<body><div hx-get="panel" hx-trigger="load delay:300ms"></div><div hx-sse:connect="feed" hx-swap="none"></div></body>',
    paths: { '/panel': PANEL },
    events: ['data: <hx-partial hx-target="#load">1 %</hx-partial>\n\n'],
  },
  'heartbeats-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed"></div></body>',
    events: ['data:\n\n', ': ping\n\n'],
  },
  'target-in-the-swap-on-4': {
    head: HEAD[4],
    body: `<body><div hx-get="panel" hx-trigger="load delay:300ms">${PANEL}</div><div hx-sse:connect="feed" hx-swap="innerHTML target:#load"></div></body>`,
    paths: { '/panel': PANEL },
    events: UNNAMED,
  },
  'partials-for-a-place-that-is-replaced-on-4': {
    head: HEAD[4],
    body: `<body><div hx-get="panel" hx-trigger="load delay:300ms">${PANEL}</div><div hx-sse:connect="feed" hx-swap="none"></div></body>`,
    paths: { '/panel': PANEL },
    events: [1, 2, 3].map((each) => `data: <hx-partial hx-target="#load">${each} %</hx-partial>\n\n`),
  },
  'target-that-moves-on-4': {
    head: HEAD[4],
    body: '<body><aside></aside><p id="load"></p><div id="feed" hx-sse:connect="feed" hx-target="#load" hx-swap="beforeend"></div><script>setTimeout(() => { document.querySelector("aside").append(load); load.id = "moved"; feed.setAttribute("hx-target", "#nowhere"); }, 300);</script></body>',
    events: UNNAMED,
  },
  'target-that-a-person-closes-on-4': {
    head: HEAD[4],
    body: '<body><p id="load"></p><div hx-sse:connect="feed" hx-target="#load"></div><script>setTimeout(() => load.remove(), 300);</script></body>',
    events: UNNAMED,
  },
  'content-of-its-target-is-renewed-on-4': {
    head: HEAD[4],
    body: '<body><p id="load" hx-get="panel" hx-trigger="load delay:300ms"></p><div hx-sse:connect="feed" hx-target="#load" hx-swap="beforeend"></div></body>',
    paths: { '/panel': '<b>0 %</b>' },
    events: UNNAMED,
  },
};

/** Applications that work and look like one of those below. */
export const TARGETS_RIGHT: Readonly<Record<string, App>> = {
  'replaced-once': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="load"></b><p sse-swap="done" hx-swap="outerHTML">…</p></body>',
    events: ['event: done\ndata: <p>ready</p>\n\n', ...LOAD],
  },
  'replaced-by-one-that-waits': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="load" hx-swap="outerHTML"></b></body>',
    events: [1, 2, 3, 4].map((each) => `event: load\ndata: <b sse-swap="load" hx-swap="outerHTML">${each} %</b>\n\n`),
  },
  'a-placeholder-beside-the-list': {
    body: '<body hx-ext="sse" sse-connect="feed"><p sse-swap="load" hx-swap="delete">none yet</p><ul sse-swap="load" hx-swap="beforeend"></ul></body>',
    events: LOAD,
  },
  'removed-at-the-first-event': {
    body: '<body hx-ext="sse" sse-connect="feed"><p sse-swap="load" hx-swap="delete">waiting</p></body>',
    events: LOAD,
  },
  'ended-by-another-event': {
    body: '<body hx-ext="sse" sse-connect="feed"><div id="job"><b sse-swap="load"></b></div><i sse-swap="end" hx-target="#job"></i></body>',
    events: [...LOAD.slice(0, 2), 'event: end\ndata: stopped\n\n', ...LOAD.slice(2)],
  },
  'the-same-again': {
    body: '<body hx-ext="sse" sse-connect="feed"><p sse-swap="ready" hx-swap="outerHTML">…</p></body>',
    events: ['event: ready\ndata: <p>ready</p>\n\n'],
  },
  'target-of-the-listener': {
    body: '<body hx-ext="sse" sse-connect="feed" hx-target="#board"><i sse-swap="load"></i><div id="board"></div></body>',
    events: LOAD,
  },
  'part-for-another-page-too': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="load"></b></body>',
    events: ['event: load\ndata: 12 %<i id="inbox" hx-swap-oob="true">3</i>\n\n'],
    warnings: ['live/part-lost'],
  },
  'json-for-a-script-on-4': {
    head: HEAD[4],
    body: '<body><b id="load"></b><div hx-ws:connect="live"></div></body>',
    messages: ['{"kind":"ping"}', '<b id="load" hx-swap-oob="true">12 %</b>'],
  },
  'target-that-ws-does-not-read': {
    body: '<body hx-ext="ws" ws-connect="live" hx-target="#nowhere"><b id="load"></b></body>',
    messages: ['<b id="load">12 %</b>'],
  },
  'answers-with-the-form-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><form hx-ws:send><input name="q"><button>Ask</button></form></div></body>',
    answer: () => '<p>yes</p><form hx-ws:send><input name="q"><button>Ask</button></form>',
    send: 'is it Raining42?',
  },
  'content-of-the-target-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="#load"><p id="load"></p></div></body>',
    events: UNNAMED,
  },
  'keeps-an-element-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed"><b id="player" hx-preserve>0:12</b></div></body>',
    events: UNNAMED.map((each) => each.replace('data: ', 'data: <b id="player" hx-preserve></b>')),
  },
  'adds-after-an-element-that-it-keeps-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="#last" hx-swap="afterend"></div><ul><li id="last">0 %</li></ul></body>',
    events: UNNAMED.map((each) => each.replace('data: ', 'data: <li id="last" hx-preserve></li>')),
  },
  ...CHANGED_4,
};

/** One mistake each. */
export const TARGETS_WRONG: Readonly<Record<string, App>> = {
  'replaces-its-listener': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="load" hx-swap="outerHTML"></b></body>',
    events: LOAD,
    wrong: 'live/listener-gone',
  },
  'replaces-what-is-around-its-listener': {
    body: '<body hx-ext="sse" sse-connect="feed"><div id="board"><b sse-swap="load" hx-target="#board"></b></div></body>',
    events: LOAD,
    wrong: 'live/listener-gone',
  },
  'replaces-its-target-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="#load" hx-swap="outerHTML"><p id="load"></p></div></body>',
    events: UNNAMED,
    wrong: 'live/listener-gone',
  },
  'replaces-its-target-by-one-with-its-id-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="#load" hx-swap="outerHTML"><p id="load"></p></div></body>',
    events: [1, 2, 3, 4].map((each) => `data: <p id="load">${each} %</p>\n\n`),
    wrong: 'live/listener-gone',
  },
  'target-that-a-request-replaces-on-4': {
    head: HEAD[4],
    body: `<body><div hx-get="panel" hx-trigger="load delay:300ms">${PANEL}</div><div hx-sse:connect="feed" hx-target="#load"></div></body>`,
    paths: { '/panel': PANEL },
    events: UNNAMED,
    wrong: 'live/listener-gone',
  },
  'target-that-a-script-replaces-on-4': {
    head: HEAD[4],
    body: `<body><div id="board">${PANEL}</div><div hx-sse:connect="feed" hx-target="#load" hx-swap="beforeend"></div><script>setTimeout(() => { board.innerHTML = '${PANEL}'; }, 300);</script></body>`,
    events: UNNAMED,
    wrong: 'live/listener-gone',
  },
  'partial-for-nothing-on-4': {
    head: HEAD[4],
    body: '<body><ul id="jobs"></ul><div hx-sse:connect="feed" hx-swap="none"></div></body>',
    events: ['data: <hx-partial hx-target="jobs" hx-swap="beforeend"><li>done</li></hx-partial>\n\n'],
    wrong: 'live/part-lost',
  },
  'partial-for-nothing-over-a-socket-on-4': {
    head: HEAD[4],
    body: '<body><ul id="jobs"></ul><div hx-ws:connect="live"></div></body>',
    messages: ['<hx-partial id="job" hx-swap="beforeend"><li>done</li></hx-partial>'],
    wrong: 'live/part-lost',
  },
  'json-with-its-html-elsewhere-on-4': {
    head: HEAD[4],
    body: '<body><b id="load"></b><div hx-ws:connect="live" hx-target="#load"></div></body>',
    messages: ['{"html":"<i>12 %</i>"}'],
    wrong: 'oob/json-text',
  },
  'part-of-an-event-for-nothing-on-4': {
    head: HEAD[4],
    body: '<body><b id="load"></b><div hx-sse:connect="feed"></div></body>',
    events: ['data: <b id="laod" hx-swap-oob="true">12 %</b>\n\n'],
    wrong: 'live/part-lost',
  },
  'part-of-an-event-for-nothing': {
    body: '<body hx-ext="sse" sse-connect="feed"><b id="load"></b><i sse-swap="load" hx-swap="none"></i></body>',
    events: ['event: load\ndata: <b id="laod" hx-swap-oob="true">12 %</b>\n\n'],
    wrong: 'live/part-lost',
  },
  'listener-with-a-target-that-is-missing': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="load" hx-target="#bord"></b><p id="board"></p></body>',
    events: LOAD,
    wrong: 'live/target-missing',
  },
  'target-around-without-its-sign': {
    body: '<body hx-ext="sse" sse-connect="feed" hx-target="board"><b sse-swap="load"></b><p id="board"></p></body>',
    events: LOAD,
    wrong: 'live/target-missing',
  },
  'stream-with-a-target-that-is-missing-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="#bord"><p id="board"></p></div></body>',
    events: UNNAMED,
    wrong: 'live/target-missing',
  },
  'a-form-that-the-answer-replaces-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><ul id="log"></ul><form hx-ws:send><input name="q"><button>Ask</button></form></div></body>',
    answer: () => '<li>yes</li>',
    send: 'is it Raining42?',
    wrong: 'live/form-wiped',
  },
  'a-form-that-a-greeting-replaces-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><form hx-ws:send><input name="q"><button>Ask</button></form></div></body>',
    messages: ['<p>welcome</p>'],
    send: 'is it Raining42?',
    wrong: 'live/form-wiped',
  },
  'socket-with-a-target-that-is-missing-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-target="#bord"><p id="board"></p></div></body>',
    messages: ['<b>12 %</b>'],
    wrong: 'live/target-missing',
  },
};
