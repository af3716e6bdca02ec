import type { PageInjection } from '../../model/wire.ts';
import { chunk, LAST_CHUNK } from './chunk.ts';
import { fieldOf, withField, withoutFields, writeHead } from './head.ts';
import type { Head } from './head.ts';
import { containsAscii, MOST_BEFORE_HEAD, scriptPosition } from './insertion.ts';
import { allowedBy, notKept } from './page-policy.ts';
import type { InstrumentUrls } from './page-policy.ts';
import type { Framing } from './reader.ts';

const NOTHING = Buffer.alloc(0);

/** Whether the answer to a request for a page is one, so that it may get the instruments. */
export function isWholePage(head: Head, status: number, framing: Framing): boolean {
  const isEmpty = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
  if (isEmpty || status === 206) return false;
  const type = (fieldOf(head, 'content-type') ?? '').split(';')[0] ?? '';
  return type.trim().toLowerCase() === 'text/html';
}

/** Puts the script of the instruments into the answer that goes through. Bytes in, bytes out; the first ones wait until its place is known. */
export class PageRewriter {
  readonly #raw: Buffer;
  readonly #head: Head;
  readonly #framing: Framing;
  readonly #urls: InstrumentUrls;
  readonly #decided: (page: PageInjection) => void;
  /** What has come of the page, until it is decided. */
  #waiting: Buffer = NOTHING;
  #isDecided = false;
  /** The body is written in chunks of its own. */
  #chunks = false;

  /** @param answer.raw the head as it came */
  constructor(
    answer: { readonly raw: Buffer; readonly head: Head; readonly framing: Framing },
    options: { readonly urls: InstrumentUrls; readonly decided: (page: PageInjection) => void },
  ) {
    this.#raw = answer.raw;
    this.#head = answer.head;
    this.#framing = answer.framing;
    this.#urls = options.urls;
    this.#decided = options.decided;
  }

  /** What can be written of it now. @param raw as it came. @param data content of the page in it */
  body(raw: Buffer, data: Buffer): Buffer {
    if (this.#isDecided) return this.#chunks ? chunk(data) : raw;
    this.#waiting = Buffer.concat([this.#waiting, data]);
    return this.#decide(false);
  }

  /** The page has come to its end. @param trailers the line that ends the last chunk */
  end(): Buffer {
    const rest = this.#isDecided ? NOTHING : this.#decide(true);
    return this.#chunks ? Buffer.concat([rest, LAST_CHUNK]) : rest;
  }

  /** The connection has ended within the page. */
  broken(): Buffer {
    return this.#isDecided ? NOTHING : this.#decide(true);
  }

  #decide(isWhole: boolean): Buffer {
    const encoding = (fieldOf(this.#head, 'content-encoding') ?? 'identity').trim().toLowerCase();
    if (encoding !== 'identity' && encoding !== '') return this.#leave('compressed');
    const { length } = this.#waiting;
    if (!isWhole && length < 3) return NOTHING;
    if (length >= 2 && !containsAscii(fieldOf(this.#head, 'content-type') ?? '', this.#waiting))
      return this.#leave('encoding');
    const position = scriptPosition(this.#waiting.toString('latin1', 0, MOST_BEFORE_HEAD), isWhole);
    if (position !== undefined) return this.#inject(position);
    return length > MOST_BEFORE_HEAD ? this.#leave('long-before-head') : NOTHING;
  }

  #leave(why: (PageInjection & { readonly injected: false })['why']): Buffer {
    this.#isDecided = true;
    this.#decided({ injected: false, why });
    // In chunks of its own from here on: those that came are not kept.
    this.#chunks = this.#framing.kind === 'chunked';
    return Buffer.concat([this.#raw, this.#chunks ? chunk(this.#waiting) : this.#waiting]);
  }

  #inject(position: number): Buffer {
    this.#isDecided = true;
    const { nonce, head, changed } = allowedBy(this.#head, this.#urls);
    this.#decided({ injected: true, changed });
    const tag = Buffer.from(
      `<script src="${this.#urls.script.pathname}"${nonce === '' ? '' : ` nonce="${nonce}"`}></script>`,
    );
    const fresh = notKept(withoutFields(head, 'etag', 'last-modified'));
    const html = Buffer.concat([this.#waiting.subarray(0, position), tag, this.#waiting.subarray(position)]);
    this.#chunks = this.#framing.kind === 'chunked';
    if (this.#framing.kind !== 'length') return Buffer.concat([writeHead(fresh), this.#chunks ? chunk(html) : html]);
    const longer = withField(fresh, 'Content-Length', String(this.#framing.bytes + tag.length));
    return Buffer.concat([writeHead(longer), html]);
  }
}
