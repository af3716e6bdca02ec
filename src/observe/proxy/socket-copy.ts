import type { Exchange } from './exchange.ts';
import { FrameReader } from './frames.ts';
import { fieldOf } from './head.ts';
import type { Head } from './head.ts';
import { cutText } from './sink.ts';
import type { WireSink } from './sink.ts';

export interface SocketCopyOptions {
  readonly exchange: Exchange;
  /** The head of the answer that switched to the protocol. */
  readonly answer: Head;
  /** No other WebSocket or stream has it. */
  readonly number: number;
  /** Gets each message of the server, unpacked; or is told that no more of them are read. */
  readonly reader: { unpacked(data: Buffer, binary: boolean): void; unread(): void };
}

/** The copy of a WebSocket: what both sides send is read, and written down. */
export class SocketCopy {
  readonly #sink: WireSink;
  readonly #number: number;
  readonly #readers: Readonly<Record<'browser' | 'server', FrameReader>>;
  readonly #reader: SocketCopyOptions['reader'];
  #isOver = false;

  constructor(sink: WireSink, { exchange: { target }, answer, number, reader }: SocketCopyOptions) {
    this.#sink = sink;
    this.#number = number;
    this.#reader = reader;
    const extensions = fieldOf(answer, 'sec-websocket-extensions') ?? '';
    this.#readers = { browser: this.#read('browser', extensions), server: this.#read('server', extensions) };
    const protocol = fieldOf(answer, 'sec-websocket-protocol') ?? '';
    sink.emit({ type: 'socket-open', socket: this.#number, target, protocol });
  }

  push(from: 'browser' | 'server', bytes: Buffer): void {
    this.#readers[from].push(bytes);
  }

  /** Both connections are over. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { browser, server } = this.#readers;
    void Promise.all([browser.close(), server.close()]).then(() =>
      this.#sink.emit({ type: 'socket-end', socket: this.#number }),
    );
  }

  #read(from: 'browser' | 'server', extensions: string): FrameReader {
    const sink = this.#sink;
    const at = { socket: this.#number, from };
    return new FrameReader(sink.ws, from, extensions, {
      onMessage: (data, binary) => {
        const text = cutText(data.toString('utf8'));
        sink.emit({ type: 'frame', ...at, text, binary, bytes: data.length });
        if (from === 'server') this.#reader.unpacked(data, binary);
      },
      onClose: (code, reason) => sink.emit({ type: 'close-frame', ...at, code, reason }),
      onUnread: (why) => {
        sink.emit({ type: 'unread', ...at, why });
        if (from === 'server') this.#reader.unread();
      },
    });
  }
}
