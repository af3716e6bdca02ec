/** A part of a frame of a WebSocket, as it came. */
export interface FramePart {
  readonly raw: Buffer;
  /** Of the frame (RFC 6455, 5.2). */
  readonly opcode: number;
  readonly isFinal: boolean;
  /** On the first frame of a message: it is compressed (RFC 7692, 6). */
  readonly isCompressed: boolean;
  /** It has the first byte of the frame, and the last one. */
  readonly begins: boolean;
  readonly ends: boolean;
}

const LONGEST_HEADER = 14;

/** Finds where the frames of one side begin and end. It keeps nothing back: the first byte of a frame says all that has to be decided. */
export class FrameSplitter {
  readonly #header = Buffer.alloc(LONGEST_HEADER);
  #headerLength = 0;
  /** Bytes of the content that are still to come; undefined: the header is not whole. */
  #left: number | undefined;

  /** Whether the next byte begins a frame. */
  get isBetween(): boolean {
    return this.#headerLength === 0;
  }

  *push(bytes: Buffer): Generator<FramePart> {
    for (let at = 0; at < bytes.length;) {
      const from = at;
      const begins = this.isBetween;
      while (this.#left === undefined && at < bytes.length) {
        this.#header[this.#headerLength] = bytes[at] ?? 0;
        this.#headerLength += 1;
        at += 1;
        this.#left = this.#contentLength();
      }
      const first = this.#header[0] ?? 0;
      const taken = Math.min(this.#left ?? 0, bytes.length - at);
      at += taken;
      if (this.#left !== undefined) this.#left -= taken;
      const ends = this.#left === 0;
      if (ends) [this.#headerLength, this.#left] = [0, undefined];
      yield {
        raw: bytes.subarray(from, at),
        opcode: first & 0x0f,
        isFinal: (first & 0x80) !== 0,
        isCompressed: (first & 0x40) !== 0,
        begins,
        ends,
      };
    }
  }

  /** undefined: the header is not whole. */
  #contentLength(): number | undefined {
    if (this.#headerLength < 2) return undefined;
    const second = this.#header[1] ?? 0;
    const length = second & 0x7f;
    const bytesOfLength = length === 126 ? 2 : length === 127 ? 8 : 0;
    if (this.#headerLength < 2 + bytesOfLength + ((second & 0x80) === 0 ? 0 : 4)) return undefined;
    if (bytesOfLength === 0) return length;
    return bytesOfLength === 2 ? this.#header.readUInt16BE(2) : Number(this.#header.readBigUInt64BE(2));
  }
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

/** A whole message, not compressed, as a server sends it. */
export function messageFrame(data: Buffer, binary: boolean): Buffer {
  return frame(binary ? BINARY : TEXT, data);
}

export function closeFrame(code: number): Buffer {
  const data = Buffer.alloc(2);
  data.writeUInt16BE(code);
  return frame(CLOSE, data);
}

function frame(opcode: number, data: Buffer): Buffer {
  const { length } = data;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  header[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, data]);
}
