import type { PageInjection } from '../../model/wire.ts';
import { EventStreamParser } from '../event-stream/parser.ts';
import type { Exchange } from './exchange.ts';
import { fieldOf } from './head.ts';
import type { Head } from './head.ts';
import { cutText } from './sink.ts';
import type { WireSink } from './sink.ts';

/** Bytes of a page that are kept. */
const MOST_OF_PAGE = 512 * 1024;

/** The copy of an answer: its head is written down, and the events of a stream. */
export class AnswerCopy {
  readonly #sink: WireSink;
  readonly #exchange: Exchange;
  readonly #head: Head;
  readonly #status: number;
  /** Of a page, from its first byte on. */
  readonly #html: Buffer[] = [];
  #left: number;
  readonly #stream: { readonly number: number; readonly parser: EventStreamParser } | undefined;

  constructor(sink: WireSink, exchange: Exchange, { head, status }: { readonly head: Head; readonly status: number }) {
    this.#sink = sink;
    this.#exchange = exchange;
    this.#head = head;
    this.#status = status;
    const encoding = fieldOf(head, 'content-encoding') ?? 'identity';
    const isStream = isEventStream(head, status) && encoding === 'identity';
    const isPage = exchange.kind === 'page' && typeOf(head) === 'text/html' && encoding === 'identity';
    this.#left = isPage ? MOST_OF_PAGE : 0;
    this.#stream = isStream ? { number: sink.next(), parser: new EventStreamParser() } : undefined;
  }

  /** Number of its stream; undefined: it is not one that is read. */
  get stream(): number | undefined {
    return this.#stream?.number;
  }

  /** It is known whether it is a page with instruments. @param page undefined: it is not a page */
  decided(page: PageInjection | undefined): void {
    const { method, target } = this.#exchange;
    const contentType = fieldOf(this.#head, 'content-type') ?? '';
    const nosniff = fieldOf(this.#head, 'x-content-type-options')?.toLowerCase() === 'nosniff';
    this.#sink.emit({ type: 'answer', method, target, status: this.#status, contentType, nosniff, page });
    if (this.#stream !== undefined) this.#sink.emit({ type: 'stream-open', stream: this.#stream.number, target });
  }

  /** @param onEvent gets the name of each event */
  push(data: Buffer, onEvent: (name: string) => void): void {
    if (this.#left > 0) this.#html.push(Buffer.from(data.subarray(0, this.#left)));
    this.#left = Math.max(0, this.#left - data.length);
    if (this.#stream === undefined) return;
    const { number, parser } = this.#stream;
    parser.push(data, performance.now());
    // It keeps what it has read; nobody asks it for that here.
    parser.lines.splice(0);
    for (const { event, data: text } of parser.events.splice(0)) {
      this.#sink.emit({ type: 'stream-event', stream: number, event, data: cutText(text) });
      onEvent(event);
    }
  }

  end(): void {
    const html = Buffer.concat(this.#html).toString('utf8');
    if (html !== '') this.#sink.emit({ type: 'page', target: this.#exchange.target, html });
    if (this.#stream !== undefined) this.#sink.emit({ type: 'stream-end', stream: this.#stream.number });
  }
}

/** Whether an answer is an event stream, in whatever encoding. */
export function isEventStream(head: Head, status: number): boolean {
  return status === 200 && typeOf(head) === 'text/event-stream';
}

function typeOf(head: Head): string {
  return (fieldOf(head, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
