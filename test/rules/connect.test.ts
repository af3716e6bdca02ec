import { describe, expect, test } from 'vitest';
import { connectedElsewhere, twoConnections, whyNotConnected } from '../../src/rules/connect.ts';
import { attemptFailed } from '../../src/rules/connect.ts';
import { lineOf, opened, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const severity = 'error';

/** A page with one element, and what keeps it from connecting. */
function whyNot(transport: 'ws' | 'sse', body: string, recording: Recording = {}): unknown {
  return outline(whyNotConnected(recordedPage(page(body), recording), transport));
}

function tried(url: string): readonly Happened[] {
  return [
    { type: 'socket-new', socket: 1, url },
    { type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false },
  ];
}

const line7 = [{ file: 'page.html', line: 7 }];

describe('nothing was opened', () => {
  test.each([
    ['ws', 'page/ws-connect-missing', '<div hx-ext="ws"><form ws-send></form></div>'],
    ['sse', 'page/sse-connect-missing', '<div hx-ext="sse" sse-swap="message"></div>'],
  ] as const)('%s: nothing has the attribute', (transport, code, body) => {
    expect(whyNot(transport, body)).toEqual({ code, severity, facts: {}, where: line7 });
  });

  test.each([
    ['ws', '<div hx-ws="connect:/socket"></div>', 'htmx/old-syntax', { attribute: 'hx-ws', value: 'connect:/socket' }],
    ['sse', '<div hx-sse="connect:/ticks"></div>', 'htmx/old-syntax', { attribute: 'hx-sse', value: 'connect:/ticks' }],
    [
      'ws',
      '<div hx-ws:connect="/socket"></div>',
      'htmx/other-version-syntax',
      { attribute: 'hx-ws:connect', use: 'ws-connect' },
    ],
    [
      'sse',
      '<div data-hx-sse:connect="/ticks"></div>',
      'htmx/other-version-syntax',
      { attribute: 'data-hx-sse:connect', use: 'sse-connect' },
    ],
    [
      'ws',
      '<div hx-ext="ws" ws-url="/socket"></div>',
      'htmx/unknown-attribute',
      { attribute: 'ws-url', value: '/socket', use: 'ws-connect' },
    ],
    [
      'sse',
      '<div hx-ext="sse" sse-source="/ticks" sse-swap="message"></div>',
      'htmx/unknown-attribute',
      { attribute: 'sse-source', value: '/ticks', use: 'sse-connect' },
    ],
  ] as const)('%s: %s', (transport, body, code, facts) => {
    expect(whyNot(transport, body)).toEqual({ code, severity, facts, where: line7 });
  });

  test.each([
    ['ws', '<div hx-ws:connect="/socket"></div>', 'page/sse-connect-missing'],
    ['sse', '<div hx-sse="connect:/ticks"></div>', 'page/ws-connect-missing'],
  ] as const)('syntax of %s alone is no cause for the other', (transport, body, code) => {
    expect(whyNot(transport === 'ws' ? 'sse' : 'ws', body)).toMatchObject({ code });
  });

  test.each(['ws', 'sse'] as const)('%s: the extension is not registered', (extension) => {
    const htmx = { version: '2.0.11', extensions: [] };
    expect(whyNot(extension, `<div hx-ext="${extension}" ${extension}-connect="/x"></div>`, { htmx })).toEqual({
      code: 'htmx/extension-script-missing',
      severity,
      facts: { extension },
      where: [{ file: 'page.html', line: 3 }],
    });
  });

  test.each(['ws', 'sse'] as const)('%s: the attribute is empty', (transport) => {
    const facts = transport === 'ws' ? { value: ' ', resolved: '' } : { url: ' ', reason: undefined };
    expect(whyNot(transport, `<div hx-ext="${transport}" ${transport}-connect=" "></div>`)).toEqual({
      code: `page/${transport}-bad-url`,
      severity,
      facts,
      where: line7,
    });
  });

  test('a script of the page threw', () => {
    const records: readonly Happened[] = [
      { type: 'script-error', message: 'x is not defined', file: '/a.js', line: 3 },
    ];
    expect(whyNot('ws', '<div hx-ext="ws" ws-connect="/socket"></div>', { records })).toEqual({
      code: 'page/script-error',
      severity,
      facts: { message: 'x is not defined', file: '/a.js', line: 3 },
      where: [],
    });
  });

  test('everything is there, but nothing opened', () => {
    const seen = recordedPage(page('<div hx-disable><i hx-ext="ws" ws-connect="/socket"></i></div>'));
    const finding = whyNotConnected(seen.after(1500), 'ws');
    expect(outline(finding)).toEqual({
      code: 'page/ws-not-open',
      severity,
      facts: { url: '/socket', code: undefined, disabled: 'div' },
      where: line7,
    });
    expect(finding.evidence.waitedMs).toBe(1500);
    expect(whyNot('sse', '<i hx-ext="sse" sse-connect="/ticks"></i>')).toEqual({
      code: 'sse/client-disagrees',
      severity,
      facts: { failure: undefined, by: 'page' },
      where: line7,
    });
  });
});

describe('what was opened failed', () => {
  const body = '<div hx-ext="ws" ws-connect="/elsewhere"></div>';

  test.each([
    ['another path', 'ws://127.0.0.1:4000/elsewhere'],
    ['another port', 'ws://127.0.0.1:4001/socket'],
    ['another scheme', 'wss://127.0.0.1:4000/socket'],
    ['no URL at all', 'not a url'],
  ])('%s', (_, resolved) => {
    expect(whyNot('ws', body, { records: tried(resolved) })).toEqual({
      code: 'page/ws-bad-url',
      severity,
      facts: { value: '/elsewhere', resolved },
      where: line7,
    });
  });

  test('the browser refused the address', () => {
    const records: readonly Happened[] = [{ type: 'socket-refused', url: 'localhost:4000', message: 'bad' }];
    expect(whyNot('ws', body, { records })).toMatchObject({ code: 'page/ws-bad-url' });
  });

  test('the right address', () => {
    expect(whyNot('ws', body, { records: tried('ws://127.0.0.1:4000/socket') })).toEqual({
      code: 'page/ws-not-open',
      severity,
      facts: { url: 'ws://127.0.0.1:4000/socket', code: 1006 },
      where: line7,
    });
  });

  test('a page that offers a subprotocol', () => {
    const url = 'ws://127.0.0.1:4000/socket';
    const records: readonly Happened[] = [
      { type: 'socket-new', socket: 1, url, protocols: ['chat.v1'] },
      { type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false },
    ];
    expect(whyNot('ws', body, { records })).toMatchObject({
      code: 'page/ws-not-open',
      facts: { url, code: 1006, offers: ['chat.v1'] },
    });
  });

  test('without a contract no address is wrong', () => {
    expect(whyNot('ws', body, { records: tried('ws://far.example/live'), contract: {} })).toMatchObject({
      code: 'page/ws-not-open',
    });
  });

  const failedStream = (url: string): readonly Happened[] => [
    { type: 'stream-new', stream: 1, url },
    { type: 'stream-error', stream: 1, readyState: 2, failure: { reason: 'status', status: 404 } },
  ];
  const listener = '<div hx-ext="sse" sse-connect="/tick" sse-swap="message"></div>';

  test.each([
    ['/tick', 'page/sse-bad-url', { url: '/tick', failure: { reason: 'status', status: 404 } }],
    [
      'http://127.0.0.1:4001/ticks',
      'page/sse-bad-url',
      { url: 'http://127.0.0.1:4001/ticks', failure: { reason: 'status', status: 404 } },
    ],
    ['/ticks', 'sse/client-disagrees', { failure: { reason: 'status', status: 404 } }],
  ])('a stream at %s', (url, code, facts) => {
    const finding = attemptFailed('sse')(recordedPage(page(listener), { records: failedStream(url) }));
    expect(outline(finding)).toEqual({ code, severity, facts, where: line7 });
    expect(finding?.evidence.received).toBe('HTTP 404');
  });

  test('a stream that the server refuses at the right address: the place is in the server', () => {
    const server = 'const a = 1;\nresponse.write(`data: ${a}\\n\\n`);';
    const seen = recordedPage(page(listener), { records: failedStream('/ticks'), server });
    expect(outline(attemptFailed('sse')(seen))).toMatchObject({
      code: 'sse/client-disagrees',
      where: [{ file: 'server.js', line: 2 }],
    });
  });

  test('a stream that is open, or of which nothing is known, did not fail', () => {
    const [attempt, error] = failedStream('/tick');
    if (attempt === undefined || error === undefined) throw new Error('two records');
    const failed = (records: readonly Happened[]): unknown =>
      attemptFailed('sse')(recordedPage(page(listener), { records }));
    expect(failed([attempt])).toBeUndefined();
    expect(failed([attempt, { type: 'stream-open', stream: 1 }, error])).toBeUndefined();
    expect(attemptFailed('ws')(recordedPage(page(body), { records: opened }))).toBeUndefined();
  });

  test.each([
    ['ws', tried('ws://127.0.0.1:4000/socket')],
    ['sse', failedStream('/ticks')],
  ] as const)('%s: the policy of the page forbids it', (transport, records) => {
    const text = 'Refused to connect: Content Security Policy directive "connect-src \'none\'"';
    const all: readonly Happened[] = [...records, { type: 'console', level: 'error', text }];
    const meta = '<meta http-equiv="Content-Security-Policy" content="connect-src \'none\'">';
    const expected = { code: 'page/csp-blocks', severity, facts: { blocks: 'connection', directive: text } };
    expect(whyNot(transport, meta, { records: all })).toEqual({ ...expected, where: line7 });
    const server = "import http from 'node:http';\nresponse.setHeader('Content-Security-Policy', policy);";
    expect(whyNot(transport, '<p></p>', { records: all, server })).toEqual({
      ...expected,
      where: [{ file: 'server.js', line: 2 }],
    });
  });
});

describe('a page that is connected', () => {
  const foreign: readonly Happened[] = [
    { type: 'socket-new', socket: 1, url: 'ws://127.0.0.1:8000/socket' },
    { type: 'socket-open', socket: 1 },
  ];
  const html = page('<p></p>', '<div hx-ext="ws" ws-connect="ws://127.0.0.1:8000/socket"></div>');

  test('to another server', () => {
    expect(outline(connectedElsewhere(recordedPage(html, { records: foreign })))).toEqual({
      code: 'page/ws-bad-url',
      severity,
      facts: { value: 'ws://127.0.0.1:8000/socket', resolved: 'ws://127.0.0.1:8000/socket' },
      where: lineOf(html, 'ws-connect'),
    });
  });

  test('to its own server, to both, or without a contract', () => {
    expect(connectedElsewhere(recordedPage(html, { records: opened }))).toBeUndefined();
    const both: readonly Happened[] = [
      ...foreign,
      { type: 'socket-new', socket: 2, url: 'ws://127.0.0.1:4000/socket' },
      { type: 'socket-open', socket: 2 },
    ];
    expect(connectedElsewhere(recordedPage(html, { records: both }))).toBeUndefined();
    expect(connectedElsewhere(recordedPage(html, { records: foreign, contract: {} }))).toBeUndefined();
  });

  const socket = (number: number): Happened => ({
    type: 'socket-new',
    socket: number,
    url: 'ws://127.0.0.1:4000/socket',
  });

  test('twice over WebSockets', () => {
    const two = recordedPage(page('<div hx-ext="ws" ws-connect="/socket"><i ws-connect="/socket"></i></div>'), {
      records: [socket(1), socket(2)],
    });
    expect(outline(twoConnections('ws')(two))).toEqual({
      code: 'page/ws-two-connections',
      severity: 'warning',
      facts: { sockets: 2, elements: 2 },
      where: line7,
    });
  });

  test('once, or again after the first was closed', () => {
    const closed: Happened = { type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false };
    for (const records of [[socket(1)], [socket(1), closed, socket(2)]])
      expect(twoConnections('ws')(recordedPage(html, { records }))).toBeUndefined();
  });

  test('to two streams', () => {
    const streams: readonly Happened[] = [1, 2].map((stream) => ({ type: 'stream-new', stream, url: '/ticks' }));
    const body = page('<div hx-ext="sse" sse-connect="/ticks"></div>');
    expect(outline(twoConnections('sse')(recordedPage(body, { records: streams })))).toEqual({
      code: 'page/sse-two-connections',
      severity: 'warning',
      facts: { streams: 2 },
      where: line7,
    });
    const broken: Happened = { type: 'stream-error', stream: 1, readyState: 0, failure: { reason: 'lost' } };
    expect(twoConnections('sse')(recordedPage(body, { records: [...streams, broken] }))).toBeUndefined();
  });
});
