import diagnostics from 'node:diagnostics_channel';
import http from 'node:http';
import https from 'node:https';
import { headersFor, originOf } from '../../../model/credentials.ts';
import type { Credentials } from '../../../model/credentials.ts';

/**
 * Makes this process send headers with everything that it asks of their origin: the document, its scripts, streams and handshakes by `node:http`,
 * and what `fetch` asks, which has a client of its own. A request after a redirect is a request like any other. Call once, before the realm is
 * locked. @returns what adds headers for one more origin
 */
export function openHeaders(): (credentials: Credentials) => void {
  const known = new Map<string, Credentials>();
  const given = (url: URL): readonly (readonly [string, string])[] =>
    Object.entries(headersFor(known.get(originOf(url)), url));
  const complete = (request: http.ClientRequest): http.ClientRequest => {
    const { protocol, path } = request;
    const host = request.getHeader('host');
    const address = `${protocol}//${typeof host === 'string' ? host : ''}${path}`;
    if (!URL.canParse(address) || request.headersSent) return request;
    for (const [name, value] of given(new URL(address))) request.setHeader(name, value);
    return request;
  };
  for (const client of [http, https]) {
    const native = client.request as (...args: unknown[]) => http.ClientRequest;
    const request = (...args: unknown[]): http.ClientRequest => complete(Reflect.apply(native, client, args));
    // Node's own `get` ends the request at once: then it is too late for a header.
    const get = (...args: unknown[]): http.ClientRequest => {
      const made = request(...args);
      made.end();
      return made;
    };
    Object.assign(client, { request, get });
  }
  diagnostics.subscribe('undici:request:create', (message) => {
    const { request } = message as { readonly request: FetchRequest };
    if (!URL.canParse(request.path, String(request.origin))) return;
    const asked = new URL(request.path, String(request.origin));
    for (const [name, value] of given(asked)) request.addHeader(name, value);
  });
  return (credentials) => void known.set(credentials.origin, credentials);
}

/** What undici says of a request that it is about to make (its documentation, "Diagnostics Channel Support"). */
interface FetchRequest {
  readonly origin: string | URL;
  readonly path: string;
  addHeader(name: string, value: string): unknown;
}
