import type { PageWindow } from './page-window.ts';
import { wrapConstructor } from './wrap-constructor.ts';

/**
 * For how long nothing happens in the page by itself: milliseconds from now, at most a day. undefined: something is pending whose time cannot be
 * known, such as an answer.
 */
export type Pending = () => number | undefined;

/** Something that may happen at any time, for as long as it is counted. */
interface Open {
  count: number;
}

/**
 * Watches what a page has pending: its timers, and what may come from outside it. What only a person or a change of the page causes is
 * not counted: during a wait nobody does anything.
 */
export function watchPending(view: PageWindow): Pending {
  const open: Open = { count: 0 };
  const due = watchTimers(view);
  watchRequests(view, open);
  const connections = watchConnections(view);
  const channels = watchChannels(view);
  const { document } = view;
  return () => {
    // A frame has timers of its own; the other elements reload the page or tell how far they have come.
    const others = document.querySelector('iframe, frame, object, embed, video, audio, meta[http-equiv="refresh" i]');
    const moves = 'getAnimations' in document && document.getAnimations().length > 0;
    if (open.count > 0 || others !== null || moves || connections() || channels()) return undefined;
    return Math.min(due(), A_DAY_MS);
  };
}

const A_DAY_MS = 86_400_000;

interface Timer {
  /** Milliseconds, on the page's clock. */
  readonly set: number;
  readonly delay: number;
  readonly repeats: boolean;
}

/** The longest delay of a timer; a longer one is none (HTML standard, "timer initialization steps": a 32-bit integer). */
const LONGEST_MS = 2_147_483_647;

/** @returns milliseconds until the next timer is due */
function watchTimers(view: PageWindow): () => number {
  const timers = new Map<number, Timer>();
  const now = (): number => view.performance.now();
  const wrap = (name: 'setTimeout' | 'setInterval', repeats: boolean): void => {
    const real = view[name].bind(view) as (...given: unknown[]) => number;
    const replaced = (handler: unknown, delay?: unknown, ...rest: unknown[]): number => {
      const asked = Number(delay);
      const known = asked > 0 && asked <= LONGEST_MS ? asked : 0;
      const id = real(handler, delay, ...rest);
      if (timers.size > MOST_KEPT) forgetCalled(timers, now());
      timers.set(id, { set: now(), delay: known, repeats });
      return id;
    };
    Object.defineProperty(replaced, 'name', { value: name });
    Object.defineProperty(view, name, { value: replaced, writable: true, configurable: true, enumerable: true });
  };
  wrap('setTimeout', false);
  wrap('setInterval', true);
  for (const name of ['clearTimeout', 'clearInterval'] as const) {
    const real = view[name].bind(view);
    const replaced = (id?: number): void => {
      timers.delete(Number(id));
      real(id);
    };
    Object.defineProperty(view, name, { value: replaced, writable: true, configurable: true, enumerable: true });
  }
  return () => {
    forgetCalled(timers, now());
    const left = [...timers.values()].map(({ set, delay, repeats }) => {
      const past = now() - set;
      return repeats ? delay - (past % Math.max(1, delay)) : Math.max(0, delay - past);
    });
    return Math.min(Infinity, ...left);
  };
}

/** Timers that are due for long have been called. */
function forgetCalled(timers: Map<number, Timer>, now: number): void {
  for (const [id, { set, delay, repeats }] of timers) if (!repeats && now - set > delay + LATE_MS) timers.delete(id);
}

/** More timers than this are looked through when another one is set. */
const MOST_KEPT = 256;

/** A timer is not later than this. Milliseconds. */
const LATE_MS = 2000;

function watchRequests(view: PageWindow, open: Open): void {
  if (typeof view.fetch === 'function') {
    const real = view.fetch.bind(view);
    view.fetch = (...given) => {
      // It is counted for good: to hear of its end, one would have to handle its rejection, and the page's own error would not be reported.
      open.count += 1;
      return real(...given);
    };
  }
  const { prototype } = view.XMLHttpRequest;
  const { send } = prototype;
  prototype.send = function sent(this: XMLHttpRequest, ...given): void {
    open.count += 1;
    this.addEventListener('loadend', () => (open.count -= 1), { once: true });
    send.apply(this, given);
  };
}

/** @returns whether a connection is open or being opened: what comes on it is not known */
function watchConnections(view: PageWindow): () => boolean {
  const sockets: WebSocket[] = [];
  const streams: EventSource[] = [];
  wrapConstructor(view, 'WebSocket', { made: (socket) => sockets.push(socket) });
  wrapConstructor(view, 'EventSource', { made: (stream) => streams.push(stream) });
  return () =>
    sockets.some(({ readyState }) => readyState !== SOCKET_CLOSED) ||
    streams.some(({ readyState }) => readyState !== STREAM_CLOSED);
}

const SOCKET_CLOSED = 3;
const STREAM_CLOSED = 2;

/** @returns whether the page made something by which another thread or page may wake it */
function watchChannels(view: PageWindow): () => boolean {
  let used = false;
  for (const name of ['Worker', 'SharedWorker', 'BroadcastChannel', 'MessageChannel'] as const) {
    const Native: unknown = Reflect.get(view, name);
    if (typeof Native !== 'function') continue;
    const wrapped: object = new Proxy(Native, {
      construct(target, args, newTarget) {
        used = true;
        return Reflect.construct(target, args, newTarget === wrapped ? target : newTarget) as object;
      },
    });
    Object.defineProperty(view, name, { value: wrapped, writable: true, configurable: true });
  }
  return () => used;
}
