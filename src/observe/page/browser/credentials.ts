import type { BrowserContext, Page } from 'playwright-core';
import { headersFor } from '../../../model/credentials.ts';
import type { Credentials } from '../../../model/credentials.ts';
import { relayForeignSockets } from './foreign-sockets.ts';

/** Gives a context the cookies, and keeps the headers from WebSockets of other origins. Call it before anything else is added to the context. */
export async function useCredentials(context: BrowserContext, credentials: Credentials): Promise<void> {
  const { origin, cookies } = credentials;
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: `${origin}/` })));
  if (hasHeaders(credentials)) await relayForeignSockets(context, origin);
}

/**
 * Sends the headers with each request of the page to the origin, also after a redirect, and with its handshakes. The browser adds extra headers
 * to whatever it asks; each request pauses here first, and loses them where it goes elsewhere. A handshake does not pause: see `useCredentials`.
 */
export async function sendHeaders(context: BrowserContext, page: Page, credentials: Credentials): Promise<void> {
  if (!hasHeaders(credentials)) return;
  const session = await context.newCDPSession(page);
  const extra = new Set(Object.keys(credentials.headers).map((name) => name.toLowerCase()));
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const own = Object.entries(request.headers).filter(([name]) => !extra.has(name.toLowerCase()));
    const given = URL.canParse(request.url) ? Object.entries(headersFor(credentials, new URL(request.url))) : [];
    const headers = [...own, ...given].map(([name, value]) => ({ name, value }));
    // The page may be closed by then.
    void session.send('Fetch.continueRequest', { requestId, headers }).catch(() => undefined);
  });
  await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  await session.send('Network.setExtraHTTPHeaders', { headers: credentials.headers });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

function hasHeaders({ headers }: Credentials): boolean {
  return Object.keys(headers).length > 0;
}
