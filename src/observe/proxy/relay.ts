import type { Socket } from 'node:net';
import { AnswerCopy, isEventStream } from './answer-copy.ts';
import type { Lane } from './channel.ts';
import { askingForWholePage, exchangeOf } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { Flow } from './flow.ts';
import { Handshake } from './handshake.ts';
import { statusOf, writeHead } from './head.ts';
import type { Head } from './head.ts';
import { openSocket, openStream } from './open-channel.ts';
import type { RelayOptions } from './relay-options.ts';
import { HttpReader, requestFraming, responseFraming } from './reader.ts';
import type { Framing, Piece } from './reader.ts';
import { isWholePage, PageRewriter } from './rewriter.ts';
import type { WireBody } from './sink.ts';
import type { SocketChannel } from './socket-channel.ts';
import type { SocketCopy } from './socket-copy.ts';
import type { StreamChannel } from './stream-channel.ts';

const NOTHING = Buffer.alloc(0);

/**
 * One connection of a browser and the one to the server that belongs to it. What one side sends goes to the other as it came, and so do the ends of
 * both: a FIN as a FIN, a reset as a reset. Only a request for a page and its answer are changed, the port in a handshake, and what a person changes on
 * a WebSocket or a stream. A copy of everything is read.
 */
export class Relay {
  readonly #browser: Socket;
  readonly #options: RelayOptions;
  readonly #requests: HttpReader;
  #answers: HttpReader;
  /** Requests that are not answered to the end, in order. */
  readonly #open: Exchange[] = [];
  #server: Socket | undefined;
  #socket: { readonly channel: SocketChannel; readonly copy: SocketCopy } | undefined;
  #stream: StreamChannel | undefined;
  readonly #flow = new Flow();
  readonly #handshake: Handshake;
  #answer: AnswerCopy | undefined;
  #rewriter: PageRewriter | undefined;
  #framing: Framing = { kind: 'none' };
  #isOver = false;

  constructor(browser: Socket, options: RelayOptions) {
    this.#browser = browser;
    this.#options = options;
    this.#handshake = new Handshake(options.refused);
    this.#requests = new HttpReader({ framing: (head) => framingOfRequest(head) });
    this.#answers = this.#answerReader();
    browser.setNoDelay(true);
    browser.on('data', this.#onData);
    browser.on('end', this.#onEnd);
    browser.on('error', this.#onReset);
    browser.on('close', this.#onClose);
  }

  readonly #onData = (bytes: Buffer): void => this.#fromBrowser(bytes);
  readonly #onEnd = (): void => {
    if (this.#server === undefined) this.#browser.end();
    else this.#server.end();
  };
  readonly #onReset = (): void => {
    this.#open.splice(0);
    this.#reset(this.#server);
  };
  readonly #onClose = (): void => {
    // The browser has given up what it asked for.
    this.#open.splice(0);
    this.#end();
    this.#server?.destroy();
  };

  /** Ends both connections at once. */
  close(): void {
    this.#end();
    this.#browser.destroy();
    this.#server?.destroy();
  }

  #fromBrowser(bytes: Buffer): void {
    const pieces = this.#requests.push(bytes);
    for (const piece of pieces) {
      const exchange = piece.type === 'head' ? exchangeOf(piece.head) : undefined;
      if (exchange !== undefined && this.#options.isOwn(exchange.target)) return this.#handOver(piece, pieces);
      if (exchange !== undefined) this.#open.push(exchange);
      this.#socket?.copy.push('browser', piece.raw);
      const asked = piece.type === 'head' ? this.#asked(piece, exchange) : piece.raw;
      if (!this.#toServer(asked)) return;
    }
  }

  /** The head of a request as the server gets it. */
  #asked({ head, raw }: Piece & { readonly type: 'head' }, exchange: Exchange | undefined): Buffer {
    if (exchange?.kind === 'page') return writeHead(askingForWholePage(head));
    if (exchange?.kind !== 'upgrade') return raw;
    return this.#handshake.first(head, raw, { proxy: this.#browser.localPort, server: this.#options.serverPort() });
  }

  /** Sends this on a new connection to the server. */
  #askAgain(request: Buffer): void {
    this.#server?.removeAllListeners().on('error', () => undefined);
    this.#server?.destroy();
    this.#server = undefined;
    this.#answers = this.#answerReader();
    this.#toServer(request);
  }

  #answerReader(): HttpReader {
    return new HttpReader({ framing: (head) => this.#framingOfAnswer(head) });
  }

  /** @returns whether there is a connection to the server */
  #toServer(bytes: Buffer): boolean {
    this.#server ??= this.#connect();
    if (this.#server === undefined) {
      this.#unanswered('refused');
      this.#reset(this.#browser);
      return false;
    }
    this.#flow.pass(bytes, this.#browser, this.#server);
    return true;
  }

  #connect(): Socket | undefined {
    const server = this.#options.connect();
    if (server === undefined) return undefined;
    let isConnected = false;
    server.setNoDelay(true);
    server.on('connect', () => (isConnected = true));
    server.on('data', (bytes: Buffer) => this.#fromServer(bytes));
    server.on('end', () => {
      this.#flush();
      this.#unanswered('broken');
      if (this.#socket === undefined) this.#browser.end();
      else this.#socket.channel.end();
    });
    server.on('error', () => {
      this.#unanswered(isConnected ? 'broken' : 'refused');
      this.#reset(this.#browser);
    });
    server.on('close', () => this.#end());
    return server;
  }

  #fromServer(bytes: Buffer): void {
    for (const piece of this.#answers.push(bytes)) {
      const again = piece.type === 'head' ? this.#handshake.second(piece.head) : undefined;
      if (again !== undefined) return this.#askAgain(again);
      if (piece.type === 'head') this.#answerBegins(piece);
      else this.#answerGoesOn(piece);
    }
  }

  #answerBegins({ head, raw }: Piece & { readonly type: 'head' }): void {
    const [exchange] = this.#open;
    const status = statusOf(head) ?? 0;
    if (exchange === undefined || (status < 200 && status !== 101)) return this.#toBrowser(raw);
    if (this.#isSwitch(exchange, status)) {
      this.#open.shift();
      this.#socket = openSocket({ ...this.#options, lane: this.#lane }, exchange, head);
      return this.#toBrowser(raw);
    }
    // The browser goes on with HTTP.
    if (exchange.kind === 'upgrade') this.#requests.readHttp();
    const urls = this.#options.urlsFor(exchange.host);
    const answer = new AnswerCopy(this.#options.sink, exchange, { head, status });
    this.#answer = answer;
    if (exchange.kind === 'page' && urls !== undefined && isWholePage(head, status, this.#framing)) {
      const decided = answer.decided.bind(answer);
      this.#rewriter = new PageRewriter({ raw, head, framing: this.#framing }, { urls, decided });
      return undefined;
    }
    answer.decided(undefined);
    this.#toBrowser(raw);
    if (isEventStream(head, status) && this.#framing.kind !== 'none')
      this.#stream = openStream({ ...this.#options, lane: this.#lane }, exchange, {
        head,
        framing: this.#framing,
        number: answer.stream,
      });
    if (!this.#answers.isInside) this.#answered();
  }

  #answerGoesOn(piece: Exclude<Piece, { readonly type: 'head' }>): void {
    const rewriter = this.#rewriter;
    if (this.#socket !== undefined) {
      this.#socket.channel.push(piece.raw);
      return this.#socket.copy.push('server', piece.raw);
    }
    const stream = piece.type === 'lost' ? undefined : this.#stream;
    const data = piece.type === 'body' ? piece.data : NOTHING;
    stream?.push(piece.raw, data, this.#answers.isBetweenChunks);
    this.#answer?.push(data, (event) => stream?.saw(event));
    if (stream !== undefined) return this.#answers.isInside ? undefined : this.#answered();
    if (rewriter === undefined || piece.type === 'lost') this.#toBrowser(piece.raw);
    else this.#toBrowser(piece.type === 'body' ? rewriter.body(piece.raw, piece.data) : rewriter.end());
    if (this.#answers.isInside || piece.type === 'lost') return;
    if (piece.type === 'body') this.#toBrowser(rewriter?.end());
    this.#answered();
  }

  #answered(isWhole = true): void {
    this.#open.shift();
    this.#closeStream(isWhole);
    this.#rewriter = undefined;
    this.#answer?.end();
    this.#answer = undefined;
  }

  #toBrowser(bytes: Buffer | undefined): void {
    if (bytes !== undefined && bytes.length > 0 && this.#server !== undefined)
      this.#flow.pass(bytes, this.#server, this.#browser);
  }

  /** The server has sent all that it will. */
  #flush(): void {
    const rewriter = this.#rewriter;
    this.#toBrowser(this.#framing.kind === 'end' ? rewriter?.end() : rewriter?.broken());
    this.#toBrowser(this.#answers.unfinished);
    if (this.#answer !== undefined) this.#answered(this.#framing.kind === 'end');
  }

  #closeStream(isWhole: boolean): void {
    if (this.#stream === undefined) return;
    this.#stream.finish(isWhole);
    this.#stream.over();
    this.#options.channels.remove(this.#stream);
    this.#stream = undefined;
  }

  /** For what a person changes. */
  get #lane(): Lane {
    return {
      write: (bytes) => this.#toBrowser(bytes),
      hold: (isHeld) => this.#flow.hold(isHeld, [this.#browser, this.#server]),
      end: () => void this.#browser.end(),
      isBetweenChunks: () => this.#answers.isBetweenChunks,
      cut: () => this.close(),
    };
  }

  #isSwitch(exchange: Exchange, status: number): boolean {
    return status === 101 && exchange.kind === 'upgrade';
  }

  #framingOfAnswer(head: Head): Framing | 'raw' | undefined {
    const status = statusOf(head);
    const [exchange] = this.#open;
    if (status === undefined || exchange === undefined) return undefined;
    if (this.#isSwitch(exchange, status)) return 'raw';
    this.#framing = responseFraming(head, status, exchange.method);
    return this.#framing;
  }

  #unanswered(why: (WireBody & { readonly type: 'unanswered' })['why']): void {
    // The first one has been answered where its answer has begun.
    const unanswered = this.#open.splice(0).slice(this.#answer === undefined ? 0 : 1);
    for (const { method, target } of unanswered) this.#options.sink.emit({ type: 'unanswered', method, target, why });
  }

  #handOver(first: Piece, rest: Iterable<Piece>): void {
    const bytes = [first.raw, ...Array.from(rest, ({ raw }) => raw), this.#requests.unfinished];
    this.#isOver = true;
    this.#server?.destroy();
    this.#server = undefined;
    const browser = this.#browser;
    browser.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onReset).off('close', this.#onClose);
    browser.pause();
    browser.unshift(Buffer.concat(bytes));
    this.#options.take(browser);
  }

  #reset(socket: Socket | undefined): void {
    this.#end();
    socket?.resetAndDestroy();
  }

  /** Nothing more goes through. */
  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unanswered('broken');
    this.#answer?.end();
    this.#closeStream(false);
    if (this.#socket === undefined) return;
    this.#socket.channel.over();
    this.#options.channels.remove(this.#socket.channel);
    this.#socket.copy.end();
  }
}

function framingOfRequest(head: Head): Framing | 'raw' | undefined {
  const exchange = exchangeOf(head);
  return exchange?.kind === 'upgrade' ? 'raw' : exchange && requestFraming(head);
}
