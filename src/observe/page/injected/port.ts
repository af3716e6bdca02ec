import type { RecordBody } from '../record-body.ts';
import type { PageWindow } from './page-window.ts';
import { recordLimits } from './record-limits.ts';

/** Where the instruments in the page write their records. */
export interface InstrumentPort {
  emit(body: RecordBody): void;
  /** Reserves a place in the order of records for one whose content is known only later. */
  reserve(): (body: RecordBody) => void;
  /** What the page has done so far in response to a person; `send` compares two readings. */
  readonly effects: { submits: number; invalids: number; frames: number; requests: number };
}

export interface PortOptions {
  /** The limits hold for each span of this length; absent: for as long as the page is there. Milliseconds. */
  readonly renewedAfterMs?: number;
}

/**
 * Orders, timestamps and limits the records of one page: 5000 records, 1000 of them lines of the console, 64 KiB in one string, 16 MiB in all.
 */
export function openPort(
  view: PageWindow,
  write: (at: number, body: RecordBody) => void,
  { renewedAfterMs = Number.POSITIVE_INFINITY }: PortOptions = {},
): InstrumentPort {
  const clock = view.performance;
  const started = clock.timeOrigin;
  const now = clock.now.bind(clock);
  const bounded = recordLimits(now, renewedAfterMs);
  interface Place {
    at: number;
    body: RecordBody | undefined;
  }
  // While the first place waits for its content, everything after it waits too: readers rely on the order.
  const waiting: Place[] = [];

  const flush = (): void => {
    for (let first = waiting[0]; first?.body !== undefined; first = waiting[0]) {
      write(first.at, first.body);
      waiting.shift();
    }
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
