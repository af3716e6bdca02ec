import { describe, expect, test } from 'vitest';
import { counterNotShown, swappedOverChat, whyItStops } from '../../src/chapter/rules/counter.ts';
import { lineOf, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const severity = 'error';
const swapped: Happened = { type: 'htmx', name: 'htmx:sseMessage', element: 'p', detail: '' };
const CHAT = '<div id="log"></div><form><input name="text"></form>';
const COUNTER = '<p sse-swap="message"></p>';
const HTML = page(CHAT, COUNTER);

function text(data: string, within: readonly string[] = []): Happened {
  return { type: 'text', element: 'p', within, text: data };
}

test('events are swapped, but no number shows', () => {
  const error: Happened = { type: 'htmx', name: 'htmx:targetError', element: 'p', detail: '#nowhere' };
  const finding = counterNotShown(recordedPage(HTML, { records: [error] }), 'tick');
  expect(outline(finding)).toEqual({
    code: 'page/counter-not-shown',
    severity,
    facts: { event: 'tick', moved: [] },
    where: lineOf(HTML, 'sse-swap'),
  });
  expect(finding.evidence.received).toContain('#nowhere');
  const aimed = page('<p></p>', '<p sse-swap="tick" hx-target="#nowhere"></p>');
  expect(counterNotShown(recordedPage(aimed), 'tick').facts.moved).toEqual(['hx-target']);
  const triggered = page('<p></p>', '<p hx-trigger="sse:tick"></p>');
  expect(counterNotShown(recordedPage(triggered), 'tick').evidence.where).toEqual(lineOf(triggered, 'hx-trigger'));
});

describe('events that are swapped over the chat', () => {
  const over = (html: string, recording: Recording = {}): unknown =>
    outline(swappedOverChat(recordedPage(html, { records: [swapped], ...recording })));

  test('into the window, by place or by target', () => {
    const inWindow = page('<ul id="log" sse-swap="message"></ul>');
    expect(over(inWindow)).toEqual({
      code: 'page/counter-replaces-chat',
      severity,
      facts: { tag: 'ul', into: 'window' },
      where: lineOf(inWindow, 'sse-swap'),
    });
    expect(over(page(CHAT, '<p sse-swap="message" hx-target="#log"></p>'))).toMatchObject({
      facts: { tag: 'p', into: 'window' },
    });
    const around = page('<ul id="log"><li sse-swap="message" hx-target="closest ul"></li></ul>');
    expect(over(around)).toMatchObject({ facts: { tag: 'li', into: 'window' } });
  });

  test('over what is around it', () => {
    const html = page(`<main sse-swap="message">${CHAT}</main>`);
    const facts = { tag: 'main', into: 'around' };
    expect(over(html, { now: page('<main sse-swap="message">3</main>') })).toMatchObject({ facts });
    expect(over(html, { now: page('3') })).toMatchObject({ facts });
  });

  test('the field is gone', () => {
    expect(over(HTML, { now: page('<div id="log"></div>', COUNTER) })).toMatchObject({ facts: { into: 'around' } });
  });

  test('beside it', () => {
    expect(over(HTML)).toBeUndefined();
    expect(over(page('<ul id="log" sse-swap="message"></ul>'), { records: [] })).toBeUndefined();
  });
});

describe('a counter that stops', () => {
  const ended = (detail: string): Happened => ({ type: 'htmx', name: 'htmx:sseClose', element: 'p', detail });

  test.each([
    ['connector-replaced', [ended('{"type":"nodeReplaced"}')], HTML],
    ['closed-by-event', [ended('{"type":"message"}')], HTML],
    ['element-replaced', [], page(CHAT, '<p>2</p>')],
    ['unknown', [], HTML],
  ] as const)('%s', (because, records, now) => {
    const seen = recordedPage(HTML, { records: [text('1'), text('2'), ...records], now });
    const finding = whyItStops(seen.after(3000));
    expect(finding.facts).toEqual({ shown: [1, 2], because });
    expect(finding.evidence).toMatchObject({ received: '1, 2', waitedMs: 3000 });
    const where = because === 'closed-by-event' ? [] : lineOf(HTML, 'sse-swap');
    expect(finding.evidence.where).toEqual(where);
  });
});
