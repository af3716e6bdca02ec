import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { CloseCode } from '../../src/model/weather.ts';
import { CLOSE_CODES } from '../../src/model/weather.ts';
import type { WireEvent } from '../../src/model/wire.ts';
import { openProxy } from '../../src/observe/proxy/proxy.ts';
import type { Proxy } from '../../src/observe/proxy/proxy.ts';
import { eventually } from '../support/eventually.ts';

// A person changes what goes through the proxy. Clients and servers are real ones.

/** `forgets`: compressed, each message by itself. */
type Compression = 'none' | 'remembers' | 'forgets';

interface Talk {
  readonly proxy: Proxy;
  /** Of the server. */
  readonly server: WebSocket;
  readonly got: string[];
  readonly events: readonly WireEvent[];
  readonly closed: Promise<number>;
  readonly serverClosed: Promise<number>;
  readonly channel: number;
}

async function proxied(server: http.Server): Promise<{ readonly proxy: Proxy; readonly events: WireEvent[] }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const events: WireEvent[] = [];
  const proxy = (await openProxy({ port: 0, server: () => port, onWire: (event) => events.push(event) })) as Proxy;
  onTestFinished(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  return { proxy, events };
}

async function talk(compression: Compression): Promise<Talk> {
  const http1 = http.createServer();
  const deflate = { threshold: 0, serverNoContextTakeover: compression === 'forgets' };
  const sockets = new WebSocketServer({ server: http1, perMessageDeflate: compression === 'none' ? false : deflate });
  const connected = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));
  const { proxy, events } = await proxied(http1);
  const client = new WebSocket(`ws://127.0.0.1:${proxy.port}/ws`);
  onTestFinished(() => {
    client.terminate();
    for (const each of sockets.clients) each.terminate();
  });
  const got: string[] = [];
  client.on('message', (data, binary) => got.push(`${binary ? 'bytes ' : ''}${String(data)}`));
  client.on('error', (error) => got.push(error.message));
  const closed = new Promise<number>((resolve) => client.once('close', resolve));
  await new Promise((resolve) => client.once('open', resolve));
  const server = await connected;
  server.on('error', () => undefined);
  const serverClosed = new Promise<number>((resolve) => server.once('close', resolve));
  expect(client.extensions).toBe(compression === 'none' ? '' : 'permessage-deflate');
  const [channel] = proxy.open();
  return { proxy, server, got, events, closed, serverClosed, channel: channel?.number ?? -1 };
}

function toldOf(events: readonly WireEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'weather') return [`${event.weather.type} ${JSON.stringify(event.state)}`];
    return event.type === 'insertion' ? [`insertion ${JSON.stringify(event.state)}`] : [];
  });
}

const LONG = `${'again and again and again '.repeat(20)}ünï 😀`;
const COMPRESSIONS: readonly Compression[] = ['none', 'remembers', 'forgets'];

test.each(COMPRESSIONS)('a text comes between two messages, and the server gets nothing of it: %s', async (how) => {
  const { proxy, server, got, events, channel } = await talk(how);
  const atServer: string[] = [];
  server.on('message', (data) => atServer.push(String(data)));
  server.send(LONG);
  await eventually(() => expect(got).toEqual([LONG]));
  proxy.send(channel, '<p>mine ü</p>', '');
  server.send(LONG);
  proxy.send(channel, 'x'.repeat(70_000), '');
  await eventually(() => expect(got).toHaveLength(4));
  expect(got.toSorted()).toEqual(['<p>mine ü</p>', LONG, LONG, 'x'.repeat(70_000)].toSorted());
  expect(atServer).toEqual([]);
  expect(toldOf(events)).toEqual(['insertion "done"', 'insertion "done"']);
  expect(events.filter(({ type }) => type === 'unread')).toEqual([]);
});

test.each(COMPRESSIONS)('a text waits until a message in several frames is over: %s', async (how) => {
  const { proxy, server, got, events, channel } = await talk(how);
  server.send('first ', { fin: false });
  server.ping();
  const frames = (): number => proxy.open().length;
  expect(frames()).toBe(1);
  await new Promise((resolve) => server.once('pong', resolve));
  proxy.send(channel, 'mine', '');
  expect(toldOf(events)).toEqual(['insertion "waiting"']);
  server.send('second');
  server.send('third');
  await eventually(() => expect(got).toEqual(['first second', 'mine', 'third']));
  expect(toldOf(events)).toEqual(['insertion "waiting"', 'insertion "done"']);
});

test.each(COMPRESSIONS)('the next message is dropped, and those after it are read: %s', async (how) => {
  const { proxy, server, got, events, channel } = await talk(how);
  server.send(`0 ${LONG}`);
  await eventually(() => expect(got).toHaveLength(1));
  proxy.change(channel, { type: 'drop' });
  server.send(`1 ${LONG}`);
  server.send(`2 ${LONG}`);
  server.send(Buffer.from(LONG), { binary: true });
  server.send(`3 ${LONG.slice(0, 50)}`, { fin: false });
  server.send(`4 ${LONG}`);
  await eventually(() => expect(got).toHaveLength(4));
  expect(got).toEqual([`0 ${LONG}`, `2 ${LONG}`, `bytes ${LONG}`, `3 ${LONG.slice(0, 50)}4 ${LONG}`]);
  proxy.change(channel, { type: 'duplicate' });
  server.send(`5 ${LONG}`);
  server.send('end');
  await eventually(() => expect(got.slice(4)).toEqual([`5 ${LONG}`, `5 ${LONG}`, 'end']));
  expect(toldOf(events)).toEqual(['drop "waiting"', 'drop "done"', 'duplicate "waiting"', 'duplicate "done"']);
});

test.each(COMPRESSIONS)('the next message comes twice: %s', async (how) => {
  const { proxy, server, got, channel } = await talk(how);
  proxy.change(channel, { type: 'duplicate' });
  proxy.change(channel, { type: 'duplicate' });
  for (const at of [0, 1, 2]) server.send(`${at} ${LONG}`);
  await eventually(() => expect(got.map((text) => text[0]).join('')).toBe('00112'));
  expect(got.every((text) => text.endsWith(LONG))).toBe(true);
});

test.each(COMPRESSIONS)('a message that is late holds up what follows it, a close as well: %s', async (how) => {
  const { proxy, server, got, events, closed, channel } = await talk(how);
  proxy.change(channel, { type: 'delay', ms: 300 });
  const sentAt = performance.now();
  server.send(LONG);
  server.send('second');
  server.close(4001);
  await eventually(() => expect(toldOf(events)).toContain('delay "done"'));
  expect(got).toEqual([]);
  expect(await closed).toBe(4001);
  expect(performance.now() - sentAt).toBeGreaterThan(290);
  expect(got).toEqual([LONG, 'second']);
  expect(toldOf(events)).toEqual(['delay "waiting"', 'delay "done"', 'delay "over"']);
});

test.each(CLOSE_CODES)('a connection is cut with code %s', async (code: CloseCode) => {
  const { proxy, server, got, events, closed, serverClosed, channel } = await talk('remembers');
  server.send('before');
  await eventually(() => expect(got).toEqual(['before']));
  proxy.change(channel, { type: 'cut', code });
  server.send('after');
  expect(await closed).toBe(code);
  // The server sees that the client has gone, as it does with any.
  expect(await serverClosed).toBe(code);
  expect(got).toEqual(['before']);
  expect(toldOf(events)).toEqual(['cut "done"']);
  await eventually(() => expect(proxy.open()).toEqual([]));
});

test('nothing goes through what is frozen, and nothing is lost', async () => {
  const { proxy, server, got, events, channel } = await talk('remembers');
  const atServer: string[] = [];
  server.on('message', (data) => atServer.push(String(data)));
  proxy.change(channel, { type: 'freeze' });
  expect(proxy.open()).toMatchObject([{ isFrozen: true }]);
  for (let at = 0; at < 50; at += 1) server.send(`${at} ${LONG}`);
  proxy.send(channel, 'mine', '');
  await new Promise((resolve) => setImmediate(resolve));
  expect(got).toEqual([]);
  proxy.change(channel, { type: 'thaw' });
  await eventually(() => expect(got).toHaveLength(51));
  expect(got[0]).toBe('mine');
  expect(got.at(-1)).toBe(`49 ${LONG}`);
  expect(toldOf(events)).toEqual(['freeze "done"', 'insertion "waiting"', 'insertion "done"', 'thaw "over"']);
});

test('what waits for a message is told when the connection ends first', async () => {
  const { proxy, server, events, closed, channel } = await talk('none');
  proxy.change(channel, { type: 'drop' });
  server.close();
  await closed;
  await eventually(() => expect(toldOf(events)).toEqual(['drop "waiting"', 'drop "lost"']));
});

interface Stream {
  readonly proxy: Proxy;
  readonly events: readonly WireEvent[];
  readonly response: http.ServerResponse;
  readonly channel: number;
  /** What the client has got of the body. */
  text(): string;
  readonly ended: Promise<'end' | 'aborted'>;
}

async function stream(headers: Readonly<Record<string, string>>, first: string | Buffer = ''): Promise<Stream> {
  let open: (response: http.ServerResponse) => void = () => undefined;
  const asked = new Promise<http.ServerResponse>((resolve) => (open = resolve));
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', ...headers }).flushHeaders();
    if (first.length > 0) response.write(first);
    open(response);
  });
  const { proxy, events } = await proxied(server);
  const answer = await new Promise<http.IncomingMessage>((resolve) => {
    http.get({ host: '127.0.0.1', port: proxy.port, path: '/sse' }, resolve);
  });
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<'end' | 'aborted'>((resolve) => {
    answer.on('end', () => resolve('end')).on('error', () => resolve('aborted'));
  });
  const response = await asked;
  await eventually(() => expect(proxy.open()).toHaveLength(1));
  return { proxy, events, response, channel: proxy.open()[0]?.number ?? -1, text: () => text, ended };
}

test.each([
  ['in chunks', {}],
  ['until the connection ends', { Connection: 'close', 'Transfer-Encoding': 'identity' }],
])('a text comes between two events of a stream: %s', async (_, headers) => {
  const { proxy, events, response, channel, text, ended } = await stream(headers, 'data: 1\n\ndata: 2');
  await eventually(() => expect(text()).toBe('data: 1\n\ndata: 2'));
  proxy.send(channel, '<p>\nmine</p>', 'tick');
  expect(text()).not.toContain('mine');
  response.write('2\n\r');
  response.write('\ndata: 3\n\n');
  await eventually(() => expect(text()).toContain('data: 3\n\n'));
  // What ends with CR may go on with LF, in the same piece or in the next.
  expect(text().replaceAll(/[\r\n]+/gu, '|')).toBe('data: 1|data: 22|event: tick|data: <p>|data: mine</p>|data: 3|');
  response.end('event: last\ndata: 4\n\n');
  expect(await ended).toBe('end');
  expect(text().endsWith('data: 4\n\n')).toBe(true);
  expect(toldOf(events)).toEqual(['insertion "waiting"', 'insertion "done"']);
});

test('events are dropped, doubled and delayed as a whole, comments are none, and the name of the last one is taken', async () => {
  const { proxy, events, response, channel, text } = await stream({});
  for (const type of ['drop', 'duplicate'] as const) proxy.change(channel, { type });
  proxy.change(channel, { type: 'delay', ms: 100 });
  response.write(': ping\n\nevent: a\nda');
  response.write('ta: 1\n\nevent: b\r\ndata: 2\r\n');
  response.write('\r\ndata: 3\n\ndata: 4\n\n');
  await eventually(() => expect(toldOf(events)).toContain('delay "over"'));
  const two = 'event: b\r\ndata: 2\r\n\r\n';
  await eventually(() => expect(text()).toBe(`: ping\n\n${two}${two}data: 3\n\ndata: 4\n\n`));
  response.write('event: c\ndata: 5\n\n');
  await eventually(() => expect(text()).toContain('data: 5\n\n'));
  proxy.send(channel, 'mine', '');
  await eventually(() => expect(text().endsWith('data: 5\n\nevent: c\ndata: mine\n\n')).toBe(true));
});

test('a stream is cut as if its server had gone', async () => {
  const { proxy, events, response, channel, ended } = await stream({}, 'data: 1\n\n');
  const gone = new Promise((resolve) => response.once('close', resolve));
  proxy.change(channel, { type: 'cut', code: 1006 });
  expect(await ended).toBe('aborted');
  await gone;
  expect(toldOf(events)).toEqual(['cut "done"']);
});

test('a stream with a length, or compressed, says why it gets nothing', async () => {
  const counted = await stream({ 'Content-Length': '500' }, 'data: 1\n\n');
  counted.proxy.send(counted.channel, 'mine', '');
  counted.proxy.change(counted.channel, { type: 'drop' });
  expect(toldOf(counted.events)).toEqual(['insertion {"not":"length"}', 'drop {"not":"length"}']);
  const packed = await stream({ 'Content-Encoding': 'gzip' }, gzipSync('data: 1\n\n'));
  packed.proxy.send(packed.channel, 'mine', '');
  expect(toldOf(packed.events)).toEqual(['insertion {"not":"compressed"}']);
});
