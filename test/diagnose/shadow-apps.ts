import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Attributes of htmx in shadow roots, which selectors of the document do not reach.

const EVENTS = ['event: load\ndata: <b>12 %</b>\n\n', 'event: load\ndata: <b>13 %</b>\n\n'];
const UNNAMED = ['data: <b>12 %</b>\n\n', 'data: <b>13 %</b>\n\n'];
const FORM = '<form ws-send><input name=q><button>Ask</button></form>';
const FORM_4 = '<form hx-ws:send><input name=q><button>Ask</button></form>';
const ANSWER = '<ul id="answers" hx-swap-oob="beforeend"><li>yes</li></ul>';

/** A component with this content in its shadow root. */
function component(content: string, then = ''): string {
  return `<live-board></live-board><script>customElements.define('live-board', class extends HTMLElement { connectedCallback() { const root = this.attachShadow({ mode: 'open' }); root.innerHTML = \`${content}\`; ${then} } });</script>`;
}

const PROCESS = 'htmx.process(root);';

export const SHADOW_RIGHT: Readonly<Record<string, App>> = {
  'socket-in-a-shadow-root-on-4': {
    head: HEAD[4],
    body: `<body>${component('<div hx-ws:connect="live"></div>', PROCESS)}</body>`,
    messages: ['<p>12 %</p>'],
  },
  'stream-in-a-shadow-root-on-4': {
    head: HEAD[4],
    body: `<body>${component('<div hx-sse:connect="feed" hx-target="find p"><p></p></div>', PROCESS)}</body>`,
    events: UNNAMED,
  },
  'shadow-root-in-markup-on-4': {
    head: HEAD[4],
    body: '<body><div id="board"><template shadowrootmode="open"><div hx-sse:connect="feed"></div></template></div><script>document.addEventListener("DOMContentLoaded", () => { if (board.shadowRoot) htmx.process(board.shadowRoot); });</script></body>',
    events: UNNAMED,
  },
  'form-in-a-shadow-root-on-4': {
    head: HEAD[4],
    body: `<body><div hx-ws:connect="live" hx-target="#answers"><ul id="answers"></ul>${component(FORM_4, PROCESS)}</div></body>`,
    messages: ['<li>yes</li>'],
    send: 'is it Raining42?',
  },
  'a-component-beside-a-stream': {
    body: `<body hx-ext="sse"><div sse-connect="feed" sse-swap="load"></div>${component('<input name=q><b>nice</b>')}</body>`,
    events: EVENTS,
  },
};

const wrong = 'live/in-shadow-root';

/** One mistake each. */
export const SHADOW_WRONG: Readonly<Record<string, App>> = {
  'socket-in-a-shadow-root': {
    body: `<body hx-ext="ws"><p id="load"></p>${component('<div ws-connect="live"></div>')}</body>`,
    messages: ['<p id="load">12 %</p>'],
    wrong,
  },
  'socket-in-a-processed-shadow-root': {
    body: `<body><p id="load"></p>${component('<div hx-ext="ws" ws-connect="live"></div>', PROCESS)}</body>`,
    messages: ['<p id="load">12 %</p>'],
    wrong,
  },
  'stream-in-a-processed-shadow-root': {
    body: `<body>${component('<div hx-ext="sse" sse-connect="feed" sse-swap="load"></div>', PROCESS)}</body>`,
    events: EVENTS,
    wrong,
  },
  'listener-in-a-shadow-root': {
    body: `<body hx-ext="sse"><div sse-connect="feed">${component('<b sse-swap="load"></b>')}</div></body>`,
    events: EVENTS,
    wrong,
  },
  'form-in-a-shadow-root': {
    body: `<body hx-ext="ws"><div ws-connect="live"><ul id="answers"></ul>${component(FORM)}</div></body>`,
    messages: [ANSWER],
    send: 'is it Raining42?',
    wrong,
  },
  'shadow-root-in-markup': {
    body: '<body><div><template shadowrootmode="open"><div hx-ext="sse" sse-connect="feed" sse-swap="load"></div></template></div></body>',
    events: EVENTS,
    wrong,
  },
  'socket-in-a-shadow-root-unprocessed-on-4': {
    head: HEAD[4],
    body: `<body>${component('<div hx-ws:connect="live"></div>')}</body>`,
    messages: ['<p>12 %</p>'],
    wrong,
  },
  'stream-in-a-shadow-root-unprocessed-on-4': {
    head: HEAD[4],
    body: `<body>${component('<div hx-sse:connect="feed"></div>')}</body>`,
    events: UNNAMED,
    wrong,
  },
};
