import type { App } from './site.ts';

/** What differs in an application under the other major: the code, and what it is about. */
export interface Migrating extends App {
  readonly differs: readonly (readonly [code: string, about: string])[];
}

const scripts = (...names: readonly string[]): string =>
  names.map((name) => `<script src="/${name}"></script>`).join('');
const TWO = scripts('v2/htmx.min.js', 'v2/ws.js', 'v2/sse.js');
const FOUR = scripts('v4/htmx.min.js', 'v4/hx-ws.min.js', 'v4/hx-sse.min.js');

/** Applications of htmx 2 and of htmx 4, and all that differs under the other major besides scripts, attributes and close codes. */
export const MIGRATING: Readonly<Record<string, Migrating>> = {
  'load-beside-a-form': {
    head: TWO,
    body: '<body hx-ext="ws"><main id="room" ws-connect="live"><p id="load">?</p><form ws-send><input name="q"><button>Ask</button></form></main></body>',
    messages: ['<p id="load">12 %</p>'],
    differs: [
      ['migrate/received', 'wipes'],
      ['migrate/sent', 'HEADERS → headers'],
    ],
  },
  'out-of-band-and-none': {
    head: TWO,
    body: '<body hx-ext="ws"><main ws-connect="live" hx-swap="none"><p id="load">?</p></main></body>',
    messages: ['<p id="load" hx-swap-oob="true">12 %</p>'],
    differs: [],
  },
  'asks-and-adds': {
    head: TWO,
    body: '<body hx-ext="ws"><div ws-connect="live" hx-swap="none"><ol id="answers"></ol><form id="ask" ws-send><input name="q"><button>Ask</button></form></div></body>',
    answer: (message) =>
      `<ol id="answers" hx-swap-oob="beforeend"><li>${(JSON.parse(message) as { q: string }).q}</li></ol>`,
    send: 'is it raining?',
    differs: [['migrate/sent', 'HEADERS → headers']],
  },
  'score-by-name': {
    head: TWO,
    body: '<body><div hx-ext="sse" sse-connect="feed"><b id="score" sse-swap="score"></b></div></body>',
    events: ['event: score\ndata: 3:1\n\n'],
    differs: [['migrate/received', 'lost']],
  },
  'waits-for-events-of-2': {
    head: TWO,
    body: `<body hx-ext="ws"><main ws-connect="live" hx-swap="none" hx-on::ws-open="this.title = 'open'"><p id="load">?</p></main><script>
document.body.addEventListener('htmx:wsAfterMessage', () => {});
</script></body>`,
    messages: ['<p id="load" hx-swap-oob="true">12 %</p>'],
    differs: [
      ['migrate/event', 'hx-on::ws-open'],
      ['migrate/event', 'htmx:wsAfterMessage'],
    ],
  },
  'waits-for-events-of-2-in-a-script': {
    head: TWO + scripts('v2/chat.js'),
    body: '<body hx-ext="ws"><main ws-connect="live" hx-swap="none"><p id="load">?</p></main></body>',
    messages: ['<p id="load" hx-swap-oob="true">12 %</p>'],
    differs: [['migrate/event', 'htmx:wsAfterMessage']],
  },
  'waits-for-both-in-a-script': {
    head: TWO + scripts('v2/both.js'),
    body: '<body hx-ext="ws"><main ws-connect="live" hx-swap="none"><p id="load">?</p></main></body>',
    messages: ['<p id="load" hx-swap-oob="true">12 %</p>'],
    differs: [],
  },
  'unnamed-into-itself': {
    head: TWO,
    body: '<body><div id="now" hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: <b>on</b>\n\n'],
    differs: [],
  },
  'unnamed-into-another': {
    head: TWO,
    body: '<body><div id="feed" hx-ext="sse" sse-connect="feed"><b id="now" sse-swap="message"></b></div></body>',
    events: ['data: on\n\n'],
    differs: [['migrate/received', 'wipes']],
  },
  'dropped-row-appears': {
    head: TWO,
    body: '<body hx-ext="ws"><ul id="jobs" ws-connect="live"></ul></body>',
    messages: ['<li>done</li>'],
    differs: [['migrate/received', 'appears']],
  },
  'list-of-4': {
    head: FOUR,
    body: '<body><ul id="jobs" hx-ws:connect="live" hx-swap="beforeend"></ul></body>',
    messages: ['<li>done</li>'],
    differs: [
      ['migrate/not-open', 'ws'],
      ['migrate/received', 'lost'],
    ],
  },
};

/** What is told of every page and needs no test of its own in each. */
export const USUAL: ReadonlySet<string> = new Set([
  ...['migrate/script', 'migrate/attribute', 'migrate/hidden-tab', 'migrate/reconnects'],
]);
