import { expect, test } from 'vitest';
import type { ClockTime } from '../../src/chapter/rules/clock.ts';
import { clockPlace, formatPlace, mixedUnits } from '../../src/chapter/rules/mixed-time.ts';
import * as time from '../../src/chapter/rules/time.ts';
import { outline } from '../support/recorded-page.ts';
import { serverSource } from '../support/server-source.ts';

/** The 28th of November, a Saturday, at 14:03:07 on the clock of this machine. */
const AT = new Date(2026, 10, 28, 14, 3, 7).getTime();

function mixed(text: string, source: string): unknown {
  const [minutes = 0, seconds] = text.split(':').slice(1).map(Number);
  const seen: ClockTime = { text, minutes, seconds };
  return mixedUnits({ time: seen, from: AT, to: AT + 100, locate: serverSource('main.py', source) });
}

test.each([
  ['14:11:07', '.strftime("%H:%m:%S")', 'minutes', 'month'],
  ['02:11', '.strftime("%I:%m %p")', 'minutes', 'month'],
  ['14:10:07', '`${d.getHours()}:${d.getMonth()}:${d.getSeconds()}`', 'minutes', 'month'],
  ['14:11', "dayjs().format('HH:MM')", 'minutes', 'month'],
  ['14:28:07', '.strftime("%H:%d:%S")', 'minutes', 'day'],
  ['14:06:07', 'd.getHours() + ":" + d.getDay()', 'minutes', 'weekday'],
  ['14:07:03', '.strftime("%H:%S:%M")', 'minutes', 'second'],
  ['14:03:03', '.strftime("%H:%M:%M")', 'seconds', 'minute'],
  ['14:03:11', '.strftime("%H:%M:%m")', 'seconds', 'month'],
  ['14:03:28', '[d.getHours(), d.getMinutes(), d.getDate()].join(":")', 'seconds', 'day'],
])('%s from %s: the %s shows the %s', (text, source, place, unit) => {
  expect(mixed(text, source)).toEqual({ place, unit });
});

test.each([
  ['14:03:07', '.strftime("%H:%M:%S")'],
  ['14:11:07', '.strftime("%H:%M:%S")'],
  ['14:12:07', '.strftime("%H:%m:%S")'],
  ['14:11:07', '`${d.getHours()}:${d.getMinutes()} in ${d.getMonth()}`'],
  ['14:03', 'd.toTimeString()'],
  ['14:11:07', "return date.toTimeString().slice(0, 'HH:MM:SS'.length);"],
  ['14:11:07', '/** HH:MM:SS by the clock of the server: date.format("HH:MM:SS") */'],
  ['14:11:07', '# never strftime("%H:%m:%S"), which has the month'],
])('%s from %s shows no unit in the place of another', (text, source) => {
  expect(mixed(text, source)).toBeUndefined();
});

const SOURCE = [
  'from datetime import datetime',
  'import time',
  'def reply(text):',
  '  now = datetime.now()',
  '  clock = now.strftime("%H:%m:%S")',
].join('\n');

function message(reply: string, source: string, at = AT): time.TimedMessage {
  const locate = serverSource('main.py', source);
  return { typed: 'word', word: 'word', reply, sentAt: at, repliedAt: at + 100, runMs: 5000, locate };
}

test('the month in the minutes, with the line of the format', () => {
  expect(outline(time.wrongTime(message('<p>word 14:11:07</p>', SOURCE)))).toEqual({
    code: 'time/wrong',
    severity: 'error',
    facts: { time: '14:11:07', now: expect.any(String), mixed: { place: 'minutes', unit: 'month' } },
    where: [{ file: 'main.py', line: 5 }],
  });
});

test('a minute with the number of the month does not make it right', () => {
  const at = new Date(2026, 10, 28, 14, 26, 7).getTime();
  expect(time.wrongTime(message('<p>word 14:11:07</p>', SOURCE, at))?.facts).toMatchObject({
    mixed: { place: 'minutes', unit: 'month' },
  });
  const right = SOURCE.replace('%m', '%M');
  expect(time.wrongTime(message('<p>word 14:11:07</p>', right, at))).toBeUndefined();
});

test('another unit in the place of the seconds does not make a clock frozen', () => {
  const source = 'now.strftime("%H:%M:%m")';
  expect(time.secondsAreMixed(message('<p>word 14:03:11</p>', source))?.code).toBe('time/wrong');
  expect(time.secondsAreMixed(message('<p>word 14:11:07</p>', SOURCE))).toBeUndefined();
});

test('the line of the format, and the line that reads the clock, and no import', () => {
  const locate = serverSource('main.py', SOURCE);
  expect(formatPlace(locate)).toEqual([{ file: 'main.py', line: 5 }]);
  expect(formatPlace(locate, { place: 'minutes', unit: 'month' })).toEqual([{ file: 'main.py', line: 5 }]);
  expect(clockPlace(locate)).toEqual([{ file: 'main.py', line: 4 }]);
  expect(clockPlace(serverSource('main.js', "const dayjs = require('x').format();\nsocket.on('message', f)"))).toEqual([
    { file: 'main.js', line: 2 },
  ]);
});
