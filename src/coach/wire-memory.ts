import type { WireEvent } from '../model/wire.ts';

const MOST_PAGES = 20;
const MOST_EVENTS = 400;
const MOST_STREAMS = 200;
const MOST_SECONDS = 30;

/** What a coach remembers of the wire: the pages as they were served last, the names of the last events, and how much came in each second. */
export class WireMemory {
  readonly #pages = new Map<string, string>();
  readonly #streams = new Map<number, string>();
  /** Messages and events from the server, by the second of their arrival. */
  readonly #arrived = new Map<number, number>();
  #events: readonly { readonly at: number; readonly path: string; readonly name: string }[] = [];

  add(event: WireEvent): void {
    if (event.type === 'stream-event' || (event.type === 'frame' && event.from === 'server')) this.#count(event.at);
    if (event.type === 'page') {
      this.#pages.delete(event.target);
      this.#pages.set(event.target, event.html);
      limit(this.#pages, MOST_PAGES);
    } else if (event.type === 'stream-open') {
      this.#streams.set(event.stream, pathOf(event.target));
      limit(this.#streams, MOST_STREAMS);
    } else if (event.type === 'stream-event') {
      const path = this.#streams.get(event.stream) ?? '';
      this.#events = [...this.#events.slice(-MOST_EVENTS + 1), { at: event.at, path, name: event.event }];
    }
  }

  /** The page that was served at this path and query; '' where none was. */
  pageAt(target: string): string {
    return this.#pages.get(target) ?? '';
  }

  /** How many messages and events the server sent each second. @param from @param to milliseconds */
  perSecond(from: number, to: number): number {
    const seconds = (to - from) / 1000;
    const counts = [...this.#arrived].filter(([second]) => second >= secondOf(from) && second <= secondOf(to));
    return seconds <= 0 ? 0 : counts.reduce((sum, [, count]) => sum + count, 0) / seconds;
  }

  #count(at: number): void {
    this.#arrived.set(secondOf(at), (this.#arrived.get(secondOf(at)) ?? 0) + 1);
    limit(this.#arrived, MOST_SECONDS);
  }

  /** Names of the events that came since. @param path of the stream; undefined: of any */
  eventsSince(at: number, path: string | undefined): readonly string[] {
    return this.#events
      .filter((each) => each.at >= at && (path === undefined || each.path === path))
      .map(({ name }) => name);
  }
}

function secondOf(at: number): number {
  return Math.floor(at / 1000);
}

function pathOf(target: string): string {
  return target.split(/[?#]/u)[0] ?? '';
}

function limit<K>(map: Map<K, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
