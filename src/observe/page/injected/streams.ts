import type { StreamFailure } from '../../../model/stream-failure.ts';
import type { Handlings } from './handling.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { watchStreamRequests } from './stream-requests.ts';
import { isObject } from './values.ts';
import { wrapConstructor } from './wrap-constructor.ts';

/**
 * Records what arrives on every EventSource of the page: unnamed events, and named ones that have a listener; and all events of the streams
 * that htmx 4 reads itself, by fetch.
 */
export function watchStreams(
  view: PageWindow,
  { port, handlings }: { readonly port: InstrumentPort; readonly handlings: Handlings },
): void {
  const Native = view.EventSource;
  const streams = new WeakMap<object, { readonly id: number; readonly recorded: Set<string> }>();
  let count = 0;
  const listen = view.EventTarget.prototype.addEventListener;
  const inherited = Native.prototype.addEventListener;

  const record = (source: EventSource, type: string): void => {
    const stream = streams.get(source);
    if (stream === undefined || type === 'open' || type === 'error' || stream.recorded.has(type)) return;
    stream.recorded.add(type);
    inherited.call(source, type, (event: Event) => {
      if (!('data' in event)) return;
      const data = String(event.data);
      port.emit({ type: 'stream-event', stream: stream.id, event: event.type, data });
      const { id: number } = stream;
      handlings.begin({ from: 'stream', number, event: event.type, data, binary: false, connection: source });
    });
  };
  const watch = (source: EventSource): void => {
    const id = (count += 1);
    streams.set(source, { id, recorded: new Set() });
    port.emit({ type: 'stream-new', stream: id, url: source.url });
    listen.call(source, 'open', () => port.emit({ type: 'stream-open', stream: id }));
    record(source, 'message');
    listen.call(source, 'error', (event: Event) => {
      // An event of the stream may have this name, too.
      if (event instanceof view.MessageEvent) return;
      port.emit({ type: 'stream-error', stream: id, readyState: source.readyState, failure: failureOf(event) });
    });
  };

  wrapConstructor(view, 'EventSource', { made: watch });
  watchFetched(view, { port, handlings, next: () => (count += 1) });

  Object.defineProperty(Native.prototype, 'addEventListener', {
    configurable: true,
    writable: true,
    value: function addEventListener(
      this: EventSource,
      type: unknown,
      listener: EventListener,
      options?: AddEventListenerOptions,
    ): void {
      record(this, String(type));
      inherited.call(this, String(type), listener, options);
    },
  });
  watchClose(Native, (source) => {
    const stream = streams.get(source);
    if (stream !== undefined) port.emit({ type: 'stream-close', stream: stream.id });
  });
}

function watchClose(Native: PageWindow['EventSource'], closed: (source: EventSource) => void): void {
  const nativeClose = Native.prototype.close;
  Native.prototype.close = function close(this: EventSource): void {
    if (this.readyState !== 2) closed(this);
    nativeClose.call(this);
  };
}

/** A browser says nothing here; what it knows of the answer is added outside the page. */
function failureOf(event: Event): StreamFailure {
  return 'failure' in event ? (event.failure as StreamFailure) : { reason: 'lost' };
}

/** hx-sse 4 (`handleSSEResponse`) reads the answer of a request as a stream, and says in events of its own what comes on it. */
function watchFetched(
  view: PageWindow,
  on: { readonly port: InstrumentPort; readonly handlings: Handlings; readonly next: () => number },
): void {
  const { port, handlings, next } = on;
  const streams = new WeakMap<object, number>();
  const requests = watchStreamRequests(view);
  const listen = (name: string, take: (stream: number, about: About) => void): void =>
    // Before any listener of the page, which may change or cancel the message.
    view.addEventListener(
      `htmx:sse:${name}`,
      (event) => {
        const { detail } = event as CustomEvent<unknown>;
        const connection = isObject(detail) ? detail['connection'] : undefined;
        if (!isObject(detail) || !isObject(connection)) return;
        const known = streams.get(connection);
        const stream = known ?? next();
        streams.set(connection, stream);
        const url = new view.URL(String(connection['url']), view.document.baseURI).href;
        if (known === undefined) port.emit({ type: 'stream-new', stream, url });
        take(stream, { connection, detail });
      },
      true,
    );
  listen('after:connection', (stream, { connection }) => {
    requests.of(connection);
    port.emit({ type: 'stream-open', stream });
  });
  listen('before:message', (number, { connection, detail }) => {
    const { message } = detail;
    if (!isObject(message)) return;
    // Unlike an EventSource it tells an event without a name from one with the name `message`.
    const event = String(message['event']);
    const data = String(message['data']);
    port.emit({ type: 'stream-event', stream: number, event: event === '' ? 'message' : event, data });
    const request = requests.of(connection);
    handlings.begin({ from: 'stream', number, event, data, binary: false, connection, request });
  });
  listen('close', (stream) => port.emit({ type: 'stream-close', stream }));
}

interface About {
  readonly connection: Readonly<Record<string, unknown>>;
  readonly detail: Readonly<Record<string, unknown>>;
}
