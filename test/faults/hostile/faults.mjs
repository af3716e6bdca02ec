// Each fault: which part of the chat it replaces, and by what. `server.mjs` has the tools.
import process from 'node:process';
import { Buffer } from 'node:buffer';
import { clearInterval, setInterval, setTimeout } from 'node:timers';

const MB = 1024 * 1024;
const filler = Buffer.alloc(64 * 1024, 'x');
const text = filler.toString();
const deep = (depth) => `${'<div>'.repeat(depth)}x${'</div>'.repeat(depth)}`;
const STREAM = { 'content-type': 'text/event-stream' };
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** A body that never ends, in pieces of `text`. */
const endless =
  (headers, text, pauseMs) =>
  (response, request, { pour }) => {
    response.writeHead(200, headers);
    pour(response, () => text, pauseMs);
  };

/** The raw connection behind a response. */
const raw = (write) => (response, request, tools) => {
  const { socket } = response;
  socket.on('error', () => undefined);
  write(socket, tools);
};

const drips =
  (start, each) =>
  (socket, { pour }) => {
    socket.write(start);
    pour(socket, () => each, 300);
  };

const continues = (socket, { pour }) => pour(socket, () => 'HTTP/1.1 100 Continue\r\n\r\n', 5);
const manyHeaders = (socket, { pour }) => {
  let count = 0;
  socket.write('HTTP/1.1 200 OK\r\n');
  pour(socket, () => `X-${(count += 1)}: ${'h'.repeat(1000)}\r\n`);
};

const gzipBomb =
  (headers, megabytes, head = '') =>
  (response, request, { gzip, pour, pieces }) => {
    response.writeHead(200, { ...headers, 'content-encoding': 'gzip' });
    const packed = gzip();
    packed.pipe(response);
    packed.write(head);
    pour(packed, pieces(megabytes * MB, Buffer.alloc(256 * 1024)));
  };

const redirects = (response, request) => {
  response.writeHead(302, { location: `${request.url.split('?')[0]}?again=${Math.random()}` }).end();
};

export const FAULTS = {
  'nothing wrong': {},
  // --- messages ---
  'ws reply of 50 MB': {
    reply(socket, message, { head, html, pour, pieces }) {
      const [before, after] = html(message, '|').split('|');
      socket.write(head(before.length + 50 * MB + after.length));
      socket.write(before);
      const next = pieces(50 * MB, filler);
      let ended = false;
      pour(socket, () => next() ?? (ended ? undefined : ((ended = true), after)));
    },
  },
  'ws reply of 3 MB': { reply: (socket, message, { html, send }) => send(socket, html(message, 'y'.repeat(3 * MB))) },
  'ws reply 5000 elements deep': {
    reply: (socket, message, { html, send }) => send(socket, html(message, deep(5000))),
  },
  'ws reply 100000 elements deep': {
    reply: (socket, message, { html, send }) => send(socket, html(message, deep(100_000))),
  },
  'ws reply of 100000 elements': {
    reply: (socket, message, { html, send }) => send(socket, html(message, '<i>x</i>'.repeat(100_000))),
  },
  'ws reply of 20000 oob elements': {
    reply: (socket, message, { html, send }) =>
      send(socket, html(message) + '<i id="chat-window" hx-swap-oob="beforeend">x</i>'.repeat(20_000)),
  },
  'ws frame of 100 MB': {
    opened(socket, { head, pour, pieces }) {
      socket.write(head(100 * MB));
      pour(socket, pieces(100 * MB, filler));
    },
  },
  'ws frame of 8 exabytes': {
    opened(socket, { head, pour }) {
      const start = head(70_000);
      start.writeBigUInt64BE(2n ** 62n, 2);
      socket.write(start);
      pour(socket, () => filler);
    },
  },
  'ws endless fragments': {
    opened(socket, { head, pour }) {
      const next = Buffer.concat([head(filler.length, { opcode: 0, fin: false }), filler]);
      socket.write(head(1, { fin: false }));
      socket.write('x');
      pour(socket, () => next);
    },
  },
  'ws endless empty fragments': {
    opened(socket, { head, pour }) {
      const next = Buffer.alloc(2000, head(0, { opcode: 0, fin: false }));
      socket.write(head(0, { fin: false }));
      pour(socket, () => next);
    },
  },
  'ws endless frames of 10 kB': {
    opened(socket, { head, pour }) {
      const next = Buffer.concat([head(10_000), filler.subarray(0, 10_000)]);
      pour(socket, () => next);
    },
  },
  'ws endless frames of one byte': {
    opened(socket, { head, pour }) {
      const next = Buffer.alloc(3000, Buffer.concat([head(1), Buffer.from('x')]));
      pour(socket, () => next);
    },
  },
  'ws deflate bomb of 100 MB': {
    deflates: true,
    reply(socket, message, { head, deflate }) {
      const packed = deflate(Buffer.alloc(100 * MB, 'x'));
      socket.write(Buffer.concat([head(packed.length, { deflated: true }), packed]));
    },
  },
  'ws 20 deflate bombs of 90 MB': {
    deflates: true,
    opened(socket, { head, deflate }) {
      const packed = deflate(Buffer.alloc(90 * MB, 'x'));
      for (let count = 0; count < 20; count += 1)
        socket.write(Buffer.concat([head(packed.length, { deflated: true }), packed]));
    },
  },
  'ws pong flood': {
    opened(socket, { head, pour }) {
      const next = Buffer.alloc(2000, head(0, { opcode: 10 }));
      pour(socket, () => next);
    },
  },
  'ws ping flood': {
    opened(socket, { head, pour }) {
      const next = Buffer.alloc(2000, head(0, { opcode: 9 }));
      pour(socket, () => next);
    },
  },
  'ws text that is no frame': { opened: (socket) => socket.write('Welcome to the chat!\n') },
  'ws frame that drips': {
    reply(socket, message, { head, pour }) {
      socket.write(head(100_000));
      pour(socket, () => 'x', 300);
    },
  },
  // --- the opening handshake ---
  'handshake drips': { handshake: drips('HTTP/1.1 101 Switching Protocols\r\n', 'X: y\r\n') },
  'handshake drips after a status': { handshake: drips('HTTP/1.1 500 No\r\nContent-Length: 9000\r\n\r\n', 'x') },
  'handshake 100 Continue without end': { handshake: continues },
  'handshake headers without end': { handshake: manyHeaders },
  'handshake silent': { handshake: () => undefined },
  // --- the page ---
  'page drips': { page: endless(HTML, 'x', 300) },
  'page without end': { page: endless(HTML, `<p>${text}</p>`) },
  'page of 1 GB': {
    page(response, request, { pour, pieces }) {
      response.writeHead(200, { ...HTML, 'content-length': 1024 * MB });
      pour(response, pieces(1024 * MB, filler));
    },
  },
  'page head drips': { page: raw(drips('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n', 'X: y\r\n')) },
  'page 100 Continue without end': { page: raw(continues) },
  'page headers without end': { page: raw(manyHeaders) },
  'page redirects without end': { page: redirects },
  'page gzip bomb': { page: gzipBomb(HTML, 1024, '<!doctype html><p>') },
  'page shorter than it says': {
    page: (response) => response.writeHead(200, { ...HTML, 'content-length': 9000 }).write('<!doctype html><p>Hello'),
  },
  'page 5000 elements deep': { page: (response) => response.writeHead(200, HTML).end(`<!doctype html>${deep(5000)}`) },
  'page 100000 elements deep': {
    page: (response) => response.writeHead(200, HTML).end(`<!doctype html>${deep(100_000)}`),
  },
  'page of 300000 elements': {
    page: (response) => response.writeHead(200, HTML).end(`<!doctype html>${'<p>x</p>'.repeat(300_000)}`),
  },
  // --- the scripts ---
  'script drips': { script: endless({ 'content-type': 'text/javascript' }, '//', 300) },
  'script without end': { script: endless({ 'content-type': 'text/javascript' }, `//${text}\n`) },
  'script gzip bomb': { script: gzipBomb({ 'content-type': 'text/javascript' }, 1024, '//') },
  'script redirects without end': { script: redirects },
  // --- the event stream ---
  'stream without a line end': { stream: endless(STREAM, filler) },
  'stream event of 50 MB': {
    stream(response, request, { pour, pieces }) {
      response.writeHead(200, STREAM);
      response.write('data: ');
      const next = pieces(50 * MB, filler);
      let ended = false;
      pour(response, () => next() ?? (ended ? undefined : ((ended = true), '\n\n')));
    },
  },
  'stream of a million events': { stream: endless(STREAM, 'data: <b>1</b>\n\n'.repeat(4000)) },
  'stream of comments': { stream: endless(STREAM, ': x\n'.repeat(10_000)) },
  'stream gzip bomb': { stream: gzipBomb(STREAM, 1024, 'data: ') },
  'stream event 5000 elements deep': {
    stream(response) {
      response.writeHead(200, STREAM);
      const timer = setInterval(() => response.write(`data: ${deep(5000)}\n\n`), 1000);
      response.on('close', () => clearInterval(timer));
    },
  },
  'stream event of 100000 lines': { stream: endless(STREAM, `${'data: x\n'.repeat(100_000)}\n`, 1000) },
  'stream head drips': { stream: raw(drips('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n', 'X: y\r\n')) },
  'stream 100 Continue without end': { stream: raw(continues) },
  'stream redirects without end': { stream: redirects },
  'stream drips': { stream: endless(STREAM, 'd', 300) },
  // --- the process ---
  'output without end': {
    starts({ pour }) {
      pour(process.stdout, () => 'a line of output that comes again and again\n'.repeat(100));
    },
  },
  'one line of output without end': { starts: ({ pour }) => pour(process.stdout, () => filler) },
  'slow to say anything': { page: (response) => void setTimeout(() => response.end('late'), 60_000) },
};
