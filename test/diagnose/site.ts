import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);
const FILES: Readonly<Record<string, string>> = {
  '/js/htmx2.js': 'htmx.org/dist/htmx.min.js',
  '/js/ws2.js': 'htmx-ext-ws/ws.js',
  '/js/sse2.js': 'htmx-ext-sse/sse.js',
  '/js/htmx4.js': 'htmx-4/dist/htmx.min.js',
  '/js/hx-ws.js': 'htmx-4/dist/ext/hx-ws.min.js',
  '/js/hx-sse.js': 'htmx-4/dist/ext/hx-sse.min.js',
  '/js/htmx1.js': 'htmx-1/dist/htmx.min.js',
  '/js/ws1.js': 'htmx-1/dist/ext/ws.js',
  '/js/sse1.js': 'htmx-1/dist/ext/sse.js',
};

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
  /** Events of the stream at `/feed`, as they are written. */
  readonly events?: readonly string[];
  readonly streamType?: string;
  /** Other answers, by path. */
  readonly paths?: Readonly<Record<string, string>>;
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
      return void response.end(readFileSync(require.resolve(file)));
    }
    const [, name = '', ...rest] = pathname.split('/');
    const app = apps[name];
    const path = `/${rest.join('/')}`;
    if (app === undefined) return void response.writeHead(404).end();
    if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return void response.end(
        `<!doctype html>\n<html>\n<head>\n<title>${name}</title>\n${app.head ?? HEAD[2]}\n</head>\n${app.body}\n</html>\n`,
      );
    }
    if (path === '/feed' && app.events !== undefined) {
      response.writeHead(200, { 'content-type': app.streamType ?? 'text/event-stream' });
      return repeat(
        app.events,
        (event) => void response.write(event),
        (stop) => void response.on('close', stop),
      );
    }
    const other = app.paths?.[path];
    if (other === undefined) return void response.writeHead(404).end('not here');
    response.setHeader('content-type', 'text/html');
    return void response.end(other);
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

function sockets(server: Server, apps: Readonly<Record<string, App>>): void {
  const accepting = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const [, name = '', path] = (request.url ?? '').split('/');
    const app = apps[name];
    if (path !== 'live' || app === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    accepting.handleUpgrade(request, socket, head, (client) => {
      repeat(
        app.messages ?? [],
        (message) => client.send(message),
        (stop) => void client.on('close', stop),
      );
      client.on('message', (data: Buffer) => {
        if (app.answer !== undefined) client.send(app.answer(data.toString()));
      });
    });
  });
}

function repeat(texts: readonly string[], give: (text: string) => void, whenOver: (stop: () => void) => void): void {
  let at = 0;
  const timer = setInterval(() => {
    const text = texts[at % Math.max(1, texts.length)];
    at += 1;
    if (text !== undefined) give(text);
  }, EVERY_MS);
  whenOver(() => clearInterval(timer));
}
