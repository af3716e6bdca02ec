import { describe, expect, test } from 'vitest';
import { flaky } from '../support/flaky.ts';
import { READS } from '../support/text-readers.ts';

// Whatever a server, a page or a learner's file has, it is read in a time that grows as the text does: what reads it has no other thread.

/** Single characters and beginnings without an end: what an expression begins at, in vain, at each place. */
const UNITS: readonly string[] = [
  'x',
  ' ',
  '\t',
  '\n',
  '<',
  '>',
  '字',
  '"',
  "'",
  '(',
  '[',
  '/',
  '\\',
  '0',
  ',',
  ':',
  '=',
  '&',
  'a.',
  '$',
  '😀',
  '\u001b',
  '<!--',
  '{%',
  '{{',
  '{#',
  '{{!',
  '<%#',
  '@*',
  '${',
  '<script>',
  '<style',
  '<title>',
  '<head ',
  '<head>',
  '<form ',
  '<form>',
  '<meta ',
  '<p>',
  '</p>',
  '<b',
  '<td>',
  '<tr ',
  '<hx-a ',
  '<a b="',
  "<a b='",
  '<span',
  '<noscript>',
  '<template>',
  '<p id="a">',
  '<div id="chat">a</div>',
  '<p id="a" hx-swap-oob="true">b</p>',
  '<li>a</li>',
  'a b ',
  'a=b ',
  'a: ',
  '[[',
  ':is(',
  ':not(a',
  '#a ',
  '#a,',
  'a:<',
  '.a',
  '*/',
  '1.1',
  'File "',
  '  File "a", line 1\n',
  '  File "/home/ada/chat/a.py", line 1\nValueError: b\n',
  '\n  at ',
  'at a (/b:1:1',
  'EADDRINUSE',
  'in use[',
  'Error: a\n',
  'Traceback (most recent call last):\n',
  'a is not defined',
  'Unexpected token ',
  "'a' ",
  'JSON',
  '12:34 ',
  '10 Mar 2024 ',
  'data: a\n',
  'event:',
  'data: 1\n\n',
  '{"a":',
  'import {',
  'function(',
  'const a = ',
  'a => ',
  '`${',
  '/*',
  '"""',
  'switch(',
  'WebSocket',
  'htmx',
  'code 1006',
];

/** Characters: the first length that is tried, and the last. */
const SHORTEST = 8000;
const LONGEST = 32_000;
/** Where a whole parser of HTML reads the text. */
const LONGEST_PARSED = 8000;
/** Milliseconds of a processor: less says nothing, and what takes more is compared with what a longer text takes. */
const NOTHING = 3;
const LITTLE = 40;
/** How many times longer a text is compared with, and how much longer it may take: sixteen times is the square, four times is right. */
const TIMES = 4;
const MOST_GROWTH = 9;

function textOf(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** Milliseconds of a processor, whatever else the machine does meanwhile. */
function cost(read: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  read(text);
  // Both: their sum is measured, and the kernel divides it by what it saw at a few of its ticks.
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Whether the time grows much more than the text. The least of three is what the text itself costs: compilers and collectors take turns. */
function isSlow(read: (text: string) => unknown, unit: string, longest: number): boolean {
  let length = SHORTEST;
  for (let taken = cost(read, textOf(unit, length)); taken < LITTLE; length *= TIMES) {
    if (length >= longest) {
      // On a fast machine the longest of them takes little, too.
      if (taken < LITTLE / 2) return false;
      break;
    }
    const longer = cost(read, textOf(unit, TIMES * length));
    // The shorter one once more: what an interruption adds to it would hide the growth.
    if (taken > NOTHING && longer < Math.min(taken, cost(read, textOf(unit, length))) * MOST_GROWTH) return false;
    taken = longer;
  }
  const least = (text: string): number => Math.min(...[1, 2, 3].map(() => cost(read, text)));
  const once = least(textOf(unit, length));
  return once >= LITTLE / 2 && least(textOf(unit, TIMES * length)) > once * MOST_GROWTH;
}

const SHARED = flaky('two programs that share a processor take more of its time than one after the other');

test('what is slow is found', SHARED, () => {
  // As an expression does that looks for an end which is not there.
  const looks = (text: string): boolean => new RegExp(String.raw`<script>[^]*?\d`, 'u').test(text);
  const slow = ['x', ' ', '<', '<script>'].filter((unit) => isSlow(looks, unit, LONGEST));
  expect(slow).toEqual(['<script>']);
});

/** Every text for each reader takes forty seconds of a processor. The test command gives each reader every fourth text, the next one others. */
const ALL = process.env['FAULT_TEXTS'] === 'all';
const READERS = Object.entries(READS).map(([name, read], at) => ({
  name,
  read,
  units: UNITS.filter((_, index) => ALL || (index + at) % 4 === 0),
  longest: /message|page|fragment|stand apart/u.test(name) ? LONGEST_PARSED : LONGEST,
}));

describe('the time grows as the text does', () => {
  test.each(READERS)('$name', SHARED, ({ read, units, longest }) => {
    expect(units.filter((unit) => isSlow(read, unit, longest))).toEqual([]);
  });
});
