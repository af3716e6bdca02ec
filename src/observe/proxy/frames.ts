import type { Writable } from 'node:stream';
import type * as Ws from 'ws';

/** What a copy of one side's bytes of a WebSocket tells. */
export interface FrameListener {
  readonly onMessage: (data: Buffer, binary: boolean) => void;
  /** @param code 1005: the frame has none */
  readonly onClose: (code: number, reason: string) => void;
  /** Nothing is read of this side from now on. */
  readonly onUnread: (why: string) => void;
}

/** Bytes of one message, unpacked. */
const MOST_OF_MESSAGE = 1024 * 1024;
const MOST_PIECES = 4096;
/** Bytes that wait to be unpacked. */
const MOST_WAITING = 4 * 1024 * 1024;

interface Deflate {
  params: Readonly<Record<string, boolean | number>> | null;
  cleanup(): void;
}

/** What ws exports besides what its types say. */
export interface WsParts {
  readonly WebSocketServer: typeof Ws.WebSocketServer;
  readonly Receiver: new (options: Readonly<Record<string, unknown>>) => Writable;
  readonly PerMessageDeflate: new (options: Readonly<Record<string, unknown>>) => Deflate;
  readonly extension: {
    parse(header: string): Readonly<Record<string, readonly Readonly<Record<string, readonly (string | true)[]>>[]>>;
  };
}

/** Reads a copy of what one side of a WebSocket sends. What goes through is not touched by it. */
export class FrameReader {
  readonly #receiver: Writable;
  readonly #deflate: Deflate | undefined;
  readonly #listener: FrameListener;
  #isOver = false;
  #isUnread = false;

  /** @param extensions what the server's answer says in Sec-WebSocket-Extensions; '' where it does not */
  constructor(ws: WsParts, from: 'browser' | 'server', extensions: string, listener: FrameListener) {
    this.#listener = listener;
    this.#deflate = deflateOf(ws, from, extensions);
    this.#receiver = new ws.Receiver({
      isServer: from === 'browser',
      extensions: this.#deflate === undefined ? {} : { 'permessage-deflate': this.#deflate },
      maxPayload: MOST_OF_MESSAGE,
      maxFragments: MOST_PIECES,
    });
    this.#receiver.on('message', (data: Buffer, binary: boolean) => {
      if (!this.#isUnread) listener.onMessage(data, binary);
    });
    this.#receiver.on('conclude', (code: number, reason: Buffer) => listener.onClose(code, reason.toString('utf8')));
    this.#receiver.on('error', (error: Error) => this.#stop(error.message));
  }

  push(bytes: Buffer): void {
    if (this.#isOver) return;
    if (this.#receiver.writableLength > MOST_WAITING) return this.#stop('it sends faster than it can be read');
    // It takes the mask off where the bytes are, and these are on their way to the server.
    this.#receiver.write(Buffer.from(bytes));
  }

  /** Nothing more comes. Resolves when what has come is read. */
  async close(): Promise<void> {
    this.#isOver = true;
    const receiver = this.#receiver;
    if (!receiver.writableEnded) receiver.end();
    if (!receiver.writableFinished && receiver.errored === null && !receiver.destroyed)
      await new Promise<void>((resolve) => receiver.once('finish', resolve).once('error', () => resolve()));
    // Not before: ws has no check for it in what is still being unpacked.
    this.#deflate?.cleanup();
  }

  #stop(why: string): void {
    if (this.#isUnread) return;
    this.#isUnread = true;
    void this.close();
    this.#listener.onUnread(why);
  }
}

/** The compression that the two sides have agreed on (RFC 7692); undefined: none. */
function deflateOf(ws: WsParts, from: 'browser' | 'server', extensions: string): Deflate | undefined {
  try {
    const [agreed] = ws.extension.parse(extensions)['permessage-deflate'] ?? [];
    if (agreed === undefined) return undefined;
    const deflate = new ws.PerMessageDeflate({ isServer: from === 'browser', maxPayload: MOST_OF_MESSAGE });
    deflate.params = Object.fromEntries(
      Object.entries(agreed).map(([name, [value]]) => [
        name,
        value === true || value === undefined ? true : Number(value),
      ]),
    );
    return deflate;
  } catch {
    return undefined;
  }
}

let parts: WsParts | undefined;

/** Loaded with the first WebSocket. Its types leave these classes out, its documentation does not. */
export async function loadWs(): Promise<WsParts> {
  parts ??= (await import('ws')) as unknown as WsParts;
  return parts;
}
