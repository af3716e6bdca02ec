import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openProxy } from '../../src/observe/proxy/proxy.ts';
import { readDirect } from './raw.ts';
import type { WireEvent } from '../../src/model/wire.ts';

// What goes through the proxy is compared with what goes without it, byte by byte, on raw sockets.

const HEAD = ['Host: localhost:8000', 'User-Agent: x', 'aCCept: */*', 'X-Twice: 1', 'X-Twice: 2'];

function request(line: string, ...more: readonly string[]): string {
  return [line, ...HEAD, ...more, '', ''].join('\r\n');
}

/** A request, the answer of a server that sends it as it is, and whether the server hangs up after it. */
const EXCHANGES: Readonly<Record<string, readonly [asked: string, answer: string, ends?: 'ends' | 'resets']>> = {
  'a length': [
    request('GET /a?b=c HTTP/1.1'),
    'HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nX-Odd:  two  spaces\r\n\r\nhello',
  ],
  'chunks with extensions and trailers': [
    request('GET / HTTP/1.1'),
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Trailer: y\r\n\r\n',
  ],
  'until the end of the connection': [request('GET / HTTP/1.1'), 'HTTP/1.0 200 OK\r\n\r\nhello', 'ends'],
  'a body in the request': [
    `${request('POST //twice//slashes HTTP/1.1', 'Content-Length: 7')}a=1&b=2`,
    'HTTP/1.1 303 See Other\r\nLocation: /\r\nContent-Length: 0\r\n\r\n',
  ],
  'a request in chunks': [
    `${request('PUT / HTTP/1.1', 'Transfer-Encoding: chunked')}3\r\nabc\r\n0\r\n\r\n`,
    'HTTP/1.1 204 No Content\r\n\r\n',
  ],
  'HEAD with a length': [request('HEAD / HTTP/1.1'), 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'],
  'not modified': [
    request('GET /a.js HTTP/1.1', 'If-None-Match: "1"'),
    'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n',
  ],
  'lines that end with LF alone': [request('GET / HTTP/1.1'), 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
  'answers that announce one': [
    request('GET / HTTP/1.1'),
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ],
  'no HTTP at all': [request('GET / HTTP/1.1'), 'hello there\n\nthis is no HTTP', 'ends'],
  'shorter than it says': [request('GET / HTTP/1.1'), 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort', 'ends'],
  'two lengths': [
    request('GET / HTTP/1.1'),
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!',
    'ends',
  ],
  'a head that ends within': [request('GET / HTTP/1.1'), 'HTTP/1.1 200 OK\r\nContent-Le', 'ends'],
  'a chunk size that is none': [
    request('GET / HTTP/1.1'),
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello',
    'ends',
  ],
  'nothing, and a reset': [request('GET / HTTP/1.1'), '', 'resets'],
  'a handshake that is refused': [
    request('GET /ws HTTP/1.1', 'Connection: keep-alive, Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'),
    'HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno\n',
  ],
  'a head of 200 kB': [
    request('GET / HTTP/1.1'),
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}\r\nContent-Length: 2\r\n\r\nok`,
  ],
  'a head of 400 kB': [
    request('GET / HTTP/1.1'),
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(400_000)}\r\nContent-Length: 2\r\n\r\nok`,
  ],
};

test.each(Object.entries(EXCHANGES))('bytes are the same on both ways: %s', async (_, [asked, answer, ends]) => {
  const direct = await readDirect({ asked, answer, ends, proxied: 'no' });
  const proxied = await readDirect({ asked, answer, ends, proxied: 'yes' });
  expect(proxied).toEqual(direct);
  expect(direct.server).toBe(asked);
});

test('requests and answers may come in single bytes', async () => {
  const [asked, answer] = EXCHANGES['chunks with extensions and trailers'] ?? ['', ''];
  const proxied = await readDirect({ asked, answer, ends: undefined, proxied: 'yes', pieces: 1 });
  expect(proxied).toEqual({ server: asked, browser: answer, closed: 'no' });
});

test('a server that is not there resets the connection, and is told of', async () => {
  const events: WireEvent[] = [];
  const proxy = await openProxy({ port: 0, server: () => undefined, onWire: (event) => events.push(event) });
  if (proxy === undefined) throw new Error('no proxy');
  onTestFinished(() => proxy.close());
  const socket = net.connect({ host: '127.0.0.1', port: proxy.port });
  socket.write(request('GET /x HTTP/1.1'));
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
  expect(error.code).toBe('ECONNRESET');
  expect(events).toMatchObject([{ type: 'unanswered', method: 'GET', target: '/x', why: 'refused' }]);
});

test('only the loopback interface is listened on, and a port that is taken is left alone', async () => {
  const taken = net.createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await openProxy({ port, server: () => undefined, onWire: () => undefined })).toBeUndefined();
});
