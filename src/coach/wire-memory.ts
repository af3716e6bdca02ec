import type { WireEvent } from '../model/wire.ts';

const MOST_PAGES = 20;
const MOST_EVENTS = 400;
const MOST_STREAMS = 200;

/** What a coach remembers of the wire: the pages as they were served last, and the names of the last events of each stream. */
export class WireMemory {
  readonly #pages = new Map<string, string>();
  readonly #streams = new Map<number, string>();
  #events: readonly { readonly at: number; readonly path: string; readonly name: string }[] = [];

  add(event: WireEvent): void {
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

  /** Names of the events that came since. @param path of the stream; undefined: of any */
  eventsSince(at: number, path: string | undefined): readonly string[] {
    return this.#events
      .filter((each) => each.at >= at && (path === undefined || each.path === path))
      .map(({ name }) => name);
  }
}

function pathOf(target: string): string {
  return target.split(/[?#]/u)[0] ?? '';
}

function limit<K>(map: Map<K, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
