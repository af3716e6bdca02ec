import { Chalk } from 'chalk';
import { cutToWidth, displayWidth } from './text.ts';
import { KeyReader } from './watch/keys.ts';
import type { Key } from './watch/keys.ts';

export interface PagerStreams {
  /** A terminal. */
  readonly stdin: NodeJS.ReadStream;
  /** A terminal that can clear a line. */
  readonly stdout: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** `read`: to the end; `left`: stopped before it; `interrupted`: by Ctrl-C or the signal. */
export type PagerEnd = 'read' | 'left' | 'interrupted';

const WIPE_LINE = '\r\u001b[2K';
const USUAL_ROWS = 24;
const USUAL_COLUMNS = 80;

type PagerCommand = 'page' | 'line' | 'rest' | 'leave' | 'interrupt';

const COMMANDS: Readonly<Record<Key, PagerCommand>> = {
  space: 'page',
  'page-down': 'page',
  f: 'page',
  enter: 'line',
  down: 'line',
  j: 'line',
  G: 'rest',
  end: 'rest',
  q: 'leave',
  escape: 'leave',
  'ctrl-d': 'leave',
  'ctrl-c': 'interrupt',
};

/**
 * Prints lines a screen at a time. What was read stays in the terminal above the prompt, where it can be scrolled back to and
 * copied from; so there is no scrolling back here, and no screen to restore. Text that fits is printed at once.
 */
export async function showPaged(lines: readonly string[], look: PagerLook, streams: PagerStreams): Promise<PagerEnd> {
  const pages = new Pages(lines, look, streams.stdout);
  pages.printPage();
  if (pages.isOver) return 'read';
  if (streams.signal.aborted) return 'interrupted';
  return readKeys(pages, streams);
}

interface PagerLook {
  readonly colour: boolean;
  readonly unicode: boolean;
}

/** The lines, and how many of them were printed. */
class Pages {
  readonly #lines: readonly string[];
  readonly #look: PagerLook;
  readonly #stdout: NodeJS.WriteStream;
  #shown = 0;

  constructor(lines: readonly string[], look: PagerLook, stdout: NodeJS.WriteStream) {
    this.#lines = lines;
    this.#look = look;
    this.#stdout = stdout;
  }

  get isOver(): boolean {
    return this.#shown >= this.#lines.length;
  }

  printPage(): void {
    this.print(Math.max(2, (this.#stdout.rows || USUAL_ROWS) - 1));
  }

  /** Prints what fits into `rows` rows, at least one line. */
  print(rows: number): void {
    const lines = this.#lines;
    const columns = this.#stdout.columns || USUAL_COLUMNS;
    const from = this.#shown;
    let available = rows;
    while (this.#shown < lines.length) {
      const size = Math.max(1, Math.ceil(displayWidth(lines[this.#shown] ?? '') / columns));
      if (size > available && this.#shown > from) break;
      this.#shown += 1;
      available -= size;
      if (available <= 0) break;
    }
    if (this.#shown > from) this.#stdout.write(`${lines.slice(from, this.#shown).join('\n')}\n`);
  }

  readonly prompt = (): void => {
    const { colour, unicode } = this.#look;
    const chalk = new Chalk({ level: colour ? 1 : 0 });
    const keys = `${this.#shown} of ${this.#lines.length} lines. Space: next page  Enter: next line  G: to the end  q: stop`;
    const width = Math.max(1, (this.#stdout.columns || USUAL_COLUMNS) - 1);
    this.#stdout.write(`${WIPE_LINE}${chalk.inverse(cutToWidth(keys, width, unicode ? '…' : '...'))}`);
  };
}

/** Prints the rest by keys, until the end or until the person stops. The terminal is restored however it ends. */
function readKeys(pages: Pages, { stdin, stdout, signal }: PagerStreams): Promise<PagerEnd> {
  return new Promise((resolve) => {
    const reader = new KeyReader();
    const restore = (): void => {
      if (stdin.isRaw) stdin.setRawMode(false);
      stdout.write(WIPE_LINE);
    };
    const end = (how: PagerEnd): void => {
      stdin.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      stdout.off('resize', pages.prompt);
      signal.removeEventListener('abort', onAbort);
      process.off('exit', restore);
      restore();
      resolve(how);
    };
    const onEnd = (): void => end('left');
    const onAbort = (): void => end('interrupted');
    const onData = (chunk: Buffer | string): void => {
      for (const key of reader.read(chunk.toString())) {
        const command = COMMANDS[key];
        if (command === undefined) continue;
        if (command === 'leave') return end('left');
        if (command === 'interrupt') return end('interrupted');
        stdout.write(WIPE_LINE);
        if (command === 'page') pages.printPage();
        else pages.print(command === 'line' ? 1 : Infinity);
        if (pages.isOver) return end('read');
        pages.prompt();
      }
    };
    process.once('exit', restore);
    stdin.setRawMode(true);
    stdin.on('data', onData).on('end', onEnd).on('close', onEnd).resume();
    stdout.on('resize', pages.prompt);
    signal.addEventListener('abort', onAbort, { once: true });
    pages.prompt();
  });
}
