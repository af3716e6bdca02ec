import { expect, test } from 'vitest';
import { counterNotShown, swappedOverChat, whyItStops } from '../../src/chapter/rules/counter.ts';
import { ledgerLines } from '../../src/messages/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { NOT_APPENDED } from '../../src/rules/append.ts';
import { eventInLedger, messageInLedger } from '../../src/rules/ledger.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { EVENTS_NOT_SWAPPED } from '../../src/rules/swap-event.ts';
import { noSuchTarget, noTargetNamed, plainText } from '../../src/rules/swap-message.ts';
import { exchanged, handled, page, recordedPage } from '../support/recorded-page.ts';

/** What a finding shows of what happened in the page. */
function shown(finding: Finding | undefined): readonly string[] {
  return (finding?.evidence.ledger ?? []).flatMap(ledgerLines).filter((line) => !line.startsWith('but '));
}

const CHAT = page('<div id="room" hx-ext="ws" ws-connect="/socket">', '<p id="log"></p>', '</div>');

test.each([
  [plainText, 'hello otter', 'the text "hello otter" is not inside an element → dropped (text)'],
  [noTargetNamed, '<b>hello otter</b>', '<b> has no id → dropped (no-id)'],
  [
    noSuchTarget,
    '<b id="Log">otter</b>',
    '<b id="Log"> targets #Log, which matches nothing in the page → dropped (no-such-target)',
  ],
])('a reply that goes nowhere: %o', (rule, reply, line) => {
  const records = [...handled(CHAT, 'another message'), ...handled(CHAT, reply)];
  // The htmx of another major says nothing of it in the page.
  const seen = recordedPage(CHAT, { records, htmx: { version: '1.9.12', extensions: ['ws'] } });
  const places = { handler: [], reply: [] };
  expect(shown(rule({ page: seen, message: exchanged(reply), matches: {}, output: [], places }))).toEqual([line]);
});

test('a second message that replaces the first', () => {
  const reply = '<p id="log">hello badger</p>';
  const seen = recordedPage(CHAT, { records: handled(CHAT, reply) });
  const second = exchanged(reply, { word: 'badger', targetText: 'hello badger' });
  const view = { page: seen, first: exchanged('<p id="log">hello otter</p>'), second, where: [] };
  expect(shown(firstOf(NOT_APPENDED, view))).toEqual(['<p id="log"> outerHTML → #log: replaced']);
});

test.each([
  ['page/sse-swap-missing', '<i></i>', 'no element waits for events → dropped (no-listener)'],
  [
    'page/sse-event-mismatch',
    '<i sse-swap="tick"></i>',
    'no element waits for this event; the page waits for tick → dropped (no-listener)',
  ],
  [
    'page/sse-swap-names-a-style',
    '<i sse-swap="beforeend"></i>',
    'no element waits for this event; the page waits for beforeend → dropped (no-listener)',
  ],
])('%s: the event that reached the page', (code, inside, line) => {
  const html = page(`<div hx-ext="sse" sse-connect="/ticks">${inside}</div>`);
  const seen = recordedPage(html, { records: handled(html, { name: 'message', data: '5' }) });
  const finding = firstOf(EVENTS_NOT_SWAPPED, { page: seen, events: ['message'] });
  expect(finding?.code).toBe(code);
  expect(shown(finding)).toEqual([line]);
});

test('a counter: the event that is not shown, that is swapped over the chat, after which it stops', () => {
  const html = page(
    '<p id="log" hx-ext="sse" sse-connect="/ticks" sse-swap="message"></p>',
    '<form><input name="text"></form>',
  );
  const event = { name: 'message', data: '5' };
  const records = [
    { type: 'htmx', name: 'htmx:sseMessage', element: 'p', detail: '' } as const,
    ...handled(html, event),
  ];
  const seen = recordedPage(html, { records });
  const line = 'the text "5" innerHTML → p#log: content replaced';
  expect([counterNotShown(seen, 'message'), swappedOverChat(seen), whyItStops(seen)].map(shown)).toEqual([
    [line],
    [line],
    [line],
  ]);
});

test('a message that the page has not handled is not evidence', () => {
  const seen = recordedPage(CHAT, { records: handled(CHAT, 'hello') });
  expect([messageInLedger(seen, 'other'), messageInLedger(seen, undefined), eventInLedger(seen)]).toEqual([{}, {}, {}]);
});
