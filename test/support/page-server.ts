import { readFileSync } from 'node:fs';
import http from 'node:http';
import { WebSocketServer } from 'ws';
import { PAGE_EVENTS } from '../../src/htmx/events.ts';
import { dependencyPath } from '../../src/model/package-root.ts';

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageServerOptions {
  /** Path -> answer; `/` is the page. */
  readonly routes?: Readonly<
    Record<
      string,
      {
        readonly status?: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string | Buffer;
        readonly silent?: true;
      }
    >
  >;
  /** Headers of the page itself. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called with each request before it is answered. */
  readonly onRequest?: (request: http.IncomingMessage) => void;
}

const scripts: Readonly<Record<string, string>> = {
  '/htmx.js': 'htmx.org/dist/htmx.min.js',
  '/ws.js': 'htmx-ext-ws/ws.js',
  '/sse.js': 'htmx-ext-sse/sse.js',
  '/htmx-4.js': 'htmx-4/dist/htmx.min.js',
  '/hx-sse-4.js': 'htmx-4/dist/ext/hx-sse.js',
};

/** A small chat server: `html` at `/`, htmx and its extensions, a WebSocket at `/ws`, a counter at `/count` every 20 ms, at `/slow-count` every 300. `raw …` is sent back as it is. */
export async function servePage(html: string, options: PageServerOptions = {}): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    options.onRequest?.(request);
    const route = options.routes?.[pathname];
    const script = scripts[pathname];
    if (route?.silent) return;
    if (route !== undefined) return void response.writeHead(route.status ?? 200, route.headers).end(route.body ?? '');
    if (pathname === '/')
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...options.headers }).end(html);
    if (script !== undefined)
      return void response
        .writeHead(200, { 'content-type': 'text/javascript' })
        .end(readFileSync(dependencyPath(script)));
    if (pathname === '/count' || pathname === '/slow-count') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      let count = 0;
      const timer = setInterval(
        () => response.write(`data: <b>${(count += 1)}</b>\n\n`),
        pathname === '/count' ? 20 : 300,
      );
      response.on('close', () => clearInterval(timer));
      return;
    }
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
  });
  const sockets = new WebSocketServer({ server, path: '/ws' });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { message } = JSON.parse(String(data)) as { message?: string };
      if (message?.startsWith('raw ') === true) socket.send(message.slice('raw '.length));
      else if (message === 'binary') socket.send(Buffer.from('<i>bytes</i>'));
      else if (message === 'nowhere') socket.send('<div id="no-such-place" hx-swap-oob="true">x</div>');
      else socket.send(`<div id="chat-window" hx-swap-oob="beforeend"><p>${message ?? ''}</p></div>`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page with htmx, both extensions and `body`. */
export function htmxPage(body: string): string {
  return `<!doctype html><html><head><title>Chat</title><script src="/htmx.js"></script><script src="/ws.js"></script><script src="/sse.js"></script></head><body>${body}</body></html>`;
}

export const chat = `<div hx-ext="ws" ws-connect="/ws"><div id="chat-window"></div>
  <form id="chat-form" ws-send><input name="message" required><button>Send</button></form></div>`;

export const counter = '<div id="counter" hx-ext="sse" sse-connect="/count" sse-swap="message">Waiting</div>';

/** What the tests look at in such a page. */
export const WATCHING = {
  watched: ['#chat-window'],
  events: PAGE_EVENTS,
};
