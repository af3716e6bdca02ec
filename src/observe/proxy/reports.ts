import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Socket } from 'node:net';
import { OWN_ADDRESS } from '../../model/own-address.ts';
import type { RawData, WebSocket } from 'ws';
import type { PageReport } from '../../model/coached.ts';
import { hostOf, isLoopback } from './loopback.ts';
import type { InstrumentUrls } from './page-policy.ts';
import { readReports } from './report-schema.ts';
import type { WsParts } from './frames.ts';

export interface ReportListener {
  /** @param tab a number that no other page has */
  readonly onReport: (tab: number, report: PageReport) => void;
  readonly onClose: (tab: number) => void;
}

/** What a page is told over the connection on which it reports; see injected/coach-entry.ts. */
const RELOAD = 'reload';
const ASK = 'ask';
/** Bytes that wait for a page which reads none; it is not asked once more then. */
const MOST_UNREAD = 4096;

/** Bytes of one message of a page: a snapshot of 2000 elements is the largest. */
const MOST_OF_MESSAGE = 8 * 1024 * 1024;
/** Pages at a time; another one is not observed. */
const MOST_PAGES = 100;

/**
 * Serves the instruments, and takes what they report, at addresses that begin with a random word: another page on this machine cannot guess
 * them, and may not use them either.
 */
export class Reports {
  readonly #prefix = `${OWN_ADDRESS}${randomBytes(9).toString('hex')}/`;
  readonly #server: http.Server;
  readonly #sockets: InstanceType<WsParts['WebSocketServer']>;
  readonly #listener: ReportListener;
  #count = 0;

  /** @param script of the instruments: a text that reads the address to report to from its own */
  constructor(ws: WsParts, script: string, listener: ReportListener) {
    this.#listener = listener;
    this.#sockets = new ws.WebSocketServer({ noServer: true, maxPayload: MOST_OF_MESSAGE, perMessageDeflate: false });
    this.#server = http.createServer((request, response) => {
      const isScript = request.url === `${this.#prefix}page.js`;
      response.writeHead(isScript ? 200 : 404, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'no-store',
        // The next request on this connection may be for the learner's server.
        Connection: 'close',
      });
      response.end(isScript ? script : '');
    });
    this.#server.on('upgrade', (request, socket, head) => {
      const isOwn = request.headers.origin === `http://${request.headers.host ?? ''}`;
      const isFull = this.#sockets.clients.size >= MOST_PAGES;
      if (request.url !== `${this.#prefix}report` || !isOwn || isFull) return void socket.destroy();
      this.#sockets.handleUpgrade(request, socket, head, (page) => this.#listen(page));
    });
  }

  isOwn(target: string): boolean {
    return target.startsWith(this.#prefix);
  }

  /** undefined: the host is not this machine. */
  urlsFor(host: string): InstrumentUrls | undefined {
    if (!isLoopback(hostOf(host)) || !URL.canParse(`http://${host}`)) return undefined;
    return {
      script: new URL(`${this.#prefix}page.js`, `http://${host}`),
      report: new URL(`${this.#prefix}report`, `ws://${host}`),
    };
  }

  /** Has all pages load again. @returns how many there are */
  reload(): number {
    for (const page of this.#sockets.clients) page.send(RELOAD);
    return this.#sockets.clients.size;
  }

  /** Asks all pages whether they still answer. */
  ask(): void {
    for (const page of this.#sockets.clients) if (page.bufferedAmount < MOST_UNREAD) page.send(ASK);
  }

  /** Serves a connection on which a request for it comes. */
  take(socket: Socket): void {
    this.#server.emit('connection', socket);
    socket.resume();
  }

  close(): void {
    for (const page of this.#sockets.clients) page.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
  }

  #listen(page: WebSocket): void {
    const tab = (this.#count += 1);
    page.on('message', (data: RawData) => {
      for (const report of readReports(String(data))) this.#listener.onReport(tab, report);
    });
    // What is not a frame, or is too much, ends the connection.
    page.on('error', () => undefined);
    page.on('close', () => this.#listener.onClose(tab));
  }
}
