import type { App } from './site.ts';

// Servers that send something to whoever connects. It may come after a text was typed.

const CHAT =
  '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><b id="count"></b><form ws-send><input name="words"><button>Say</button></form></body>';
const WELCOME = '<ul id="log" hx-swap-oob="beforeend"><li>Welcome</li></ul>';
const SEEN = '<ul id="log" hx-swap-oob="beforeend"><li>seen</li></ul>';
const send = 'hello Zebra7';

/** They answer without the text that was typed. */
export const GREETING_RIGHT: Readonly<Record<string, App>> = {
  'greets-late-and-answers': { body: CHAT, greeting: WELCOME, answer: () => SEEN, send },
  // A client that comes later receives the same as the one that was answered.
  'tells-the-number-of-messages': { body: CHAT, counts: true, send },
  'greets-late-and-tells-the-number': { body: CHAT, greeting: WELCOME, counts: true, send },
  'answers-alike-and-ticks': { body: CHAT, messages: [SEEN], answer: () => SEEN, send },
};

/** They greet and do not answer: a server need not, so silence is a warning. */
export const GREETING_WRONG: Readonly<Record<string, App>> = {
  'greets-late-and-is-silent': { body: CHAT, greeting: WELCOME, send, warnings: ['ws/no-reply'] },
  'greets-late-and-breaks': { body: CHAT, greeting: WELCOME, closesWith: 1011, send, wrong: 'ws/closes-at-once' },
};
