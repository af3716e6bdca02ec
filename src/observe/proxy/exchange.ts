import { fieldOf, hasWord, requestOf, withField, withoutFields } from './head.ts';
import type { Head } from './head.ts';
import { hostOf, isLoopback } from './loopback.ts';

/** A request and what is done with its answer. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** `page`: a person goes to a page, so its answer may get the instruments. `upgrade`: an opening handshake of a WebSocket. */
  readonly kind: 'page' | 'upgrade' | 'other';
  readonly host: string;
}

/** undefined: this is not a request. */
export function exchangeOf(head: Head): Exchange | undefined {
  const request = requestOf(head);
  if (request === undefined) return undefined;
  const host = fieldOf(head, 'host') ?? '';
  if (hasWord(head, 'connection', 'upgrade') && hasWord(head, 'upgrade', 'websocket'))
    return { ...request, kind: 'upgrade', host };
  return { ...request, kind: isNavigation(head, request.method) ? 'page' : 'other', host };
}

/**
 * Whether a browser asks for a document to show. `Sec-Fetch-Dest` says it (Fetch Metadata), for a frame in a page as well, which gets no
 * instruments; a browser without it says what it accepts. htmx says of its own requests that they are its own.
 */
function isNavigation(head: Head, method: string): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  if (fieldOf(head, 'hx-request') !== undefined) return false;
  const destination = fieldOf(head, 'sec-fetch-dest');
  if (destination !== undefined) return destination === 'document';
  return hasWord({ ...head, fields: withoutQuality(head) }, 'accept', 'text/html');
}

function withoutQuality({ fields }: Head): Head['fields'] {
  return fields.map(([name, value]) => [name, value.replaceAll(/;[^,]*/gu, '')]);
}

/** Of a page that the browser has: with an answer "not modified" there would be nothing to put the instruments into. */
const CONDITIONS = ['if-none-match', 'if-modified-since'];

/** The request for a page as the server gets it: not compressed, and whole. Everything else is as the browser sent it. */
export function askingForWholePage(head: Head): Head {
  const whole = withoutFields(head, ...CONDITIONS);
  return fieldOf(whole, 'accept-encoding') === undefined ? whole : withField(whole, 'Accept-Encoding', 'identity');
}

/**
 * An opening handshake as the server would get it without the proxy: with its own port in Host, and in Origin where the page is its own. Of a page
 * on another origin, and at another name of this one, nothing is changed. Undefined: it is as it came.
 * @param proxy the port at which the browser finds the page. @param server that of the server
 */
export function handshakeWithoutProxy(head: Head, proxy: number, server: number): Head | undefined {
  const host = fieldOf(head, 'host') ?? '';
  const name = hostOf(host);
  if (proxy === server || host !== `${name}:${proxy}` || !isLoopback(name)) return undefined;
  if (fieldOf(head, 'origin') !== `http://${host}`) return undefined;
  return withField(withField(head, 'Host', `${name}:${server}`), 'Origin', `http://${name}:${server}`);
}
