import { once } from 'node:events';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { originOf } from '../../model/credentials.ts';
import type { RecordedAnswer, RecordedHeader, RecordedSocket, Recording } from '../../model/recording.ts';
import { SOCKET_LIMITS } from '../socket-limits.ts';
import { ownCertificate } from './certificate.ts';
import { Library } from './library.ts';
import { play } from './play.ts';
import { pauseOf } from './schedule.ts';

/** A file in the place of one that was asked for and that the recording does not contain; undefined: there is none. */
export type FindMissing = (url: URL) => Promise<Buffer | undefined>;

/** Plays a recording to a browser that takes this server for every host. */
export interface ReplayServer {
  readonly port: number;
  /** Addresses that the page asked for and that are not in the recording. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/** They are about one connection, or about how the body was packed; others would lead the browser elsewhere. */
const NOT_REPLAYED =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|content-encoding|alt-svc|strict-transport-security|set-cookie|:.*)$/iu;

/** Answers as the recording has it, over HTTP and over TLS on one port of this machine. */
export async function openReplay(recording: Recording, findMissing: FindMissing): Promise<ReplayServer> {
  const missing = new Set<string>();
  const replay = new Replay(recording, { findMissing, onMissing: (url) => void missing.add(url.href) });
  const plain = http.createServer((request, response) => replay.answer(request, response));
  const encrypted = https.createServer(ownCertificate(), (request, response) => replay.answer(request, response));
  for (const server of [plain, encrypted])
    server.on('upgrade', (request, socket, head) => replay.connect(request, socket, head));
  const open = new Set<net.Socket>();
  const either = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.unshift(first);
      // The first byte of a TLS handshake (RFC 8446 section 5.1).
      (first[0] === 22 ? encrypted : plain).emit('connection', socket);
    });
  });
  either.listen(0, '127.0.0.1');
  await once(either, 'listening');
  return {
    port: (either.address() as AddressInfo).port,
    get missing() {
      return [...missing];
    },
    async close() {
      replay.close();
      for (const socket of open) socket.destroy();
      either.close();
      await once(either, 'close');
    },
  };
}

interface ReplayOptions {
  readonly findMissing: FindMissing;
  readonly onMissing: (url: URL) => void;
}

class Replay {
  readonly #answers: Library<RecordedAnswer>;
  readonly #streams: Library<Recording['streams'][number]>;
  readonly #sockets: Library<RecordedSocket>;
  /** By address: how the last try ended, where it was refused. */
  readonly #refused = new Map<string, RecordedSocket>();
  readonly #accepting = new WebSocketServer({ noServer: true, perMessageDeflate: false, ...SOCKET_LIMITS });
  readonly #closing = new AbortController();
  readonly #options: ReplayOptions;

  constructor({ answers, streams, sockets }: Recording, options: ReplayOptions) {
    this.#answers = new Library(answers);
    this.#streams = new Library(streams);
    this.#sockets = new Library(sockets);
    this.#options = options;
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const url = addressOf(request, 'http');
    if (url === undefined) return void response.writeHead(400).end();
    const { method = 'GET' } = request;
    request.resume();
    if (method === 'GET' && this.#streams.has('GET', url)) return this.#stream(url, response);
    const recorded = this.#answers.take(method, url);
    if (recorded?.lacks !== undefined) return asFar(recorded, request, response);
    if (recorded?.body !== undefined || (recorded !== undefined && recorded.status !== 200))
      return void response.writeHead(statusOf(recorded.status), replayed(recorded.headers)).end(recorded.body);
    void this.#replace(url, request, response);
    return undefined;
  }

  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const url = addressOf(request, 'ws');
    if (url === undefined) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    if (!this.#sockets.has('GET', url)) this.#options.onMissing(url);
    const recorded = this.#socketFor(url);
    if (recorded?.lacks === 'server') return void socket.destroy();
    if (recorded !== undefined && isRefused(recorded))
      return void socket.end(`HTTP/1.1 ${recorded.status} Recorded\r\nContent-Length: 0\r\n\r\n`);
    // A connection beyond those of the recording stays open, and nothing comes on it.
    this.#accepting.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => undefined);
      const stop = play(recorded?.received ?? [], { give: (data) => client.send(data) }, this.#closing.signal);
      client.on('close', stop);
    });
    return undefined;
  }

  /** The page may try more often than it did: who was refused last is refused again. */
  #socketFor(url: URL): RecordedSocket | undefined {
    const next = this.#sockets.takeOnce(url);
    const key = originOf(url) + url.pathname;
    // A try that the end of the recording has cut off has no answer.
    const recorded = next === undefined || next.status === 0 ? (this.#refused.get(key) ?? next) : next;
    if (recorded !== undefined && isRefused(recorded)) this.#refused.set(key, recorded);
    else this.#refused.delete(key);
    return recorded;
  }

  close(): void {
    this.#closing.abort();
    for (const client of this.#accepting.clients) client.terminate();
  }

  /** It ends where the page opened it again; else it stays open: that the recording ends there does not say that the stream did. */
  #stream(url: URL, response: ServerResponse): void {
    const recorded = this.#streams.takeOnce(url);
    const type: RecordedHeader = ['Content-Type', 'text/event-stream'];
    response.writeHead(200, replayed(recorded?.headers ?? [type]));
    response.flushHeaders();
    const again = recorded?.againMs;
    // The next one comes after a shorter pause, as messages do.
    if (again !== undefined) response.write(`retry: ${Math.round(pauseOf(again))}\n\n`);
    const onEnd = again === undefined ? undefined : (): void => void response.end();
    const give = (data: string | Buffer): void => void response.write(data);
    const stop = play(recorded?.events ?? [], { give, onEnd }, this.#closing.signal);
    response.on('close', stop);
  }

  /** What the recording lacks: a copy, or nothing in a form that does no harm. */
  async #replace(url: URL, { headers, method }: IncomingMessage, response: ServerResponse): Promise<void> {
    const open = { 'access-control-allow-origin': headers.origin ?? '*', 'access-control-allow-headers': '*' };
    if (method === 'OPTIONS') return void response.writeHead(204, open).end();
    const kind = kindOf(url, headers['sec-fetch-dest']);
    const copy = kind === 'script' ? await this.#options.findMissing(url).catch(() => undefined) : undefined;
    // The browser itself asks for updates and the like, and for an icon.
    const isOfPage = headers.referer !== undefined || headers.origin !== undefined || kind !== '';
    if (isOfPage && !url.pathname.endsWith('/favicon.ico')) this.#options.onMissing(url);
    const type = TYPES[kind];
    if (type === undefined) return void response.writeHead(204, open).end();
    return void response.writeHead(200, { ...open, 'content-type': `${type}; charset=utf-8` }).end(copy ?? '');
  }
}

function isRefused({ status, lacks }: RecordedSocket): boolean {
  return status >= 300 || lacks === 'server';
}

/** Answers as far as the recorded answer came. */
function asFar(
  { lacks, status, headers }: RecordedAnswer,
  { socket }: IncomingMessage,
  response: ServerResponse,
): void {
  if (lacks === 'server' || lacks === 'all') socket.destroy();
  if (lacks === 'body') response.writeHead(statusOf(status), replayed(headers)).flushHeaders();
}

const TYPES: Readonly<Record<string, string>> = { script: 'text/javascript', style: 'text/css' };

/** What a file is for. A browser says so only to hosts that it trusts. */
function kindOf({ pathname }: URL, destination: string | readonly string[] | undefined): string {
  if (typeof destination === 'string') return destination;
  return /\.m?js$/iu.test(pathname) ? 'script' : /\.css$/iu.test(pathname) ? 'style' : '';
}

/** The address that a browser asks for; undefined: it is none. */
function addressOf(request: IncomingMessage, scheme: 'http' | 'ws'): URL | undefined {
  const { url = '/', headers, socket } = request;
  const address = `${scheme}${socket instanceof TLSSocket ? 's' : ''}://${headers.host ?? ''}${url}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Chrome writes 0 for an answer that did not come. */
function statusOf(status: number): number {
  return status >= 200 && status <= 599 ? status : 502;
}

function replayed(headers: readonly RecordedHeader[]): string[] {
  return headers
    .filter(([name]) => !NOT_REPLAYED.test(name) && isToken(name))
    .flatMap(([name, value]) => [name, value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, '')]);
}

function isToken(name: string): boolean {
  return /^[!#$%&'*+.^`|~\w-]+$/u.test(name);
}
