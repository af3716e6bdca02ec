import { expect, test } from 'vitest';
import { KeyReader } from '../../src/terminal/watch/keys.ts';
import { placeLinks } from '../../src/terminal/watch/link.ts';
import { foldStyled, styledWidth } from '../../src/terminal/watch/styled.ts';

test('keys come one by one, by name where they have no character', () => {
  const read = (chunk: string): readonly string[] => new KeyReader().read(chunk);
  expect(read('nH')).toEqual(['n', 'h']);
  expect(read('gG')).toEqual(['g', 'G']);
  expect(read('\u001b[A\u001bOB\u001b[5~\u001b[6~\r \u007f\u0003')).toEqual([
    'up',
    'down',
    'page-up',
    'page-down',
    'enter',
    'space',
    'backspace',
    'ctrl-c',
  ]);
  expect(read('\u001b')).toEqual(['escape']);
  // Keys with Alt, function keys, the terminal's own reports: none of them is one of ours.
  expect(read('\u001bn\u001b[15~\u001b[?2026;2$y\u0001')).toEqual([]);
});

test('pasted text is not a key, even when it comes in pieces', () => {
  const keys = new KeyReader();
  expect(keys.read('\u001b[200~s')).toEqual([]);
  expect(keys.read('y\na')).toEqual([]);
  expect(keys.read('\u001b[201~n')).toEqual(['n']);
});

test('a styled line is folded with its colours and links complete in each part', () => {
  const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
  expect(foldStyled('abcdef', 4)).toEqual(['abcd', 'ef']);
  expect(foldStyled(`x${red('abcdef')}y`, 4)).toEqual(['x\u001b[31mabc\u001b[0m', '\u001b[31mdef\u001b[39my']);
  const link = '\u001b]8;;file:///a\u001b\\abcdef\u001b]8;;\u001b\\';
  expect(foldStyled(link, 3)).toEqual([
    '\u001b]8;;file:///a\u001b\\abc\u001b]8;;\u001b\\',
    '\u001b]8;;file:///a\u001b\\def\u001b]8;;\u001b\\',
  ]);
  expect(styledWidth(link)).toBe(6);
  // Two columns each; a tab is four.
  expect(foldStyled('日本語', 4)).toEqual(['日本', '語']);
  expect(foldStyled('\ta', 80)).toEqual(['    a']);
});

test('places are links where the terminal supports links', () => {
  const place = { file: 'a b/main.js', line: 7, column: 3 };
  const text = (env: Record<string, string>): string => placeLinks('/home/me', env)('main.js:7', place);
  expect(text({ TERM: 'dumb' })).toBe('main.js:7');
  expect(text({ TERM: 'xterm-256color' })).toMatch(
    /^\u001b\]8;;file:\/\/[^/]*\/home\/me\/a%20b\/main\.js\u001b\\main\.js:7\u001b\]8;;\u001b\\$/u,
  );
  expect(text({ TERM: 'xterm', TERM_PROGRAM: 'vscode' })).toContain('vscode://file/home/me/a%20b/main.js:7:3');
  expect(text({ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' })).toContain('main.js#7');
  expect(text({ TERM: 'xterm', FORCE_HYPERLINK: '0' })).toBe('main.js:7');
});

test('a wrapped line continues with its sign, and no row is too wide', () => {
  expect(foldStyled('const answer = 42;', 8, '> ')).toEqual(['const an', '> swer =', '>  42;']);
});
