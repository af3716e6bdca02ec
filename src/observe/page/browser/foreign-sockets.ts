import { randomUUID } from 'node:crypto';
import type { BrowserContext, WebSocketRoute } from 'playwright-core';
import { WebSocket as WireSocket } from 'ws';
import { originOf } from '../../../model/credentials.ts';
import { MOST_HEAD_BYTES } from '../../../model/limits.ts';
import { SOCKET_LIMITS } from '../../socket-limits.ts';

/** Of a handshake. Milliseconds. */
const OPEN_MS = 10_000;

/**
 * Lets a client of the tutor's own make the WebSockets of a context that go to another origin: the browser adds the extra headers of a page to
 * each handshake, whichever host it goes to. WebSockets of the origin itself stay the browser's own. Call it before any other script is added.
 */
export async function relayForeignSockets(context: BrowserContext, origin: string): Promise<void> {
  const names = { kept: `kept-${randomUUID()}`, origin };
  await context.addInitScript(({ kept }) => {
    Object.defineProperty(globalThis, kept, { value: WebSocket, configurable: true });
  }, names);
  await context.routeWebSocket(
    () => true,
    // The context may be closed by then.
    (socket) => relay(context, socket).catch(() => undefined),
  );
  await context.addInitScript(({ kept, origin: own }) => {
    const native = Reflect.get(globalThis, kept) as typeof WebSocket;
    const routed = globalThis.WebSocket;
    Reflect.deleteProperty(globalThis, kept);
    const isElsewhere = (address: unknown): boolean => {
      const text = String(address);
      if (!URL.canParse(text, document.baseURI)) return false;
      const { protocol, host } = new URL(text, document.baseURI);
      return /^(?:ws|http)s?:$/u.test(protocol) && `${protocol.replace(/^ws/u, 'http')}//${host}` !== own;
    };
    const isOne = (each: unknown): boolean => each instanceof native || each instanceof routed;
    globalThis.WebSocket = new Proxy(native, {
      get: (target, name) => (name === Symbol.hasInstance ? isOne : Reflect.get(target, name)),
      construct: (target, args, newTarget) =>
        isElsewhere(args[0]) ? Reflect.construct(routed, args) : Reflect.construct(target, args, newTarget),
    });
  }, names);
}

/** Connects a WebSocket of the page to where it goes, with the cookies that a browser sends there. The page waits until it is open. */
async function relay(context: BrowserContext, page: WebSocketRoute): Promise<void> {
  const address = new URL(page.url());
  const cookies = await context.cookies(page.url().replace(/^ws/u, 'http'));
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const wire = new WireSocket(address, page.protocols(), {
    ...SOCKET_LIMITS,
    origin: originOf(new URL(context.pages()[0]?.url() ?? page.url())),
    handshakeTimeout: OPEN_MS,
    maxHeaderSize: MOST_HEAD_BYTES,
    ...(cookie === '' ? {} : { headers: { Cookie: cookie } }),
  });
  wire.on('message', (data: Buffer, isBinary) => page.send(isBinary ? data : data.toString('utf8')));
  page.onMessage((message) => wire.send(message));
  // A client may say no other codes (RFC 6455 section 7.4.2).
  page.onClose((code = 1000) => wire.close(code >= 3000 && code <= 4999 ? code : 1000));
  await new Promise<void>((resolve) => {
    wire.once('open', () => resolve());
    wire.on('error', () => resolve());
    wire.on('close', (code, reason) => {
      void page.close({ code, reason: reason.toString('utf8') }).catch(() => undefined);
      resolve();
    });
  });
}
