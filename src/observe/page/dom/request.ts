import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { ACCEPTED_ENCODINGS, decodedBody, wholeBody } from '../../body.ts';
import { TooMuch } from '../../http.ts';
import { MOST_BODY_BYTES, MOST_HEAD_BYTES, MOST_INTERIM, MOST_REDIRECTS } from '../../../model/limits.ts';

/** Cookies of one tab: jsdom's jar has this shape. */
export interface Jar {
  getCookieStringSync(url: string): string;
  setCookieSync(cookie: string, url: string, options: { readonly ignoreError: boolean }): unknown;
}

export interface Answer {
  readonly status: number;
  /** Lower case names; repeated ones joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** After redirects. */
  readonly url: string;
  /** As a browser reads it, unpacked. */
  readonly body: Readable;
}

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Cookies are sent and stored only if it is given. */
  readonly jar: Jar | undefined;
  readonly allows: (url: URL) => boolean;
  readonly signal: AbortSignal;
  /** The connections that a request over plain HTTP waits for; a request without them has its own at once. */
  readonly connections?: http.Agent;
}

/** The request went to a host that may not be asked. */
export class OtherHost extends Error {
  constructor(url: URL) {
    super(`${url.host === '' ? url.href : url.host} is another host, which is not asked during a check`);
  }
}

/**
 * The connections of one tab: a browser keeps at most six to an origin that speaks HTTP/1.1 (RFC 9112 section 9.4 leaves the number to it),
 * and a request waits until one is free. A stream holds its own for as long as it is open. Over https a browser may speak HTTP/2, which has
 * no such limit, and this client cannot tell.
 */
export function tabConnections(): http.Agent {
  return new http.Agent({ maxSockets: 6, keepAlive: false });
}

/**
 * One GET over HTTP that follows redirects, as a browser's loader makes it. Rejects with the system's error (`ECONNREFUSED`), with
 * `OtherHost` for a forbidden host, with `TooMuch` for an answer that is more than is read, and with an AbortError.
 */
export async function get(target: string, options: RequestOptions): Promise<Answer> {
  let url = new URL(target);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (!options.allows(url)) throw new OtherHost(url);
    const response = await once(url, options);
    for (const cookie of response.headers['set-cookie'] ?? [])
      options.jar?.setCookieSync(cookie, url.href, { ignoreError: true });
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      const body = decodedBody(response, response.headers['content-encoding'] ?? '');
      return { status, headers: flatten(response.headers), url: url.href, body };
    }
    response.resume();
    url = new URL(location, url);
  }
  throw new TooMuch({ of: 'redirects', most: MOST_REDIRECTS });
}

/** The complete body. Rejects when it breaks off, and with `TooMuch` when it is longer than is read. */
export function bodyOf({ body, headers }: Answer, most = MOST_BODY_BYTES): Promise<Buffer> {
  const of = headers['content-encoding'] === undefined ? 'bytes' : 'unpacked';
  return wholeBody(body, most, () => new TooMuch({ of, most }));
}

function once(url: URL, options: RequestOptions): Promise<http.IncomingMessage> {
  const cookie = options.jar?.getCookieStringSync(url.href) ?? '';
  const headers = {
    'Accept-Encoding': ACCEPTED_ENCODINGS,
    ...options.headers,
    ...(cookie === '' ? {} : { Cookie: cookie }),
  };
  return new Promise((resolve, reject) => {
    const { signal, connections = false } = options;
    const request =
      url.protocol === 'https:'
        ? https.get(url, { headers, signal, maxHeaderSize: MOST_HEAD_BYTES, agent: false }, resolve)
        : http.get(url, { headers, signal, maxHeaderSize: MOST_HEAD_BYTES, agent: connections }, resolve);
    let announced = 0;
    request.on('information', () => {
      announced += 1;
      if (announced > MOST_INTERIM) request.destroy(new TooMuch({ of: 'interim', most: MOST_INTERIM }));
    });
    request.on('error', reject);
  });
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}
