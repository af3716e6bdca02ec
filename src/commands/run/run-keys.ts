import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import { statFields } from '../../model/proc-stat.ts';
import { startTerminalGuard } from '../../terminal/watch/terminal-guard.ts';
import type { TerminalGuard } from '../../terminal/watch/terminal-guard.ts';
import type { CommandContext } from '../common/context.ts';

/** `line`: the person is to type one. */
export type KeyAnswer = 'done' | 'line';

export interface RunKeysOptions {
  readonly context: CommandContext;
  /** A key was pressed: one character. */
  readonly onKey: (key: string) => KeyAnswer;
  /** The line that was asked for. */
  readonly onLine: (line: string) => void;
  /** Whether the person types a line: nothing should be printed then. */
  readonly onTyping: (isTyping: boolean) => void;
}

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const CTRL_BACKSLASH = '\u001c';
/** Escape sequences and pasted text are not keys; see `KeyReader`. */
const ESCAPE = '\u001b';

/** Keys that are read one by one while lines are printed. In the background of a shell nothing is read: the system would stop the program for it. */
export class RunKeys {
  readonly #options: RunKeysOptions;
  #guard: TerminalGuard | undefined;
  #line: readline.Interface | undefined;
  #isOver = false;

  constructor(options: RunKeysOptions) {
    this.#options = options;
  }

  open(): void {
    process.on('SIGCONT', this.#attach);
    process.prependListener('exit', this.#detach);
    this.#attach();
  }

  /** Gives the terminal back. Idempotent. */
  close(): void {
    this.#isOver = true;
    process.off('SIGCONT', this.#attach);
    process.off('exit', this.#detach);
    this.#line?.close();
    this.#detach();
  }

  readonly #attach = (): void => {
    const { stdin } = this.#options.context;
    if (this.#isOver || this.#line !== undefined || !isInForeground()) return;
    this.#guard ??= startTerminalGuard(process.stdout.fd, '');
    // Resumed by a shell that has set its own modes: Node believes that raw mode is still set.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    stdin.setEncoding('utf8').off('data', this.#read).on('data', this.#read).resume();
  };

  readonly #detach = (): void => {
    const { stdin } = this.#options.context;
    stdin.off('data', this.#read).pause();
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
    this.#guard?.dismiss();
    this.#guard = undefined;
  };

  readonly #read = (chunk: string): void => {
    if (chunk.startsWith(ESCAPE)) return;
    for (const [at, key] of [...chunk].entries()) {
      if (key === CTRL_C) process.emit('SIGINT', 'SIGINT');
      else if (key === CTRL_BACKSLASH) process.kill(process.pid, 'SIGQUIT');
      else if (key === CTRL_Z) this.#suspend();
      // A gap between what was and what comes.
      else if (key === '\r' || key === '\n') this.#options.context.stdout.write('\n');
      else if (this.#options.onKey(key) === 'line') return this.#askLine([...chunk].slice(at + 1).join(''));
    }
  };

  #suspend(): void {
    if (process.platform === 'win32') return;
    this.#detach();
    // The whole group: when started by npx, the tutor is not the only process in it.
    process.kill(0, 'SIGTSTP');
  }

  /** @param begun what was typed so fast that it came with the key */
  #askLine(begun: string): void {
    const { context, onLine, onTyping } = this.#options;
    const { stdin, stdout } = context;
    stdin.off('data', this.#read);
    onTyping(true);
    const line = readline.createInterface({ input: stdin, output: stdout, terminal: true, prompt: '> ' });
    this.#line = line;
    let typed = '';
    line.once('line', (text) => {
      typed = text;
      line.close();
    });
    line.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
    line.once('close', () => {
      this.#line = undefined;
      onTyping(false);
      onLine(typed);
      this.#attach();
    });
    line.prompt();
    if (begun !== '') line.write(begun);
  }
}

/** Whether the terminal's keys are for this program: the shell has started it without `&`, or brought it back. */
function isInForeground(): boolean {
  const [group, foreground] = groups();
  return group !== undefined && group === foreground;
}

/** The process's group, and the one that has the terminal. */
function groups(): readonly (string | undefined)[] {
  if (process.platform === 'win32') return ['', ''];
  if (process.platform === 'linux') {
    const fields = statFields(readFileSync('/proc/self/stat', 'utf8'));
    return [fields[2], fields[5]];
  }
  const { stdout } = spawnSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  return stdout.trim().split(/\s+/u);
}
