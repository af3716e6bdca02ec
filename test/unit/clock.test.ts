import { expect, test } from 'vitest';
import { clockTimes, liesWithin } from '../../src/chapter/rules/clock.ts';

/** Minutes and seconds of each time in the text; seconds null where the format shows none. */
function read(text: string): readonly (readonly [number, number | null])[] {
  return clockTimes(text).map((time) => [time.minutes, time.seconds ?? null]);
}

test.each([
  ['24 hours', '11:45:18'],
  ['12 hours', '9:45:18 PM'],
  ['12 hours, small letters with dots', '9:45:18 p.m.'],
  ['12 hours, a narrow no-break space', '9:45:18\u202fAM'],
  ['midnight', '0:45:18'],
  ['in a sentence', 'Server (11:45:18) says: You sent "word"'],
  ['at the end of a sentence', 'It is 11:45:18.'],
  ['ISO in UTC with milliseconds', '2024-05-01T11:45:18.123Z'],
  ['ISO of Python, with microseconds and an offset', '2024-05-01 11:45:18.123456+05:45'],
  ['ISO with an offset to the west', '2024-05-01T11:45:18.123-03:30'],
  ['a full zone name', '11:45:18 GMT-03:30'],
  ['RFC 9110', 'Wed, 01 May 2024 11:45:18 GMT'],
  ['Date.prototype.toString', 'Wed May 01 2024 11:45:18 GMT+0545 (Nepal Time)'],
  ['a log, milliseconds after a comma', '2024-05-01 11:45:18,123'],
  ['milliseconds after a colon', '11:45:18:123'],
  ['tenths', '11:45:18.1'],
  ['dots', '11.45.18'],
  ['dots after a German date', '01.05.2024 11.45.18'],
  ['dots with milliseconds', '11.45.18,123'],
  ['a dot and a colon', 'Klock 11.45:18'],
  ['Arabic-Indic digits', '١١:٤٥:١٨ ص'],
  ['Persian digits', '۱۱:۴۵:۱۸'],
  ['Devanagari digits', '११:४५:१८'],
  ['full-width digits and colon', '１１：４５：１８'],
  ['French, closed up', '11h45m18s'],
  ['French of Canada', '11 h 45 min 18 s'],
  ['Occitan', '11h45 18 seg.'],
  ['Japanese', '11時45分18秒'],
  ['Korean', '오전 11시 45분 18초'],
  ['Chinese', '上午11点45分18秒'],
  ['behind a German date', '01.05.24, 11:45:18'],
  ['behind an American date', '5/1/2024, 11:45:18 AM'],
])('%s: %s', (_name, text) => {
  expect(read(text)).toEqual([[45, 18]]);
});

test.each([
  ['24 hours', '11:45'],
  ['12 hours', '9:45 pm'],
  ['dots', '9.45 pm'],
  ['French', '11h45'],
  ['French before another number', '11h45 3 messages'],
  ['Japanese', '午後11時45分'],
  ['before a date of three', '11:45, 01.05.24'],
  ['behind a German date with dots', '01.05.2024 11.45'],
])('without seconds, %s: %s', (_name, text) => {
  expect(read(text)).toEqual([[45, null]]);
});

test('a clock made by hand is not padded', () => {
  expect(read('9:5:3')).toEqual([[5, 3]]);
  expect(read('11:5')).toEqual([[5, null]]);
});

test('a leap second is a time', () => {
  expect(read('23:59:60')).toEqual([[59, 60]]);
});

test('several times come in the order of the text, as written there except for the digits', () => {
  expect(clockTimes('from 11h45 to ١٢:٠٠:٠٥').map((time) => time.text)).toEqual(['11h45', '12:00:05']);
});

test.each([
  '',
  'Server says: You sent "word"',
  '2024-05-01',
  '01.05.2024',
  '01.05.2024.',
  'am 21.11.2024 um',
  '5/1/2024',
  '2024. 5. 1.',
  '20240501',
  '1716400000000',
  '1716400000',
  '1716400000.123',
  '1716400000.1234567',
  'GMT+05:45',
  '+05:45',
  'UTC-03:30',
  '25:00:00',
  '11:60',
  '11:45:18:22:33:44',
  'http://localhost:8000/',
  '127.0.0.1:8000',
  'v20.19.2',
  '11h',
])('no time of day: %j', (text) => {
  expect(clockTimes(text)).toEqual([]);
});

// What this Node's toLocaleTimeString writes, in languages that differ most.
test.each([
  'ar-EG',
  'bg',
  'bn',
  'da',
  'de',
  'en-US',
  'es-MX',
  'fa',
  'fi',
  'fr-CA',
  'hi',
  'it',
  'ja',
  'ko',
  'mr',
  'my',
  'ne',
])('toLocaleTimeString in %s', (locale) => {
  const date = new Date(2024, 10, 21, 23, 5, 9);
  expect(read(date.toLocaleTimeString(locale))).toEqual([[5, 9]]);
  expect(read(date.toLocaleTimeString(locale, { timeStyle: 'short' }))).toEqual([[5, null]]);
  expect(read(date.toLocaleDateString(locale))).toEqual([]);
});

const at = (time: string): number => Date.parse(`2024-05-01T${time}Z`);

/** Whether the first time in the text lies between two moments of one day in UTC. */
function within(text: string, from: string, to: string): boolean {
  const [time] = clockTimes(text);
  if (time === undefined) throw new Error(`no time in ${text}`);
  return liesWithin(time, at(from), at(to));
}

test.each([
  ['11:45:18', '11:45:17.900', '11:45:18.200'],
  ['11:45:18 in any zone of whole hours', '04:45:18.000', '04:45:18.100'],
  ['5:30:18 in India is midnight in UTC', '00:00:18.000', '00:00:18.100'],
  ['17:30:18 in Nepal, UTC+05:45', '11:45:18.000', '11:45:18.100'],
  ['11:45:18 PM', '23:45:18.000', '23:45:18.100'],
  ['12:00:00 past the hour', '11:59:59.800', '12:00:00.300'],
  ['11:59:59 before the hour', '11:59:59.800', '12:00:00.300'],
  ['00:00:01 past midnight', '23:59:59.000', '23:59:59.900'],
  ['11:45:17 read a moment before', '11:45:18.900', '11:45:19.000'],
  ['11:45 for its whole minute', '11:45:58.000', '11:45:58.100'],
  ['12:00 past the hour', '11:59:59.900', '12:00:00.100'],
  ['11:59 before the hour', '11:59:59.900', '12:00:00.100'],
])('%s is right between %s and %s', (text, from, to) => {
  expect(within(text, from, to)).toBe(true);
});

test.each([
  ['11:45:15', '11:45:18.000', '11:45:18.100'],
  ['11:45:20', '11:45:18.000', '11:45:18.100'],
  ['11:50:18, five minutes off', '11:45:18.000', '11:45:18.100'],
  ['11:05:18, the month for the minutes', '11:45:18.000', '11:45:18.100'],
  ['12:00:03', '11:59:59.800', '12:00:00.300'],
  ['11:44', '11:45:18.000', '11:45:18.100'],
  ['11:46', '11:45:18.000', '11:45:18.100'],
])('%s is wrong between %s and %s', (text, from, to) => {
  expect(within(text, from, to)).toBe(false);
});
