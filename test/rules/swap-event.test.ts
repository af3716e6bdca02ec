import { describe, expect, test } from 'vitest';
import { firstOf } from '../../src/rules/rule.ts';
import { EVENTS_NOT_SWAPPED, swapError } from '../../src/rules/swap-event.ts';
import { page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const severity = 'error';
const open: readonly Happened[] = [
  { type: 'stream-new', stream: 1, url: '/ticks' },
  { type: 'stream-open', stream: 1 },
];

/** Why the events of an open stream are swapped nowhere. The second line of the body is line 8. */
function why(events: readonly string[], ...body: readonly string[]): unknown {
  return outline(firstOf(EVENTS_NOT_SWAPPED, { page: recordedPage(page(...body), { records: open }), events }));
}

const connect = '<div hx-ext="sse" sse-connect="/ticks">';
const at = (line: number): unknown => [{ file: 'page.html', line }];

test.each([
  ['message', `${connect}<p sse-swap="message"></p></div>`],
  ['tick', '<div hx-ext="sse" sse-connect="/ticks" sse-swap="other, tick"></div>'],
  ['tick', `${connect}<p hx-get="/x" hx-trigger="sse:tick"></p></div>`],
])('%s is swapped by %s', (event, body) => {
  expect(why([event], body)).toBeUndefined();
});

test('hx-trigger starts no request', () => {
  expect(why(['tick'], connect, '<p hx-trigger="sse:tick" hx-target="#n"></p></div>')).toEqual({
    code: 'page/sse-trigger-without-request',
    severity,
    facts: { event: 'tick', tag: 'p' },
    where: at(8),
  });
  expect(why(['tick'], `${connect}<p hx-trigger="sse:tick"></p><b sse-swap="tick"></b></div>`)).toBeUndefined();
  expect(why(['tick'], `${connect}<p hx-trigger="sse:tick" data-hx-post="/x"></p></div>`)).toBeUndefined();
});

test.each([
  ['sse-message', 'sse-message', 'message'],
  ['click, SSE:message', 'SSE:message', 'message'],
  ['sse: message', 'sse: message', 'message'],
  ['sse_tick once', 'sse_tick', 'message'],
  ['sseMessage', 'sseMessage', 'message'],
  ['sse-swap:message', 'sse-swap:message', 'message'],
])('hx-trigger="%s" waits for no event of the stream', (value, trigger, event) => {
  expect(why(['message'], connect, `<p hx-trigger="${value}"></p></div>`)).toEqual({
    code: 'page/sse-trigger-misspelt',
    severity,
    facts: { trigger, event, tag: 'p' },
    where: at(8),
  });
});

test('a misspelt trigger of a request, and words that are no trigger of a stream', () => {
  expect(why([], connect, '<p data-hx-get="/n" data-hx-trigger="sse.tick"></p></div>')).toMatchObject({
    code: 'page/sse-trigger-misspelt',
    facts: { trigger: 'sse.tick', event: 'tick', request: 'hx-get' },
  });
  for (const value of ['assess', 'sse', 'essence-message', 'session-end', 'load'])
    expect(why(['tick'], `${connect}<p hx-trigger="${value}"></p></div>`)).toMatchObject({
      code: 'page/sse-swap-missing',
    });
});

test('nothing waits for events', () => {
  expect(why(['tick'], '<p></p>', `${connect}</div>`)).toEqual({
    code: 'page/sse-swap-missing',
    severity,
    facts: { event: 'tick' },
    where: at(8),
  });
  expect(why([], `${connect}</div>`)).toMatchObject({ facts: { event: 'message' } });
  expect(why([], `${connect}<p sse-event="tick"></p></div>`)).toMatchObject({
    code: 'htmx/unknown-attribute',
    facts: { attribute: 'sse-event', use: 'sse-swap' },
  });
});

test('the waiting element is outside', () => {
  expect(why(['message'], `${connect}</div>`, '<b sse-swap="message"></b>')).toEqual({
    code: 'page/sse-outside',
    severity,
    facts: { tag: 'b' },
    where: at(8),
  });
});

describe('the waiting element uses another name', () => {
  test.each(['innerHTML', 'beforeend', 'innerHTML, none'])('that of a style: %s', (value) => {
    expect(why(['message'], connect, `<p sse-swap="${value}"></p></div>`)).toEqual({
      code: 'page/sse-swap-names-a-style',
      severity,
      facts: { value, event: 'message' },
      where: at(8),
    });
  });

  test.each(['tock', '', 'tock, innerHTML'])('that of no event: %s', (value) => {
    expect(why(['message', 'tick'], connect, `<p sse-swap="${value}"></p></div>`)).toEqual({
      code: 'page/sse-event-mismatch',
      severity,
      facts: { value, events: ['message', 'tick'] },
      where: at(8),
    });
  });

  test('in hx-trigger', () => {
    expect(why(['message'], connect, '<p hx-get="/x" hx-trigger="sse:tick"></p></div>')).toEqual({
      code: 'page/sse-event-mismatch',
      severity,
      facts: { value: 'sse:tick', events: ['message'] },
      where: at(8),
    });
  });
});

test('the stream failed: that is the cause', () => {
  const failed: Happened = {
    type: 'stream-error',
    stream: 1,
    readyState: 2,
    failure: { reason: 'status', status: 404 },
  };
  const [attempt] = open;
  if (attempt === undefined) throw new Error('a record');
  const seen = recordedPage(page(connect), { records: [attempt, failed] });
  expect(outline(firstOf(EVENTS_NOT_SWAPPED, { page: seen, events: [] }))).toMatchObject({
    code: 'sse/client-disagrees',
  });
});

test('what htmx reports where it found no target', () => {
  const error: Happened = { type: 'htmx', name: 'htmx:targetError', element: 'p', detail: '#nowhere' };
  expect(swapError(recordedPage(page(), { records: [error] }))).toContain('#nowhere');
  const bare: Happened = { type: 'htmx', name: 'htmx:swapError', element: 'p', detail: '{"error":"htmx:swapError"}' };
  expect(swapError(recordedPage(page(), { records: [bare] }))).toBe('htmx:swapError');
  expect(swapError(recordedPage(page(), { records: open }))).toBeUndefined();
});
