import type { Handling } from '../../../model/ledger.ts';
import { Changes } from './changes.ts';
import { inheritsNow } from './htmx-library.ts';
import { openListing, type ListedPage } from './listing.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { answersTo } from './selectors.ts';
import type { StreamRequestNow } from './stream-requests.ts';
import { cut, isObject } from './values.ts';

/** What comes on a connection of the page. */
export type Incoming = Pick<Handling, 'from' | 'number' | 'event' | 'data' | 'binary'> & {
  readonly connection: object;
  /** Of a stream that htmx 4 reads. */
  readonly request?: StreamRequestNow | undefined;
};

export interface Handlings {
  /** Called before any listener of the page: the page is still as it was. */
  begin(incoming: Incoming): void;
  /** An event of htmx; some of them say which element a connection belongs to. */
  event(event: Event): void;
  threw(message: string): void;
  /** Ends what is being handled, unless a delayed swap is still to come. Called where no listener of the page is running. */
  flush(): void;
}

/** A swap with a delay begins this much later at most. */
const LATE_MS = 20;
/** The browser calls back a transition in one of its next frames. */
const TRANSITION_MS = 300;
const LONGEST_MS = 5000;
const MOST_EVENTS = 60;
const MOST_THROWN = 5;
const MOST_OF_MESSAGE = 500;
/**
 * What the instrument may cost the page: this many elements that it looks at, and so many more for each second. A thousand take jsdom a
 * millisecond or two, so this is a twentieth of its time; a page with 2000 elements and ten messages a second, each with an id, stays below.
 */
const FREE_COST = 100_000;
const COST_PER_SECOND = 40_000;

interface Current {
  readonly incoming: Incoming;
  readonly page: ListedPage;
  readonly connector: number | null | undefined;
  readonly matches: Handling['matches'];
  readonly request: Pick<Handling, 'request'>;
  readonly htmx: string;
  readonly inherits: Pick<Handling, 'inherits'>;
  readonly events: string[];
  readonly thrown: string[];
  readonly changes: Changes;
  /** How long its swaps may take; 0: they take place while the message is dispatched. */
  readonly delayMs: number;
}

/**
 * Records what a page does with each message and event: the listed elements before and afterwards, what changed, what htmx said, what was
 * thrown. htmx 2 swaps while the message is dispatched (htmx-ext-ws `message`, htmx-ext-sse `swap`), htmx 4 in promises that wait for
 * nothing else, so a message has been handled by the next task, or by the next message. Only a swap of a stream's event may have a delay
 * (`swap:1s`) or a transition; then the next task is after that time. Settling changes classes and styles alone.
 */
export function watchHandling(view: PageWindow, port: InstrumentPort): Handlings {
  return new Recorder(view, port);
}

/** Null: it is gone. An element in a shadow root is there and in no listing, and what htmx does in that tree is not looked at. */
function connectorIn({ list }: ListedPage, owner: Element): number | null | undefined {
  return list.indices.get(owner) ?? (owner.isConnected ? undefined : null);
}

class Recorder implements Handlings {
  readonly #view: PageWindow;
  readonly #port: InstrumentPort;
  readonly #listing: ReturnType<typeof openListing>;
  readonly #observer: MutationObserver;
  /** Elements for which htmx opened a connection. */
  readonly #owners = new WeakMap<object, Element>();
  readonly #now: () => number;
  readonly #startTimer: PageWindow['setTimeout'];
  readonly #stopTimer: PageWindow['clearTimeout'];
  #current: Current | undefined;
  #timer: number | undefined;
  #startedAt: number | undefined;
  #gap = false;

  constructor(view: PageWindow, port: InstrumentPort) {
    this.#view = view;
    this.#port = port;
    this.#listing = openListing(view, port);
    this.#observer = new view.MutationObserver((mutations) => this.#changed(mutations));
    // A page may replace its timers.
    this.#now = view.performance.now.bind(view.performance);
    this.#startTimer = view.setTimeout.bind(view);
    this.#stopTimer = view.clearTimeout.bind(view);
  }

  begin(incoming: Incoming): void {
    this.#end(this.#current?.delayMs === 0 ? 'yes' : 'no');
    if (!this.#mayGoOn()) return;
    const page = this.#listing.now();
    const owner = this.#owners.get(incoming.connection);
    this.#current = {
      incoming,
      page,
      connector: owner === undefined ? undefined : connectorIn(page, owner),
      matches: answersTo(this.#view.document, incoming.data, page),
      request: incoming.request === undefined ? {} : { request: incoming.request(page) },
      htmx: versionOf(this.#view),
      inherits: inheritsNow(this.#view),
      events: [],
      thrown: [],
      changes: new Changes(this.#view),
      delayMs: incoming.from === 'socket' ? 0 : delayOf(this.#view, page),
    };
    this.#timer = this.#startTimer(() => this.#end('yes'), this.#current.delayMs);
  }

  event(event: Event): void {
    const connection = connectionOf((event as CustomEvent).detail);
    // hx-ws of htmx 4 fires what concerns sending, errors included, on the sender.
    const isOwners = connection !== undefined && !this.#owners.has(connection) && !event.type.endsWith(':outgoing');
    // The target of an event from a shadow root is its host.
    const [target] = event.composedPath();
    if (isOwners && target instanceof this.#view.Element) this.#owners.set(connection, target);
    const current = this.#current;
    if (current === undefined) return;
    if (current.events.length < MOST_EVENTS) current.events.push(event.type);
  }

  threw(message: string): void {
    const thrown = this.#current?.thrown;
    if (thrown !== undefined && thrown.length < MOST_THROWN) thrown.push(cut(message, MOST_OF_MESSAGE));
  }

  flush(): void {
    if (this.#current?.delayMs === 0) this.#end('yes');
  }

  #changed(mutations: readonly MutationRecord[]): void {
    this.#listing.changed(mutations);
    this.#current?.changes.add(mutations);
  }

  #end(finished: Handling['finished']): void {
    const current = this.#current;
    if (current === undefined) return;
    this.#changed(this.#observer.takeRecords());
    this.#current = undefined;
    this.#stopTimer(this.#timer);
    const { incoming, page, connector, matches, request, htmx, inherits, events, thrown, changes } = current;
    const { from, number, event, data, binary } = incoming;
    const after = this.#listing.now().number;
    this.#port.emit({
      type: 'handled',
      ...{ from, number, event, data, binary, htmx, connector, before: page.number, after, matches, events, thrown },
      ...request,
      ...inherits,
      changes: changes.read(page.list.indices),
      finished,
    });
  }

  /** Begins to look at the page with its first message. False: it would take too much of the page's time. */
  #mayGoOn(): boolean {
    if (this.#startedAt === undefined) {
      this.#startedAt = this.#now();
      const all = { subtree: true, childList: true, characterData: true, attributes: true };
      this.#observer.observe(this.#view.document, all);
    }
    this.#changed(this.#observer.takeRecords());
    const seconds = (this.#now() - this.#startedAt) / 1000;
    if (this.#listing.cost <= FREE_COST + COST_PER_SECOND * seconds) return true;
    if (!this.#gap)
      this.#port.emit({ type: 'engine-gap', what: 'what became of some messages, of which there are too many' });
    this.#gap = true;
    return false;
  }
}

/** The longest delay that an element of the page gives its swaps, and the time that a transition takes. */
function delayOf(view: PageWindow, { list }: ListedPage): number {
  const specs = list.rows.map(({ attributes }) => attributes['hx-swap'] ?? attributes['data-hx-swap'] ?? '');
  const delays = specs.flatMap((spec) => {
    const [, number, unit] = /\bswap:\s*([\d.]+)(ms|s)?/.exec(spec) ?? [];
    return number === undefined ? [] : Number(number) * (unit === 's' ? 1000 : 1);
  });
  const longest = Math.max(0, ...delays.filter((delay) => !Number.isNaN(delay)));
  const transition = 'startViewTransition' in view.document && specs.some((spec) => spec.includes('transition:true'));
  const delay = (longest > 0 ? longest + LATE_MS : 0) + (transition ? TRANSITION_MS : 0);
  return Math.min(delay, LONGEST_MS);
}

/** The connection that an event of htmx is about: of `wsOpen` the target of its event, of `sseOpen` its source; of htmx 4 its
 *  connection's, or the connection itself, which is its own stream. */
function connectionOf(detail: unknown): object | undefined {
  if (!isObject(detail)) return undefined;
  const { event, source, connection } = detail;
  const inner = isObject(event)
    ? event['target']
    : isObject(connection)
      ? (connection['socket'] ?? connection)
      : source;
  return isObject(inner) ? inner : undefined;
}

function versionOf(view: PageWindow): string {
  const htmx: unknown = Reflect.get(view, 'htmx');
  const known = (typeof htmx === 'object' || typeof htmx === 'function') && htmx !== null;
  return known ? String(Reflect.get(htmx, 'version') ?? '') : '';
}
