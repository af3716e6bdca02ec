import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { showPaged } from '../../src/terminal/pager.ts';
import type { PagerEnd } from '../../src/terminal/pager.ts';

const LINES = Array.from({ length: 50 }, (_, index) => `line ${index + 1}.`);

interface PagerSetup {
  readonly stdin: NodeJS.ReadStream;
  readonly press: (keys: string) => void;
  readonly printed: () => string;
  readonly isRaw: () => boolean;
  readonly end: Promise<PagerEnd>;
  readonly abort: () => void;
}

/** A pager on streams that look like a terminal of 80 columns and 11 rows. */
function open(lines: readonly string[], rows = 11): PagerSetup {
  let raw = false;
  const input = new PassThrough();
  const stdin = Object.defineProperty(input, 'isRaw', { get: () => raw }) as unknown as NodeJS.ReadStream;
  stdin.setRawMode = (mode) => {
    raw = mode;
    return stdin;
  };
  let text = '';
  const output = new PassThrough().on('data', (chunk: Buffer) => (text += chunk.toString()));
  const stdout = Object.assign(output, { columns: 80, rows }) as unknown as NodeJS.WriteStream;
  const controller = new AbortController();
  const end = showPaged(lines, { colour: false, unicode: true }, { stdin, stdout, signal: controller.signal });
  return {
    stdin,
    press: (keys) => void input.write(keys),
    printed: () => text,
    isRaw: () => raw,
    end,
    abort: () => controller.abort(),
  };
}

const lastLine = (text: string): string => [...text.matchAll(/line (\d+)\./g)].at(-1)?.[1] ?? '';

test('what fits is printed at once, without a question', async () => {
  const pager = open(LINES.slice(0, 10));
  expect(await pager.end).toBe('read');
  expect(pager.printed()).toBe(`${LINES.slice(0, 10).join('\n')}\n`);
});

test('space shows a page, Enter a line, G the rest; the prompt is cleared each time', async () => {
  const pager = open(LINES);
  expect(pager.isRaw()).toBe(true);
  await expect.poll(() => lastLine(pager.printed())).toBe('10');
  pager.press(' ');
  await expect.poll(() => lastLine(pager.printed())).toBe('20');
  pager.press('\r\u001b[B');
  await expect.poll(() => lastLine(pager.printed())).toBe('22');
  pager.press('xG');
  expect(await pager.end).toBe('read');
  const wiped = pager.printed().replaceAll(/[^\n]*\r\u001b\[2K/g, '');
  expect(wiped).toBe(`${LINES.join('\n')}\n`);
  expect(pager.isRaw()).toBe(false);
});

/** What is on the screen: all that was printed since it was last cleared, without the prompt. */
const screenOf = (text: string): readonly string[] =>
  (text.split('\u001b[2J\u001b[H').at(-1) ?? '').replaceAll(/[^\n]*\r\u001b\[2K/g, '').match(/line \d+\./g) ?? [];

test('b, Up and g lead back: a page, a line, the beginning; from there the text goes on without a gap', async () => {
  const pager = open(LINES);
  pager.press('   ');
  await expect.poll(() => lastLine(pager.printed())).toBe('40');
  pager.press('b');
  await expect.poll(() => screenOf(pager.printed())).toEqual(LINES.slice(20, 30));
  pager.press('\u001b[A');
  await expect.poll(() => screenOf(pager.printed())).toEqual(LINES.slice(19, 29));
  pager.press('g');
  await expect.poll(() => screenOf(pager.printed())).toEqual(LINES.slice(0, 10));
  pager.press('b k');
  await expect.poll(() => screenOf(pager.printed())).toEqual(LINES.slice(9, 19));
  pager.press('G');
  expect(await pager.end).toBe('read');
  expect(screenOf(pager.printed())).toEqual(LINES.slice(9));
});

test('going back before the first page is filled shows the beginning; lines of several rows count as several', async () => {
  const pager = open([...LINES.slice(0, 4), `line 99.${'x'.repeat(230)}`, ...LINES.slice(4)]);
  pager.press('\r\r\r');
  await expect.poll(() => lastLine(pager.printed())).toBe('10');
  pager.press('b');
  await expect.poll(() => screenOf(pager.printed()).at(-1)).toBe('line 7.');
  expect(screenOf(pager.printed())[0]).toBe('line 1.');
  pager.press('q');
  expect(await pager.end).toBe('left');
});

test.each<[keys: string, end: PagerEnd]>([
  ['q', 'left'],
  ['\u001b', 'left'],
  ['\u0003', 'interrupted'],
])('%j ends it, and the terminal is as before', async (keys, end) => {
  const pager = open(LINES);
  pager.press(keys);
  expect(await pager.end).toBe(end);
  expect(pager.isRaw()).toBe(false);
  expect(pager.stdin.isPaused()).toBe(true);
  expect(pager.stdin.listenerCount('data')).toBe(0);
  await expect.poll(() => pager.printed().endsWith('\u001b[2K')).toBe(true);
});

test('a signal and a closed input end it', async () => {
  const [aborted, closed] = [open(LINES), open(LINES)];
  aborted.abort();
  closed.stdin.push(null);
  expect(await Promise.all([aborted.end, closed.end])).toEqual(['interrupted', 'left']);
});

test('a line that takes several rows counts as several', async () => {
  const pager = open(['x'.repeat(240), ...LINES]);
  await expect.poll(() => lastLine(pager.printed())).toBe('7');
  pager.press('q');
  expect(await pager.end).toBe('left');
});
