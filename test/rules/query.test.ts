import { expect, test } from 'vitest';
import { queriedAddress, queryRefused } from '../../src/rules/query.ts';
import type { QueryProbe } from '../../src/rules/query.ts';
import { opened, outline, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const HTML = page('<div hx-ext="ws" ws-connect="/socket?room=7">', '<p sse-connect="/ticks?from=1"></p>', '</div>');
const ADDRESS = { path: '/socket', query: '?room=7' };

function tried(url: string): readonly Happened[] {
  return [
    { type: 'socket-new', socket: 1, url },
    { type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false },
  ];
}

function addressOf(records: readonly Happened[], transport: 'ws' | 'sse' = 'ws'): unknown {
  return queriedAddress(recordedPage(HTML, { records }), transport);
}

test('an address with a query on the own server, whether it is resolved or not', () => {
  expect(addressOf(tried('ws://127.0.0.1:4000/socket?room=7'))).toEqual(ADDRESS);
  const failed: readonly Happened[] = [
    { type: 'stream-new', stream: 1, url: '/ticks?from=1' },
    { type: 'stream-error', stream: 1, readyState: 2, failure: { reason: 'status', status: 404 } },
  ];
  expect(addressOf(failed, 'sse')).toEqual({ path: '/ticks', query: '?from=1' });
});

test('no query, another server, no attempt, or one that is open', () => {
  expect(addressOf(tried('ws://127.0.0.1:4000/socket'))).toBeUndefined();
  expect(addressOf(tried('ws://127.0.0.1:4001/socket?room=7'))).toBeUndefined();
  expect(addressOf(tried('ws://'))).toBeUndefined();
  expect(addressOf([])).toBeUndefined();
  expect(addressOf(opened)).toBeUndefined();
});

const SERVER =
  "import { x } from 'y';\nserver.on('upgrade', (request, socket) => {\n  if (request.url === '/socket') accept();\n});";

function judged(probe: Partial<QueryProbe>, server = SERVER): unknown {
  const seen = recordedPage(HTML, { server });
  return outline(queryRefused(seen, 'ws', { ...ADDRESS, withQuery: 'refused', without: 'accepted', ...probe }));
}

test('the query alone is refused: the line that compares, and the line of the address', () => {
  expect(judged({})).toEqual({
    code: 'page/query-refused',
    severity: 'error',
    facts: { transport: 'ws', ...ADDRESS, compared: 'request.url' },
    where: [
      { file: 'server.js', line: 3 },
      { file: 'page.html', line: 7 },
    ],
  });
});

test.each([
  ['switch (req.url) {', 'req.url'],
  ['if self.request.uri == "/socket":', 'self.request.uri'],
  ["if (url !== '/socket') return;", 'url'],
  ["const [path] = request.url.split('?');", ''],
])('%s compares %s', (source, compared) => {
  expect(judged({}, source)).toMatchObject({ facts: { compared } });
});

test('a server that accepts both, or neither, has another problem', () => {
  expect(judged({ withQuery: 'accepted' })).toBeUndefined();
  expect(judged({ without: 'refused' })).toBeUndefined();
});
