import { WebSocket as WireSocket } from 'ws';
import type { Socket } from 'node:net';
import { SOCKET_LIMITS, SocketMeter } from '../../socket-limits.ts';
import type { PageWindow } from '../injected/page-window.ts';
import { complain, refused, type TabContext } from './context.ts';

/** Why connections failed, by URL; jsdom discards it. */
export type SocketFailures = Map<string, string>;

/** Records the errors of all WebSockets of this process, and ends one on which more comes than is read. Call once. */
export function noteSocketFailures(): SocketFailures {
  const failures: SocketFailures = new Map();
  limitSockets();
  const emit = WireSocket.prototype.emit;
  WireSocket.prototype.emit = function (this: WireSocket, name: string | symbol, ...args: unknown[]): boolean {
    const error = args[0];
    if (name === 'error' && error instanceof Error)
      failures.set(this.url, `${'code' in error ? `${String(error.code)} ` : ''}${error.message}`);
    return Reflect.apply(emit, this, [name, ...args]);
  };
  return failures;
}

/** `ws` has the limits among the options of a connection, and jsdom passes none. */
function limitSockets(): void {
  const prototype: object = WireSocket.prototype;
  const open: unknown = Reflect.get(prototype, 'setSocket');
  if (typeof open !== 'function') return;
  Reflect.set(prototype, 'setSocket', function (this: WireSocket, connection: Socket, head: Buffer, options: object) {
    const meter = new SocketMeter(({ of }) => {
      this.emit('error', new Error(`more ${of} came than are read`));
      this.terminate();
    });
    this.on('message', (data: Buffer) => meter.message(data.length));
    this.on('ping', () => meter.control('pings'));
    this.on('pong', () => meter.control('pongs'));
    Reflect.apply(open, this, [connection, head, { ...options, ...SOCKET_LIMITS }]);
    meter.follow(connection);
  });
}

/**
 * Adds what browsers do and jsdom's WebSocket does not: the URL is resolved against the page (WebSockets standard, 2023),
 * Content-Security-Policy is obeyed, and a failed connection is reported on the console.
 */
export function completeSockets(view: PageWindow, context: TabContext, failures: SocketFailures): void {
  const Native = view.WebSocket;
  const resolve = (given: unknown): string => {
    const text = String(given);
    if (!URL.canParse(text, view.document.baseURI)) return text;
    const url = new URL(text, view.document.baseURI);
    if (url.protocol === 'http:' || url.protocol === 'https:') url.protocol = url.protocol.replace('http', 'ws');
    return url.href;
  };
  const completed = new Proxy(Native, {
    construct(target, [given, ...rest], newTarget) {
      const address = resolve(given);
      const scheme = URL.canParse(address) ? new URL(address).protocol.slice(0, -1) : undefined;
      if (scheme !== undefined && scheme !== 'ws' && scheme !== 'wss') {
        throw new view.DOMException(
          `Failed to construct 'WebSocket': The URL's scheme must be either 'http', 'https', 'ws', or 'wss'. '${scheme}' is not allowed.`,
          'SyntaxError',
        );
      }
      const socket = Reflect.construct(
        target,
        [address, ...rest],
        newTarget === completed ? target : newTarget,
      ) as WebSocket;
      const directive = context.policy.refusal({ kind: 'connect', url: new URL(address) });
      if (directive !== undefined) {
        refused(context, `Connecting to '${socket.url}'`, directive);
        // Chromium fires only `error`; nothing is sent.
        socket.addEventListener('close', (event) => event.stopImmediatePropagation());
        socket.close();
        return socket;
      }
      let opened = false;
      socket.addEventListener('open', () => void (opened = true));
      socket.addEventListener('error', () => {
        if (!opened || failures.has(socket.url))
          complain(
            context,
            `WebSocket connection to '${socket.url}' failed: ${inChromiumsWords(failures.get(socket.url))}`,
          );
        failures.delete(socket.url);
      });
      return socket;
    },
  });
  Object.defineProperty(view, 'WebSocket', { value: completed, writable: true, configurable: true });
}

function inChromiumsWords(failure = ''): string {
  const status = /Unexpected server response: (\d+)/.exec(failure)?.[1];
  if (status !== undefined) return `Error during WebSocket handshake: Unexpected response code: ${status}`;
  if (failure.includes('ECONNREFUSED')) return 'Error in connection establishment: net::ERR_CONNECTION_REFUSED';
  if (failure.includes('ENOTFOUND')) return 'Error in connection establishment: net::ERR_NAME_NOT_RESOLVED';
  if (/SSL|TLS|EPROTO/i.test(failure)) return 'Error in connection establishment: net::ERR_SSL_PROTOCOL_ERROR';
  return failure.replace(/^\w+ /, '');
}
