/** What `diagnose` tells of an attempt at the course where it cannot tell what the check tells. */
export interface Difference {
  /** Why it cannot. */
  readonly because: string;
  /** The code that it may tell instead; absent: it tells no error. */
  readonly says?: string;
  /** It depends on the moment whether it tells that. */
  readonly perhaps?: true;
}

const CONTRACT = 'the chapter asks for it, and another page may be meant so: this one declares nothing that is broken';
const OTHER_CLIENTS = 'only clients of the check show it: they send, leave, or come at the same time, as no page does';
const RESTART = 'only a restart of the server shows it, and `diagnose` starts and stops none';
const LATER = 'it happens later than anybody observes a page, or only to a page that stays';
const SECOND = 'the first message is right; only what is typed after its reply is not';
const CRASH =
  'what the server printed is in the terminal of whoever started it; the page sees that the connection ends';
const OTHER_SIDE = 'the page asks for a path that the server does not have: without the contract either may be wrong';
const DROPPED_TOO =
  'the page may write its own messages, as another page does; that htmx drops the reply is true as well';
const BROWSER_ALONE =
  'the built-in engine reads the stream that a browser refuses or waits for; in a browser it is found';
const TWO_READINGS = 'both codes are the same fault, seen from the page and from the server';
const MORE_EXACT =
  'without the contract no part of the page is missing: it is told what keeps the one that there is from working';
const ANSWER_OF_BEFORE =
  'its server still answers as in the step before, in plain text, and htmx 4 puts that in the place of the form';
const NO_CONTRACT =
  'without the contract it is no counter: it is told where the later events went, which is the same fault';

const WORDS_FOR_A_NUMBER = 'the words that are typed do not fit its field: who knows the page would give a number';
const HEAD_WAITS = 'the head of the answer waits for the first write, which comes later than anybody observes the page';

/** By code: the same holds for every attempt that gets it, unless it is named below. */
export const BY_CODE: Readonly<Record<string, Difference>> = {
  ...same(CONTRACT, [
    ...['chat/not-shown', 'chat/text-altered', 'chat/html-injection', 'chat/envelope-echoed', 'chat/no-window'],
    ...['chat/run-together', 'chat/lost-message', 'chat/written-by-page', 'ws/text-altered', 'ws/canned-reply'],
    ...['oob/replaces', 'oob/wrong-order', 'page/input-other-name', 'sse/wrong-rate', 'sse/not-counting'],
    ...[
      'sse/empty-heartbeat',
      'page/counter-not-shown',
      'page/counter-replaces-chat',
      'page/counter-stops-chat',
      'time/frozen',
      'time/missing',
    ],
    ...['time/not-a-clock', 'time/wrong', 'time/added-in-the-page'],
  ]),
  ...same(OTHER_CLIENTS, [
    ...['ws/crashes-on-text', 'ws/crashes-on-disconnect', 'sse/one-client-only', 'sse/crashes-on-disconnect'],
    ...['sse/blocks-others', 'server/crashed-during-check'],
  ]),
  ...same(RESTART, ['chat/no-reconnect', 'htmx/reconnect-delay']),
  ...same(LATER, ['sse/ends-early', 'sse/falls-silent', 'sse/buffered', 'sse/no-event', 'page/counter-stops']),
};

/** Of single attempts. */
export const BY_NAME: Readonly<Record<string, Difference>> = {
  'step-3/address-of-another-path': { because: OTHER_SIDE, says: 'ws/no-route' },
  'step-3/posts-instead': { because: TWO_READINGS, says: 'page/request-failed' },
  'step-3/field-for-numbers': { because: WORDS_FOR_A_NUMBER },
  'step-4/cells-into-the-table-body': { because: TWO_READINGS, says: 'oob/item-stripped' },
  'step-4/whole-json-shown': { because: TWO_READINGS, says: 'ws/frame-echoed' },
  'step-4/fastapi-whole-json-shown': { because: TWO_READINGS, says: 'ws/frame-echoed' },
  'step-4/style-that-does-not-exist': { because: TWO_READINGS, says: 'htmx/unknown-style' },
  'step-4/style-true-with-a-selector': { because: TWO_READINGS, says: 'htmx/unknown-style' },
  'step-6/count-in-single-quotes': { because: TWO_READINGS, says: 'live/unfilled' },
  'step-6/five-events-in-one-write': { because: HEAD_WAITS, says: 'sse/no-response', perhaps: true },
  'step-6/hono-stream-that-enqueues-objects': { because: TWO_READINGS, says: 'sse/server-error', perhaps: true },
  'step-6/trigger-asks-for-a-path-that-nobody-serves': { because: TWO_READINGS, says: 'page/request-failed' },
  'step-3/form-in-a-shadow-root': { because: MORE_EXACT, says: 'live/in-shadow-root' },
  'step-3/htmx-4-from-a-cdn': { because: ANSWER_OF_BEFORE, says: 'live/form-wiped' },
  'step-6/target-that-does-not-exist': { because: NO_CONTRACT, says: 'live/target-missing', perhaps: true },
  'step-7/counter-replaces-its-connector': { because: NO_CONTRACT, says: 'live/connector-replaced', perhaps: true },
  'step-7/event-replaces-the-listener': { because: NO_CONTRACT, says: 'live/listener-gone', perhaps: true },
  'step-7/first-event-replaces-the-target': { because: NO_CONTRACT, says: 'live/target-missing', perhaps: true },
  'step-4/crashes-on-htmx-json': { because: CRASH, says: 'ws/closes-at-once' },
  'step-4/fastapi-key-misspelt': { because: CRASH, says: 'ws/closes-at-once' },
  'step-4/fastapi-template-response-as-reply': { because: CRASH, says: 'ws/closes-at-once' },
  'step-4/fields-looked-for-in-values': { because: CRASH, says: 'ws/closes-at-once' },
  'step-4/promise-sent-instead-of-its-result': { because: CRASH, says: 'ws/closes-at-once' },
  'challenge/fastapi-module-for-the-class-in-a-catch-all': { because: CRASH, says: 'ws/closes-at-once' },
  'step-4/new-field-without-a-name': { because: SECOND },
  'step-4/new-form-outside-of-the-connection': { because: SECOND },
  'step-4/new-form-without-ws-send': { because: SECOND },
  'step-4/page-writes-beside-a-reply-for-nothing': { because: DROPPED_TOO, says: 'oob/no-id' },
  'step-4/page-writes-the-chat-itself': { because: DROPPED_TOO, says: 'oob/plain-text' },
  'step-4/reply-in-a-thousand-boxes': { because: LATER },
  'step-4/window-has-another-id': { because: TWO_READINGS, says: 'oob/no-such-target' },
  'step-5/exits-when-the-last-client-leaves': { because: OTHER_CLIENTS },
  'step-5/own-handler-of-the-close-throws': { because: RESTART },
  'step-6/aiohttp-writes-a-string': { because: CRASH, says: 'sse/ends-early' },
  'step-6/fastapi-generator-that-raises': { because: CRASH, says: 'sse/ends-early' },
  'step-6/fastapi-yields-dictionaries': { because: CRASH, says: 'sse/ends-early' },
  'step-6/object-given-to-write-at-once': { because: CRASH, says: 'sse/ends-early' },
  'step-6/charset-of-the-editor': { because: BROWSER_ALONE },
  'step-6/refuses-cors-requests': { because: BROWSER_ALONE },
  'step-6/every-path-answers-the-page': { because: TWO_READINGS, says: 'sse/wrong-content-type' },
  'step-6/fastapi-blocking-sleep-in-the-stream': { because: TWO_READINGS, says: 'ws/handshake-failed', perhaps: true },
  'step-6/hx-get-of-the-stream': {
    because: 'no element of the page waits for events: a request that takes long may be meant',
  },
  'step-6/stream-of-another-host-name': { because: TWO_READINGS, says: 'live/other-origin' },
  'step-7/reply-brings-a-counter': { because: CONTRACT },
  'step-7/streams-by-a-script': { because: BROWSER_ALONE },
  'step-6/path-without-sse': { because: OTHER_SIDE, says: 'sse/no-route' },
};

function same(because: string, codes: readonly string[]): Readonly<Record<string, Difference>> {
  return Object.fromEntries(codes.map((code) => [code, { because }]));
}
