import { OWN_ADDRESS } from '../../../model/own-address.ts';
import type { Handlings } from './handling.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { wrapConstructor } from './wrap-constructor.ts';

/**
 * Records what goes through every WebSocket of the page, but for the one by which a proxy of the tutor watches it, too.
 */
export function watchSockets(
  view: PageWindow,
  { port, handlings }: { readonly port: InstrumentPort; readonly handlings: Handlings },
): void {
  const Native = view.WebSocket;
  const numbers = new WeakMap<object, number>();
  const own = new WeakSet();
  let count = 0;

  const record = (type: 'socket-sent' | 'socket-received', socket: number, data: unknown): void => {
    const put = port.reserve();
    readText(view, data, (text) => put({ type, socket, data: text, binary: typeof data !== 'string' }));
  };
  const watch = (socket: WebSocket, [, protocols]: readonly unknown[]): void => {
    if (new view.URL(socket.url).pathname.startsWith(OWN_ADDRESS)) {
      own.add(socket);
      return;
    }
    const id = (count += 1);
    numbers.set(socket, id);
    port.emit({ type: 'socket-new', socket: id, url: socket.url, ...offeredBy(protocols) });
    socket.addEventListener('open', () => port.emit({ type: 'socket-open', socket: id }));
    socket.addEventListener('message', ({ data }) => {
      record('socket-received', id, data);
      const binary = typeof data !== 'string';
      const text = binary ? '' : data;
      handlings.begin({ from: 'socket', number: id, event: '', data: text, binary, connection: socket });
    });
    socket.addEventListener('error', () => port.emit({ type: 'socket-error', socket: id }));
    socket.addEventListener('close', (event) =>
      port.emit({ type: 'socket-close', socket: id, code: event.code, reason: event.reason, wasClean: event.wasClean }),
    );
  };

  wrapConstructor(view, 'WebSocket', {
    made: watch,
    refused(url, error) {
      const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : error;
      port.emit({ type: 'socket-refused', url: String(url), message: String(message) });
    },
  });

  const nativeSend = Native.prototype.send;
  Native.prototype.send = function send(this: WebSocket, data: unknown): void {
    const open = this.readyState === 1;
    nativeSend.call(this, data as string);
    if (!open || own.has(this)) return;
    port.effects.frames += 1;
    const sent = typeof data === 'object' && data !== null ? data : String(data);
    record('socket-sent', numbers.get(this) ?? 0, sent);
  };
}

/** Calls `done` with the text of a message, at once unless it is a Blob. */
function readText(view: PageWindow, data: unknown, done: (text: string) => void): void {
  if (typeof data === 'string') return done(data);
  if (data instanceof view.Blob) {
    const reader = new view.FileReader();
    reader.onloadend = () => done(String(reader.result ?? ''));
    return reader.readAsText(data);
  }
  return done(new view.TextDecoder().decode(data as ArrayBuffer));
}

/** The subprotocols that a constructor was given: one, or a list; htmx gives an empty one. */
function offeredBy(protocols: unknown): { readonly protocols?: readonly string[] } {
  const offered = typeof protocols === 'string' ? [protocols] : Array.isArray(protocols) ? protocols.map(String) : [];
  return offered.length === 0 ? {} : { protocols: offered };
}
