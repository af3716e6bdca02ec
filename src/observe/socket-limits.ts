import type { Socket } from 'node:net';
import { MOST_ON_SOCKET as MOST } from '../model/limits.ts';
import type { SocketExcess, Unread } from '../model/observed.ts';

/** Options of `ws` that end a connection before more is kept in memory; a longer message is refused by its length, before it has come. */
export const SOCKET_LIMITS = {
  maxPayload: MOST.message,
  maxFragments: MOST.pieces,
  maxBufferedChunks: 64 * 1024,
} as const;

/** What an error of `ws` says about the frames that came; undefined: it is about the connection. */
export function unreadable(error: Error & { readonly code?: string }): Unread | undefined {
  const { code = '', message } = error;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH')
    return { of: 'message', most: MOST.message };
  if (code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS') return { of: 'pieces', most: MOST.pieces };
  return code.startsWith('WS_ERR_') ? { of: 'invalid', error: message } : undefined;
}

/** Counts what comes on one connection. What forms no message, such as pieces without content, is known by its bytes alone. */
export class SocketMeter {
  readonly #onExcess: (excess: SocketExcess) => void;
  readonly #counts = { messages: 0, pings: 0, pongs: 0 };
  #bytes = 0;

  /** @param onExcess called once, with the first thing of which there is too much */
  constructor(onExcess: (excess: SocketExcess) => void) {
    let isOver = false;
    this.#onExcess = (excess) => {
      if (isOver) return;
      isOver = true;
      onExcess(excess);
    };
  }

  /** Looks at the bytes as they come. Call when `ws` reads from the connection: the first listener would take what came with the handshake. */
  follow(connection: Socket): void {
    connection.on('data', () => {
      if (connection.bytesRead > MOST.bytes) this.#onExcess({ of: 'bytes', most: MOST.bytes });
    });
  }

  /** @param bytes of the message, unpacked */
  message(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST.bytes) this.#onExcess({ of: 'bytes', most: MOST.bytes });
    this.control('messages');
  }

  control(kind: 'messages' | 'pings' | 'pongs'): void {
    this.#counts[kind] += 1;
    if (this.#counts[kind] > MOST[kind]) this.#onExcess({ of: kind, most: MOST[kind] });
  }
}
