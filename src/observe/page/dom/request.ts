import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';

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
 * `OtherHost` for a forbidden host, with a plain Error after too many redirects, and with an AbortError.
 */
export async function get(target: string, options: RequestOptions): Promise<Answer> {
  let url = new URL(target);
  for (let hop = 0; hop < 20; hop += 1) {
    if (!options.allows(url)) throw new OtherHost(url);
    const response = await once(url, options);
    for (const cookie of response.headers['set-cookie'] ?? [])
      options.jar?.setCookieSync(cookie, url.href, { ignoreError: true });
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      return { status, headers: flatten(response.headers), url: url.href, body: response };
    }
    response.resume();
    url = new URL(location, url);
  }
  throw new Error('too many redirects');
}

/** The complete body, or a rejection when it breaks off or is longer than 32 MiB. */
export async function wholeBody(body: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > 32 * 1024 * 1024) throw new Error('the answer is longer than 32 MiB');
  }
  return Buffer.concat(parts);
}

function once(url: URL, options: RequestOptions): Promise<http.IncomingMessage> {
  const cookie = options.jar?.getCookieStringSync(url.href) ?? '';
  const headers = { ...options.headers, ...(cookie === '' ? {} : { Cookie: cookie }) };
  return new Promise((resolve, reject) => {
    const { signal, connections = false } = options;
    const request =
      url.protocol === 'https:'
        ? https.get(url, { headers, signal, agent: false }, resolve)
        : http.get(url, { headers, signal, agent: connections }, resolve);
    request.on('error', reject);
  });
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}
