import { expect, test } from 'vitest';
import { blockedByStream } from '../../src/rules/live/unanswered.ts';
import { page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const HTML = page(
  '<main hx-ext="sse" sse-connect="/events"><p sse-swap="message"></p></main>',
  '<button id="stop" hx-post="/stop">Stop</button>',
);
const BLOCKS = 'async def events():\n    while True:\n        yield "data: x"\n        time.sleep(0.4)\n';
const asked: Happened = { type: 'htmx', name: 'htmx:beforeRequest', element: 'button#stop', detail: '' };
const over: Happened = { ...asked, name: 'htmx:afterRequest' };
const event: Happened = { type: 'stream-event', stream: 1, event: 'message', data: 'x', id: '' } as Happened;

function found(records: readonly Happened[], server: string): string | undefined {
  return blockedByStream(recordedPage(HTML, { records, server }), 4000)?.code;
}

test('a request without an answer beside a stream that holds the process', () => {
  expect(found([asked, event, event], BLOCKS)).toBe('sse/blocks-others');
});

test('an answer came, no event came, or nothing holds the process', () => {
  expect(found([asked, event, event, over], BLOCKS)).toBeUndefined();
  expect(found([asked], BLOCKS)).toBeUndefined();
  expect(found([asked, event, event], BLOCKS.replace('time.sleep', 'await asyncio.sleep'))).toBeUndefined();
  // A server with a thread for each request.
  expect(found([asked, event, event], BLOCKS.replace('async ', ''))).toBeUndefined();
});
