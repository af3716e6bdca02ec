import type { StreamFailure } from '../../../model/stream-failure.ts';
import type { PageWindow } from '../injected/page-window.ts';
import { refused, type TabContext } from './context.ts';
import { openStream, type StreamRequest } from './stream-request.ts';

type Handler = ((event: Event) => void) | null;

const STATES = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const;

/**
 * The EventSource of a jsdom window: the `eventsource` client implements the protocol, this class gives its events the page's own
 * types and resolves the URL against the page.
 */
export function addEventSource(view: PageWindow, context: TabContext): void {
  class EventSource extends view.EventTarget {
    readonly url: string;
    readonly withCredentials: boolean;
    readonly #client: StreamRequest['client'] | undefined;
    readonly #relayed = new Set<string>();

    constructor(address: string | URL, options: { readonly withCredentials?: boolean } = {}) {
      super();
      const url = resolveAddress(view, String(address));
      this.url = url.href;
      this.withCredentials = options.withCredentials === true;
      const directive = context.policy.refusal({ kind: 'connect', url });
      if (directive !== undefined) {
        view.setTimeout(() => this.#refuse(directive), 0);
        return;
      }
      const { client, refusal } = openStream(context, this.url, this.withCredentials);
      this.#client = client;
      client.addEventListener('open', () => this.dispatchEvent(new view.Event('open')));
      // The client gives an event of the stream that is named `error` the same type as its own.
      client.addEventListener('error', (event) => {
        if (event instanceof MessageEvent) this.dispatchEvent(repeated(view, event));
        else this.#fail(refusal() ?? failureOf(event.message));
      });
      this.#relay('message');
    }

    get readyState(): number {
      return this.#client?.readyState ?? STATES.CLOSED;
    }

    override addEventListener(...given: Parameters<EventTarget['addEventListener']>): void {
      this.#relay(given[0]);
      super.addEventListener(...given);
    }

    close(): void {
      this.#client?.close();
    }

    #relay(type: string): void {
      if (type === 'open' || type === 'error' || this.#relayed.has(type)) return;
      this.#relayed.add(type);
      this.#client?.addEventListener(type, (event: MessageEvent) => this.dispatchEvent(repeated(view, event)));
    }

    #refuse(directive: string): void {
      refused(context, `Connecting to '${this.url}'`, directive);
      this.#fail({ reason: 'policy', directive });
    }

    #fail(failure: StreamFailure): void {
      // It is only for the record; a browser's event says nothing.
      this.dispatchEvent(Object.defineProperty(new view.Event('error'), 'failure', { value: failure }));
    }
  }
  install(view, EventSource);
}

/** The client's event as one of the page. */
function repeated(view: PageWindow, { type, data, origin, lastEventId }: MessageEvent): Event {
  return new view.MessageEvent(type, { data, origin, lastEventId });
}

/** @param message the client's; absent when the server ended the stream */
function failureOf(message: string | undefined): StreamFailure {
  return message === undefined || message === '' ? { reason: 'lost' } : { reason: 'error', error: message };
}

/** Gives the class what a browser's interface has besides its methods, and the page the class. */
function install(view: PageWindow, EventSource: { readonly prototype: object }): void {
  for (const [name, value] of Object.entries(STATES)) {
    for (const target of [EventSource, EventSource.prototype])
      Object.defineProperty(target, name, { value, enumerable: true });
  }
  for (const type of ['open', 'message', 'error']) addHandler(view, EventSource.prototype, type);
  Object.defineProperty(view, 'EventSource', { value: EventSource, writable: true, configurable: true });
}

function resolveAddress(view: PageWindow, address: string): URL {
  if (URL.canParse(address, view.document.baseURI)) return new URL(address, view.document.baseURI);
  throw new view.DOMException(`Cannot open an EventSource to '${address}'. The URL is invalid.`, 'SyntaxError');
}

/** `onopen` and the like (HTML standard, "event handler IDL attributes"): one listener, in the order in which it was first set. */
function addHandler(view: PageWindow, prototype: object, type: string): void {
  const handlers = new WeakMap<object, Handler>();
  Object.defineProperty(prototype, `on${type}`, {
    configurable: true,
    enumerable: true,
    get(this: EventTarget): Handler {
      return handlers.get(this) ?? null;
    },
    set(this: EventTarget, handler: unknown) {
      if (!handlers.has(this)) {
        const call = (event: Event): void => handlers.get(this)?.call(this, event);
        view.EventTarget.prototype.addEventListener.call(this, type, call);
      }
      handlers.set(this, typeof handler === 'function' ? (handler as Handler) : null);
    },
  });
}
