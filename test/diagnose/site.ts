import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createGzip } from 'node:zlib';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Answer } from './path-answer.ts';

const require = createRequire(import.meta.url);
/** The scripts of htmx as the applications load them: path -> file of a package. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  '/js/htmx2.js': 'htmx.org/dist/htmx.min.js',
  '/js/ws2.js': 'htmx-ext-ws/ws.js',
  '/js/sse2.js': 'htmx-ext-sse/sse.js',
  '/js/htmx4.js': 'htmx-4/dist/htmx.min.js',
  '/js/hx-ws.js': 'htmx-4/dist/ext/hx-ws.min.js',
  '/js/hx-sse.js': 'htmx-4/dist/ext/hx-sse.min.js',
  '/js/htmx-2-compat.js': 'htmx-4/dist/ext/htmx-2-compat.js',
  '/js/htmx1.js': 'htmx-1/dist/htmx.min.js',
  '/js/ws1.js': 'htmx-1/dist/ext/ws.js',
  '/js/sse1.js': 'htmx-1/dist/ext/sse.js',
};

const FILES: Readonly<Record<string, string>> = {
  ...SCRIPTS,
  // As people call them.
  '/v2/htmx.min.js': 'htmx.org/dist/htmx.min.js',
  '/v2/ws.js': 'htmx-ext-ws/ws.js',
  '/v2/sse.js': 'htmx-ext-sse/sse.js',
  '/v4/htmx.min.js': 'htmx-4/dist/htmx.min.js',
  '/v4/hx-ws.min.js': 'htmx-4/dist/ext/hx-ws.min.js',
  '/v4/hx-sse.min.js': 'htmx-4/dist/ext/hx-sse.min.js',
  '/slow/hx-ws.js': 'htmx-4/dist/ext/hx-ws.min.js',
  '/slow/hx-sse.js': 'htmx-4/dist/ext/hx-sse.min.js',
  // As a CDN has them.
  '/npm/htmx.org/dist/htmx.min.js': 'htmx-4/dist/htmx.min.js',
  '/npm/htmx.org@2.0.11/dist/htmx.min.js': 'htmx.org/dist/htmx.min.js',
  '/npm/htmx.org/dist/ext/ws.js': 'htmx.org/dist/ext/ws.js',
  '/npm/htmx-ext-ws@2.0.4/ws.js': 'htmx-ext-ws/ws.js',
};

/** Scripts of the applications' own. */
const OWN_SCRIPTS: Readonly<Record<string, string>> = {
  '/v2/chat.js':
    "/* Of its own:\n  addEventListener('htmx:sseOpen', show) */\nwindow.addEventListener('htmx:wsAfterMessage', () => scrollBy(0, 100));\n",
  '/v2/both.js':
    "for (const name of ['x']) window.addEventListener(`${name}`, Boolean);\nwindow.addEventListener('htmx:wsAfterMessage', Boolean);\nwindow.addEventListener('htmx:ws:after:message:incoming', Boolean);\n",
};

/** How much later than the others files in `/slow/` come. Milliseconds. */
const LATER_MS = 200;

/** The head of a page for each major of htmx. */
export const HEAD = {
  1: '<script src="/js/htmx1.js"></script><script src="/js/ws1.js"></script><script src="/js/sse1.js"></script>',
  2: '<script src="/js/htmx2.js"></script><script src="/js/ws2.js"></script><script src="/js/sse2.js"></script>',
  4: '<script src="/js/htmx4.js"></script><script src="/js/hx-ws.js"></script><script src="/js/hx-sse.js"></script>',
} as const;

/** One small application: a page, what its server sends, and what is true of it. */
export interface App {
  readonly head?: string;
  readonly body: string;
  /** Sent over each WebSocket at `/live`, one after another and again from the beginning. */
  readonly messages?: readonly string[];
  /** The answer to each message that comes. */
  readonly answer?: (message: string) => string;
  /** Sent once over each WebSocket, after the first message that comes on it, and to a client that sends nothing a little later. */
  readonly greeting?: string;
  /** Each client is told how many messages have come so far, if any has. */
  readonly counts?: true;
  /** Each WebSocket is closed with this code at the first message. */
  readonly closesWith?: number;
  /** Events of the stream at `/feed`, as they are written. */
  readonly events?: readonly string[];
  readonly streamType?: string;
  /** The stream is compressed for clients that accept it, and what was written waits until a block is full; `with-head`: the headers, too. */
  readonly compressed?: true | 'with-head';
  /** Each stream breaks off without its end. */
  readonly breaksOff?: true;
  /** Each stream and each WebSocket ends when all has been sent once; a WebSocket with this close code. */
  readonly ends?: number;
  /** The first connection alone breaks off after so many messages or events. */
  readonly breaksAfter?: number;
  /** A later WebSocket continues where the one before ended. */
  readonly goesOn?: true;
  /** Its WebSocket accepts its own origin alone. */
  readonly ownOrigin?: true;
  /** Its stream allows every origin, with the headers of htmx 4. */
  readonly allowsOrigins?: true;
  /** At the address of its stream a client that accepts HTML gets that. */
  readonly prefersHtml?: true;
  /** The bytes of the answer to each handshake, in place of a WebSocket. */
  readonly refusal?: string;
  /** It compares the whole target of a handshake with its path. */
  readonly knowsNoQuery?: true;
  /** The host name under which its page is asked for; absent: `localhost`. Such a name leads to this machine in a browser alone. */
  readonly host?: string;
  /** What is wrong is so in a browser alone: the built-in DOM loads what is deferred before it runs any of it, and looks at no origin. */
  readonly browserAlone?: true;
  /** Other answers, by path: HTML, or what is said. */
  readonly paths?: Readonly<Record<string, string | Answer>>;
  /** For how long it is observed, where what is wrong takes time. Milliseconds. */
  readonly forMs?: number;
  /** Typed into its form. */
  readonly send?: string;
  /** The code of its first error; undefined: it is right. */
  readonly wrong?: string;
  /** Codes of all warnings. */
  readonly warnings?: readonly string[];
}

/** How often something is sent. Milliseconds. */
const EVERY_MS = 60;

/** Serves all applications on one port, each at `/NAME/`. */
export async function serveApps(apps: Readonly<Record<string, App>>): Promise<{ origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const file = FILES[pathname];
    if (file !== undefined) {
      response.setHeader('content-type', 'text/javascript');
      const send = (): void => void response.end(readFileSync(require.resolve(file)));
      return void setTimeout(send, pathname.startsWith('/slow/') ? LATER_MS : 0);
    }
    const own = OWN_SCRIPTS[pathname];
    if (own !== undefined) {
      response.setHeader('content-type', 'text/javascript');
      return void response.end(own);
    }
    const [, name = '', ...rest] = pathname.split('/');
    const app = apps[name];
    const path = `/${rest.join('/')}`;
    if (app === undefined) return void response.writeHead(404).end();
    if (path === '/') {
      connections.delete(name);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return void response.end(page(app, name, request.headers.host ?? ''));
    }
    if (path === '/feed' && app.events !== undefined) return feed(app, name, { request, response });
    const other = app.paths?.[path];
    if (other === undefined) return void response.writeHead(404).end('not here');
    const { status = 200, type = 'text/html', body } = typeof other === 'string' ? { body: other } : other;
    response.writeHead(status, { 'content-type': type });
    return void response.end(body);
  });
  sockets(server, apps);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The page; `HOST` in it is its own host and port, `OTHER` another name of the same server. */
function page({ head = HEAD[2], body }: App, name: string, host: string): string {
  const other = `127.0.0.1:${new URL(`http://${host}`).port}`;
  const html = `<!doctype html>\n<html>\n<head>\n<title>${name}</title>\n${head}\n</head>\n${body}\n</html>\n`;
  return html.replaceAll('OTHER', other).replaceAll('HOST', host);
}

/** How many connections each application has had since its page was asked for. */
const connections = new Map<string, number>();

function isFirst(name: string): boolean {
  const before = connections.get(name) ?? 0;
  connections.set(name, before + 1);
  return before === 0;
}

function feed(
  app: App,
  name: string,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): void {
  if (app.allowsOrigins === true) {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  }
  if (app.prefersHtml === true && request.headers.accept?.includes('text/html') === true)
    return void response.writeHead(200, { 'content-type': 'text/html' }).end('<b>0</b>');
  const packs = app.compressed !== undefined && /gzip/u.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, {
    'content-type': app.streamType ?? 'text/event-stream',
    ...(packs ? { 'content-encoding': 'gzip' } : {}),
  });
  if (packs) return holdBack(app, response);
  if (app.breaksOff === true) return void response.write(':\n\n', () => response.destroy());
  const breaksAfter = isFirst(name) ? app.breaksAfter : undefined;
  // Bytes at once, so that it is open before its first event.
  response.write(':\n\n');
  repeat({
    texts: app.events ?? [],
    give: (event) => void response.write(event),
    whenOver: (stop) => void response.on('close', stop),
    ...(breaksAfter === undefined ? {} : { most: breaksAfter, end: () => void response.destroy() }),
    ...(app.ends === undefined ? {} : { most: app.events?.length ?? 0, end: () => void response.end() }),
  });
}

/** Compresses without a flush. */
function holdBack({ compressed, events: texts = [] }: App, response: ServerResponse): void {
  if (compressed !== 'with-head') response.flushHeaders();
  const packer = createGzip();
  packer.pipe(response);
  repeat({ texts, give: (event) => void packer.write(event), whenOver: (stop) => void response.on('close', stop) });
}

function sockets(server: Server, apps: Readonly<Record<string, App>>): void {
  const accepting = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const [, name = '', path] = new URL(request.url ?? '/', 'http://x').pathname.split('/');
    const app = apps[name];
    const isKnown = path === 'live' && !(app?.knowsNoQuery === true && request.url?.includes('?') === true);
    if (!isKnown || app === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    if (app.refusal !== undefined) return void socket.end(app.refusal);
    if (app.ownOrigin === true && isForeign(request))
      return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    accepting.handleUpgrade(request, socket, head, (client) => serve(client, app, isFirst(name)));
  });
}

function isForeign({ headers: { origin = '', host } }: IncomingMessage): boolean {
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

function serve(client: WebSocket, app: App, first: boolean): void {
  const { messages = [], breaksAfter, ends, answer, goesOn } = app;
  repeat({
    texts: first || goesOn === undefined ? messages : messages.slice(breaksAfter),
    give: (message) => client.send(message),
    whenOver: (stop) => void client.on('close', stop),
    ...(breaksAfter === undefined || !first ? {} : { most: breaksAfter, end: () => client.terminate() }),
    ...(ends === undefined ? {} : { most: messages.length, end: () => client.close(ends) }),
  });
  const greet = greeter(client, app);
  const count = (more: number): void => {
    const all = (counted.get(app) ?? 0) + more;
    counted.set(app, all);
    if (app.counts === true && all > 0) client.send(`<b id="count">${all}</b>`);
  };
  count(0);
  client.on('message', (data: Buffer) => {
    greet();
    count(1);
    if (answer !== undefined) client.send(answer(data.toString()));
    if (app.closesWith !== undefined) client.close(app.closesWith);
  });
}

/** How many messages have come to each application. */
const counted = new WeakMap<App, number>();

/** For how long a client that sends nothing waits for its greeting. Milliseconds. */
const GREETED_MS = 300;

/** Greets a client once: what it returns does so at once, else it comes by itself. */
function greeter(client: WebSocket, { greeting }: App): () => void {
  let isGreeted = greeting === undefined;
  const greet = (): void => {
    clearTimeout(timer);
    if (!isGreeted) client.send(greeting ?? '');
    isGreeted = true;
  };
  const timer = setTimeout(greet, GREETED_MS);
  client.on('close', () => clearTimeout(timer));
  return greet;
}

interface Repeating {
  readonly texts: readonly string[];
  readonly give: (text: string) => void;
  readonly whenOver: (stop: () => void) => void;
  /** After so many texts it ends. */
  readonly most?: number;
  readonly end?: () => void;
}

function repeat({ texts, give, whenOver, most = Infinity, end }: Repeating): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at >= most) {
      clearInterval(timer);
      return end?.();
    }
    const text = texts[at % Math.max(1, texts.length)];
    at += 1;
    if (text !== undefined) give(text);
  }, EVERY_MS);
  whenOver(() => clearInterval(timer));
}
