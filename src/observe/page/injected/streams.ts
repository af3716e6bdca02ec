import type { StreamFailure } from '../../../model/stream-failure.ts';
import type { Handlings } from './handling.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { wrapConstructor } from './wrap-constructor.ts';

/**
 * Records what arrives on every EventSource of the page: unnamed events, and named ones that have a listener.
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
    listen.call(source, 'error', (event: Event) =>
      port.emit({
        type: 'stream-error',
        stream: id,
        readyState: source.readyState,
        failure: failureOf(event),
      }),
    );
  };

  wrapConstructor(view, 'EventSource', { made: watch });

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
  const nativeClose = Native.prototype.close;
  Native.prototype.close = function close(this: EventSource): void {
    const stream = streams.get(this);
    if (stream !== undefined && this.readyState !== 2) port.emit({ type: 'stream-close', stream: stream.id });
    nativeClose.call(this);
  };
}

/** A browser says nothing here; what it knows of the answer is added outside the page. */
function failureOf(event: Event): StreamFailure {
  return 'failure' in event ? (event.failure as StreamFailure) : { reason: 'lost' };
}
