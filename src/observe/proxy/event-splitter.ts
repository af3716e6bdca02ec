/** A part of an event of a stream, as it came. */
export interface EventPart {
  readonly raw: Buffer;
  /** It has the first byte of the event, and the empty line that ends it. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** What has come of the event has a line of data; a comment or a `retry:` has none, and nobody gets it. */
  readonly hasData: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const DATA = Buffer.from('data');

/** Finds where the events of a stream begin and end (HTML standard, 9.2.5): lines end with LF, CR or both, and an empty one ends the event. */
export class EventSplitter {
  #isBetween = true;
  #hasData = false;
  /** Bytes of the line, and how many of them are as in `data`. */
  #length = 0;
  #alike = 0;
  #isAfterCr = false;

  /** Whether the next byte begins an event. */
  get isBetween(): boolean {
    return this.#isBetween;
  }

  *push(bytes: Buffer): Generator<EventPart> {
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      if (!this.#takes(bytes[at] ?? 0)) continue;
      // What ended with CR may go on with LF.
      const isPair = bytes[at] === CR && bytes[at + 1] === LF;
      const end = isPair ? at + 2 : at + 1;
      if (isPair) [at, this.#isAfterCr] = [at + 1, false];
      yield this.#part(bytes.subarray(from, end), true);
      from = end;
    }
    if (from < bytes.length) yield this.#part(bytes.subarray(from), false);
  }

  #part(raw: Buffer, ends: boolean): EventPart {
    const part = { raw, begins: this.#isBetween, ends, hasData: this.#hasData };
    this.#isBetween = ends;
    if (ends) this.#hasData = false;
    return part;
  }

  /** @returns whether this byte ends an event */
  #takes(byte: number): boolean {
    const isSecond = byte === LF && this.#isAfterCr;
    this.#isAfterCr = byte === CR;
    if (isSecond) return false;
    if (byte !== LF && byte !== CR) {
      if (this.#length === this.#alike && byte === DATA[this.#length]) this.#alike += 1;
      else if (this.#length === DATA.length && this.#alike === DATA.length && byte === 0x3a) this.#hasData = true;
      this.#length += 1;
      return false;
    }
    const isEmpty = this.#length === 0;
    if (this.#length === DATA.length && this.#alike === DATA.length) this.#hasData = true;
    [this.#length, this.#alike] = [0, 0];
    return isEmpty;
  }
}

/** An event as a server sends it. @param name `message` for one without a name */
export function eventText(name: string, data: string): string {
  const lines = data.split(/\r\n|\r|\n/u).map((line) => `data: ${line}\n`);
  return `${name === 'message' || name === '' ? '' : `event: ${name}\n`}${lines.join('')}\n`;
}
