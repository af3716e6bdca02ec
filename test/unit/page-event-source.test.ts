import { tabConnections } from '../../src/observe/page/dom/request.ts';
import http from 'node:http';
import { CookieJar, JSDOM } from 'jsdom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TabContext } from '../../src/observe/page/dom/context.ts';
import { addEventSource } from '../../src/observe/page/dom/event-source.ts';
import type { PageWindow } from '../../src/observe/page/injected/page-window.ts';
import { watchHandling } from '../../src/observe/page/injected/handling.ts';
import { openPort } from '../../src/observe/page/injected/port.ts';
import { watchStreams } from '../../src/observe/page/injected/streams.ts';
import type { RecordBody } from '../../src/observe/page/record-body.ts';
import { NO_SUBSTITUTES } from '../../src/observe/page/substitute.ts';
import { ContentSecurity } from '../../src/observe/page/web-rules/content-security.ts';

let server: http.Server;
let origin = '';
const closing = new AbortController();

/** What came back with each request for `/ids`. */
const returned: (string | undefined)[] = [];

/** Ends after an event whose id comes in a block of its own, which counts as well (HTML standard, 9.2.6). */
function answerWithIds({ headers }: http.IncomingMessage, response: http.ServerResponse): void {
  const id = headers['last-event-id'];
  returned.push(typeof id === 'string' ? Buffer.from(id, 'latin1').toString('utf8') : undefined);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`retry: 10\n\ndata: ${returned.length}\n\nid: 漢-${returned.length}\n\n`);
}

beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (request.url === '/ids') return answerWithIds(request, response);
    if (request.url !== '/stream') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\nevent: tick\ndata: two\n\nevent: unheard\ndata: three\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  closing.abort();
  server.close();
  server.closeAllConnections();
});

/** A window with an EventSource that is watched, and what was recorded of it and said on its console. */
function observed(policy?: string): { readonly view: PageWindow; readonly records: RecordBody[] } {
  const url = new URL(`${origin}/page`);
  const view = new JSDOM('', { url: url.href }).window as unknown as PageWindow;
  const records: RecordBody[] = [];
  const context: TabContext = {
    url,
    jar: new CookieJar(),
    connections: tabConnections(),
    policy: new ContentSecurity(url, policy),
    allows: () => true,
    signal: closing.signal,
    substitute: NO_SUBSTITUTES,
    packages: {},
    emit: (body) => records.push(body),
    answers: new Map(),
  };
  addEventSource(view, context);
  const port = openPort(view, (_at, body) => records.push(body));
  watchStreams(view, { port, handlings: watchHandling(view, port) });
  return { view, records };
}

test('an EventSource of a page receives unnamed events and those that it listens to', async () => {
  const { view, records } = observed();
  const source = new view.EventSource('stream');
  const heard: string[] = [];
  expect(source.onmessage).toBeNull();
  source.onmessage = ({ data }: MessageEvent) => heard.push(`replaced: ${String(data)}`);
  source.onmessage = ({ data }: MessageEvent) => heard.push(`handler: ${String(data)}`);
  await new Promise<void>((resolve) =>
    source.addEventListener('tick', ({ data }: MessageEvent) => {
      heard.push(`listener: ${String(data)}`);
      resolve();
    }),
  );
  expect(heard).toEqual(['handler: one', 'listener: two']);
  expect([source.readyState, source.OPEN, view.EventSource.CLOSED, source.url]).toEqual([1, 1, 2, `${origin}/stream`]);
  expect([source instanceof view.EventSource, source instanceof view.EventTarget]).toEqual([true, true]);
  source.close();
  expect(source.readyState).toBe(2);
  const ofStream = records.filter(({ type }) => type.startsWith('stream-'));
  expect(ofStream).toEqual([
    { type: 'stream-new', stream: 1, url: `${origin}/stream` },
    { type: 'stream-open', stream: 1 },
    { type: 'stream-event', stream: 1, event: 'message', data: 'one' },
    { type: 'stream-event', stream: 1, event: 'tick', data: 'two' },
    { type: 'stream-close', stream: 1 },
  ]);
});

test.each([
  ['/gone', undefined, { reason: 'status', status: 404 }],
  ['/stream', "connect-src 'none'", { reason: 'policy', directive: "connect-src 'none'" }],
])('%s with the policy %s fails for good', async (path, policy, failure) => {
  const { view, records } = observed(policy);
  const source = new view.EventSource(path);
  await new Promise<void>((resolve) => {
    source.onerror = () => resolve();
  });
  expect(source.readyState).toBe(2);
  expect(records).toContainEqual({ type: 'stream-error', stream: 1, readyState: 2, failure });
});

test('an invalid address throws, and nothing is recorded', () => {
  const { view, records } = observed();
  expect(() => new view.EventSource('http://')).toThrow(view.DOMException);
  expect(records).toEqual([]);
});

test('an EventSource comes back with the last id, also one without data and in another script', async () => {
  const { view } = observed();
  const source = new view.EventSource('ids');
  await new Promise<void>((resolve) =>
    source.addEventListener('message', ({ data }: MessageEvent) => {
      if (data === '3') resolve();
    }),
  );
  source.close();
  expect(returned.slice(0, 3)).toEqual([undefined, '漢-1', '漢-2']);
});
