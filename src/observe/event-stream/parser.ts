import { MOST_EVENT_CHARACTERS } from '../../model/limits.ts';
/** One event as it was dispatched (HTML standard, 9.2.6 "Interpreting an event stream"). */
export interface StreamEvent {
  /** The event's name; `message` when the stream gave none. */
  readonly event: string;
  readonly data: string;
  readonly id: string;
  /** When its blank line arrived, milliseconds on the run's clock. */
  readonly ms: number;
}

/** One line of the stream as it was read, without its line end. */
export interface StreamLine {
  readonly text: string;
  readonly kind: 'data' | 'event' | 'id' | 'retry' | 'comment' | 'blank' | 'ignored';
  readonly ms: number;
}

const MOST_LINES = 2000;

/** What was too long to be read on. */
export interface StreamExcess {
  readonly of: 'line' | 'event' | 'stream';
  /** The limit. */
  readonly most: number;
}

/**
 * Reads an event stream according to the HTML standard (9.2.5, 9.2.6) and keeps what a client would silently discard, because
 * that is where learners make mistakes. Bytes may arrive in any pieces; lines end with CRLF, LF or CR.
 */
export class EventStreamParser {
  readonly events: StreamEvent[] = [];
  readonly lines: StreamLine[] = [];
  /** Number of bytes parsed so far. */
  bytes = 0;
  /**
   * What a client sends as `Last-Event-ID` when it comes back: an id counts from the next empty line on, also without data before that. Undefined: no id
   * came.
   */
  keptId: string | undefined;
  /** Set when a line or an event was longer than what is read: nothing after it is parsed. */
  excess: StreamExcess | undefined;
  readonly #decoder = new TextDecoder('utf-8');
  /** The pieces of a line that has not ended; joined when it has, because it may come in thousands. */
  #rest: string[] = [];
  #restLength = 0;
  /** The last line ended with a CR at the end of a chunk: an LF at the start of the next one belongs to it. */
  #afterCr = false;
  #data: string[] = [];
  #dataLength = 0;
  #event = '';
  #id = '';
  #hasId = false;

  /** The text after the last line end, which may be an incomplete line. */
  get unfinished(): string {
    return this.#rest.join('');
  }

  /** @param ms when the bytes arrived, on the run's clock */
  push(chunk: Uint8Array, ms: number): void {
    if (this.excess !== undefined) return;
    this.bytes += chunk.length;
    let text = this.#decoder.decode(chunk, { stream: true });
    if (text === '') return;
    if (this.#afterCr && text.startsWith('\n')) text = text.slice(1);
    // A lone CR ends a line at once: waiting to see whether an LF follows would hold an event back until the next one.
    this.#afterCr = text.endsWith('\r');
    const ends = /\r\n|\n|\r/gu;
    let from = 0;
    for (let end = ends.exec(text); end !== null && this.excess === undefined; end = ends.exec(text)) {
      this.#rest.push(text.slice(from, end.index));
      from = ends.lastIndex;
      const line = this.#rest.join('');
      this.#rest = [];
      this.#restLength = 0;
      this.#line(line, ms);
    }
    if (this.excess !== undefined || from === text.length) return;
    this.#rest.push(text.slice(from));
    this.#restLength += text.length - from;
    if (this.#restLength > MOST_EVENT_CHARACTERS) this.excess = { of: 'line', most: MOST_EVENT_CHARACTERS };
  }

  #line(text: string, ms: number): void {
    const kind = this.#interpret(text, ms);
    if (this.lines.length < MOST_LINES) this.lines.push({ text, kind, ms });
  }

  #interpret(text: string, ms: number): StreamLine['kind'] {
    if (text === '') {
      this.#dispatch(ms);
      return 'blank';
    }
    if (text.startsWith(':')) return 'comment';
    const colon = text.indexOf(':');
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /u, '');
    switch (field) {
      case 'data':
        this.#data.push(value);
        this.#dataLength += value.length + 1;
        if (this.#dataLength > MOST_EVENT_CHARACTERS) this.excess ??= { of: 'event', most: MOST_EVENT_CHARACTERS };
        return 'data';
      case 'event':
        this.#event = value;
        return 'event';
      case 'id':
        if (value.includes('\0')) return 'id';
        this.#id = value;
        this.#hasId = true;
        return 'id';
      case 'retry':
        return 'retry';
      default:
        return 'ignored';
    }
  }

  #dispatch(ms: number): void {
    if (this.#hasId) this.keptId = this.#id;
    if (this.#data.length > 0 && this.events.length < MOST_LINES) {
      this.events.push({
        event: this.#event === '' ? 'message' : this.#event,
        data: this.#data.join('\n'),
        id: this.#id,
        ms,
      });
    }
    this.#data = [];
    this.#dataLength = 0;
    this.#event = '';
  }
}
