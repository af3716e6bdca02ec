import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import type { TimeFacts } from '../facts.ts';
import type { ClockTime } from './clock.ts';

export type Mixed = NonNullable<TimeFacts['time/wrong']['mixed']>;

type Unit = Mixed['unit'];

/** The letters of `strftime`, the getters of a JavaScript Date and the letters of other formatters that give a unit of time. */
const LETTERS: Readonly<Record<Unit, readonly [strftime: string, getter: string, formatter: string]>> = {
  month: ['m', 'Month', 'MM'],
  day: ['d', 'Date', 'DD'],
  weekday: ['[wu]', 'Day', 'd'],
  year: ['y', '(?:Full)?Year', 'YY'],
  hour: ['[HI]', 'Hours', 'HH'],
  minute: ['M', 'Minutes', 'mm'],
  second: ['S', 'Seconds', 'ss'],
};

/**
 * A unit right behind the hours, or right behind the minutes, in one line of source: where the minutes or the seconds belong. The letters of a
 * formatter count in a call that formats; elsewhere, `HH:MM:SS` is how people write what a time looks like. A comment does nothing.
 */
function misplaced(place: Mixed['place'], unit: Unit): RegExp {
  const [letter, getter, formatter] = LETTERS[unit];
  const [hours, hoursGetter, before] = place === 'minutes' ? ['[HI]', 'Hours', '[Hh]'] : ['M', 'Minutes', 'm'];
  const forms = [
    `%-?${hours}[^%\\w]%-?${letter}`,
    `get(?:UTC)?${hoursGetter}\\(\\)(?:(?!get(?:UTC)?[A-Z]).)*get(?:UTC)?${getter}\\(`,
    `[fF]ormat\\w*\\([^)]*['"\`][^'"\`]*${before}[:.]${formatter}(?![a-zA-Z])`,
  ];
  return new RegExp(`^(?!\\s*(?://|/?\\*|#)).*?(?:${forms.join('|')})`, 'u');
}

/** The values that a unit has at a moment, on the clock of this machine; a month may be counted from 0. */
function valuesOf(unit: Unit, at: Date): readonly number[] {
  switch (unit) {
    case 'month':
      return [at.getMonth() + 1, at.getMonth()];
    case 'day':
      return [at.getDate()];
    case 'weekday':
      return [at.getDay(), at.getDay() === 0 ? 7 : at.getDay()];
    case 'year':
      return [at.getFullYear() % 100];
    case 'hour':
      return [at.getHours(), at.getHours() % 12 || 12];
    case 'minute':
      return [at.getMinutes()];
    case 'second':
      return [at.getSeconds()];
  }
}

const IN_THE_MINUTES: readonly Unit[] = ['month', 'day', 'weekday', 'year', 'second', 'hour'];
const IN_THE_SECONDS: readonly Unit[] = ['month', 'day', 'weekday', 'year', 'minute', 'hour'];

interface Seen {
  readonly time: ClockTime;
  /** Milliseconds since 1970: when the message was sent, and when the reply arrived. */
  readonly from: number;
  readonly to: number;
  readonly locate: Pick<SourceLocator, 'find'>;
}

const UNITS: Readonly<Record<Mixed['place'], readonly Unit[]>> = { minutes: IN_THE_MINUTES, seconds: IN_THE_SECONDS };

/** Whether the unit had this value at some moment between the two. */
function had(unit: Unit, value: number, { from, to }: Seen): boolean {
  return [from, (from + to) / 2, to].some((ms) => valuesOf(unit, new Date(ms)).includes(value));
}

/**
 * Which unit of time stands where the minutes or the seconds belong: the source puts it there, and the time shows its value. That holds also
 * for a time that is right by chance, in a minute with the number of the month. Undefined: that cannot be told, or none does.
 */
export function mixedUnits(seen: Seen): Mixed | undefined {
  for (const place of ['minutes', 'seconds'] as const) {
    const value = seen.time[place];
    const unit = UNITS[place].find(
      (each) =>
        value !== undefined && had(each, value, seen) && seen.locate.find('server', misplaced(place, each)).length > 0,
    );
    if (unit !== undefined) return { place, unit };
  }
  return undefined;
}

/** A call that formats a time of day; an import is none. */
const FORMATS =
  /^(?!\s*(?:import|from)\b|.*\brequire\().*(?:strftime|toLocale(?:Time)?String|toTimeString|toISOString|DateTimeFormat|isoformat|getHours\(|\bformat\(|date\()/u;
/** A call that reads the clock. */
const READS =
  /^(?!\s*(?:import|from)\b|.*\brequire\().*(?:new Date|Date\.now|datetime|Temporal|time\.time|localtime|\.now\()/u;

/** The line of the format: the one that takes the wrong unit, else one that formats, else one that reads the clock. */
export function formatPlace(locate: Pick<SourceLocator, 'find'>, mixed?: Mixed): readonly Place[] {
  const own = mixed === undefined ? [] : [misplaced(mixed.place, mixed.unit)];
  return locate.find('server', ...own, FORMATS, READS);
}

/** The line that reads the clock, or should: else where messages are answered. */
export function clockPlace(locate: Pick<SourceLocator, 'find'>): readonly Place[] {
  return locate.find('server', READS, FORMATS, /\.on\(\s*['"]message['"]|receive_text/u);
}
