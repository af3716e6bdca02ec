import { HEAD } from './site.ts';
import type { App } from './site.ts';

// htmx 4 inherits nothing that does not say so.

const head = HEAD[4];
const AROUND = 'hx-target="#log" hx-swap="beforeend"';
const LOG = '<ul id="log"></ul>';
const ITEMS = ['<li>1</li>', '<li>2</li>', '<li>3</li>'];
const EVENTS = ITEMS.map((each) => `data: ${each}\n\n`);
const FORM = '<form hx-ws:send><input name="q"><button>Ask</button></form>';
const answer = (): string => '<p id="answer" hx-swap-oob="true">yes</p>';
const send = 'is it Raining42?';

/** Applications that work and look like one of those below. */
export const INHERITANCE_RIGHT: Readonly<Record<string, App>> = {
  'target-around-that-says-so-on-4': {
    head,
    body: `<body><main hx-target:inherited="#log" hx-swap:inherited="beforeend"><div hx-ws:connect="live"></div></main>${LOG}</body>`,
    messages: ITEMS,
  },
  // With implicit inheritance the form inherits `hx-ws:connect` as well, and connects once more (hx-ws 4, `htmx_after_process`).
  'target-around-and-implicit-inheritance-on-4': {
    head: `<meta name="htmx-config" content="implicitInheritance:true">${head}`,
    body: `<body><main ${AROUND}><div hx-ws:connect="live">${FORM}</div></main>${LOG}</body>`,
    messages: ITEMS,
    warnings: ['page/ws-two-connections'],
  },
  'target-around-and-implicit-inheritance-of-a-stream-on-4': {
    head: `<meta name="htmx-config" content='{"implicitInheritance": true}'>${head}`,
    body: `<body ${AROUND}><div hx-sse:connect="feed"></div>${LOG}</body>`,
    events: EVENTS,
  },
  'target-around-and-the-extension-for-2-on-4': {
    head: `${head}<script src="/js/htmx-2-compat.js"></script>`,
    body: `<body ${AROUND}><div hx-ws:connect="live"><h1>Log</h1></div>${LOG}</body>`,
    messages: ITEMS,
  },
  'target-of-its-own-on-4': {
    head,
    body: `<body hx-target="#main" hx-swap="outerHTML"><div hx-sse:connect="feed" ${AROUND}></div>${LOG}<i id="main"></i></body>`,
    events: EVENTS,
  },
  'target-around-and-parts-alone-on-4': {
    head,
    body: `<body><main ${AROUND}><div hx-ws:connect="live"></div></main>${LOG}</body>`,
    messages: ITEMS.map((each) => `<hx-partial ${AROUND}>${each}</hx-partial>`),
  },
  'target-around-is-of-a-request-on-4': {
    head,
    body: '<body><main hx-get="panel" hx-target="#log" hx-trigger="click"><div hx-sse:connect="feed"></div></main><p id="log"></p></body>',
    events: EVENTS,
  },
  'target-around-may-be-for-links-on-4': {
    head,
    body: '<body hx-target="#log"><a hx-get="panel">more</a><div hx-sse:connect="feed"></div><p id="log"></p></body>',
    events: EVENTS,
    warnings: ['live/not-inherited'],
  },
  'target-around-is-the-same-on-4': {
    head,
    body: '<body><main hx-target="#feed" hx-swap="innerHTML"><div id="feed" hx-sse:connect="feed"></div></main></body>',
    events: EVENTS,
  },
  'values-around-that-say-so-on-4': {
    head,
    body: `<body hx-vals:inherited='{"room":7}'><div hx-ws:connect="live">${FORM}</div><p id="answer"></p></body>`,
    ...{ answer, send },
  },
  'values-around-and-in-the-form-on-4': {
    head,
    body: `<body hx-vals='{"room":7}'><div hx-ws:connect="live">${FORM.replace('<input', '<input type="hidden" name="room" value="7"><input')}</div><p id="answer"></p></body>`,
    ...{ answer, send },
  },
  'values-around-and-implicit-inheritance-on-4': {
    head: `<meta name="htmx-config" content="implicitInheritance:true">${head}`,
    body: `<body hx-vals='{"room":7}'><div hx-ws:connect="live">${FORM}</div><p id="answer"></p></body>`,
    ...{ answer, send },
    warnings: ['page/ws-two-connections'],
  },
};

const wrong = 'live/not-inherited';

/** One mistake each. */
export const INHERITANCE_WRONG: Readonly<Record<string, App>> = {
  'target-around-a-socket-on-4': {
    head,
    body: `<body><main ${AROUND}><div hx-ws:connect="live"><h1>Log</h1></div></main>${LOG}</body>`,
    messages: ITEMS,
    wrong,
  },
  'target-around-a-socket-with-a-form-on-4': {
    head,
    body: `<body ${AROUND}><div hx-ws:connect="live">${FORM}</div>${LOG}</body>`,
    answer: () => '<li>yes</li>',
    ...{ send, wrong },
  },
  'target-around-a-stream-on-4': {
    head,
    body: `<body ${AROUND}><div hx-sse:connect="feed"></div>${LOG}</body>`,
    events: EVENTS,
    wrong,
  },
  'swap-around-a-stream-on-4': {
    head,
    body: '<body><main hx-swap="beforeend"><ul hx-sse:connect="feed"></ul></main></body>',
    events: EVENTS,
    wrong,
  },
  'swap-around-a-socket-with-a-target-on-4': {
    head,
    body: `<body><main data-hx-swap="afterbegin"><div hx-ws:connect="live" hx-target="#log"></div></main>${LOG}</body>`,
    messages: ITEMS,
    wrong,
  },
  'values-around-a-form-on-4': {
    head,
    body: `<body hx-vals='{"room":7}'><div hx-ws:connect="live">${FORM}</div><p id="answer"></p></body>`,
    ...{ answer, send, wrong },
  },
  'values-around-a-form-in-the-form-of-4': {
    head,
    body: `<body hx-vals="room:7"><div hx-ws:connect="live">${FORM}</div><p id="answer"></p></body>`,
    ...{ answer, send, wrong },
  },
  'headers-around-a-form-on-4': {
    head,
    body: `<body><div hx-ws:connect="live"><div hx-headers='{"X-CSRF-Token":"abc"}'>${FORM}</div></div><p id="answer"></p></body>`,
    ...{ answer, send, wrong },
  },
  'include-around-a-form-on-4': {
    head,
    body: `<body><div hx-ws:connect="live"><input id="name" name="name" value="Ann"><div hx-include="#name">${FORM}</div></div><p id="answer"></p></body>`,
    ...{ answer, send, wrong },
  },
};
