import { existsSync } from 'node:fs';
import path from 'node:path';
import { ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { splitCommand } from './split-command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A place that an editor opens. */
export interface Spot {
  /** Absolute path: no editor takes it for an option. */
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The program that opens a spot. */
export interface EditorCall {
  /** What it is called in sentences: `vim`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** It needs the terminal; else it has a window of its own. */
  readonly inTerminal: boolean;
}

type Arguments = (file: string, line: number, column: number) => readonly string[];

interface Known {
  readonly names: readonly string[];
  readonly inTerminal: boolean;
  readonly at: Arguments;
}

const plusLine: Arguments = (file, line) => [`+${line}`, file];
const plusColumn: Arguments = (file, line, column) => [`+${line}:${column}`, file];
const appended: Arguments = (file, line, column) => [`${file}:${line}:${column}`];

/** How editors are told a line, as their manuals have it. */
const KNOWN: readonly Known[] = [
  {
    names: ['code', 'code-insiders', 'code-oss', 'codium', 'vscodium', 'cursor', 'windsurf'],
    inTerminal: false,
    at: (file, line, column) => ['-g', `${file}:${line}:${column}`],
  },
  { names: ['subl', 'sublime_text', 'zed', 'zeditor'], inTerminal: false, at: appended },
  {
    names: [
      'idea',
      'idea64',
      'webstorm',
      'webstorm64',
      'pycharm',
      'pycharm64',
      'phpstorm',
      'goland',
      'rubymine',
      'fleet',
    ],
    inTerminal: false,
    at: (file, line, column) => ['--line', String(line), '--column', String(column), file],
  },
  {
    names: ['kate', 'kwrite'],
    inTerminal: false,
    at: (file, line, column) => ['-l', String(line), '-c', String(column), file],
  },
  { names: ['mate'], inTerminal: false, at: (file, line, column) => ['-l', `${line}:${column}`, file] },
  { names: ['gedit'], inTerminal: false, at: plusColumn },
  { names: ['gvim', 'mvim', 'geany', 'bbedit'], inTerminal: false, at: plusLine },
  { names: ['notepad++'], inTerminal: false, at: (file, line, column) => [`-n${line}`, `-c${column}`, file] },
  { names: ['vim', 'vi', 'nvim', 'view', 'joe', 'mg', 'jed', 'ne'], inTerminal: true, at: plusLine },
  { names: ['nano', 'pico', 'rnano'], inTerminal: true, at: (file, line, column) => [`+${line},${column}`, file] },
  { names: ['emacs', 'emacsclient', 'micro', 'kak'], inTerminal: true, at: plusColumn },
  { names: ['hx', 'helix'], inTerminal: true, at: appended },
];

/** Emacs has both: options say which. */
const EMACS_IN_TERMINAL = /^(?:-nw|-t|--tty|--no-window-system)$/u;

/**
 * How to open a spot: by `--editor`, else by VISUAL, EDITOR, and VS Code in a terminal of its own. A program that is not known gets the file only, and the
 * terminal, as EDITOR has always meant. A problem: a command that cannot be read. undefined: no editor is named.
 * @param option of the call
 */
export function editorCall(
  spot: Spot,
  {
    option,
    env,
    platform = process.platform,
  }: { readonly option: string | undefined; readonly env: Environment; readonly platform?: NodeJS.Platform },
): Result<EditorCall | undefined, string> {
  const [source, text] = chosen(option, env);
  if (text === undefined) return ok(undefined);
  const words = existsSync(text) ? [text] : splitCommand(text, platform);
  if (words === undefined) return { ok: false, problem: `${source} has a quote without its end: ${text}` };
  const [command = '', ...own] = words;
  const name = nameOf(command);
  const known = KNOWN.find(({ names }) => names.includes(name));
  const { file, line, column = 1 } = spot;
  const place = known === undefined || line === undefined ? [file] : known.at(file, line, column);
  const program = platform === 'win32' ? windowsProgram(command, env) : command;
  return ok({
    name,
    command: program,
    args: [...own, ...place],
    inTerminal: takesTerminal(name, own, { known, env, platform }),
  });
}

function chosen(option: string | undefined, env: Environment): readonly [source: string, text: string | undefined] {
  const named = [
    ['--editor', option],
    ['VISUAL', env['VISUAL']],
    ['EDITOR', env['EDITOR']],
    ['TERM_PROGRAM', env['TERM_PROGRAM'] === 'vscode' ? 'code' : undefined],
  ] as const;
  return named.find(([, text]) => text !== undefined && text.trim() !== '') ?? ['', undefined];
}

/** `C:\Program Files\Microsoft VS Code\bin\code.cmd` is `code`. */
function nameOf(command: string): string {
  return (command.split(/[\\/]/u).at(-1) ?? '').toLowerCase().replace(/\.(?:exe|cmd|bat|sh)$/u, '');
}

function takesTerminal(
  name: string,
  args: readonly string[],
  {
    known,
    env,
    platform,
  }: { readonly known: Known | undefined; readonly env: Environment; readonly platform: NodeJS.Platform },
): boolean {
  if (!/^emacs(?:client)?$/u.test(name)) return known?.inTerminal ?? true;
  if (args.some((arg) => EMACS_IN_TERMINAL.test(arg))) return true;
  const hasWindows = platform === 'win32' || platform === 'darwin' || !!env['DISPLAY'] || !!env['WAYLAND_DISPLAY'];
  return !hasWindows;
}

/**
 * On Windows a script (`code.cmd`) runs only in a shell, which would read the name of the file as well. The program of VS Code is beside the folder of
 * its script.
 */
function windowsProgram(command: string, env: Environment): string {
  const folders = /[\\/]/u.test(command) ? [''] : (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter);
  const script = folders
    .map((folder) => path.join(folder, /\.cmd$/iu.test(command) ? command : `${command}.cmd`))
    .find((file) => existsSync(file));
  const program = script === undefined ? undefined : path.join(path.dirname(script), '..', 'Code.exe');
  return program !== undefined && existsSync(program) ? program : command;
}
