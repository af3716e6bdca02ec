import type { WebSocket as WsSocket } from 'ws';
import { ChangeSignal } from '../model/waiting.ts';
import { handshakeOf } from './handshake.ts';

export interface BulkSocketOptions {
  /** Until the handshake is answered, in milliseconds. */
  readonly deadlineMs: number;
  /** Called with each message, which is not kept. */
  readonly onMessage: (text: string) => void;
}

/**
 * A WebSocket client for more messages than one keeps: it counts, and writes nothing down. It can stop reading, as a page does whose machine sleeps:
 * what the server sends then stays in the buffers of both systems, and when those are full, in the server.
 */
export class BulkSocket {
  readonly #socket: WsSocket;
  readonly #changes = new ChangeSignal();
  #isOpen = true;

  private constructor(socket: WsSocket, onMessage: BulkSocketOptions['onMessage']) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      onMessage(data.toString('utf8'));
      this.#changes.wake();
    });
    socket.on('close', () => {
      this.#isOpen = false;
      this.#changes.wake();
    });
    // A connection that breaks is closed, which is all that is told.
    socket.on('error', () => undefined);
  }

  /** Opens the path at `origin`. Undefined: the server did not answer with a WebSocket. */
  static async open(origin: string, path: string, options: BulkSocketOptions): Promise<BulkSocket | undefined> {
    const { WebSocket } = await import('ws');
    const url = `${origin.replace(/^http/u, 'ws')}${path}`;
    // Packed, what is sent would be a thousandth of it.
    const socket = new WebSocket(url, { origin, perMessageDeflate: false });
    const client = new BulkSocket(socket, options.onMessage);
    const failure = await handshakeOf(socket, undefined, options.deadlineMs);
    return failure === undefined ? client : undefined;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  send(text: string): void {
    if (this.#isOpen) this.#socket.send(text);
  }

  /** Reads no more, until `resume`. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    if (this.#isOpen) this.#socket.resume();
  }

  /** Waits until the test is true, asked after each message; ends at the deadline or when the connection is closed. */
  until(test: () => boolean, deadlineMs: number): Promise<boolean> {
    return this.#changes.until(test, { deadlineMs, over: () => !this.#isOpen });
  }

  /** Ends the connection without a goodbye. */
  end(): void {
    this.#socket.terminate();
  }
}
