import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { editorCall } from '../../src/commands/common/editor/editor.ts';
import { splitCommand } from '../../src/commands/common/editor/split-command.ts';
import { temporaryFolder } from '../support/temporary.ts';

test.each([
  ['vim', ['vim']],
  ['  code  --wait ', ['code', '--wait']],
  ['"/opt/my editor/ed" -x', ['/opt/my editor/ed', '-x']],
  ["'/opt/my editor/ed' -x", ['/opt/my editor/ed', '-x']],
  [String.raw`/opt/my\ editor/ed -x`, ['/opt/my editor/ed', '-x']],
  [String.raw`ed "a\"b" 'c\d' "e\f"`, ['ed', 'a"b', String.raw`c\d`, String.raw`e\f`]],
  ['ed "" x""y', ['ed', '', 'xy']],
  ['ed $HOME `id` $(id) *', ['ed', '$HOME', '`id`', '$(id)', '*']],
  ['', []],
])('the words of %j', (text, words) => {
  expect(splitCommand(text, 'linux')).toEqual(words);
});

test.each([
  [String.raw`"C:\Program Files\Ed\ed.exe" -x`, [String.raw`C:\Program Files\Ed\ed.exe`, '-x']],
  [String.raw`C:\Ed\ed.exe it's`, [String.raw`C:\Ed\ed.exe`, "it's"]],
])('the words of %j on Windows', (text, words) => {
  expect(splitCommand(text, 'win32')).toEqual(words);
});

test.each(['ed "x', "ed 'x", 'ed "x\\"'])('%j has a quote without its end', (text) => {
  expect(splitCommand(text, 'linux')).toBeUndefined();
  expect(editorCall(SPOT, { option: text, env: {}, platform: 'linux' })).toEqual({
    ok: false,
    problem: `--editor has a quote without its end: ${text}`,
  });
});

const SPOT = { file: '/home/ada/demo/main.js', line: 12, column: 5 };
const FILE = SPOT.file;

function callOf(
  option: string,
  env: Readonly<Record<string, string>> = {},
  spot: Parameters<typeof editorCall>[0] = SPOT,
): unknown {
  const call = editorCall(spot, { option, env, platform: 'linux' });
  if (!call.ok || call.value === undefined) throw new Error('no call');
  const { command, args, inTerminal } = call.value;
  return [inTerminal, command, ...args];
}

test.each([
  ['code --wait', [false, 'code', '--wait', '-g', `${FILE}:12:5`]],
  ['/usr/bin/codium', [false, '/usr/bin/codium', '-g', `${FILE}:12:5`]],
  ['subl -n', [false, 'subl', '-n', `${FILE}:12:5`]],
  ['webstorm.sh', [false, 'webstorm.sh', '--line', '12', '--column', '5', FILE]],
  ['kate', [false, 'kate', '-l', '12', '-c', '5', FILE]],
  ['gvim', [false, 'gvim', '+12', FILE]],
  ['vim -u NONE', [true, 'vim', '-u', 'NONE', '+12', FILE]],
  ['nvim', [true, 'nvim', '+12', FILE]],
  ['nano', [true, 'nano', '+12,5', FILE]],
  ['emacs -nw', [true, 'emacs', '-nw', '+12:5', FILE]],
  ['emacsclient -t', [true, 'emacsclient', '-t', '+12:5', FILE]],
  ['emacs', [true, 'emacs', '+12:5', FILE]],
  ['hx', [true, 'hx', `${FILE}:12:5`]],
  ['ed -p x', [true, 'ed', '-p', 'x', FILE]],
])('%s', (option, call) => {
  expect(callOf(option)).toEqual(call);
});

test('emacs has a window where there is a display, and no editor gets a line that is not known', () => {
  expect(callOf('emacs', { DISPLAY: ':0' })).toEqual([false, 'emacs', '+12:5', FILE]);
  expect(callOf('emacs -nw', { DISPLAY: ':0' })).toEqual([true, 'emacs', '-nw', '+12:5', FILE]);
  expect(callOf('vim', {}, { file: FILE })).toEqual([true, 'vim', FILE]);
  expect(callOf('code', {}, { file: FILE, line: 3 })).toEqual([false, 'code', '-g', `${FILE}:3:1`]);
});

test('--editor comes before VISUAL, EDITOR and VS Code in its own terminal; one that is empty does not count', () => {
  const env = { VISUAL: 'nvim', EDITOR: 'nano', TERM_PROGRAM: 'vscode' };
  const named = (given: Readonly<Record<string, string>>, option?: string): string | undefined => {
    const call = editorCall(SPOT, { option, env: given, platform: 'linux' });
    return call.ok ? call.value?.name : undefined;
  };
  expect(named(env, 'hx')).toBe('hx');
  expect(named(env)).toBe('nvim');
  expect(named(env, ' ')).toBe('nvim');
  expect(named({ ...env, VISUAL: '' })).toBe('nano');
  expect(named({ TERM_PROGRAM: 'vscode' })).toBe('code');
  expect(named({ TERM_PROGRAM: 'WezTerm' })).toBeUndefined();
  expect(named({})).toBeUndefined();
});

test('a path with blanks is one word where that file exists; on Windows the program of VS Code takes the place of its script', () => {
  const folder = temporaryFolder();
  const own = path.join(folder, 'my editor');
  writeFileSync(own, '');
  expect(callOf(own)).toEqual([true, own, FILE]);
  mkdirSync(path.join(folder, 'bin'));
  for (const file of ['Code.exe', path.join('bin', 'code.cmd')]) writeFileSync(path.join(folder, file), '');
  const call = editorCall(SPOT, { option: 'code', env: { PATH: path.join(folder, 'bin') }, platform: 'win32' });
  expect(call).toMatchObject({
    value: { name: 'code', command: path.join(folder, 'Code.exe'), args: ['-g', `${FILE}:12:5`] },
  });
});
