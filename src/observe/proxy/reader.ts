import { endOfHead, fieldOf, hasWord, MOST_HEAD, readHead } from './head.ts';
import type { Head } from './head.ts';

/** How the body of a message is delimited (RFC 9112, 6.3). `end`: by the end of the connection. */
export type Framing =
  | { readonly kind: 'none' | 'chunked' | 'end' }
  | { readonly kind: 'length'; readonly bytes: number };

/**
 * A part of what goes through a connection. `raw`: the bytes as they came; all pieces of a connection, one after the other, are all of it.
 * `data`: what of them is content of the body. `lost`: this is not HTTP/1 as it is read here, and nothing after it is read.
 */
export type Piece =
  | { readonly type: 'head'; readonly raw: Buffer; readonly head: Head }
  | { readonly type: 'body'; readonly raw: Buffer; readonly data: Buffer }
  | { readonly type: 'end'; readonly raw: Buffer }
  | { readonly type: 'lost'; readonly raw: Buffer };

export interface ReaderOptions {
  /** How the body after this head is delimited; `raw`: what follows is not HTTP, `undefined`: this is not the head of a message. */
  readonly framing: (head: Head) => Framing | 'raw' | undefined;
}

type State = 'head' | 'length' | 'end' | 'size' | 'chunk' | 'chunk-end' | 'trailers' | 'lost';

/** The next piece and how many bytes it takes; undefined: it needs more of them. */
interface Taken {
  readonly piece: Piece | undefined;
  readonly used: number;
}

const NOTHING = Buffer.alloc(0);
/** Of a chunk's size and its extensions, and of each line after the last chunk. */
const LONGEST_LINE = 16 * 1024;

/** Divides what one side of a connection of HTTP/1 sends into messages, and keeps no more of it than a head or a line that has not ended. */
export class HttpReader {
  readonly #options: ReaderOptions;
  #state: State = 'head';
  #kept: Buffer = NOTHING;
  /** Bytes that are still to come of a body or a chunk. */
  #left = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Begun and not ended: a head or a line of which the rest is awaited. */
  get unfinished(): Buffer {
    return this.#kept;
  }

  /** Whether a message has begun and not ended. */
  get isInside(): boolean {
    return this.#state !== 'head' || this.#kept.length > 0;
  }

  /** Whether the next piece begins a chunk. */
  get isBetweenChunks(): boolean {
    return this.#state === 'size';
  }

  /** After a message that was taken for one of another protocol: the next bytes are a head. */
  readHttp(): void {
    this.#state = 'head';
  }

  *push(bytes: Buffer): Generator<Piece> {
    let rest: Buffer = this.#kept.length === 0 ? bytes : Buffer.concat([this.#kept, bytes]);
    const looked = Math.max(0, this.#kept.length - 3);
    this.#kept = NOTHING;
    for (let from = looked; rest.length > 0; from = 0) {
      const { piece, used } = this.#next(rest, from);
      if (piece === undefined) {
        this.#kept = rest;
        return;
      }
      rest = rest.subarray(used);
      yield piece;
    }
  }

  /** The next piece of these bytes; undefined: it needs more of them. */
  #next(bytes: Buffer, from: number): Taken {
    switch (this.#state) {
      case 'head':
        return this.#head(bytes, from);
      case 'length':
      case 'chunk':
        return this.#counted(bytes);
      case 'end':
        return taken({ type: 'body', raw: bytes, data: bytes });
      case 'size':
        return this.#line(bytes, (line) => this.#size(line));
      case 'chunk-end':
        return this.#line(bytes, (line) => (line === '' ? 'size' : 'lost'));
      case 'trailers':
        return this.#line(bytes, (line) => (line === '' ? 'head' : 'trailers'));
      case 'lost':
        return taken({ type: 'lost', raw: bytes });
    }
  }

  #head(bytes: Buffer, from: number): Taken {
    const end = endOfHead(bytes, from);
    if (end === -1 && bytes.length <= MOST_HEAD) return { piece: undefined, used: 0 };
    const raw = bytes.subarray(0, end);
    const head = readHead(raw);
    const framing = end === -1 ? undefined : this.#options.framing(head);
    if (framing === undefined) return this.#lose(bytes);
    if (framing === 'raw') this.#state = 'lost';
    else if (framing.kind === 'length') this.#state = framing.bytes === 0 ? 'head' : 'length';
    else this.#state = framing.kind === 'chunked' ? 'size' : framing.kind === 'end' ? 'end' : 'head';
    this.#left = framing !== 'raw' && framing.kind === 'length' ? framing.bytes : 0;
    return { piece: { type: 'head', raw, head }, used: end };
  }

  #counted(bytes: Buffer): Taken {
    const data = bytes.subarray(0, this.#left);
    this.#left -= data.length;
    if (this.#left === 0) this.#state = this.#state === 'chunk' ? 'chunk-end' : 'head';
    return taken({ type: 'body', raw: data, data });
  }

  /** A line that belongs to no content. @param next the state after it */
  #line(bytes: Buffer, next: (line: string) => State): Taken {
    const end = bytes.indexOf(0x0a);
    if (end === -1) return bytes.length > LONGEST_LINE ? this.#lose(bytes) : { piece: undefined, used: 0 };
    const raw = bytes.subarray(0, end + 1);
    this.#state = next(raw.toString('latin1').replace(/\r?\n$/u, ''));
    if (this.#state === 'lost') return this.#lose(bytes);
    return taken(this.#state === 'head' ? { type: 'end', raw } : { type: 'body', raw, data: NOTHING });
  }

  #size(line: string): 'chunk' | 'trailers' | 'lost' {
    const digits = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/iu.exec(line)?.[1];
    if (digits === undefined) return 'lost';
    this.#left = Number.parseInt(digits, 16);
    return this.#left === 0 ? 'trailers' : 'chunk';
  }

  #lose(bytes: Buffer): Taken {
    this.#state = 'lost';
    return taken({ type: 'lost', raw: bytes });
  }
}

function taken(piece: Piece): Taken {
  return { piece, used: piece.raw.length };
}

/** How the body of a request is delimited. Undefined: it cannot be told. */
export function requestFraming(head: Head): Framing | undefined {
  return declared(head) ?? { kind: 'none' };
}

/** How the body of an answer is delimited. @param method of the request */
export function responseFraming(head: Head, status: number, method: string): Framing {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'none' };
  return declared(head) ?? { kind: 'end' };
}

function declared(head: Head): Framing | undefined {
  if (hasWord(head, 'transfer-encoding', 'chunked')) return { kind: 'chunked' };
  const lengths = new Set((fieldOf(head, 'content-length') ?? '').split(',').map((each) => each.trim()));
  const [length = ''] = lengths;
  return lengths.size === 1 && /^\d{1,15}$/u.test(length) ? { kind: 'length', bytes: Number(length) } : undefined;
}
