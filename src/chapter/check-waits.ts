import type { CheckId } from './check.ts';
import { DEADLINE } from '../run/deadlines.ts';
import { CONTRACT } from './contract.ts';

const { socketPath, streamPath, target } = CONTRACT;

/** How long a check waits at most, where that is longer than a person expects. @param ms milliseconds */
function atMost(ms: number): string {
  return `for up to ${Math.round(ms / 1000)} s`;
}

/** What the checks wait for where nothing comes, after the words "waiting for". */
export const CHECK_WAITS = {
  'server-starts': `the server to listen, ${atMost(DEADLINE.listen)}`,
  'ws-handshake': `an answer to the handshake at ${socketPath}`,
  'ws-echo': `an answer to a message, ${atMost(DEADLINE.reply + DEADLINE.busy)}`,
  'ws-order': 'the answers to several messages',
  'ws-two-clients': 'answers to two clients',
  'page-served': 'the page',
  'page-scripts': "the page's scripts",
  'page-connects': `the page to open ${socketPath}`,
  'page-sends': 'the page to send what was typed',
  'chat-shows': `the reply in ${target}`,
  'chat-appends': `a second reply in ${target}`,
  'ws-other-text': 'an answer to another client',
  'chat-two-tabs': 'the replies in two tabs',
  'chat-reconnects': `the page to reconnect after a restart, ${atMost(DEADLINE.reconnect)}`,
  'sse-response': `an answer of ${streamPath}`,
  'sse-first-event': `the first event of ${streamPath}`,
  'sse-rate': `enough events to measure how often they come, ${atMost(DEADLINE.ticks)}`,
  'sse-counts': 'three events in a row',
  'sse-two-clients': 'events for two clients',
  'sse-real-client': 'an event in an EventSource',
  'page-stream': 'the number in the page',
  'counter-ticks': 'the number in the page to go up',
  'counter-with-chat': 'a reply and the next number in the page',
  'time-present': 'an answer to a message',
  'time-moves': 'the clock to go on',
  'time-in-page': `the reply in ${target}`,
} as const satisfies Readonly<Partial<Record<CheckId, string>>>;
