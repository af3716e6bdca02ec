import { closest, distance } from 'fastest-levenshtein';
import type { Evidence, Finding } from '../../model/finding.ts';
import type { FailedRequest } from '../http/failure.ts';
import { errorText } from '../../model/server-error.ts';
import { requestFailure } from '../../model/observed.ts';
import type { Place } from '../../model/timeline.ts';
import { isFrom, pathPlace, quoted, routePlace } from '../places.ts';
import type { SourceLocator } from '../locate.ts';
import type { Rule } from '../rule.ts';
import type { ServerLog } from '../server/log.ts';
import { streamFailed } from './failed.ts';
import { endedByKoa, whatIsLacking } from './source.ts';
import { evidenceOf, readStream } from './view.ts';
import type { StreamView } from './view.ts';

/** The part of a body that shows what it is, in characters. */
const BODY_SHOWN = 300;

/** The stream's answer, and what the server answered at a path that does not exist. */
export interface ComparedStream extends StreamView {
  readonly elsewhere:
    | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
    | undefined;
}

/** An answer with a status other than 200. */
export const NOT_200: readonly Rule<StreamView>[] = [noRoute, unexpectedStatus, serverError];

/** An answer with a type other than that of an event stream (HTML standard, 9.2.2: a client gives up). */
export const OTHER_TYPE: readonly Rule<ComparedStream>[] = [sameForEveryPath, wrongContentType];

/** Where a server of Node looks at the path of a request. */
const COMPARES_PATH = /\bif\s*\(.*(?:pathname|url)\s*===?\s*['"\x60]\//u;

function routeEvidence({ path, log, locate }: Pick<StreamView, 'path' | 'log' | 'locate'>): Evidence {
  return {
    did: readStream({ path }),
    output: log.lastLines,
    where: routePlace(locate, path, COMPARES_PATH, /createServer\s*\(|FastAPI\(|express\(/u),
  };
}

/** What was observed of an answer with another status. */
export function evidenceOfStatus(view: StreamView): Evidence {
  return { ...routeEvidence(view), answer: { status: view.status } };
}

/** There was no answer at all. */
export function noResponse(
  seen: { readonly path: string; readonly log: ServerLog; readonly locate: SourceLocator },
  failed: FailedRequest,
): Finding {
  const { lacks, where } = whatIsLacking(seen);
  const evidence = { ...routeEvidence(seen), failure: requestFailure(failed), waitedMs: failed.waitedMs };
  const { error } = seen.log;
  if (error !== undefined && failed.reason === 'broken') {
    const place = error.report.where;
    return {
      code: 'sse/no-response',
      severity: 'error',
      facts: { lacks, error: errorText(error.report) },
      evidence: { ...evidence, output: error.lines, ...(place === undefined ? {} : { where: [place] }) },
    };
  }
  return {
    code: 'sse/no-response',
    severity: 'error',
    facts: { lacks },
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}

function noRoute(view: StreamView): Finding | undefined {
  const { status } = view;
  if (status !== 404) return undefined;
  const evidence = evidenceOfStatus(view);
  const where = endedByKoa(view.locate);
  return where.length === 0
    ? noRouteFinding(view, evidence)
    : {
        code: 'sse/no-route',
        severity: 'error',
        facts: { status, because: 'answered-by-itself' },
        evidence: { ...evidence, where },
      };
}

function unexpectedStatus(view: StreamView): Finding | undefined {
  const { status, headers } = view;
  if (status === 200 || status >= 500) return undefined;
  const { location } = headers;
  const where = view.locate.find('server', new RegExp(String.raw`\b${status}\b`, 'u'));
  const evidence = evidenceOfStatus(view);
  return {
    code: 'sse/unexpected-status',
    severity: 'error',
    facts: status >= 300 && status < 400 && location !== undefined ? { status, location } : { status },
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}

function serverError(view: StreamView): Finding | undefined {
  const { status, log, head, locate } = view;
  if (status < 500) return undefined;
  const evidence = { ...evidenceOfStatus(view), received: head.slice(0, BODY_SHOWN) };
  return streamFailed({ status, log, evidence, locate });
}

/** HTML standard, 9.2.2: the essence must be `text/event-stream`. Chrome also gives up on a charset that is not UTF-8. */
export function isEventStream(contentType: string): boolean {
  const [essence = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  return essence === 'text/event-stream' && (charset === undefined || /^utf-?8$/u.test(charset));
}

/** A server that answers any path in the same way has no route for the stream. */
function sameForEveryPath(view: ComparedStream): Finding | undefined {
  const { status, headers, head, elsewhere } = view;
  const contentType = headers['content-type'];
  const same =
    elsewhere !== undefined &&
    elsewhere.status === status &&
    elsewhere.headers['content-type'] === contentType &&
    elsewhere.body.slice(0, head.length) === head;
  if (!same) return undefined;
  return noRouteFinding(view, {
    ...routeEvidence(view),
    answer: { status, headers: { 'Content-Type': contentType ?? '' } },
    received: head.slice(0, BODY_SHOWN),
  });
}

/** How many letters two paths may differ by, so that one is taken for the other misspelt. */
const MISSPELT = 3;

/** With the path in the source that is nearly this one, or with the path itself, if there is one: its line is the place. */
function noRouteFinding({ status, path, locate }: StreamView, evidence: Evidence): Finding {
  const own = locate.all('server', /['"`](\/[\w./-]+)['"`]/gu).filter((named) => named !== path);
  const near = own.length === 0 ? undefined : closest(path, own);
  const isNear = near !== undefined && distance(path, near) <= MISSPELT;
  const written = locate.find('server', routeOf(path));
  const told = isNear ? { near } : written.length > 0 && status === 404 ? { written: true as const } : {};
  const where = isNear ? locate.find('server', quoted(near)) : written;
  return {
    code: 'sse/no-route',
    severity: 'error',
    facts: { status, ...told },
    evidence: Object.keys(told).length > 0 ? { ...evidence, where } : evidence,
  };
}

/** The path as a route names it, not the page: its `sse-connect` may be in the same file. */
function routeOf(path: string): RegExp {
  return new RegExp(String.raw`(?<!connect=\\?|EventSource\()${quoted(path).source}`, 'u');
}

/** The answer has not the type of a stream. */
export function wrongContentType(view: StreamView): Finding {
  const contentType = view.headers['content-type'] ?? '';
  const { locate } = view;
  const named = locate.find('server', /content-type.*event|media_type|event-stream/iu, /StreamingResponse\(/u);
  const where = [named, typePlace(view, contentType), headPlace(view)].find((places) => places.length > 0) ?? [];
  const late = contentType === '' && /ERR_HTTP_HEADERS_SENT/u.test(view.log.text);
  return {
    code: 'sse/wrong-content-type',
    severity: 'error',
    facts: late ? { contentType, because: 'set-too-late' } : { contentType },
    evidence: {
      ...routeEvidence(view),
      answer: { headers: { 'Content-Type': contentType === '' ? null : contentType } },
      where: where.length > 0 ? where : pathPlace(view.locate, view.path),
    },
  };
}

/** How a head is written: `response.writeHead(200`, `res.setHeader(`, `$c->res->headers`. */
const WRITES_HEAD = /\b(?:writeHead|setHeader|send_header|set_header|send_response)\b|\.headers\b|\bheaders\s*[=:{(]/u;

/** The line above the stream's data that writes the head, where the type belongs; empty: none does. */
function headPlace({ locate, path }: StreamView): readonly Place[] {
  const [data] = locate.find('server', /['"\x60]data: ?/u);
  return locate.findAbove('server', data ?? pathPlace(locate, path)[0], WRITES_HEAD);
}

/** The line that gives an answer exactly this type, from the stream's route on; empty: none does, as where a framework sets it. */
function typePlace({ locate, path }: StreamView, contentType: string): readonly Place[] {
  const [route] = pathPlace(locate, path);
  if (contentType === '' || route === undefined) return [];
  return locate.findFrom('server', route, quoted(contentType)).filter((place) => isFrom(place, route));
}

/** Nothing forbids caching of the stream: a cache in between may answer with old events (RFC 9111, section 5.2.2). */
export function cacheable(view: StreamView): Finding | undefined {
  const cacheControl = view.headers['cache-control'] ?? '';
  if (/no-(?:cache|store|transform)/iu.test(cacheControl)) return undefined;
  const { did, where = [] } = evidenceOf(view);
  // The header belongs beside the type, not where the first event is written.
  const head = view.locate.find('server', /cache-control/iu, /content-type.*event|media_type|event-stream/iu);
  return {
    code: 'sse/cacheable',
    severity: 'warning',
    facts: { cacheControl },
    evidence: {
      ...(did === undefined ? {} : { did }),
      answer: { headers: { 'Cache-Control': cacheControl === '' ? null : cacheControl } },
      where: head.length > 0 ? head : where,
    },
  };
}
