import { Readable } from 'node:stream';
import { EventSource as StreamClient, type FetchLike } from 'eventsource';
import type { PageWindow } from '../injected/page-window.ts';
import { complain, refused, userAgent, type TabContext } from './context.ts';
import { get, type Answer } from './request.ts';
import { streamRefusal } from '../web-rules/refusals.ts';

type Handler = ((event: Event) => void) | null;

/**
 * The EventSource of a jsdom window: the `eventsource` client does the protocol, this class gives its events the page's own
 * types, resolves the URL against the page, and asks as a browser would (Origin, Referer, cookies, CORS).
 */
export function addEventSource(view: PageWindow, context: TabContext): void {
  class EventSource extends view.EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSED = 2;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSED = 2;
    readonly url: string;
    readonly withCredentials: boolean;
    readonly #client: StreamClient | undefined;
    readonly #heard = new Set<string>();
    readonly #handlers = new Map<string, Handler>();

    constructor(url: string | URL, options: { readonly withCredentials?: boolean } = {}) {
      super();
      if (!URL.canParse(String(url), view.document.baseURI))
        throw new view.DOMException(
          `Cannot open an EventSource to '${String(url)}'. The URL is invalid.`,
          'SyntaxError',
        );
      const target = new URL(String(url), view.document.baseURI);
      this.url = target.href;
      this.withCredentials = options.withCredentials === true;
      const directive = context.policy.refusal({ kind: 'connect', url: target });
      if (directive !== undefined) {
        view.setTimeout(() => {
          refused(context, `Connecting to '${this.url}'`, directive);
          this.#fail('Content-Security-Policy');
        }, 0);
        return;
      }
      let refusal: string | undefined;
      const client = new StreamClient(this.url, {
        withCredentials: this.withCredentials,
        fetch: async (address, init) => {
          const answer = await ask(context, String(address), { init, credentials: this.withCredentials });
          const contentType = answer.headers['content-type'] ?? '';
          const cors = corsRefusal(context.url, answer, this.withCredentials);
          refusal = cors === '' ? streamRefusal({ status: answer.status, contentType }) : `CORS: ${cors}`;
          if (refusal === undefined) return toResponse(answer);
          answer.body.destroy();
          if (cors !== '')
            complain(
              context,
              `Access to resource at '${this.url}' from origin '${context.url.origin}' has been blocked by CORS policy: ${cors}`,
            );
          else if (answer.status === 200)
            complain(
              context,
              `EventSource's response has a MIME type ("${contentType}") that is not "text/event-stream". Aborting the connection.`,
            );
          // No status that the client would take for a stream.
          return { ...toResponse({ ...answer, status: answer.status === 204 ? 204 : 0 }), body: null };
        },
      });
      this.#client = client;
      context.signal.addEventListener('abort', () => client.close(), { once: true });
      client.addEventListener('open', () => this.dispatchEvent(new view.Event('open')));
      client.addEventListener('error', (event) => this.#fail(refusal ?? event.message ?? ''));
      this.#hear('message');
    }

    get readyState(): number {
      return this.#client?.readyState ?? this.CLOSED;
    }

    override addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject | null,
      options?: AddEventListenerOptions | boolean,
    ): void {
      this.#hear(type);
      super.addEventListener(type, listener, options);
    }

    close(): void {
      this.#client?.close();
    }

    get onopen(): Handler {
      return this.#handlers.get('open') ?? null;
    }
    set onopen(handler: Handler) {
      this.#handle('open', handler);
    }
    get onmessage(): Handler {
      return this.#handlers.get('message') ?? null;
    }
    set onmessage(handler: Handler) {
      this.#handle('message', handler);
    }
    get onerror(): Handler {
      return this.#handlers.get('error') ?? null;
    }
    set onerror(handler: Handler) {
      this.#handle('error', handler);
    }

    #handle(type: string, handler: Handler): void {
      if (!this.#handlers.has(type))
        super.addEventListener(type, (event) => this.#handlers.get(type)?.call(this, event));
      this.#handlers.set(type, typeof handler === 'function' ? handler : null);
    }

    #hear(type: string): void {
      if (type === 'open' || type === 'error' || this.#heard.has(type)) return;
      this.#heard.add(type);
      this.#client?.addEventListener(type, (event: MessageEvent) =>
        this.dispatchEvent(
          new view.MessageEvent(type, { data: event.data, origin: event.origin, lastEventId: event.lastEventId }),
        ),
      );
    }

    #fail(message: string): void {
      const event = new view.Event('error');
      // For the record alone; a browser's event has no message.
      Object.defineProperty(event, 'message', { value: message });
      this.dispatchEvent(event);
    }
  }
  Object.defineProperty(view, 'EventSource', { value: EventSource, writable: true, configurable: true });
}

function ask(
  context: TabContext,
  address: string,
  request: { readonly init: Parameters<FetchLike>[1]; readonly credentials: boolean },
): Promise<Answer> {
  const target = new URL(address);
  const sameOrigin = target.origin === context.url.origin;
  const signal: unknown = request.init?.signal;
  return get(address, {
    headers: {
      ...request.init?.headers,
      'Cache-Control': 'no-cache',
      'User-Agent': userAgent,
      Referer: sameOrigin ? context.url.href.replace(/#.*/, '') : `${context.url.origin}/`,
      ...(sameOrigin ? {} : { Origin: context.url.origin }),
    },
    jar: sameOrigin || request.credentials ? context.jar : undefined,
    allows: context.allows,
    signal: signal instanceof AbortSignal ? AbortSignal.any([signal, context.signal]) : context.signal,
  });
}

/** Fetch standard, "CORS check": why the page may not read the answer; '' when it may. */
function corsRefusal(page: URL, answer: Answer, credentials: boolean): string {
  if (new URL(answer.url).origin === page.origin) return '';
  const allowed = answer.headers['access-control-allow-origin'];
  if (allowed === undefined) return "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
  if (allowed === '*' && credentials)
    return "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
  if (allowed !== '*' && allowed !== page.origin)
    return `The 'Access-Control-Allow-Origin' header has a value '${allowed}' that is not equal to the supplied origin.`;
  if (credentials && answer.headers['access-control-allow-credentials'] !== 'true')
    return "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
  return '';
}

function toResponse(answer: Answer): Awaited<ReturnType<FetchLike>> {
  return {
    body: Readable.toWeb(answer.body) as ReadableStream<Uint8Array>,
    url: answer.url,
    status: answer.status,
    redirected: false,
    headers: { get: (name: string) => answer.headers[name.toLowerCase()] ?? null },
  };
}
