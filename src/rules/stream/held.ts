import type { Evidence, Finding } from '../../model/finding.ts';
import { requestFailure } from '../../model/observed.ts';
import type { FailedRequest } from '../http/failure.ts';
import type { SourceLocator } from '../locate.ts';
import { streamPlace } from '../places.ts';
import { evidenceOf, readStream, waitedMs } from './view.ts';
import type { StreamView } from './view.ts';

// A compressor between the handler and the client keeps what was written until it has enough.

/** A line that compresses answers, in frameworks of Python and of Node. */
const COMPRESSES =
  /GZipMiddleware|CompressMiddleware|Brotli\w*Middleware|compress_response|enable_compression|\bcompress(?:ion)?\s*\(|gzip\s*(?:=>|:|=)/u;

/** The content coding (RFC 9110, section 8.4); empty: none. */
export function encodingOf({ headers }: StreamView): string {
  const encoding = headers['content-encoding'] ?? '';
  return encoding === 'identity' ? '' : encoding;
}

/** What was seen of the stream, and for how long it was waited for. */
export function evidenceWaited(view: StreamView): Evidence {
  return { ...evidenceOf(view), waitedMs: waitedMs(view) };
}

/** Events come to a client that accepts no compression alone. */
export function heldForSome(view: StreamView): Finding | undefined {
  if (view.plainOnly === undefined) return undefined;
  const compresses = view.locate.find('server', COMPRESSES);
  const evidence = evidenceWaited(view);
  const facts = { encoding: encodingOf(view), atOnce: 0 };
  return {
    code: 'sse/buffered',
    severity: 'error',
    facts,
    evidence: compresses.length > 0 ? { ...evidence, where: compresses } : evidence,
  };
}

/** The same, and a client that accepts compression gets not even the status, as with a middleware that sends its headers with the first block. */
export function headHeld({
  path,
  failure,
  locate,
}: {
  readonly path: string;
  readonly failure: FailedRequest;
  readonly locate: SourceLocator;
}): Finding {
  const compresses = locate.find('server', COMPRESSES);
  const where = compresses.length > 0 ? compresses : streamPlace(locate, path);
  const did = { ...readStream({ path }), accepts: 'compressed' } as const;
  const evidence = { did, failure: requestFailure(failure), waitedMs: failure.waitedMs, where };
  return { code: 'sse/buffered', severity: 'error', facts: { encoding: '', atOnce: 0, held: 'head' }, evidence };
}
