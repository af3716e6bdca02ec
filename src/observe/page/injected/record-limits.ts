import type { RecordBody } from '../record-body.ts';

const MOST_RECORDS = 5000;
/** Of these, lines of the console: a page that logs thousands of them is still observed. */
const MOST_CONSOLE = 1000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
const LONGEST = 64 * 1024;

/**
 * Limits the records of one page, or of each span of its life. @param now milliseconds, by any clock. @param renewedAfterMs length of a span
 * @returns the record as it may be written; undefined: it may not
 */
export function recordLimits(now: () => number, renewedAfterMs: number): (body: RecordBody) => RecordBody | undefined {
  let [records, lines, characters] = [0, 0, 0];
  let full = false;
  let since = now();
  return (body) => {
    if (now() - since >= renewedAfterMs) {
      since = now();
      [records, lines, characters] = [0, 0, 0];
      full = false;
    }
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
}
