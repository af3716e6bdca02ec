import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { MOST_STREAM_BYTES } from '../model/limits.ts';

/** The value that browsers send over both HTTP and HTTPS, so that a server compresses for us if it compresses for them. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/**
 * The body as a browser reads it (RFC 9110, 8.4 "Content-Encoding"): decoded as far as the server has flushed it.
 * A coding that we did not request is left undecoded.
 */
export function decodedBody(body: Readable, encoding: string): Readable {
  const decoder = decoderOf(encoding.trim().toLowerCase());
  if (decoder === undefined) return body;
  // A stream that breaks off also ends the decoder; the reader notices.
  return pipeline(body, decoder, () => undefined);
}

function decoderOf(
  encoding: string,
): ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress> | undefined {
  const asItComes = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(asItComes);
    case 'deflate':
      return createInflate(asItComes);
    case 'br':
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      return undefined;
  }
}

/**
 * The whole of a body that is already decoded. Rejects when it breaks off, and with what `tooLong` makes when it is longer than is read.
 * @param most bytes
 */
export async function wholeBody(body: Readable, most: number, tooLong: () => Error): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size > most) throw tooLong();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Passes a stream on and breaks off after as many bytes as every client reads of one. */
export function streamLimit(): TransformStream<Uint8Array, Uint8Array> {
  let left = MOST_STREAM_BYTES;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0) controller.error(new Error('the stream is longer than what is read of it'));
      else controller.enqueue(chunk);
    },
  });
}
