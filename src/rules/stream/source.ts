import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { streamPlace } from '../places.ts';
import { isPython } from '../server/log.ts';
import type { ServerLog } from '../server/log.ts';

// What the source of a server says of the way in which it sends a stream. It only chooses the advice: that something is wrong was seen.

type Locate = Pick<SourceLocator, 'find' | 'findFrom' | 'all' | 'serverFile'>;

/** What a server that writes must do besides, and what its source or its output shows that it does not. */
export interface Lacking {
  readonly lacks: FindingOf<'sse/no-response'>['facts']['lacks'];
  /** The line that it belongs to; empty: none was found. */
  readonly where: readonly Place[];
}

interface Sending {
  readonly path: string;
  readonly log: Pick<ServerLog, 'text'>;
  readonly locate: Locate;
}

/** Django under ASGI on a plain generator (django/http/response.py, `StreamingHttpResponse.__aiter__`): it is read to its end first. */
const READ_TO_ITS_END = /must consume synchronous iterators/u;
/** Django under WSGI on an asynchronous generator (`StreamingHttpResponse.__iter__`): the same. */
const NEEDS_A_PLAIN_ONE = /must consume asynchronous iterators/u;
/** Fastify's own answer after what a handler wrote to the raw response. */
const ANSWERS_TWICE = /ERR_HTTP_HEADERS_SENT|Reply was already sent/u;

/** A listener for the end of the request, which comes as soon as its body, mostly empty, has been read. */
const ENDS_REQUEST = /\breq(?:uest)?\.(?:on|once)\(\s*['"]end['"]/u;
const STOPS_WITH_THE_REQUEST = /\b(req(?:uest)?\.(?:on|once)\(\s*['"]end['"])[^;]*?\bclear(?:Interval|Timeout)\(/gu;

/** Why what was written does not leave the server. */
export function whatIsLacking({ path, log, locate }: Sending): Lacking {
  const at = streamPlace(locate, path);
  if (READ_TO_ITS_END.test(log.text))
    return { lacks: 'async-iterator', where: locate.findFrom('server', at[0], /yield/u) };
  if (NEEDS_A_PLAIN_ONE.test(log.text))
    return { lacks: 'plain-iterator', where: locate.findFrom('server', at[0], /yield/u) };
  const write = locate.find('server', /self\.write\(.*data:/u, /self\.write\(/u);
  if (write.length > 0 && locate.find('server', /\btornado\b/u).length > 0 && !isBelow(locate, write[0], /\.flush\(/u))
    return { lacks: 'flush', where: write };
  const raw = locate.find('server', /\breply\.raw\.(?:writeHead|write)\(/u);
  if (raw.length > 0 && ANSWERS_TWICE.test(log.text) && locate.find('server', /\.hijack\(/u).length === 0)
    return { lacks: 'hijack', where: raw };
  const header = locate.find('server', /self\.send_header\(.*event-stream/u);
  if (header.length > 0 && locate.find('server', /\.end_headers\(/u).length === 0)
    return { lacks: 'end-headers', where: header };
  if (locate.all('server', STOPS_WITH_THE_REQUEST).length > 0)
    return { lacks: 'request-end', where: locate.find('server', ENDS_REQUEST) };
  return { lacks: 'unknown', where: [] };
}

/** Whether a line from `place` on, in its file, matches. */
function isBelow(locate: Locate, place: Place | undefined, pattern: RegExp): boolean {
  const [found] = locate.findFrom('server', place, pattern);
  return found !== undefined && found.file === place?.file && (found.line ?? 0) >= (place.line ?? 0);
}

/** Helpers that hand a callback a stream and close it when the callback's promise is fulfilled (hono/streaming, `run`). */
const CALLBACK = /\b(streamSSE|streamText|stream)\s*\(\s*(?:c|ctx|context)\s*,/gu;
const CONTROLLER = /\b(\w*controller\.close)\s*\(/giu;
/** Calls that end a response, by the names that learners give it. */
const ENDS =
  /\b((?:res|response|stream|sse|body|out|reply\.raw|ctx\.res)\w*\.(?:end|send|json)|self\.finish|\w+\.write_eof)\s*\(/gu;
/** Frameworks whose response lasts as long as the handler that writes it. */
const HANDLER = /\b(web\.StreamResponse|sse_response|RequestHandler)\b/gu;

/**
 * The line that writes past Koa, which answers by itself when the middleware has returned and nothing is in `ctx.body`: with 404, or, when
 * the head has left, by its words for the status and the end. Empty: there is none, or Koa was told not to.
 */
export function endedByKoa(locate: Pick<SourceLocator, 'find'>): readonly Place[] {
  return locate.find('server', /\bctx\.respond\s*=\s*false\b/u).length > 0
    ? []
    : locate.find('server', /\bctx\.res\.write\(/u);
}

/** What ends a response, as far as the source tells. */
export function whatEndsIt(locate: Locate): Pick<FindingOf<'sse/ends-early'>['facts'], 'because' | 'call'> {
  if (endedByKoa(locate).length > 0) return { because: 'answered-by-itself', call: 'ctx.res.write' };
  const call = (pattern: RegExp): string | undefined => locate.all('server', pattern)[0];
  const callback = call(CALLBACK);
  if (callback !== undefined) return { because: 'callback-returns', call: callback };
  const controller = call(CONTROLLER);
  if (controller !== undefined) return { because: 'ended', call: controller };
  const ends = call(ENDS);
  const handler = call(HANDLER);
  if (handler !== undefined && (ends === undefined || !/^self|write_eof/u.test(ends)))
    return { because: 'handler-returns', call: handler };
  if (isPython(locate) && locate.find('server', /\byield\b/u).length > 0)
    return { because: 'generator-ends', call: '' };
  return ends === undefined ? { because: 'unknown', call: '' } : { because: 'ended', call: ends };
}

/** A web stream that is given an object: as the body of a response it takes bytes, and ends in an error that nobody prints. */
const OBJECT_ENQUEUED = /\b(\w+\.enqueue)\s*\(\s*\{/gu;

/** The call that gives a web stream an object, and its line; undefined: the source shows none. */
export function objectEnqueued(
  locate: Locate,
): { readonly call: string; readonly where: readonly Place[] } | undefined {
  const [call] = locate.all('server', OBJECT_ENQUEUED);
  return call === undefined ? undefined : { call, where: locate.find('server', /\.enqueue\s*\(/u) };
}

/** The line that gives a dict to Starlette's `StreamingResponse`, which takes text and fails at it after the head has left; sse-starlette takes dicts. */
export function dictYielded(locate: Pick<SourceLocator, 'find'>): readonly Place[] {
  const streams = locate.find('server', /\bStreamingResponse\s*\(/u).length > 0;
  const takesDicts = locate.find('server', /\b(?:EventSourceResponse|ServerSentEvent)\b/u).length > 0;
  if (!streams || takesDicts) return [];
  return locate.find('server', /\b(?:yield|return)\s*(?:\{\s*['"](?:event|data)['"]\s*:|dict\(\s*(?:event|data)\s*=)/u);
}

/** A small number that something is compared with, or counted to; not the padding of a number with a zero. */
const LIMIT = /(?:[<>]=?|={2,3}|%|\brange\((?:\s*\d+\s*,)?)\s*(\d{1,2})\b(?!\s*\?)/gu;
/** A longer stream than this is not watched. */
const MOST_EVENTS = 15;

/** How far the server may count before it does something else, as far as the source shows: the largest small number there. 0: none is there. */
export function limitIn(locate: Pick<SourceLocator, 'all'>): number {
  return Math.max(
    0,
    ...locate
      .all('server', LIMIT)
      .map(Number)
      .filter((limit) => limit <= MOST_EVENTS),
  );
}

/** The call of a timer whose result is awaited although it is not a promise, so that nothing waits; empty: there is none. */
export function awaitsNothing(locate: Pick<SourceLocator, 'find'>): readonly Place[] {
  return locate.find('server', /\bawait\s+setTimeout\(\s*(?:\(|function\b|async\b|\w+\s*(?:=>|,))/u);
}

/** Libraries that write the fields of an event themselves, by the name of the call or the class. */
const WRITES_FIELDS =
  /\b(writeSSE|EventSourceResponse|ServerSentEvent|sse_response|createSession|createEventStream|send_event|sseEncode)\b/gu;

/** What frames the events, where a library does; empty: the server itself does, or nothing was found. FastAPI's own makes JSON of what it gets. */
export function framedBy(locate: Locate): string {
  if (locate.find('server', /\bfastapi\.sse\b/u).length > 0) return 'fastapi.sse';
  return locate.all('server', WRITES_FIELDS)[0] ?? '';
}
