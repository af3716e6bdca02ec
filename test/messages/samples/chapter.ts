import type { ChapterFacts } from '../../../src/chapter/facts.ts';
import { AT_PAGE, AT_STREAM } from './sample.ts';
import type { Samples } from './sample.ts';

const TYPED = { ...AT_PAGE, did: { kind: 'page', typed: 'hello' } } as const;
/** In the chat, without a place: the language alone decides. */
const REPLIED = { did: { kind: 'page', typed: 'hello' }, received: '<div>hello</div>' } as const;

export const chapterSamples: Samples<keyof ChapterFacts> = {
  'chat/no-window': [
    { facts: { ids: ['chat'] }, evidence: TYPED },
    { facts: { ids: [], lost: 'outerHTML:#chat-window' }, evidence: TYPED },
    { facts: { ids: [], preserved: true }, evidence: TYPED },
  ],
  'chat/not-shown': [
    { facts: { sent: 'hello', hidden: false }, evidence: TYPED },
    { facts: { sent: 'hello', hidden: true }, evidence: TYPED },
    { facts: { sent: 'hello', hidden: false, beside: 'afterend:#chat-window' }, evidence: TYPED },
    { facts: { sent: 'hello', hidden: false, ended: { outer: 'p', inner: 'div' } }, evidence: TYPED },
    { facts: { sent: 'hello', hidden: true, inside: 'textarea' }, evidence: TYPED },
  ],
  'chat/written-by-page': [
    { facts: { sent: 'hello', reply: 'text' }, evidence: TYPED },
    { facts: { sent: 'hello', reply: 'html' }, evidence: TYPED },
    { facts: { sent: 'hello', reply: undefined }, evidence: TYPED },
  ],
  'chat/run-together': [
    { facts: { first: 'otter', second: 'badger' }, evidence: REPLIED, severity: 'warning' },
    {
      facts: { first: 'otter', second: 'badger', cells: { tag: 'td', in: 'tbody', envelope: 'tr' } },
      evidence: REPLIED,
    },
  ],
  'chat/envelope-echoed': [{ facts: { sent: 'hello' }, evidence: REPLIED }],
  'chat/html-injection': [{ facts: { sent: '<b>hello</b>' }, evidence: REPLIED }],
  'chat/text-altered': [
    { facts: { sent: '<b>', shown: '&lt;b&gt;', change: { kind: 'escaped-twice' }, by: 'server' }, evidence: REPLIED },
    {
      facts: {
        sent: '<b>',
        shown: '&lt;b&gt;',
        change: { kind: 'escaped-twice', chain: 'ampersand-last' },
        by: 'server',
      },
      evidence: REPLIED,
    },
    {
      facts: {
        sent: '<b>a</b>',
        shown: '&lt;b>a',
        change: { kind: 'escaped-twice', chain: 'first-only' },
        by: 'server',
      },
      evidence: REPLIED,
    },
    { facts: { sent: '&amp;', shown: '&', change: { kind: 'ampersand-unescaped' }, by: 'server' }, evidence: REPLIED },
    { facts: { sent: '"a"', shown: '\\"a\\"', change: { kind: 'json-escaped' }, by: 'server' }, evidence: REPLIED },
    {
      facts: { sent: 'żółw', shown: '???w', change: { kind: 'replaced', characters: 'żół', by: '?' }, by: 'server' },
      evidence: REPLIED,
    },
    { facts: { sent: '<b>a</b>', shown: 'a', change: { kind: 'tags-removed' }, by: 'server' }, evidence: REPLIED },
    { facts: { sent: 'a b', shown: 'a%20b', change: { kind: 'percent-encoded' }, by: 'page' }, evidence: REPLIED },
    { facts: { sent: 'abc', shown: 'a-b-c', change: { kind: 'other' }, by: 'server' }, evidence: REPLIED },
  ],
  'chat/lost-message': [{ facts: { sent: 'hello', tab: 'tab 1' }, evidence: TYPED }],
  'chat/no-reconnect': [
    { facts: { code: 1006, attempts: 0, removed: true }, evidence: AT_PAGE },
    { facts: { code: 1000, attempts: 0 }, evidence: AT_PAGE },
    { facts: { code: 1000, attempts: 0, major: 4 }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 1 }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 0 }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 7, refused: 401, query: '?token=ab12' }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 7, refused: 503 }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 0, reloads: true }, evidence: AT_PAGE },
    { facts: { code: 1006, attempts: 0, delay: 'own' }, evidence: AT_PAGE },
    { facts: { code: 0, attempts: 0 }, evidence: AT_PAGE },
    { facts: { code: 0, attempts: 3 }, evidence: AT_PAGE },
  ],
  'sse/not-counting': [
    { facts: { numbers: [1, 1, 1] }, evidence: AT_STREAM },
    { facts: { numbers: [1, 3, 4] }, evidence: AT_STREAM },
    { facts: { numbers: [3, 2, 1] }, evidence: AT_STREAM },
    { facts: { numbers: [1, null, 2] }, evidence: AT_STREAM },
    { facts: { numbers: [null, null] }, evidence: AT_STREAM },
    { facts: { numbers: [7] }, evidence: AT_STREAM },
    { facts: { numbers: [null, null], placeholder: '${count}' }, evidence: AT_STREAM },
    { facts: { numbers: [18, 19, 20, 1], clock: 'fast' }, evidence: AT_STREAM },
  ],
  'page/counter-not-shown': [
    { facts: { event: 'tick', moved: ['hx-swap', 'hx-target'] }, evidence: AT_PAGE },
    { facts: { event: 'tick', moved: [] }, evidence: AT_PAGE },
    { facts: { event: 'tick', moved: [], answer: { status: 404, path: '/count' } }, evidence: AT_PAGE },
    { facts: { event: 'tick', moved: [], hidden: true }, evidence: AT_PAGE },
    { facts: { event: 'tick', moved: [], hidden: true, inside: 'input' }, evidence: AT_PAGE },
  ],
  'page/counter-stops': [
    { facts: { shown: [1, 2], because: 'connector-replaced' }, evidence: AT_PAGE },
    { facts: { shown: [1], because: 'element-replaced' }, evidence: AT_PAGE },
    { facts: { shown: [1], because: 'target-replaced' }, evidence: AT_PAGE },
    { facts: { shown: [], because: 'closed-by-event' }, evidence: AT_PAGE },
    { facts: { shown: [], because: 'unknown' }, evidence: AT_PAGE },
  ],
  'page/counter-replaces-chat': [
    { facts: { tag: 'main', into: 'around' }, evidence: AT_PAGE },
    { facts: { tag: '', into: 'window' }, evidence: AT_PAGE },
  ],
  'page/counter-stops-chat': [
    { facts: { sent: 'hello', because: 'unknown' }, evidence: AT_PAGE },
    { facts: { sent: 'hello', because: 'stream-closed' }, evidence: AT_PAGE },
    { facts: { sent: 'hello', because: 'restarted', shown: [7, 1] }, evidence: AT_PAGE },
    { facts: { sent: 'hello', because: 'overwritten', shown: [7, 0] }, evidence: AT_PAGE },
  ],
  'time/missing': [{ facts: { sent: 'hello' }, evidence: REPLIED }],
  'time/not-a-clock': [
    { facts: { found: '1716400000000' }, evidence: REPLIED },
    { facts: { found: '1716400000' }, evidence: REPLIED },
    { facts: { found: '2026-05-01' }, evidence: REPLIED },
    { facts: { found: '42' }, evidence: REPLIED },
  ],
  'time/frozen': [
    { facts: { time: '11:45:18', apartMs: 2100, since: 'start' }, evidence: REPLIED },
    { facts: { time: '11:45:18', apartMs: 2100, since: 'connection' }, evidence: REPLIED },
    { facts: { time: '11:45:18', apartMs: 2100, since: 'unknown' }, evidence: REPLIED },
  ],
  'time/wrong': [
    { facts: { time: '11:45:14', now: '11:45:18', of: 'message-before' }, evidence: REPLIED },
    { facts: { time: '11:05:18', now: '11:45:18' }, evidence: REPLIED },
    { facts: { time: '11:05:18', now: '11:45:18', mixed: { place: 'minutes', unit: 'month' } }, evidence: REPLIED },
    { facts: { time: '11:45:45', now: '11:45:18', mixed: { place: 'seconds', unit: 'minute' } }, evidence: REPLIED },
    { facts: { time: '00:00:07', now: '11:45:18', counts: 'from-start' }, evidence: REPLIED },
  ],
  'time/added-in-the-page': [
    { facts: { time: '11:45:18' }, evidence: REPLIED },
    { facts: { time: '11:45:18', members: ['time'] }, evidence: REPLIED },
  ],
};
