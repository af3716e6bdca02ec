// A chat with a counter, right in all but one thing: the fault that the command line names (`node server.mjs ws-endless-fragments`).
// It never holds more than a piece of what it sends, so that the memory of a run is the tutor's.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { constants, createGzip, deflateRawSync } from 'node:zlib';
import { FAULTS } from './faults.mjs';

const fault = FAULTS[process.argv[2]] ?? {};
const folder = process.cwd();
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };

const server = createServer({ insecureHTTPParser: true }, (request, response) => {
  const { pathname } = new URL(request.url, 'http://x');
  response.on('error', () => undefined);
  if (pathname === '/sse/counter') return (fault.stream ?? counter)(response, request, tools);
  if (pathname === '/' && fault.page !== undefined) return fault.page(response, request, tools);
  if (pathname.startsWith('/static/') && fault.script !== undefined) return fault.script(response, request, tools);
  const file = pathname === '/' ? 'templates/index.html' : pathname.startsWith('/static/') ? pathname.slice(1) : '';
  if (file === '') return response.writeHead(404).end('nothing here');
  response.writeHead(200, { 'content-type': types[path.extname(file)] });
  response.end(readFileSync(path.join(folder, file)));
});
server.on('clientError', (_, socket) => socket.destroy());

function counter(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }).flushHeaders();
  let count = 0;
  const timer = setInterval(() => response.write(`data: <b>Current count: ${(count += 1)}</b>\n\n`), 1000);
  response.on('close', () => clearInterval(timer));
}

/** RFC 6455, 5.2: the head of a frame from a server. */
function head(length, { opcode = 1, fin = true, deflated = false } = {}) {
  const first = (fin ? 0x80 : 0) | (deflated ? 0x40 : 0) | opcode;
  if (length < 126) return Buffer.from([first, length]);
  const long = Buffer.alloc(length < 65_536 ? 4 : 10);
  long[0] = first;
  long[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) long.writeUInt16BE(length, 2);
  else long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}

/** Writes what `next` returns, as fast as the client reads, until it returns nothing. @param pauseMs between two pieces */
function pour(sink, next, pauseMs = 0) {
  const more = () => {
    for (;;) {
      if (sink.destroyed || sink.writableEnded) return;
      const piece = next();
      if (piece === undefined) return;
      const room = sink.write(piece);
      if (pauseMs > 0) return void setTimeout(more, pauseMs);
      if (!room) return void sink.once('drain', () => setImmediate(more));
    }
  };
  more();
}

/** So many bytes in pieces. */
function pieces(size, piece) {
  let left = size;
  return () => {
    if (left <= 0) return undefined;
    const next = left < piece.length ? piece.subarray(0, left) : piece;
    left -= next.length;
    return next;
  };
}

const tools = { head, pour, pieces, counter, gzip: () => createGzip({ level: 1 }), deflate: deflateRaw, constants };

/** A message as permessage-deflate has it (RFC 7692, 7.2.1): without the last four octets. */
function deflateRaw(text) {
  const whole = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH, level: 9 });
  return whole.subarray(0, -4);
}

server.on('upgrade', (request, socket) => {
  socket.on('error', () => undefined);
  if (new URL(request.url, 'http://x').pathname !== '/ws') return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  if (fault.handshake !== undefined) return fault.handshake(socket, tools);
  const key = request.headers['sec-websocket-key'];
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const extension = fault.deflates === true ? 'Sec-WebSocket-Extensions: permessage-deflate\r\n' : '';
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${extension}Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  fault.opened?.(socket, tools);
  readFrames(socket, (opcode, payload) => {
    if (opcode === 8) return void socket.end(Buffer.concat([head(payload.length, { opcode: 8 }), payload]));
    if (opcode === 9) return void socket.write(Buffer.concat([head(payload.length, { opcode: 10 }), payload]));
    if (opcode === 1) (fault.reply ?? reply)(socket, messageOf(payload.toString()), tools);
  });
});

function messageOf(text) {
  try {
    return String(JSON.parse(text).message ?? '');
  } catch {
    return text;
  }
}

const escaped = (text) =>
  text.replace(/[&<>"']/gu, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[each]);

tools.html = (message, more = '') =>
  `<div id="chat-window" hx-swap-oob="beforeend"><div class="message">${escaped(message)}${more}</div></div>`;

tools.send = (socket, text) => {
  const payload = Buffer.from(text);
  socket.write(head(payload.length));
  socket.write(payload);
};

function reply(socket, message) {
  tools.send(socket, tools.html(message));
}

/** Frames of a client, which are masked (RFC 6455, 5.3). */
function readFrames(socket, take) {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 2) return;
      let length = rest[1] & 0x7f;
      let at = 2;
      if (length === 126) length = rest.length < 4 ? Infinity : rest.readUInt16BE(((at = 4), 2));
      else if (length === 127) length = rest.length < 10 ? Infinity : Number(rest.readBigUInt64BE(((at = 10), 2)));
      if (rest.length < at + 4 + length) return;
      const mask = rest.subarray(at, at + 4);
      const payload = Buffer.from(rest.subarray(at + 4, at + 4 + length));
      for (let index = 0; index < payload.length; index += 1) payload[index] ^= mask[index % 4];
      take(rest[0] & 15, payload);
      rest = rest.subarray(at + 4 + length);
    }
  });
}

fault.starts?.(tools);
server.listen(Number(process.env.PORT ?? 8000), '127.0.0.1');
