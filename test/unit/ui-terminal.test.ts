import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { startSpinner } from '../../src/terminal/spinner.ts';
import { terminalOptions } from '../../src/terminal/terminal.ts';

const tty = { isTTY: true, columns: 100 };
const utf8 = { LANG: 'en_US.UTF-8' };

test.each([
  ['a terminal', tty, {}, {}, true],
  ['a pipe', {}, {}, {}, false],
  ['NO_COLOR', tty, { NO_COLOR: '1' }, {}, false],
  ['an empty NO_COLOR', tty, { NO_COLOR: '' }, {}, true],
  ['FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '1' }, {}, true],
  ['FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, {}, false],
  ['NO_COLOR and FORCE_COLOR', tty, { NO_COLOR: '1', FORCE_COLOR: '1' }, {}, false],
  ['--no-color and FORCE_COLOR', tty, { FORCE_COLOR: '1' }, { color: false }, false],
  ['TERM=dumb', tty, { TERM: 'dumb' }, {}, false],
])('colour with %s', (_, stream, env, flags, expected) => {
  expect(terminalOptions(stream, env, flags, 'linux').colour).toBe(expected);
});

test.each([
  ['a UTF-8 locale', { LANG: 'de_DE.utf8' }, 'linux', true],
  ['no locale at all', {}, 'linux', true],
  ['the C locale', { LANG: 'C' }, 'linux', false],
  ['a Latin locale', { LANG: 'en_US.UTF-8', LC_ALL: 'de_DE.ISO-8859-1' }, 'linux', false],
  ['TERM=dumb', { ...utf8, TERM: 'dumb' }, 'linux', false],
  ['an old Windows console', {}, 'win32', false],
  ['Windows Terminal', { WT_SESSION: 'x' }, 'win32', true],
] as const)('unicode with %s', (_, env, platform, expected) => {
  expect(terminalOptions(tty, env, {}, platform).unicode).toBe(expected);
});

test.each([
  ['the terminal says', tty, {}, 100],
  ['COLUMNS wins', tty, { COLUMNS: '72' }, 72],
  ['a pipe', {}, {}, 80],
  ['too narrow', { columns: 20 }, {}, 60],
  ['too wide', { columns: 400 }, {}, 120],
  ['COLUMNS that is no number', {}, { COLUMNS: 'x' }, 80],
])('width: %s', (_, stream, env, expected) => {
  expect(terminalOptions(stream, env, {}, 'linux').width).toBe(expected);
});

function fakeStream(isTTY: boolean): { readonly stream: NodeJS.WriteStream; readonly written: () => string } {
  let text = '';
  const write = (part: string): boolean => {
    text += part;
    return true;
  };
  const stream = Object.assign(new EventEmitter(), { isTTY, columns: 20, write });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => text };
}

test('the spinner is silent where there is no terminal', () => {
  const { stream, written } = fakeStream(false);
  const spinner = startSpinner('checking', { stream, colour: true, unicode: true });
  spinner.update('still');
  spinner.stop();
  expect(written()).toBe('');
});

test('the spinner fits the line, and restores the cursor once', () => {
  const { stream, written } = fakeStream(true);
  const listeners = process.listenerCount('exit');
  const spinner = startSpinner('a text that is wider than the terminal', { stream, colour: false, unicode: false });
  expect(written()).toBe('\u001b[?25l\r\u001b[2K- a text that is...');
  expect(process.listenerCount('exit')).toBe(listeners + 1);
  spinner.stop();
  spinner.stop();
  expect(written().split('\u001b[?25h')).toHaveLength(2);
  expect(written().endsWith('\r\u001b[2K\u001b[?25h')).toBe(true);
  expect(process.listenerCount('exit')).toBe(listeners);
});
