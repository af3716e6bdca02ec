import type { ClientRequest } from 'node:http';
import type { WebSocket as WsSocket } from 'ws';
import type { Unread } from '../model/observed.ts';
import type { Result } from '../model/result.ts';
import { ChangeSignal } from '../model/waiting.ts';
import { MOST_HEAD_BYTES } from '../model/limits.ts';
import { SOCKET_LIMITS, SocketMeter, unreadable } from './socket-limits.ts';
import { handshakeOf } from './handshake.ts';
import type { HandshakeFailure } from './handshake.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from './timeline.ts';

export type { HandshakeFailure } from './handshake.ts';

/** One message as received. */
export interface Frame {
  /** UTF-8 text; for a binary message, its bytes decoded as UTF-8. */
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
  /** Milliseconds on the run's clock. */
  readonly ms: number;
}

export interface Closed {
  /** RFC 6455 section 7.4; 1006 when the connection broke without a close frame. */
  readonly code: number;
  readonly reason: string;
  /** Milliseconds on the run's clock. */
  readonly ms: number;
  readonly by: 'us' | 'server';
  /** Why we ended it: what came is no message, or more than is read. */
  readonly unread?: Unread;
}

export type Waited =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'closed'; readonly closed: Closed }
  | { readonly kind: 'deadline'; readonly waitedMs: number };

export interface ConnectOptions {
  readonly client: Client;
  readonly timeline: Timeline;
  readonly deadlineMs: number;
  /** Sent with the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The origin of the page that asks, sent as `Origin`; absent: that of the address. */
  readonly from?: string;
}

/** A real WebSocket client (ws) that keeps what it received in order. */
export class WebSocketClient {
  readonly client: Client;
  readonly frames: Frame[] = [];
  /** The messages that it sent, in order. */
  readonly sent: string[] = [];
  /** When it opened, milliseconds on the run's clock. */
  #openedMs = 0;
  #pings = 0;
  /** Whether we end the connection, or have ended it. */
  #leaves = false;
  /** What came is no message, or more than is read: we end the connection. */
  #unread: Unread | undefined;
  readonly #socket: WsSocket;
  readonly #timeline: Timeline;
  readonly #changes = new ChangeSignal();
  #closed: Closed | undefined;

  private constructor(socket: WsSocket, options: ConnectOptions) {
    this.client = options.client;
    this.#socket = socket;
    this.#timeline = options.timeline;
    const meter = new SocketMeter((unread) => this.#stop(unread));
    socket.once('upgrade', ({ socket: connection }) => socket.once('open', () => meter.follow(connection)));
    socket.on('message', (data: Buffer, binary: boolean) => {
      meter.message(data.length);
      if (this.#unread !== undefined) return;
      const text = data.toString('utf8');
      this.frames.push({ text, binary, bytes: data.length, ms: options.timeline.now() });
      options.timeline.record(
        options.client,
        'received',
        'ws',
        binary ? `(binary, ${data.length} bytes) ${text}` : text,
      );
      this.#changes.wake();
    });
    socket.on('close', (code: number, reason: Buffer) => {
      this.#closes(code, reason.toString('utf8'));
    });
    // The pong is sent by `ws` itself (`autoPong`), before this.
    socket.on('ping', () => {
      meter.control('pings');
      if (this.#unread !== undefined) return;
      this.#pings += 1;
      options.timeline.record(options.client, 'received', 'ws', 'ping, answered with a pong');
      this.#changes.wake();
    });
    socket.on('pong', () => meter.control('pongs'));
    socket.on('error', (error: Error & { code?: string }) => {
      options.timeline.recordEnd(options.client, 'note', 'ws', `error: ${error.message}`);
      const unread = unreadable(error);
      if (unread !== undefined) this.#stop(unread);
    });
  }

  /** Opens the path at `origin` as a browser on that origin would: with its Origin header, which servers may check. */
  static async connect(
    origin: string,
    path: string,
    options: ConnectOptions,
  ): Promise<Result<WebSocketClient, HandshakeFailure>> {
    const { WebSocket } = await import('ws');
    const started = performance.now();
    const url = `${origin.replace(/^http/u, 'ws')}${path}`;
    options.timeline.record(options.client, 'sent', 'ws', `handshake: GET ${path} with Upgrade: websocket`);
    let request: ClientRequest | undefined;
    const socket = new WebSocket(url, {
      origin: options.from ?? origin,
      headers: options.headers ?? {},
      perMessageDeflate: true,
      ...SOCKET_LIMITS,
      maxHeaderSize: MOST_HEAD_BYTES,
      finishRequest(made) {
        request = made;
        made.end();
      },
    });
    const client = new WebSocketClient(socket, options);
    const failure = await handshakeOf(socket, request, options.deadlineMs);
    if (failure === undefined) {
      options.timeline.record(options.client, 'received', 'ws', 'handshake: 101 Switching Protocols');
      client.#openedMs = options.timeline.now();
      return { ok: true, value: client };
    }
    const { status, message } = failure;
    const said = status === undefined ? message : `handshake answered with status ${status}`;
    options.timeline.recordEnd(options.client, 'received', 'ws', said);
    const waitedMs = Math.round(performance.now() - started);
    return { ok: false, problem: { status: undefined, server: '', ...failure, waitedMs } };
  }

  get closed(): Closed | undefined {
    return this.#closed;
  }

  /** When the connection was open, milliseconds on the run's clock. */
  get openedMs(): number {
    return this.#openedMs;
  }

  /** How many pings it has received (RFC 6455 section 5.5.2); each was answered. */
  get pings(): number {
    return this.#pings;
  }

  /** Waits until so many pings have been received; false at the deadline, or when the connection closed before. */
  async untilPings(count: number, deadlineMs: number): Promise<boolean> {
    return this.#until(() => this.#pings >= count, deadlineMs);
  }

  send(text: string): void {
    this.#timeline.record(this.client, 'sent', 'ws', text);
    this.sent.push(text);
    this.#socket.send(text);
  }

  /** The first frame, among those received and those to come, that `wanted` accepts. Each is asked about once, when it is the last. */
  async frame(wanted: (frame: Frame) => boolean, deadlineMs: number): Promise<Waited> {
    const started = performance.now();
    let found: Frame | undefined;
    let asked = 0;
    await this.#until(() => {
      const fresh = this.frames.slice(asked);
      asked = this.frames.length;
      found = fresh.find(wanted);
      return found !== undefined;
    }, deadlineMs);
    if (found !== undefined) return { kind: 'frame', frame: found };
    if (this.#closed !== undefined) return { kind: 'closed', closed: this.#closed };
    return { kind: 'deadline', waitedMs: Math.round(performance.now() - started) };
  }

  /** Whether one more frame comes within the time, in milliseconds. */
  async another(deadlineMs: number): Promise<boolean> {
    const before = this.frames.length;
    return this.#until(() => this.frames.length > before, deadlineMs);
  }

  /** Resolves true when the connection is closed, false at the deadline. */
  async untilClosed(deadlineMs: number): Promise<boolean> {
    await this.#until(() => false, deadlineMs);
    return this.#closed !== undefined;
  }

  /**
   * Sends a ping and waits for its pong (RFC 6455 section 5.5.2). Frames of one connection arrive in order, so whatever the server sent
   * earlier has arrived when the pong arrives. False: no pong before the deadline.
   */
  async roundTrip(deadlineMs: number): Promise<boolean> {
    if (this.#closed !== undefined) return false;
    let arrived = false;
    const onPong = (): void => {
      arrived = true;
      this.#changes.wake();
    };
    this.#socket.once('pong', onPong);
    this.#socket.ping();
    await this.#until(() => arrived, deadlineMs);
    this.#socket.off('pong', onPong);
    return arrived;
  }

  /** Breaks the connection without a close frame, as closing the lid of a laptop does. */
  vanish(): void {
    this.#leaves = true;
    this.#timeline.recordEnd(this.client, 'note', 'ws', 'vanishes without a close frame');
    this.#socket.terminate();
  }

  /** A clean close; gives up on a server that does not answer it. */
  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#leaves = true;
    this.#socket.close(1000);
    if (!(await this.untilClosed(500))) this.#socket.terminate();
  }

  /** Ends the connection, of which no more is read. The server has not closed it. */
  #stop(unread: Unread): void {
    if (this.#unread !== undefined || this.#leaves) return;
    this.#unread = unread;
    this.#socket.terminate();
    this.#closes(1006, '');
  }

  #closes(code: number, reason: string): void {
    if (this.#closed !== undefined) return;
    const by = this.#leaves || this.#unread !== undefined ? 'us' : 'server';
    const unread = this.#unread === undefined ? {} : { unread: this.#unread };
    this.#closed = { code, reason, ms: this.#timeline.now(), by, ...unread };
    const said = `closed with code ${code}${reason === '' ? '' : ` (${reason})`}`;
    this.#timeline.recordEnd(this.client, 'note', 'ws', this.#unread === undefined ? said : 'no more of it is read');
    this.#changes.wake();
  }

  /** Waits until the test is true, evaluated whenever something arrived; ends at the deadline or when the connection closed. */
  #until(test: () => boolean, deadlineMs: number): Promise<boolean> {
    return this.#changes.until(test, { deadlineMs, over: () => this.#closed !== undefined });
  }
}
