import type { WebSocket as WsSocket } from 'ws';
import type { Result } from '../model/result.ts';
import { ChangeSignal } from '../model/waiting.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from './timeline.ts';

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
}

/** The opening handshake did not end in a WebSocket (RFC 6455 section 4). */
export interface HandshakeFailure {
  /** HTTP status, when the server answered with HTTP instead of switching protocols. */
  readonly status: number | undefined;
  readonly reason: 'status' | 'refused' | 'deadline' | 'broken';
  readonly message: string;
  /** `Server` header of the answer. */
  readonly server: string;
  readonly waitedMs: number;
}

export type Waited =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'closed'; readonly closed: Closed }
  | { readonly kind: 'deadline'; readonly waitedMs: number };

export interface ConnectOptions {
  readonly client: Client;
  readonly timeline: Timeline;
  readonly deadlineMs: number;
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
  readonly #socket: WsSocket;
  readonly #timeline: Timeline;
  readonly #changes = new ChangeSignal();
  #closed: Closed | undefined;

  private constructor(socket: WsSocket, options: ConnectOptions) {
    this.client = options.client;
    this.#socket = socket;
    this.#timeline = options.timeline;
    socket.on('message', (data: Buffer, binary: boolean) => {
      const text = data.toString('utf8');
      if (this.frames.length < 1000) this.frames.push({ text, binary, bytes: data.length, ms: options.timeline.now() });
      options.timeline.record(
        options.client,
        'received',
        'ws',
        binary ? `(binary, ${data.length} bytes) ${text}` : text,
      );
      this.#changes.wake();
    });
    socket.on('close', (code: number, reason: Buffer) => {
      const by = this.#leaves ? 'us' : 'server';
      this.#closed = { code, reason: reason.toString('utf8'), ms: options.timeline.now(), by };
      options.timeline.recordEnd(
        options.client,
        'note',
        'ws',
        `closed with code ${code}${reason.length === 0 ? '' : ` (${reason.toString('utf8')})`}`,
      );
      this.#changes.wake();
    });
    // The pong is sent by `ws` itself (`autoPong`), before this.
    socket.on('ping', () => {
      this.#pings += 1;
      options.timeline.record(options.client, 'received', 'ws', 'ping, answered with a pong');
      this.#changes.wake();
    });
    socket.on('error', (error) => options.timeline.recordEnd(options.client, 'note', 'ws', `error: ${error.message}`));
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
    return new Promise((resolve) => {
      const socket = new WebSocket(url, { origin, handshakeTimeout: options.deadlineMs, perMessageDeflate: true });
      const client = new WebSocketClient(socket, options);
      const fail = (reason: HandshakeFailure['reason'], message: string, status?: number, server = ''): void => {
        const waitedMs = Math.round(performance.now() - started);
        options.timeline.recordEnd(
          options.client,
          'received',
          'ws',
          status === undefined ? message : `handshake answered with status ${status}`,
        );
        resolve({ ok: false, problem: { status, reason, message, server, waitedMs } });
      };
      socket.once('open', () => {
        options.timeline.record(options.client, 'received', 'ws', 'handshake: 101 Switching Protocols');
        client.#openedMs = options.timeline.now();
        resolve({ ok: true, value: client });
      });
      socket.once('unexpected-response', (request, response) => {
        fail(
          'status',
          `status ${response.statusCode ?? 0}`,
          response.statusCode ?? 0,
          String(response.headers.server ?? ''),
        );
        response.resume();
        request.destroy();
      });
      socket.once('error', (error: Error & { code?: string }) => {
        if (error.message.includes('handshake has timed out')) fail('deadline', 'no answer to the handshake');
        else if (error.code === 'ECONNREFUSED' || error instanceof AggregateError)
          fail('refused', 'connection refused');
        else fail('broken', error.message);
      });
    });
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

  /** The first frame, among those received and those to come, that `wanted` accepts. */
  async frame(wanted: (frame: Frame) => boolean, deadlineMs: number): Promise<Waited> {
    const started = performance.now();
    let found: Frame | undefined;
    await this.#until(() => {
      found = this.frames.find(wanted);
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

  /** Waits until the test is true, evaluated whenever something arrived; ends at the deadline or when the connection closed. */
  #until(test: () => boolean, deadlineMs: number): Promise<boolean> {
    return this.#changes.until(test, { deadlineMs, over: () => this.#closed !== undefined });
  }
}
