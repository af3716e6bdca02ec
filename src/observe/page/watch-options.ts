import type { OpenOptions, RecordedEvents } from '../../model/page.ts';

/** What the instruments watch in a page; it is passed as JSON to another process, or into the page. */
export interface WatchOptions {
  readonly watched: readonly string[];
  readonly events: RecordedEvents;
}

export function watchOptions({ watched = [], events }: Pick<OpenOptions, 'watched' | 'events'>): WatchOptions {
  return { watched, events: events ?? { recorded: [], requests: [], failures: [], swaps: [] } };
}
