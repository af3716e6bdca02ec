import type { Check } from '../run/check.ts';
import { CONTRACT } from './contract.ts';

/** Every check of the chapter, with what holds when it passes, in the order in which their findings are fixed. `steps/` defines which step has which. */
export const CHECK_TITLES = {
  'env-runtime': 'The runtime can be used',
  'env-manifest': 'The manifest names what the server needs',
  'env-dependencies': 'Every dependency can be loaded',
  'server-starts': 'The server starts and listens on the port it is given',
  'ws-handshake': '/ws accepts a WebSocket handshake',
  'ws-echo': 'A message comes back with the words that were sent',
  'ws-order': 'Several messages come back in order, in any script',
  'ws-two-clients': 'Two clients at once get their answers',
  'ws-stays': 'A connection stays open as long as its client is there',
  'ws-vanishing-client': 'A client that vanishes does not disturb others',
  'page-served': `GET ${CONTRACT.pagePath} answers with an HTML page`,
  'page-scripts': 'The scripts of the page load',
  'page-htmx': 'htmx starts and knows the ws extension',
  'page-connects': `The page opens a WebSocket to ${CONTRACT.socketPath}`,
  'page-sends': 'Submitting the form sends the message over the WebSocket',
  'page-stays': 'The page does not navigate away',
  'chat-shows': `What was typed shows in ${CONTRACT.target}`,
  'chat-appends': 'A second message appears below the first',
  'chat-escapes': 'Markup in a message stays text',
  'chat-text-intact': 'Quotes, emoji and other scripts survive',
  'ws-other-text': 'Text that is not JSON, or without a message, does no harm',
  'page-other-path': 'A path that nobody serves does no harm',
  'chat-two-tabs': 'Two tabs chat at once and lose nothing',
  'chat-reconnects': 'After a restart of the server the page reconnects',
  'sse-response': '/sse/counter answers as an event stream',
  'sse-framing': 'The bytes are framed as events',
  'sse-first-event': 'The first event comes within a few seconds',
  'sse-rate': 'Events come about once a second',
  'sse-counts': 'The number goes up by one with each event',
  'sse-two-clients': 'Two clients at once both get the stream',
  'sse-stays': 'The stream goes on as long as its client is there',
  'sse-vanishing-client': 'A client that leaves the stream does not disturb others',
  'sse-real-client': 'A real EventSource client agrees',
  'page-stream': 'The page opens the stream and shows the counter',
  'counter-ticks': 'The number in the page goes up each second',
  'counter-with-chat': 'The chat works while the counter runs',
  'time-present': 'The reply contains a time of day',
  'time-moves': 'A later message contains a later time',
  'time-right': 'The time is when the server received the message',
  'time-in-page': 'The time shows in the chat',
} as const satisfies Readonly<Record<string, string>>;

export type CheckId = keyof typeof CHECK_TITLES;

export const CHECK_IDS = Object.keys(CHECK_TITLES) as readonly CheckId[];

/** `start`: it starts the server. `chat`: it types a message into the page and observes what happens to it. */
export type CheckTag = 'start' | 'chat';

/** A check of this chapter. An id that is not in the list above does not compile, wherever it is used. */
export type ChapterCheck<Id extends CheckId = CheckId> = Check<CheckId, CheckTag> & { readonly id: Id };

/** What a step may want of the learner's work (`wants` in its front matter), for the checks that are the same in several steps. */
export const WANTS = ['server', 'page', 'json'] as const;

export type Want = (typeof WANTS)[number];
