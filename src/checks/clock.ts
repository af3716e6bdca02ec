/** A time of day as it stands in a text. */
export interface ClockTime {
  /** As it was written, digits as ASCII: `11:45:18`, `9.05 pm`. */
  readonly text: string;
  readonly minutes: number;
  /** Undefined: the format shows no seconds. */
  readonly seconds: number | undefined;
}

/** Digits of any script as ASCII: `toLocaleTimeString('ar-EG')` writes Arabic-Indic ones. */
function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Unicode keeps the ten digits of a script together and in order, so the zero is found by going back.
    let zero = code;
    while (zero > 0 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code < 128 ? code - 48 : code - zero);
  });
}

/** `11:45`, `11:45:18`, `11.45.18`, `11h45`, `11時45分18秒`, inside an ISO time too; never a part of a date or of a longer number. */
const CLOCK = /(?<![\d:.])(?:[01]?\d|2[0-4])(?:(?<mark>[:.٫：])([0-5]\d)(?:\k<mark>([0-5]\d|60))?(?![\d:.]*\d[:.]|\d|\.\d{4})|\s?[hH時시]\s?([0-5]?\d)(?!\d)(?:\s?(?:min|m|分|분)?\s?([0-5]?\d)(?:\s?(?:s|秒|초))?)?)/gu;

/** All times of day in a text, in order. Hours are not kept: any zone whose offset is whole quarter-hours is right, in 12 or 24 hours. */
export function clockTimes(text: string): readonly ClockTime[] {
  const ascii = asciiDigits(text).replaceAll(/(\d)[.,](\d{3,9})(?=\s*(?:Z|[+-]\d|\s|$|[ap]\.?m|<|\)))/giu, '$1');
  return [...ascii.matchAll(CLOCK)].map((match) => {
    const minutes = Number(match[2] ?? match[4]);
    const seconds = match[3] ?? match[5];
    return { text: match[0], minutes, seconds: seconds === undefined ? undefined : Number(seconds) };
  });
}

const QUARTER_S = 15 * 60;
/** Rounding, and clocks that are read a moment before or after the message is on its way. */
const TOLERANCE_S = 1.5;

/**
 * Whether the time lies in the window, whatever the time zone: the place in the quarter of an hour decides.
 * @param from and @param to milliseconds since 1970
 */
export function liesWithin(time: ClockTime, from: number, to: number): boolean {
  const low = from / 1000 - TOLERANCE_S;
  const high = to / 1000 + TOLERANCE_S;
  const at = (time.minutes % 15) * 60 + (time.seconds ?? 0);
  // A time without seconds stands for its whole minute.
  const length = time.seconds === undefined ? 60 : 1;
  const first = Math.floor(low / QUARTER_S) * QUARTER_S + at;
  return [first - QUARTER_S, first, first + QUARTER_S].some((start) => start < high && start + length > low);
}
