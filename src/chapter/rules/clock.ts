import { asciiDigits } from '../../model/digits.ts';

/** A time of day found in a text. */
export interface ClockTime {
  /** As written, with ASCII digits: `11:45:18`, `9.05 pm`. */
  readonly text: string;
  readonly minutes: number;
  /** Undefined: the format shows no seconds. */
  readonly seconds: number | undefined;
}

const HOUR = String.raw`(?:[01]?\d|2[0-4])`;
const SECOND = String.raw`(?:[0-5]?\d|60)`;
/** Not inside a longer number, and not the offset from UTC after a time: `11:45:18+05:45`, `GMT-03:30`. */
const BEFORE = String.raw`(?<![\d:.+]|(?::\d\d(?:[.,]\d{1,9})?|GMT|UTC)\s?[−-])`;
/** A fraction of a second may follow, but no further part: `11:45:18:22` is not a time of day. */
const AFTER = String.raw`(?=(?:[.,:]\d{1,9})?(?!\d|[:.]\d))`;

/** `11:45`, `11:45:18`, also inside an ISO time; and `9:5`, because a hand-written clock omits the zero at five past. */
const COLONS = new RegExp(
  String.raw`${BEFORE}${HOUR}(?<mark>[:：])(?<minute>[0-5]?\d)(?:\k<mark>(?<second>${SECOND}))?${AFTER}`,
  'gu',
);
/** `11h45`, `11 h 45 min 18 s`, `11時45分18秒`. A number after the minutes counts as seconds only when marked as such. */
const LETTERS = new RegExp(
  String.raw`${BEFORE}${HOUR}\s?[hH時时点點시]\s?(?<minute>[0-5]?\d)(?!\d)(?:(?:\s?(?:min|m|分|분|:)\s?|\s(?=\d+\s?s(?:e[cg]|\b)))(?<second>${SECOND})(?!\d))?`,
  'gu',
);
/** `11.45.18`, `9.05 pm`; not `01.05.2024` or `20.19.2`. */
const DOTS = new RegExp(
  String.raw`${BEFORE}${HOUR}[.٫](?<minute>[0-5]\d)(?:[.٫:](?<second>[0-5]\d|60))?(?!\d|[.٫:]\d)`,
  'gu',
);

/** All times of day in a text, in order. Hours are ignored: any zone whose offset is whole quarter-hours is right, in 12 or 24 hours. */
export function clockTimes(text: string): readonly ClockTime[] {
  const ascii = asciiDigits(text);
  const matches = [COLONS, LETTERS].flatMap((pattern) => [...ascii.matchAll(pattern)]);
  // Text with dots may also be a date (`01.05.24`) or a number: it counts as a clock only if nothing clearer is found.
  const found = matches.length > 0 ? matches.toSorted((a, b) => a.index - b.index) : [...ascii.matchAll(DOTS)];
  return found.map(({ 0: match, groups }) => {
    const second = groups?.['second'];
    return {
      text: match,
      minutes: Number(groups?.['minute']),
      seconds: second === undefined ? undefined : Number(second),
    };
  });
}

const QUARTER_S = 15 * 60;
/** Tolerance for rounding, and for clocks read a moment before or after the message is in transit. Seconds. */
export const TOLERANCE_S = 1.5;

/**
 * Whether the time is inside the window, in any time zone: the position within the quarter-hour decides.
 * @param from and @param to milliseconds since 1970
 */
export function liesWithin(time: ClockTime, from: number, to: number): boolean {
  const low = from / 1000 - TOLERANCE_S;
  const high = to / 1000 + TOLERANCE_S;
  const at = (time.minutes % 15) * 60 + (time.seconds ?? 0);
  // A time without seconds covers its whole minute.
  const length = time.seconds === undefined ? 60 : 1;
  const first = Math.floor(low / QUARTER_S) * QUARTER_S + at;
  return [first - QUARTER_S, first, first + QUARTER_S].some((start) => start < high && start + length > low);
}
