import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

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
