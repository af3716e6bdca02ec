import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Events of a stream that are nothing but out-of-band parts, and the element that waits for them.

const USERS = '<b id="users"></b>';
const PARTS = [1, 2, 3].map((each) => `event: load\ndata: <b id="users" hx-swap-oob="true">${each}</b>\n\n`);
const CONTENT = 'event: load\ndata: <i>12 %</i>\n\n';
const UNNAMED = PARTS.map((each) => each.replace('event: load\n', ''));

/** Applications that work and look like one of those below. */
export const PARTS_RIGHT: Readonly<Record<string, App>> = {
  'parts-and-no-swap': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load" hx-swap="none">12 %</p>${USERS}</body>`,
    events: PARTS,
  },
  'parts-for-a-hidden-listener': {
    body: `<body hx-ext="sse" sse-connect="feed"><i hidden sse-swap="load"></i>${USERS}</body>`,
    events: PARTS,
  },
  'parts-for-a-listener-that-is-hidden-with-what-is-in-it': {
    body: `<body hx-ext="sse" sse-connect="feed"><div style="display: none"><i sse-swap="load">of the stream</i></div>${USERS}</body>`,
    events: PARTS,
  },
  'parts-for-an-empty-listener': {
    body: `<body hx-ext="sse" sse-connect="feed"><div sse-swap="load">\n</div>${USERS}</body>`,
    events: PARTS,
  },
  'parts-take-the-place-of-a-word': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load">Connecting…</p>${USERS}</body>`,
    events: PARTS,
  },
  'parts-beside-content': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load">12 %</p>${USERS}</body>`,
    events: PARTS.map((each) => each.replace('data: ', 'data: <i>13 %</i>')),
  },
  'parts-and-a-list-that-grows': {
    body: `<body hx-ext="sse" sse-connect="feed"><ul sse-swap="load" hx-swap="beforeend"><li>0 %</li></ul>${USERS}</body>`,
    events: ['event: load\ndata: <li>12 %</li>\n\n', ...PARTS],
  },
  'partials-alone': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load">12 %</p>${USERS}</body>`,
    events: ['event: load\ndata: <hx-partial hx-target="#users">3</hx-partial>\n\n'],
  },
  'an-empty-event-clears': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load"></p>${USERS}</body>`,
    events: [CONTENT, 'event: load\ndata:\n\n'],
  },
  'parts-under-a-name-of-their-own': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load">12 %</p><i hidden sse-swap="users" hx-swap="none"></i>${USERS}</body>`,
    events: [CONTENT, ...PARTS.map((each) => each.replace('load', 'users'))],
  },
  // A message that comes ends what another name had brought, perhaps on purpose.
  'parts-under-another-name': {
    body: '<body hx-ext="sse" sse-connect="feed"><ul id="log"></ul><p sse-swap="typing, said"></p></body>',
    events: [
      'event: typing\ndata: <i>Ann is typing</i>\n\n',
      'event: said\ndata: <ul id="log" hx-swap-oob="beforeend"><li>hi</li></ul>\n\n',
    ],
    warnings: ['live/listener-emptied'],
  },
  'parts-with-a-note-at-times': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load"></p>${USERS}</body>`,
    events: ['event: load\ndata: <i>saving</i><b id="users" hx-swap-oob="true">3</b>\n\n', ...PARTS],
    warnings: ['live/listener-emptied'],
  },
  'parts-alone-on-4': {
    head: HEAD[4],
    body: `<body><div hx-sse:connect="feed"><p>12 %</p></div>${USERS}</body>`,
    events: UNNAMED,
  },
};

/** One mistake each. */
export const PARTS_WRONG: Readonly<Record<string, App>> = {
  'parts-empty-what-the-page-shows': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load">12 %</p>${USERS}</body>`,
    events: PARTS,
    wrong: 'live/listener-emptied',
  },
  'parts-empty-what-the-page-shows-on-1': {
    head: HEAD[1],
    body: `<body hx-ext="sse"><main sse-connect="feed"><p sse-swap="load">12 %</p></main>${USERS}</body>`,
    events: PARTS,
    wrong: 'live/listener-emptied',
  },
  'parts-empty-what-an-event-brought': {
    body: `<body hx-ext="sse" sse-connect="feed"><p sse-swap="load"></p>${USERS}</body>`,
    events: [CONTENT, ...PARTS],
    wrong: 'live/listener-emptied',
  },
  'parts-are-inside-the-listener': {
    body: `<body hx-ext="sse"><main sse-connect="feed" sse-swap="message"><h1>Room</h1>${USERS}</main></body>`,
    events: UNNAMED,
    wrong: 'live/listener-emptied',
  },
  'parts-empty-the-target-of-the-listener': {
    body: `<body hx-ext="sse" sse-connect="feed"><i sse-swap="load" hx-target="#board"></i><div id="board"><p>12 %</p></div>${USERS}</body>`,
    events: PARTS,
    wrong: 'live/listener-emptied',
  },
};
