import { HEAD } from './site.ts';
import type { App } from './site.ts';

// What people have asked about in public.

/** Applications that work. */
export const REPORTED_RIGHT: Readonly<Record<string, App>> = {
  'button-that-includes-a-field': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><div><input name="words"><button ws-send hx-include="[name=words]">Send</button></div></body>',
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${String(JSON.parse(message).words)}</li></ul>`,
    send: 'hello Zebra7',
  },
  'rows-in-their-table': {
    body: '<body hx-ext="ws" ws-connect="live"><table><tbody id="people"></tbody></table></body>',
    messages: ['<tbody hx-swap-oob="beforeend:#people"><tr><td>Ann</td></tr></tbody>'],
  },
};

/** One mistake each. */
export const REPORTED_WRONG: Readonly<Record<string, App>> = {
  'rows-that-are-stripped': {
    body: '<body hx-ext="ws" ws-connect="live"><table><tbody id="people"></tbody></table></body>',
    messages: ['<tr hx-swap-oob="beforeend:#people"><td>Ann</td><td>ann@example.com</td></tr>'],
    wrong: 'oob/item-stripped',
  },
  'fields-in-a-div-that-sends': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><div ws-send hx-trigger="click from:#go"><input name="words"><button id="go">Send</button></div></body>',
    send: 'hello Zebra7',
    wrong: 'page/ws-send-on-wrapper',
  },
  'sse-swap-of-named-events-on-4': {
    head: HEAD[4],
    body: '<body><div sse-connect="feed"><b sse-swap="queue"></b><b sse-swap="done"></b></div></body>',
    events: ['event: queue\ndata: 1\n\n', 'event: done\ndata: 2\n\n'],
    wrong: 'page/sse-event-mismatch',
  },
};
