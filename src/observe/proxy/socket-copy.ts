import type { Exchange } from './exchange.ts';
import { FrameReader } from './frames.ts';
import { fieldOf } from './head.ts';
import type { Head } from './head.ts';
import { cutText } from './sink.ts';
import type { WireSink } from './sink.ts';

/** The copy of a WebSocket: what both sides send is read, and written down. */
export class SocketCopy {
  readonly #sink: WireSink;
  readonly #number: number;
  readonly #readers: Readonly<Record<'browser' | 'server', FrameReader>>;
  #isOver = false;

  /** @param answer the head of the answer that switched to the protocol */
  constructor(sink: WireSink, { target }: Exchange, answer: Head) {
    this.#sink = sink;
    this.#number = sink.next();
    const extensions = fieldOf(answer, 'sec-websocket-extensions') ?? '';
    this.#readers = { browser: this.#reader('browser', extensions), server: this.#reader('server', extensions) };
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
    this.#readers.browser.close();
    this.#readers.server.close();
    this.#sink.emit({ type: 'socket-end', socket: this.#number });
  }

  #reader(from: 'browser' | 'server', extensions: string): FrameReader {
    const sink = this.#sink;
    const at = { socket: this.#number, from };
    return new FrameReader(sink.ws, from, extensions, {
      onMessage: (data, binary) => {
        const text = cutText(data.toString('utf8'));
        sink.emit({ type: 'frame', ...at, text, binary, bytes: data.length });
      },
      onClose: (code, reason) => sink.emit({ type: 'close-frame', ...at, code, reason }),
      onUnread: (why) => sink.emit({ type: 'unread', ...at, why }),
    });
  }
}
