import type { InstrumentPort, RecordBody } from './protocol.ts';
import type { PageView } from './instrument.ts';

/**
 * Orders, stamps and bounds the records of one page: 5000 records, 64 KiB in one string, 16 MiB in all.
 * Self-contained: its source text runs inside the page.
 */
export function openPort(view: PageView, write: (at: number, body: RecordBody) => void): InstrumentPort {
  const mostRecords = 5000;
  const mostCharacters = 16 * 1024 * 1024;
  const longest = 64 * 1024;
  const clock = view.performance;
  const started = clock.timeOrigin;
  const now = clock.now.bind(clock);
  let records = 0;
  let characters = 0;
  let full = false;
  interface Place {
    at: number;
    body: RecordBody | undefined;
  }
  // While the first place waits for its content, everything after it waits too: the order is what a reader relies on.
  const waiting: Place[] = [];

  const flush = (): void => {
    for (let first = waiting[0]; first?.body !== undefined; first = waiting[0]) {
      write(first.at, first.body);
      waiting.shift();
    }
  };
  const bounded = (body: RecordBody): RecordBody | undefined => {
    if (full) return undefined;
    const copy: Record<string, unknown> = { ...body };
    for (const [key, value] of Object.entries(copy)) {
      if (typeof value !== 'string') continue;
      if (value.length > longest) copy[key] = value.slice(0, longest);
      characters += Math.min(value.length, longest);
    }
    records += 1;
    if (records < mostRecords && characters < mostCharacters) return copy as unknown as RecordBody;
    full = true;
    return { type: 'engine-gap', what: 'so much happened in the page that the rest was not recorded' };
  };
  const place = (body: RecordBody | undefined): Place => {
    const made = { at: started + now(), body };
    waiting.push(made);
    return made;
  };
  return {
    emit(body) {
      const kept = bounded(body);
      if (kept === undefined) return;
      place(kept);
      flush();
    },
    reserve() {
      const kept = place(undefined);
      return (body) => {
        kept.body = bounded(body) ?? { type: 'engine-gap', what: 'a record was left out' };
        flush();
      };
    },
    effects: { submits: 0, invalids: 0, frames: 0, requests: 0 },
  };
}
