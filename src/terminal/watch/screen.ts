import { writeSync } from 'node:fs';
import { KeyReader } from './keys.ts';
import type { Key } from './keys.ts';
import { startTerminalGuard } from './terminal-guard.ts';
import type { TerminalGuard } from './terminal-guard.ts';
import type { Size } from './theme.ts';

// DEC private modes (xterm's control sequences): 1049 the other screen, 25 the cursor, 7 wrapping, 2004 marks around what is
// pasted, 2026 synchronized updates.
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[H\u001b[2J';
const LEAVE = '\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

export interface ScreenOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** File descriptor of the terminal behind `stdout`. */
  readonly terminal: number;
  readonly onKey: (key: Key) => void;
  /** The terminal was resized, or its content is gone. */
  readonly onResize: () => void;
}

/**
 * The terminal as one drawn screen. From `enter` to `leave` the cursor is hidden, keys are read one by one, and the
 * terminal's earlier content is kept. It is restored on every way out: `leave`, the end of the process, an error, a KILL.
 */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #keys = new KeyReader();
  #shown: readonly string[] = [];
  #guard: TerminalGuard | undefined;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  get size(): Size {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
  }

  get isOpen(): boolean {
    return this.#guard !== undefined;
  }

  enter(): void {
    if (this.isOpen) return;
    const { stdin, stdout, terminal } = this.#options;
    this.#guard = startTerminalGuard(terminal, LEAVE);
    // Before the command line's own handlers, which print the error: that belongs on the restored terminal.
    process.prependListener('exit', this.#restore);
    process.prependListener('uncaughtException', this.#restore);
    process.prependListener('unhandledRejection', this.#restore);
    stdin.setRawMode(true);
    stdin.setEncoding('utf8').on('data', this.#read).resume();
    stdout.on('resize', this.#resized);
    if (process.platform !== 'win32') process.on('SIGCONT', this.#continued);
    this.#shown = [];
    stdout.write(ENTER);
  }

  /** Restores the terminal. Idempotent. */
  leave(): void {
    if (!this.isOpen) return;
    const { stdin, stdout } = this.#options;
    stdout.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued);
    stdin.off('data', this.#read).pause();
    this.#restore();
    process.off('exit', this.#restore);
    process.off('uncaughtException', this.#restore);
    process.off('unhandledRejection', this.#restore);
  }

  /** Whether a line is typed: then characters are given as they are. */
  set isTyping(isTyping: boolean) {
    this.#keys.isTyping = isTyping;
  }

  /** Shows these lines, one per row; only rows that have changed are written. */
  show(lines: readonly string[]): void {
    if (!this.isOpen) return;
    const rows = Math.max(lines.length, this.#shown.length);
    let change = '';
    for (let row = 0; row < rows; row += 1) {
      const line = lines[row] ?? '';
      if (line !== this.#shown[row]) change += `\u001b[${row + 1};1H${line}\u001b[K`;
    }
    this.#shown = lines;
    if (change !== '') this.#options.stdout.write(`${BEGIN}${change}${END}`);
  }

  /** Forgets what is on the terminal, so that the next `show` writes every row. */
  forget(): void {
    this.#shown = [];
    if (this.isOpen) this.#options.stdout.write('\u001b[2J');
  }

  readonly #read = (chunk: string): void => {
    for (const key of this.#keys.read(chunk)) this.#options.onKey(key);
  };

  readonly #resized = (): void => {
    this.#shown = [];
    this.#options.onResize();
  };

  /** Stopped from outside and resumed: meanwhile a shell had the terminal and set its own modes. */
  readonly #continued = (): void => {
    const { stdin, stdout } = this.#options;
    // Node believes that raw mode is still set, so setting it again would do nothing.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    stdout.write(ENTER);
    this.#resized();
  };

  /** Synchronous, for handlers of the process's end: a stream's pending writes would be lost then. */
  readonly #restore = (): void => {
    const guard = this.#guard;
    if (guard === undefined) return;
    this.#guard = undefined;
    const { stdin, terminal } = this.#options;
    try {
      stdin.setRawMode(false);
      writeSync(terminal, LEAVE);
    } catch {
      // The terminal is gone (its window was closed): there is nothing to restore.
    }
    guard.dismiss();
  };
}
