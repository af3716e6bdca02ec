import { HEAD } from './site.ts';
import type { App } from './site.ts';

// What comes on a connection and takes the element that connects away: by mistake, or because it is the last that comes.

const NUMBERS = [1, 2, 3, 4, 5, 6, 7];
const LOAD = NUMBERS.map((each) => `event: load\ndata: <b>${each} %</b>\n\n`);
const UNNAMED = NUMBERS.map((each) => `data: <b>${each} %</b>\n\n`);
const PLAIN = NUMBERS.map((each) => `<p>${each} %</p>`);
const READY = 'event: done\ndata: <p>ready</p>\n\n';

/** Applications that work and look like one of those below. */
export const CONNECTORS_RIGHT: Readonly<Record<string, App>> = {
  'inside-of-the-connector': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="load"></div></body>',
    events: LOAD,
  },
  'last-event-replaces-all': {
    body: '<body hx-ext="sse"><div id="job" sse-connect="feed"><b sse-swap="load"></b><i sse-swap="done" hx-target="#job" hx-swap="outerHTML"></i></div></body>',
    events: [...LOAD, READY],
    ends: 1000,
  },
  'the-only-event-replaces-all': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="done" hx-swap="outerHTML">working</div></body>',
    events: [READY],
    ends: 1000,
  },
  'closed-and-replaced-by-the-same-event': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="done" sse-close="done" hx-swap="outerHTML">working</div></body>',
    events: [...LOAD, READY],
  },
  'each-part-names-the-next': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="load" hx-swap="outerHTML">one</div></body>',
    events: [
      'event: load\ndata: <div sse-connect="feed?part=2" sse-swap="last">two</div>\n\n',
      'event: last\ndata: three\n\n',
    ],
  },
  'deletes-itself': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="load" hx-swap="delete">wait</div></body>',
    events: LOAD,
  },
  'morphs-itself-on-4': {
    head: HEAD[4],
    body: '<body><div id="job" hx-sse:connect="feed" hx-swap="outerMorph">?</div></body>',
    events: NUMBERS.map((each) => `data: <div id="job" hx-sse:connect="feed" hx-swap="outerMorph">${each} %</div>\n\n`),
  },
  'closed-by-an-event-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-sse:close="end"></div></body>',
    events: [...UNNAMED, 'event: end\ndata: x\n\n'],
  },
  'from-one-socket-to-another': {
    body: '<body hx-ext="ws"><main id="stage" ws-connect="live?lobby"><form ws-send><input name="team"><button>Join</button></form></main></body>',
    answer: (message) =>
      `<main id="stage" hx-swap-oob="true" ws-connect="live?quiz">${JSON.parse(message).team}</main>`,
    send: 'hello Zebra7',
  },
  'goodbye-over-a-socket': {
    body: '<body hx-ext="ws"><div id="game" ws-connect="live"><b id="load"></b></div></body>',
    messages: [...NUMBERS.map((each) => `<b id="load">${each}</b>`), '<div id="game">over</div>'],
    ends: 1000,
    warnings: ['oob/replaces-connector'],
  },
  'goodbye-over-a-socket-on-4': {
    head: HEAD[4],
    body: '<body><div id="game" hx-ws:connect="live"></div></body>',
    messages: [...PLAIN, JSON.stringify({ content: '<p>over</p>', target: '#game', swap: 'outerHTML' })],
    ends: 1000,
    warnings: ['live/connector-replaced'],
  },
};

const wrong = 'live/connector-replaced';

/** One mistake each. */
export const CONNECTORS_WRONG: Readonly<Record<string, App>> = {
  'replaces-its-connector': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="load" hx-swap="outerHTML"></div></body>',
    events: LOAD,
    wrong,
  },
  'connects-again-with-each-event': {
    body: '<body hx-ext="sse"><div sse-connect="feed" sse-swap="load" hx-swap="outerHTML"></div></body>',
    events: NUMBERS.map(
      (each) => `event: load\ndata: <div sse-connect="feed" sse-swap="load" hx-swap="outerHTML">${each} %</div>\n\n`,
    ),
    wrong,
  },
  'target-around-the-connector': {
    body: '<body hx-ext="sse"><main id="box"><div sse-connect="feed"><i sse-swap="load" hx-target="#box"></i></div></main></body>',
    events: LOAD,
    wrong,
  },
  'out-of-band-over-the-connector': {
    body: '<body hx-ext="sse"><div id="box" sse-connect="feed" sse-swap="load"></div></body>',
    events: NUMBERS.map((each) => `event: load\ndata: <b>new</b><div id="box" hx-swap-oob="true">${each}</div>\n\n`),
    wrong,
  },
  'replaces-its-connector-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-swap="outerHTML"></div></body>',
    events: UNNAMED,
    wrong,
  },
  'connects-again-with-each-event-on-4': {
    head: HEAD[4],
    body: '<body><div hx-sse:connect="feed" hx-swap="outerHTML"></div></body>',
    events: NUMBERS.map((each) => `data: <div hx-sse:connect="feed" hx-swap="outerHTML">${each} %</div>\n\n`),
    wrong,
  },
  'names-its-connector-as-target-on-4': {
    head: HEAD[4],
    body: '<body><div id="box" hx-sse:connect="feed" hx-target="#box" hx-swap="outerHTML"></div></body>',
    events: UNNAMED,
    wrong,
  },
  'socket-replaced-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-swap="outerHTML"></div></body>',
    messages: PLAIN,
    wrong,
  },
  'socket-opened-with-each-message-on-4': {
    head: HEAD[4],
    body: '<body><div hx-ws:connect="live" hx-swap="outerHTML"></div></body>',
    messages: NUMBERS.map((each) => `<div hx-ws:connect="live" hx-swap="outerHTML">${each} %</div>`),
    wrong,
  },
  'state-before-the-board-over-it': {
    body: '<body hx-ext="ws"><b id="state"></b><div id="board" ws-connect="live"></div></body>',
    messages: ['<b id="state">on</b>', ...NUMBERS.map((each) => `<div id="board">${each}</div>`)],
    wrong: 'oob/replaces-connector',
  },
};
