import { expect, test } from 'vitest';
import { tooManyStreams } from '../../src/rules/stream-limit.ts';
import { lineOf, outline, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const html = page(
  '<ul hx-ext="sse">',
  ...[1, 2, 3, 4, 5, 6, 7].map((each) => `<li sse-connect="/ticks?${each}" sse-swap="message"></li>`),
  '</ul>',
);

function streams(count: number, open: number, origin = ''): readonly Happened[] {
  return Array.from({ length: count }, (_, at): readonly Happened[] => [
    { type: 'stream-new', stream: at + 1, url: `${origin}/ticks?${at}` },
    ...(at < open ? ([{ type: 'stream-open', stream: at + 1 }] as const) : []),
  ]).flat();
}

const judged = (records: readonly Happened[]): unknown =>
  outline(tooManyStreams(recordedPage(html, { records }), 'error'));

test('the seventh stream of an origin waits', () => {
  expect(judged(streams(7, 6))).toEqual({
    code: 'page/too-many-streams',
    severity: 'error',
    facts: { streams: 7, open: 6 },
    where: lineOf(html, '<li'),
  });
});

test('all are open, or one waits for another reason', () => {
  expect(judged(streams(6, 6))).toBeUndefined();
  expect(judged(streams(3, 2))).toBeUndefined();
  // Over https a browser may speak HTTP/2.
  expect(judged(streams(7, 6, 'https://example.test'))).toBeUndefined();
  // Other hosts have connections of their own.
  expect(judged([...streams(5, 5), { type: 'stream-new', stream: 9, url: 'http://other.test/ticks' }])).toBeUndefined();
  expect(judged([...streams(7, 6), { type: 'stream-close', stream: 7 }])).toBeUndefined();
});
