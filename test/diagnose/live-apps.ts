import { HEAD } from './site.ts';
import type { App } from './site.ts';

const OTHER_HEAD = (core: string, extension: string): string =>
  `<script src="http://OTHER/npm/${core}/dist/htmx.min.js"></script><script src="http://OTHER/npm/${extension}"></script>`;

/** A script that runs once the page has loaded. */
const onceLoaded = (script: string): string => `<script>addEventListener("load", () => { ${script} });</script>`;
/** The same once a connection of it is open. */
const onceOpen = (script: string): string =>
  `<script>for (const name of ["htmx:wsOpen", "htmx:sseOpen"]) addEventListener(name, () => { ${script} }, { once: true });</script>`;

/** Applications that work and look like one of those below. */
export const LIVE_RIGHT: Readonly<Record<string, App>> = {
  'connector-replaced-by-htmx': {
    body: '<body hx-ext="ws"><div id="panel" hx-get="panel" hx-trigger="every 200ms"><div ws-connect="live"></div></div></body>',
    paths: { '/panel': '<div ws-connect="live"></div>' },
    warnings: ['live/connector-polled'],
  },
  'stream-replaced-by-htmx': {
    body: '<body hx-ext="sse"><div hx-get="panel" hx-trigger="load, every 200ms"></div></body>',
    paths: { '/panel': '<div sse-connect="feed" sse-swap="message"></div>' },
    events: ['data: now\n\n'],
    warnings: ['live/connector-polled'],
  },
  'two-addresses': {
    body: '<body hx-ext="ws"><div ws-connect="live?of=jobs"><ul id="jobs"></ul></div><div ws-connect="live?of=load"></div></body>',
    messages: ['<ul id="jobs" hx-swap-oob="beforeend"><li>done</li></ul>'],
  },
  'boosted-navigation': {
    body: `<body hx-ext="ws" hx-boost="true"><a id="next" href="next">next</a><div ws-connect="live"></div>${onceOpen('document.getElementById("next").click();')}</body>`,
    paths: {
      '/next': '<html><body><a id="next" href="next">next</a><div ws-connect="live"></div></body></html>',
    },
  },
  'added-and-processed': {
    body: `<body hx-ext="ws" ws-connect="live"><ol id="answers"></ol><p id="spot"></p>${onceLoaded('spot.innerHTML = "<form ws-send><input name=q><button>Ask</button></form>"; htmx.process(spot);')}</body>`,
    answer: () => '<ol id="answers" hx-swap-oob="beforeend"><li>yes</li></ol>',
  },
  'left-alone-on-purpose': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="message"></div><div hx-disable><button hx-get="x">no</button></div></body>',
    events: ['data: on\n\n'],
  },
  'one-state-for-each-answer': {
    body: '<body hx-ext="sse" sse-connect="feed"><b sse-swap="cpu"></b><b sse-swap="mem"></b></body>',
    events: ['retry: 100\nevent: cpu\ndata: 12 %\n\n', 'event: mem\ndata: 3 GB\n\n'],
    ends: 1000,
  },
  'stream-with-an-end': {
    body: '<body><pre hx-ext="sse" sse-connect="feed" sse-swap="line" sse-close="done" hx-swap="beforeend"></pre></body>',
    events: ['retry: 100\nevent: line\ndata: one\n\n', 'event: line\ndata: two\n\n', 'event: done\ndata:\n\n'],
    ends: 1000,
  },
  'history-that-replaces': {
    head: `${HEAD[2]}<script>htmx.config.wsReconnectDelay = () => 50;</script>`,
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: ['<ul id="jobs"><li>one</li><li>two</li></ul>', '<ul id="jobs"><li>one</li><li>two</li><li>3</li></ul>'],
    breaksAfter: 2,
  },
  'goes-on-after-a-break': {
    head: `${HEAD[2]}<script>htmx.config.wsReconnectDelay = () => 50;</script>`,
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => `<ul id="jobs" hx-swap-oob="beforeend"><li>${each}</li></ul>`),
    goesOn: true,
    breaksAfter: 3,
  },
  'six-listeners-of-one-stream': {
    body: `<body hx-ext="sse" sse-connect="feed">${'<b sse-swap="message"></b>'.repeat(8)}</body>`,
    events: ['data: on\n\n'],
  },
  'pinned-on-a-cdn': {
    head: OTHER_HEAD('htmx.org@2.0.11', 'htmx-ext-ws@2.0.4/ws.js'),
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
  },
  'own-name-in-full': {
    body: '<body hx-ext="ws"><div ws-connect="ws://HOST/own-name-in-full/live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
    ownOrigin: true,
    host: 'shop.localhost',
  },
  'another-origin-that-allows-it': {
    body: '<body hx-ext="ws"><div ws-connect="ws://OTHER/another-origin-that-allows-it/live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
  },
};

/** Applications of htmx 4 that work, and what the betas of it had. */
export const RIGHT_4: Readonly<Record<string, App>> = {
  'named-event-triggers-request-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-target="find p"><p></p><b hx-get="inbox" hx-trigger="mail from:\'closest div\'"></b></div></body>',
    events: ['event: mail\ndata: x\n\n'],
    paths: { '/inbox': '<p>one letter</p>' },
  },
  'named-event-for-a-script-on-4': {
    head: HEAD[4],
    body: '<body><div id="feed" hx-sse:connect="feed"></div><b id="n"></b><script>feed.addEventListener("score", (e) => { n.textContent = e.detail.data; });</script></body>',
    events: ['event: score\ndata: 3:1\n\n'],
  },
  'content-in-json-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"><ul id="jobs"></ul></div></body>',
    messages: [JSON.stringify({ content: '<li>done</li>', target: '#jobs', swap: 'beforeend' }), '{"beat":1}'],
  },
  'partials-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-swap="none"><ul id="jobs"></ul><b id="load"></b></div></body>',
    messages: [
      '<hx-partial hx-target="#jobs" hx-swap="beforeend"><li>done</li></hx-partial><hx-partial hx-target="#load">12 %</hx-partial>',
    ],
  },
  'target-of-the-connector-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-target="#answers" hx-swap="beforeend"><ol id="answers"></ol><form hx-ws:send><input name="q"><button>Ask</button></form></div></body>',
    answer: () => '<li>yes</li>',
    send: 'is it Raining42?',
  },
  'listens-to-both-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"></div><script>for (const name of ["htmx:before:ws:message", "htmx:ws:before:message:incoming"]) document.body.addEventListener(name, () => {});</script></body>',
    messages: ['<p>12 %</p>'],
  },
  'payload-of-the-betas-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live"></div><script>document.body.addEventListener("htmx:before:ws:message", () => {});</script></body>',
    messages: [JSON.stringify({ channel: 'ui', payload: '<p>12 %</p>' })],
    warnings: ['htmx/beta-form', 'htmx/beta-form', 'htmx/beta-form'],
  },
};

const core = (major: 1 | 2 | 4): string => `<script src="/js/htmx${major}.js"></script>`;
const SOCKET = '<body hx-ext="ws"><div ws-connect="live"><p id="load">?</p></div></body>';
const STREAM = '<body hx-ext="sse"><div sse-connect="feed" sse-swap="message"></div></body>';
const LOAD = ['<p id="load">12 %</p>'];
const ON = ['data: on\n\n'];

/** Core and extension of different majors, in every pair. */
export const OTHER_MAJOR: Readonly<Record<string, App>> = {
  'core-1-ws-2': {
    head: `${core(1)}<script src="/js/ws2.js"></script>`,
    body: SOCKET,
    messages: LOAD,
  },
  'core-1-sse-2': {
    head: `${core(1)}<script src="/js/sse2.js"></script>`,
    body: STREAM,
    events: ON,
    wrong: 'htmx/wrong-version',
  },
  'core-2-ws-1': { head: `${core(2)}<script src="/js/ws1.js"></script>`, body: SOCKET, messages: LOAD },
  // The DOM engine does not say what a listener of a stream throws.
  'core-2-sse-1': {
    head: `${core(2)}<script src="/js/sse1.js"></script>`,
    body: STREAM,
    events: ON,
    host: 'localhost',
    wrong: 'htmx/wrong-version',
  },
  'core-2-ws-4': {
    head: `${core(2)}<script src="/js/hx-ws.js"></script>`,
    body: SOCKET,
    messages: LOAD,
    wrong: 'htmx/wrong-version',
  },
  'core-2-sse-4': {
    head: `${core(2)}<script src="/js/hx-sse.js"></script>`,
    body: STREAM,
    events: ON,
    wrong: 'htmx/wrong-version',
  },
  'core-4-ws-2': {
    head: `${core(4)}<script src="/js/ws2.js"></script>`,
    body: SOCKET,
    messages: LOAD,
    wrong: 'htmx/wrong-version',
  },
  'core-4-sse-2': {
    head: `${core(4)}<script src="/js/sse2.js"></script>`,
    body: STREAM,
    events: ON,
    wrong: 'htmx/wrong-version',
  },
  'core-4-ws-1': {
    head: `${core(4)}<script src="/js/ws1.js"></script>`,
    body: SOCKET,
    messages: LOAD,
    wrong: 'htmx/wrong-version',
  },
  'core-1-ws-4': {
    head: `${core(1)}<script src="/js/hx-ws.js"></script>`,
    body: SOCKET,
    messages: LOAD,
    wrong: 'htmx/wrong-version',
  },
};

/** Applications that are broken in a way that shows only as time goes on, or in another place than the own computer. */
export const LIVE_WRONG: Readonly<Record<string, App>> = {
  'connector-replaced-by-a-script': {
    body: `<body hx-ext="ws"><div id="panel"><div ws-connect="live"></div></div><script>setInterval(() => { panel.innerHTML = '<div ws-connect="live"></div>'; htmx.process(panel); htmx.process(panel.firstChild); }, 200);</script></body>`,
    forMs: 2500,
    wrong: 'live/connections-multiply',
  },
  'stream-processed-again': {
    body: `<body hx-ext="sse"><div id="feed" sse-connect="feed" sse-swap="message"></div>${onceOpen('feed.title = "x"; htmx.process(feed);')}</body>`,
    events: ['data: on\n\n'],
    forMs: 2500,
    wrong: 'live/connections-multiply',
  },
  'connector-added-by-a-script': {
    body: `<body hx-ext="ws"><ul id="jobs"></ul><div id="spot"></div>${onceLoaded('spot.innerHTML = "<div ws-connect=live></div>";')}</body>`,
    messages: ['<ul id="jobs" hx-swap-oob="beforeend"><li>done</li></ul>'],
    wrong: 'live/not-wired',
  },
  'form-added-by-a-script': {
    body: `<body hx-ext="ws" ws-connect="live"><ol id="answers"></ol><div id="spot"></div>${onceLoaded('spot.innerHTML = "<form ws-send><input name=q><button>Ask</button></form>";')}</body>`,
    answer: () => '<ol id="answers" hx-swap-oob="beforeend"><li>yes</li></ol>',
    wrong: 'live/not-wired',
  },
  'connector-added-on-4': {
    head: HEAD[4],
    body: `<body><div id="spot"></div>${onceLoaded(`spot.innerHTML = '<div hx-ws:connect="live"></div>';`)}</body>`,
    messages: ['<p>12 %</p>'],
    wrong: 'live/not-wired',
  },
  'log-that-begins-again': {
    body: '<body><pre hx-ext="sse" sse-connect="feed" sse-swap="line" hx-swap="beforeend"></pre></body>',
    events: ['retry: 100\nevent: line\ndata: one\n\n', 'event: line\ndata: two\n\n'],
    ends: 1000,
    wrong: 'live/stream-never-ends',
  },
  'progress-that-begins-again': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message" sse-close="ready"></div></body>',
    events: ['retry: 100\ndata: 10 %\n\n', 'data: 50 %\n\n', 'data: 100 %\n\n'],
    ends: 1000,
    wrong: 'live/stream-never-ends',
  },
  'log-that-begins-again-on-4': {
    head: HEAD[4],
    body: '<body><pre hx-sse:connect="feed" hx-swap="beforeend"></pre></body>',
    events: ['retry: 100\ndata: <i>one</i>\n\n', 'data: <i>two</i>\n\n'],
    ends: 1000,
    wrong: 'live/stream-never-ends',
  },
  'feed-that-forgets': {
    body: '<body><ul hx-ext="sse" sse-connect="feed" sse-swap="message" hx-swap="beforeend"></ul></body>',
    events: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => `retry: 50\ndata: <li>${each}</li>\n\n`),
    breaksAfter: 4,
    wrong: 'live/repeated-after-reconnect',
  },
  'history-that-is-added': {
    head: `${HEAD[2]}<script>htmx.config.wsReconnectDelay = () => 50;</script>`,
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"></ul></body>',
    messages: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((each) => `<ul id="jobs" hx-swap-oob="beforeend"><li>${each}</li></ul>`),
    breaksAfter: 3,
    wrong: 'live/repeated-after-reconnect',
  },
  'a-stream-for-each-row': {
    body: `<body hx-ext="sse">${[1, 2, 3, 4, 5, 6, 7].map((each) => `<b sse-connect="feed?of=${each}" sse-swap="message"></b>`).join('')}</body>`,
    events: ['data: on\n\n'],
    wrong: 'page/too-many-streams',
    host: 'rows.localhost',
  },
  'newest-htmx-of-a-cdn': {
    head: OTHER_HEAD('htmx.org', 'htmx-ext-ws@2.0.4/ws.js'),
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/wrong-version',
  },
  'extension-of-htmx-org-unpinned': {
    head: OTHER_HEAD('htmx.org@2.0.11', 'htmx.org/dist/ext/ws.js'),
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    warnings: ['htmx/no-version', 'htmx/old-extension'],
  },
  'this-computer-in-the-address': {
    body: '<body hx-ext="ws"><div ws-connect="ws://localhost:9/this-computer/live"><p id="load">?</p></div></body>',
    wrong: 'live/hard-coded-host',
    host: 'shop.localhost',
  },
  'this-computer-that-happens-to-answer': {
    body: '<body hx-ext="ws"><div ws-connect="ws://OTHER/this-computer-that-happens-to-answer/live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
    warnings: ['live/hard-coded-host'],
    host: 'shop.localhost',
  },
  'another-origin-refused': {
    body: '<body hx-ext="ws"><div ws-connect="ws://OTHER/another-origin-refused/live"><p id="load">?</p></div></body>',
    messages: ['<p id="load">12 %</p>'],
    ownOrigin: true,
    wrong: 'live/other-origin',
  },
  'stream-of-another-origin': {
    body: '<body hx-ext="sse"><div sse-connect="http://OTHER/stream-of-another-origin/feed" sse-swap="message"></div></body>',
    events: ['data: on\n\n'],
    wrong: 'live/other-origin',
  },
};
