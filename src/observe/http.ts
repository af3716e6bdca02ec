import type { Excess } from '../model/observed.ts';
import type { Agent } from 'undici';
import type { Result } from '../model/result.ts';
import { ACCEPTED_ENCODINGS, decodedBody, wholeBody } from './body.ts';
import { MOST_MARKUP, MOST_PAGE_BYTES, MOST_HEAD_BYTES, MOST_INTERIM } from '../model/limits.ts';
import { deadlineSignal } from '../model/waiting.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from './timeline.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Lower case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpFailure {
  /** For requests to an address: the name is unknown, the certificate is not trusted, the server does not speak TLS. */
  readonly reason: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls' | 'endless';
  readonly message: string;
  /** For `endless`. */
  readonly excess?: Excess;
  readonly waitedMs: number;
}

/** Ends the reading of an answer. */
export class TooMuch extends Error {
  readonly excess: Excess;

  constructor(excess: Excess) {
    super(excessText(excess));
    this.excess = excess;
  }
}

export interface HttpOptions {
  readonly client: Client;
  readonly timeline: Timeline;
  readonly deadlineMs: number;
  /** Sent with those of every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

/** One GET with undici; the whole exchange goes into the timeline. A redirect is an answer and is not followed. */
export function httpGet(url: string, options: HttpOptions): Promise<Result<HttpAnswer, HttpFailure>> {
  return exchange(url, options, undefined);
}

/** One POST of a form, as a page's form sends it by default, but for line ends, which are sent as they are. */
export function httpPost(
  url: string,
  form: Readonly<Record<string, string>>,
  options: HttpOptions,
): Promise<Result<HttpAnswer, HttpFailure>> {
  return exchange(url, options, new URLSearchParams(form).toString());
}

/** @param form encoded as a URL is; undefined: nothing is sent */
async function exchange(
  url: string,
  options: HttpOptions,
  form: string | undefined,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const { agent, hasBegun } = await openAgent();
  const { request } = await import('./undici.ts');
  const started = performance.now();
  const deadline = deadlineSignal(options.deadlineMs);
  const { client, timeline } = options;
  const path = new URL(url).pathname;
  timeline.record(client, 'sent', 'http', form === undefined ? `GET ${path}` : `POST ${path} ${form}`);
  try {
    const answer = await request(url, {
      dispatcher: agent,
      ...(form === undefined ? {} : { method: 'POST' as const, body: form }),
      headers: {
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        accept: 'text/html,*/*;q=0.8',
        'accept-encoding': ACCEPTED_ENCODINGS,
        'user-agent': 'htmx-realtime-tutor',
        ...options.headers,
      },
      signal: deadline.signal,
      onInfo: interimLimit(),
    });
    const headers = joinHeaders(answer.headers);
    const unpacked = decodedBody(answer.body, headers['content-encoding'] ?? '');
    const of = unpacked === answer.body ? 'bytes' : 'unpacked';
    const body = await wholeBody(unpacked, MOST_PAGE_BYTES, () => new TooMuch({ of, most: MOST_PAGE_BYTES }));
    timeline.record(
      client,
      'received',
      'http',
      `${answer.statusCode} ${headers['content-type'] ?? 'without Content-Type'}, ${body.length} bytes`,
    );
    const text = body.toString('utf8');
    requireReadable(text);
    return { ok: true, value: { status: answer.statusCode, headers, body: text } };
  } catch (error) {
    const failure = failureOf(error, Math.round(performance.now() - started), {
      deadlineMs: options.deadlineMs,
      hasBegun,
    });
    timeline.recordEnd(client, 'note', 'http', failure.message);
    return { ok: false, problem: failure };
  } finally {
    deadline.cancel();
    await agent.destroy();
  }
}

/** Connections of one request, or of those that follow its redirects, and whether anything has come on the last one. */
export async function openAgent(): Promise<{ readonly agent: Agent; readonly hasBegun: () => boolean }> {
  const { Agent, buildConnector } = await import('./undici.ts');
  let socket: { readonly bytesRead: number } | undefined;
  const connect = buildConnector({});
  // No body timeout: an event stream may be silent for long, and every wait has a deadline of its own.
  const agent = new Agent({
    connections: 1,
    pipelining: 0,
    bodyTimeout: 0,
    maxHeaderSize: MOST_HEAD_BYTES,
    connect: (to, then) =>
      connect(to, (...made) => {
        socket = made[1] ?? undefined;
        then(...made);
      }),
  });
  return { agent, hasBegun: () => (socket?.bytesRead ?? 0) > 0 };
}

/** Throws when too many answers came that only announce one. */
export function interimLimit(): () => void {
  let count = 0;
  return () => {
    count += 1;
    if (count > MOST_INTERIM) throw new TooMuch({ of: 'interim', most: MOST_INTERIM });
  };
}

/**
 * The reason of a failed request: no listener, no answer in time, more of it than is read, or a connection that broke.
 * @param late.hasBegun whether any of the answer had come by its deadline
 */
export function failureOf(
  error: unknown,
  waitedMs: number,
  late: { readonly deadlineMs: number; hasBegun(): boolean } = { deadlineMs: waitedMs, hasBegun: () => false },
): HttpFailure {
  const { name, code, message } = errorParts(error);
  const excess = excessOf(error, code);
  if (excess !== undefined) return { reason: 'endless', message: excessText(excess), excess, waitedMs };
  if (name === 'TimeoutError' || name === 'AbortError' || code.includes('TIMEOUT')) {
    const begun: Excess = { of: 'time', most: late.deadlineMs };
    if (late.hasBegun()) return { reason: 'endless', message: excessText(begun), excess: begun, waitedMs };
    return { reason: 'deadline', message: `no answer after ${waitedMs} ms`, waitedMs };
  }
  if (code === 'ECONNREFUSED')
    return { reason: 'refused', message: 'connection refused: nothing listens there', waitedMs };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { reason: 'unknown-host', message: 'this machine knows no address for that name', waitedMs };
  if (/CERT|SIGNATURE/u.test(code)) return { reason: 'untrusted', message, waitedMs };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return { reason: 'no-tls', message: 'what listens there does not speak https', waitedMs };
  return { reason: 'broken', message: message === '' ? code : message, waitedMs };
}

/** The content of a `data:` address: a picture inside the page is one long value, and no element. */
const EMBEDDED = /\bdata:[\w.+-]+\/[\w.+;=-]+,[^"'\s<>)]*/giu;

/** Throws `TooMuch` for a page with more markup than is read, whatever pictures it contains. */
export function requireReadable(html: string): void {
  if (html.length <= MOST_MARKUP) return;
  let embedded = 0;
  for (const [text] of html.matchAll(EMBEDDED)) embedded += text.length;
  if (html.length - embedded > MOST_MARKUP) throw new TooMuch({ of: 'markup', most: MOST_MARKUP });
}

function excessOf(error: unknown, code: string): Excess | undefined {
  if (error instanceof TooMuch) return error.excess;
  const isHead = code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW';
  return isHead ? { of: 'head', most: MOST_HEAD_BYTES } : undefined;
}

/** A few technical words, for the timeline. */
function excessText({ of, most }: Excess): string {
  switch (of) {
    case 'bytes':
      return `more than ${most} bytes came: the rest is not read`;
    case 'unpacked':
      return `more than ${most} bytes, unpacked: the rest is not read`;
    case 'markup':
      return `more than ${most} characters of markup`;
    case 'head':
      return `more than ${most} bytes of headers`;
    case 'interim':
      return `more than ${most} answers that only announce one`;
    case 'redirects':
      return `more than ${most} redirects`;
    case 'time':
      return `the answer began and has not ended after ${most} ms`;
  }
}

function errorParts(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: '', code: '', message: String(error) };
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const cause = first instanceof Error ? first : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { name: error.name, code, message: cause.message };
}
