import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { WireEvent } from '../../src/model/wire.ts';
import { openProxy } from '../../src/observe/proxy/proxy.ts';
import type { Proxy } from '../../src/observe/proxy/proxy.ts';
import { eventually } from '../support/eventually.ts';

// Real clients and servers of WebSockets and streams, with the proxy between and without it.

interface Fixed {
  readonly ports: Readonly<Record<'direct' | 'proxied', number>>;
  readonly events: WireEvent[];
  readonly requests: http.IncomingHttpHeaders[];
  /** Stops the server, at once, or starts it again on its port. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

async function serve(deflate: boolean): Promise<Fixed> {
  const events: WireEvent[] = [];
  const requests: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let count = 0;
    const timer = setInterval(() => response.write(`id: ${count}\nevent: tick\ndata: ${(count += 1)}\n\n`), 25);
    response.on('close', () => clearInterval(timer));
  });
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: deflate ? { threshold: 0, serverNoContextTakeover: false } : false,
    handleProtocols: (offered) => [...offered].at(-1) ?? false,
  });
  sockets.on('connection', (socket, request) => {
    requests.push(request.headers);
    socket.on('error', () => undefined);
    socket.on('message', (data, binary) => {
      const text = data.toString();
      if (text.startsWith('close ')) socket.close(Number(text.slice(6)), 'because');
      else if (text === 'vanish') socket.terminate();
      else socket.send(data, { binary });
    });
  });
  const start = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await start(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy = (await openProxy({ port: 0, server: () => port, onWire: (event) => events.push(event) })) as Proxy;
  onTestFinished(async () => {
    await proxy.close();
    sockets.close();
    if (server.listening) await stop();
  });
  return { ports: { direct: port, proxied: proxy.port }, events, requests, stop, start: () => start(port) };
}

interface Talk {
  readonly got: readonly string[];
  readonly protocol: string;
  readonly extensions: string;
  readonly closed: readonly [code: number, reason: string];
}

/** Sends one message after the other, each when the one before has been answered; the last one ends the connection. */
function talk(port: number, messages: readonly (string | Buffer)[], closes?: number): Promise<Talk> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?room=1&x=%20`, ['one', 'two'], {
    origin: 'http://localhost:8000',
    headers: { Host: 'localhost:8000' },
  });
  const got: string[] = [];
  const left = [...messages];
  const next = (): void => {
    const message = left.shift();
    if (message !== undefined) socket.send(message);
    else if (closes !== undefined) socket.close(closes, 'enough');
  };
  socket.on('open', next);
  socket.on('message', (data, binary) => {
    got.push(`${binary ? 'bytes' : 'text'} ${data.toString()}`);
    next();
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code, reason) =>
      resolve({ got, protocol: socket.protocol, extensions: socket.extensions, closed: [code, reason.toString()] }),
    );
  });
}

const MESSAGES = ['hello', 'x'.repeat(70_000), 'ünï 😀', Buffer.from([0xc3, 0xa4]), '', 'y'.repeat(200)];

test.each([
  ['plain', false, [...MESSAGES, 'close 4001'], undefined],
  ['compressed', true, [...MESSAGES, ...MESSAGES, 'close 1011'], undefined],
  ['ended by the browser', true, MESSAGES, 4321],
  ['broken by the server', false, ['a', 'vanish'], undefined],
] as const)('a WebSocket is the same on both ways, and read: %s', async (_, deflate, messages, closes) => {
  const { ports, events, requests } = await serve(deflate);
  const [direct, proxied] = [await talk(ports.direct, messages, closes), await talk(ports.proxied, messages, closes)];
  expect(proxied).toEqual(direct);
  expect(proxied.protocol).toBe('two');
  const [one, two] = requests.map((headers) => ({ ...headers, 'sec-websocket-key': 'random' }));
  expect(two).toEqual(one);
  expect(two).toMatchObject({ host: 'localhost:8000', origin: 'http://localhost:8000' });
  await eventually(() => expect(events.at(-1)?.type).toBe('socket-end'));
  const frames = events.flatMap((event) => (event.type === 'frame' && event.from === 'server' ? [event] : []));
  expect(frames.map(({ text, binary }) => `${binary ? 'bytes' : 'text'} ${text}`)).toEqual(
    direct.got.map((text) => text.slice(0, 65_536 + 'text '.length)),
  );
  expect(frames.map(({ bytes }) => bytes)).toEqual(
    direct.got.map((text) => Buffer.byteLength(text.slice(text.indexOf(' ') + 1))),
  );
  const sent = events.flatMap((event) => (event.type === 'frame' && event.from === 'browser' ? [event.text] : []));
  expect(sent).toEqual(messages.map((each) => each.toString().slice(0, 65_536)));
  const [code] = direct.closed;
  const read = events.flatMap((event) => (event.type === 'close-frame' ? [event.code] : []));
  expect(read.slice(0, 1)).toEqual(code === 1006 ? [] : [code]);
  expect(events[0]).toMatchObject({ type: 'socket-open', target: '/ws?room=1&x=%20', protocol: 'two' });
});

test('an event of a stream goes through when it comes, and its end is noticed on both sides', async () => {
  const { ports, events, requests } = await serve(false);
  const response = await new Promise<http.IncomingMessage>((resolve) => {
    http.get(
      { host: '127.0.0.1', port: ports.proxied, path: '/sse/counter', headers: { accept: 'text/event-stream' } },
      resolve,
    );
  });
  const chunks: string[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  await eventually(() => expect(chunks.length).toBeGreaterThanOrEqual(3));
  expect(chunks.slice(0, 2)).toEqual(['id: 0\nevent: tick\ndata: 1\n\n', 'id: 1\nevent: tick\ndata: 2\n\n']);
  expect(requests).toHaveLength(1);
  response.destroy();
  await eventually(() => expect(events.at(-1)).toMatchObject({ type: 'stream-end' }));
  const names = events.flatMap((event) => (event.type === 'stream-event' ? [`${event.event} ${event.data}`] : []));
  expect(names.slice(0, 2)).toEqual(['tick 1', 'tick 2']);
});

test('a server that stops ends what went through, and one that starts again is found', async () => {
  const { ports, stop, start } = await serve(false);
  const socket = new WebSocket(`ws://127.0.0.1:${ports.proxied}/ws`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await stop();
  expect(await closed).toBe(1006);
  await expect(talk(ports.proxied, ['a'], 1000)).rejects.toThrow(/ECONNRESET|hang up/u);
  await start();
  expect(await talk(ports.proxied, ['a'], 1000)).toMatchObject({ got: ['text a'] });
});

test('ten thousand messages go through and none is lost', async () => {
  const { ports, events } = await serve(false);
  const socket = new WebSocket(`ws://127.0.0.1:${ports.proxied}/ws`);
  await new Promise((resolve) => socket.once('open', resolve));
  let got = 0;
  const all = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      expect(data.toString()).toBe(String(got));
      got += 1;
      if (got === 10_000) resolve();
    });
  });
  for (let at = 0; at < 10_000; at += 1) socket.send(String(at));
  await all;
  socket.close();
  await eventually(() => expect(events.at(-1)?.type).toBe('socket-end'));
  expect(events.filter(({ type }) => type === 'frame')).toHaveLength(20_000);
});
