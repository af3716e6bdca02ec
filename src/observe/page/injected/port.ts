import type { RecordBody } from '../record-body.ts';
import type { PageWindow } from './page-window.ts';

/** Where the instruments in the page write their records. */
export interface InstrumentPort {
  emit(body: RecordBody): void;
  /** Reserves a place in the order of records for one whose content is known only later. */
  reserve(): (body: RecordBody) => void;
  /** What the page has done so far in response to a person; `send` compares two readings. */
  readonly effects: { submits: number; invalids: number; frames: number; requests: number };
}

const MOST_RECORDS = 5000;
/** Of these, lines of the console: a page that logs thousands of them is no less observed. */
const MOST_CONSOLE = 1000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
const LONGEST = 64 * 1024;

/**
 * Orders, timestamps and limits the records of one page: 5000 records, 1000 of them lines of the console, 64 KiB in one string, 16 MiB in all.
 */
export function openPort(view: PageWindow, write: (at: number, body: RecordBody) => void): InstrumentPort {
  const clock = view.performance;
  const started = clock.timeOrigin;
  const now = clock.now.bind(clock);
  let records = 0;
  let lines = 0;
  let characters = 0;
  let full = false;
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
  const bounded = (body: RecordBody): RecordBody | undefined => {
    if (full) return undefined;
    if (body.type === 'console' && (lines += 1) > MOST_CONSOLE) return undefined;
    const copy: Record<string, unknown> = { ...body };
    for (const [key, value] of Object.entries(copy)) {
      if (typeof value !== 'string') continue;
      if (value.length > LONGEST) copy[key] = value.slice(0, LONGEST);
      characters += Math.min(value.length, LONGEST);
    }
    records += 1;
    if (records < MOST_RECORDS && characters < MOST_CHARACTERS) return copy as unknown as RecordBody;
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
