import { createRequire } from 'node:module';
import { spawn } from '@lydell/node-pty';
import type { IPty } from '@lydell/node-pty';
import type { Terminal as HeadlessTerminal } from '@xterm/headless';

// The package is CommonJS whose exports Node cannot name for `import`.
const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as { Terminal: typeof HeadlessTerminal };

/** Not a measure of speed: a machine that the other tests keep busy needs a minute for what takes a second. */
const DEADLINE_MS = 120_000;

/** Does something when the test is over: the `onTestFinished` of the test's own context, because tests may run side by side. */
export type WhenFinished = (task: () => Promise<void> | void) => void;

export interface PtyOptions {
  readonly cwd: string;
  readonly whenFinished: WhenFinished;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

// What would make the output depend on who runs the tests.
const INFLUENCES =
  /^(?:NO_COLOR|FORCE_COLOR|COLUMNS|LINES|TERM.*|LC_.*|LANG|CI|TMUX|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|VITEST.*|npm_.*|DISPLAY|WAYLAND_DISPLAY)$/;

/** A program in a real terminal: a pty, and a model of what a person would see. */
export class TestTerminal {
  readonly #pty: IPty;
  readonly #model: HeadlessTerminal;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
  /** All that was written, as it was written. */
  raw = '';
  #onChange: (() => void)[] = [];
  #hasExited = false;

  constructor(command: string, args: readonly string[], options: PtyOptions) {
    const { cwd, columns = 80, rows = 24, env = {} } = options;
    const inherited = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined || INFLUENCES.test(name) ? [] : [[name, value]],
      ),
    );
    this.#model = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 500 });
    this.#pty = spawn(command, [...args], {
      // It becomes `TERM`, whatever the environment says.
      name: env['TERM'] ?? 'xterm-256color',
      cwd,
      cols: columns,
      rows,
      env: { ...inherited, LANG: 'C.UTF-8', ...env },
    });
    this.#pty.onData((data) => {
      this.raw += data;
      this.#model.write(data, () => this.#changed());
    });
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#hasExited = true;
        // What was written before is still being read into the model.
        this.#model.write('', () => {
          this.#changed();
          resolve({ exitCode, signal });
        });
      });
    });
    options.whenFinished(async () => {
      if (!this.#hasExited) {
        this.#pty.kill('SIGTERM');
        await this.exited;
      }
      this.#model.dispose();
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** The rows that are seen now, without blanks at their ends. */
  rows(): readonly string[] {
    const { active } = this.#model.buffer;
    return Array.from(
      { length: this.#model.rows },
      (_, row) =>
        active
          .getLine(active.baseY + row)
          ?.translateToString(true, 0, this.#model.cols)
          .trimEnd() ?? '',
    );
  }

  /** All that is seen now. */
  text(): string {
    return this.rows().join('\n');
  }

  /** Whether the drawn screen covers the earlier content. */
  get isOnAlternateScreen(): boolean {
    return this.#model.buffer.active.type === 'alternate';
  }

  /** The cursor is shown, long lines wrap, and pasting is not marked: what a shell expects. */
  get isAsUsual(): boolean {
    const { bracketedPasteMode, wraparoundMode } = this.#model.modes;
    const isCursorShown = this.raw.lastIndexOf('\u001b[?25h') >= this.raw.lastIndexOf('\u001b[?25l');
    return isCursorShown && wraparoundMode && !bracketedPasteMode && !this.isOnAlternateScreen;
  }

  press(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#model.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Closes the terminal's window: what runs in it gets HUP, and has nothing to write to. */
  hangUp(): void {
    // Every terminal of the package has it; its types name only what all platforms share.
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  /** Resolves with what is seen as soon as it matches; fails with what is seen when that does not come. */
  async sees(wanted: RegExp | ((text: string) => boolean), deadlineMs: number = DEADLINE_MS): Promise<string> {
    const isMet = (): boolean => (wanted instanceof RegExp ? wanted.test(this.text()) : wanted(this.text()));
    if (isMet()) return this.text();
    return new Promise((resolve, reject) => {
      const about = wanted instanceof RegExp ? String(wanted) : 'it';
      const timer = setTimeout(() => {
        this.#onChange = this.#onChange.filter((each) => each !== look);
        reject(new Error(`${about} was not seen within ${deadlineMs} ms, but:\n${this.text()}`));
      }, deadlineMs);
      const look = (): void => {
        if (!isMet()) return;
        clearTimeout(timer);
        this.#onChange = this.#onChange.filter((each) => each !== look);
        resolve(this.text());
      };
      this.#onChange.push(look);
    });
  }

  #changed(): void {
    for (const look of [...this.#onChange]) look();
  }
}

const ENDED = '(the program has ended)';

/**
 * Runs a program that asks nothing, and gives all that it printed. A shell holds the terminal open until that has been read: what is on the
 * way when the last program of a terminal ends may get lost.
 */
export async function printedOnTerminal(
  command: string,
  args: readonly string[],
  options: PtyOptions,
): Promise<{ readonly exitCode: number; readonly raw: string }> {
  const script = `"$@"; code=$?; printf '%s' '${ENDED}'; read -r _; exit "$code"`;
  const terminal = new TestTerminal('sh', ['-c', script, 'sh', command, ...args], options);
  await terminal.sees(() => terminal.raw.includes(ENDED));
  terminal.press('\n');
  const { exitCode } = await terminal.exited;
  return { exitCode, raw: terminal.raw.slice(0, terminal.raw.indexOf(ENDED)) };
}
