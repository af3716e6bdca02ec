import type { OpenOptions, RecordedEvents } from '../../model/page.ts';

/** What the instruments look at in a page; it goes to another process, or into the page, as JSON. */
export interface WatchOptions {
  readonly watched: readonly string[];
  readonly events: RecordedEvents;
}

export function watchOptions({ watched = [], events }: Pick<OpenOptions, 'watched' | 'events'>): WatchOptions {
  return { watched, events: events ?? { recorded: [], requests: [] } };
}
