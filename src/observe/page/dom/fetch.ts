import type { PageWindow } from '../injected/page-window.ts';
import { refused, userAgent, type TabContext } from './context.ts';

/** The window's `fetch`: Node's own, with URLs resolved against the page, its cookies, its abort signals and its policy. */
export function addFetch(view: PageWindow, context: TabContext): void {
  const fetchInPage = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    const request = input instanceof Request ? input : undefined;
    const target = new URL(request?.url ?? String(input), view.document.baseURI);
    const directive = context.policy.refusal({ kind: 'connect', url: target });
    if (directive !== undefined) refused(context, `Connecting to '${target.href}'`, directive);
    if (directive !== undefined || !context.allows(target)) {
      context.emit({
        type: 'load-failed',
        url: target.href,
        failure: directive === undefined ? { reason: 'other-host' } : { reason: 'policy', directive },
      });
      throw new view.TypeError('Failed to fetch');
    }
    const sameOrigin = target.origin === context.url.origin;
    const headers = new Headers(init.headers ?? request?.headers);
    headers.set('User-Agent', userAgent);
    headers.set('Referer', context.url.href);
    if (!sameOrigin) headers.set('Origin', context.url.origin);
    const cookies = sameOrigin ? context.jar.getCookieStringSync(target.href) : '';
    if (cookies !== '') headers.set('Cookie', cookies);
    try {
      const response = await fetch(target, {
        ...init,
        method: init.method ?? request?.method ?? 'GET',
        headers,
        body: bodyOf(init.body),
        signal: bridge(init.signal, context.signal),
      });
      for (const cookie of response.headers.getSetCookie())
        context.jar.setCookieSync(cookie, target.href, { ignoreError: true });
      return response;
    } catch (error) {
      if (init.signal?.aborted === true) throw new view.DOMException('The user aborted a request.', 'AbortError');
      throw new view.TypeError('Failed to fetch', { cause: error });
    }
  };
  const pageRequest = class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(input instanceof Request ? input : new URL(String(input), view.document.baseURI), init);
    }
  };
  for (const [name, value] of Object.entries({ fetch: fetchInPage, Headers, Request: pageRequest, Response })) {
    Object.defineProperty(view, name, { value, writable: true, configurable: true });
  }
}

/** jsdom's bodies are not Node's. */
function bodyOf(body: BodyInit | null | undefined): string | FormData | Uint8Array<ArrayBuffer> | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>;
  if (Object.prototype.toString.call(body) !== '[object FormData]') return String(body);
  const form = new FormData();
  for (const [name, value] of body as FormData) form.append(name, typeof value === 'string' ? value : value.name);
  return form;
}

/** Node's fetch does not accept jsdom's AbortSignal. */
function bridge(page: AbortSignal | null | undefined, tab: AbortSignal): AbortSignal {
  if (page === undefined || page === null) return tab;
  const controller = new AbortController();
  if (page.aborted) controller.abort();
  page.addEventListener('abort', () => controller.abort());
  return AbortSignal.any([controller.signal, tab]);
}
