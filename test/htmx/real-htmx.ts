import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';
import type { DOMWindow } from 'jsdom';
import { addMoveBefore, findIdsInOrder } from '../../src/observe/page/dom/tree-order.ts';
import type { PageWindow } from '../../src/observe/page/injected/page-window.ts';
import type { PageElement } from '../../src/model/page.ts';
import { escapeIdentifier } from '../../src/htmx/selector.ts';
import type { Page } from '../../src/htmx/index.ts';

const find = createRequire(import.meta.url).resolve;
const source = (file: string): string => readFileSync(find(file), 'utf8');

const SCRIPTS = {
  1: ['htmx-1/dist/htmx.js', 'htmx-1/dist/ext/ws.js', 'htmx-1/dist/ext/sse.js'],
  2: ['htmx.org/dist/htmx.js', 'htmx-ext-ws/ws.js', 'htmx-ext-sse/sse.js'],
  4: ['htmx-4/dist/htmx.js', 'htmx-4/dist/ext/hx-ws.js', 'htmx-4/dist/ext/hx-sse.js'],
} as const;

/** A WebSocket that goes nowhere. */
export interface FakeSocket {
  readonly url: string;
  readonly sent: readonly string[];
  readyState: number;
  open(): void;
  receive(data: string): void;
  end(code: number): void;
}

/** An EventSource that goes nowhere. */
export interface FakeSource {
  readonly url: string;
  readyState: number;
  open(): void;
  receive(name: string, data: string): void;
  fail(): void;
}

interface Htmx {
  readonly config: Record<string, unknown>;
  process(element: Element): void;
}

/** A stream that hx-sse 4 reads through fetch. */
export interface FakeStream {
  readonly url: string;
  receive(text: string): void;
  end(): void;
}

/** htmx and its extensions, as they were published, in a DOM with connections that a test holds in its hands. */
export interface RealHtmx {
  readonly window: DOMWindow;
  readonly document: Document;
  readonly htmx: Htmx;
  readonly sockets: FakeSocket[];
  readonly sources: FakeSource[];
  readonly streams: FakeStream[];
  /** Events of htmx since the page was last shown. */
  readonly events: { readonly name: string; readonly detail: unknown }[];
  /** Delays of the timers that were set since the page was last shown, in ms. */
  readonly delays: number[];
  /** What was thrown in a listener. */
  readonly thrown: string[];
  /** Puts another page into the body and lets htmx process it. */
  show(html: string): void;
  /** Resolves as soon as there is a value; htmx 4 works in promises. */
  until<Value>(value: () => Value | undefined): Promise<Value>;
  /** The page as it is, every element listed. */
  page(): Page;
}

/** @param events names of the events to record */
export function realHtmx(major: 1 | 2 | 4, events: readonly string[]): RealHtmx {
  const dom = new JSDOM('<!doctype html><html><head></head><body></body></html>', {
    runScripts: 'outside-only',
    url: 'http://localhost:8000/page',
    pretendToBeVisual: true,
  });
  const { window } = dom;
  const real: RealHtmx = {
    window,
    document: window.document,
    htmx: { config: {}, process: () => undefined },
    sockets: [],
    sources: [],
    streams: [],
    events: [],
    delays: [],
    thrown: [],
    show(html) {
      for (const list of [real.sockets, real.sources, real.streams, real.events, real.delays, real.thrown])
        list.length = 0;
      // A message may have removed the body, or put something beside it.
      window.document.documentElement.innerHTML = `<head></head><body>${html}</body>`;
      real.htmx.process(window.document.body);
    },
    async until(value) {
      for (;;) {
        const found = value();
        if (found !== undefined) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    page: () => pageOf(window.document.documentElement),
  };
  fillGaps(window);
  fakeConnections(window, real);
  window.addEventListener('error', (event) => {
    event.preventDefault();
    real.thrown.push(event.message);
  });
  for (const name of events)
    window.document.addEventListener(
      name,
      (event) => real.events.push({ name, detail: (event as CustomEvent<unknown>).detail }),
      true,
    );
  for (const file of SCRIPTS[major]) window.eval(source(file));
  const htmx = window.eval('htmx') as Htmx;
  Object.assign(real, { htmx });
  // Settling only takes classes and attributes back.
  Object.assign(htmx.config, { defaultSettleDelay: 0 });
  return real;
}

/** htmx 4 begins with the page that it finds once that has loaded, in a timer: a page shown before then would be processed twice. */
export async function begun(real: RealHtmx): Promise<void> {
  await real.until(() => (real.document.readyState === 'loading' ? undefined : true));
  await new Promise<void>((resolve) => void real.window.setTimeout(() => resolve()));
}

/** What jsdom lacks and htmx uses. */
function fillGaps(window: DOMWindow): void {
  const { evaluate } = window.XPathExpression.prototype;
  window.XPathExpression.prototype.evaluate = function (this: XPathExpression, node: Node, type = 0, result = null) {
    return evaluate.call(this, node, type, result);
  };
  const view = window as unknown as PageWindow;
  addMoveBefore(view);
  findIdsInOrder(view);
  const silent = { log: () => undefined, warn: () => undefined, error: () => undefined, info: () => undefined };
  Object.assign(window.console, silent);
  Object.assign(window, {
    CSS: { escape: (text: unknown) => escapeIdentifier(String(text)) },
    TextDecoder,
    AbortController: window.AbortController,
  });
  window.HTMLFormElement.prototype.reportValidity = function (this: HTMLFormElement) {
    return this.checkValidity();
  };
}

type Listener = (event: Event) => void;

/** jsdom swallows what a listener of a bare EventTarget throws; here it is noted. */
class Listened {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #thrown: string[];

  constructor(thrown: string[]) {
    this.#thrown = thrown;
  }

  addEventListener(name: string, listener: Listener, options?: { readonly signal?: AbortSignal }): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    options?.signal?.addEventListener('abort', () => listeners.delete(listener));
  }

  removeEventListener(name: string, listener: Listener): void {
    this.#listeners.get(name)?.delete(listener);
  }

  fire(event: Event): void {
    const handler: unknown = Reflect.get(this, `on${event.type}`);
    const own = typeof handler === 'function' ? [handler as Listener] : [];
    Object.defineProperty(event, 'target', { value: this });
    for (const listener of [...own, ...(this.#listeners.get(event.type) ?? [])]) {
      try {
        listener.call(this, event);
      } catch (error) {
        this.#thrown.push(String(error));
      }
    }
  }
}

function fakeConnections(window: DOMWindow, real: RealHtmx): void {
  class Socket extends Listened {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly CONNECTING = 0;
    readonly OPEN = 1;
    readonly CLOSED = 3;
    readonly url: string;
    readonly sent: string[] = [];
    readyState = 0;
    onopen: ((event: unknown) => void) | null = null;
    onclose: ((event: unknown) => void) | null = null;
    constructor(url: string) {
      super(real.thrown);
      this.url = url;
      real.sockets.push(this);
    }
    send(data: string): void {
      this.sent.push(data);
    }
    open(): void {
      this.readyState = 1;
      this.fire(new window.Event('open'));
    }
    receive(data: string): void {
      this.fire(new window.MessageEvent('message', { data }));
    }
    end(code: number): void {
      this.readyState = 3;
      this.fire(new window.CloseEvent('close', { code }));
    }
    close(): void {
      this.readyState = 3;
    }
  }
  class Source extends Listened {
    static readonly CLOSED = 2;
    readonly url: string;
    readyState = 0;
    onopen: ((event: unknown) => void) | null = null;
    onerror: ((event: unknown) => void) | null = null;
    constructor(url: string) {
      super(real.thrown);
      this.url = url;
      real.sources.push(this);
    }
    open(): void {
      this.readyState = 1;
      this.fire(new window.Event('open'));
    }
    receive(name: string, data: string): void {
      this.fire(new window.MessageEvent(name, { data }));
    }
    fail(): void {
      this.readyState = 2;
      this.fire(new window.Event('error'));
    }
    close(): void {
      this.readyState = 2;
    }
  }
  const fetch = (url: string): Promise<unknown> => {
    const body = new TransformStream<Uint8Array>();
    const writer = body.writable.getWriter();
    real.streams.push({
      url,
      receive: (text) => void writer.write(new TextEncoder().encode(text)),
      end: () => void writer.close(),
    });
    const headers = new Headers({ 'content-type': 'text/event-stream' });
    return Promise.resolve({ ok: true, status: 200, headers, body: body.readable });
  };
  const setTimer = window.setTimeout.bind(window);
  const noted = (run: () => void, ms = 0): number => {
    real.delays.push(ms);
    return setTimer(run, ms);
  };
  Object.assign(window, { WebSocket: Socket, EventSource: Source, fetch, setTimeout: noted });
}

/** All elements of a document. */
function pageOf(root: Element): Page {
  const all = [root, ...root.querySelectorAll('*')].filter(({ localName }) => localName !== 'head');
  const elements = all.map((element, index): PageElement => {
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    delete attributes['data-htmx-powered'];
    const parent = element.parentElement === null ? -1 : all.indexOf(element.parentElement);
    return { index, parent: parent === -1 ? null : parent, tag: element.localName, id: element.id, attributes };
  });
  return { elements, listing: 'all' };
}
