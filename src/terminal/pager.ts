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
const CLEAR_SCREEN = '\u001b[2J\u001b[H';
const USUAL_ROWS = 24;
const USUAL_COLUMNS = 80;

type PagerCommand = 'page' | 'line' | 'rest' | 'page-back' | 'line-back' | 'top' | 'leave' | 'interrupt';

const COMMANDS: Readonly<Record<Key, PagerCommand>> = {
  space: 'page',
  'page-down': 'page',
  f: 'page',
  enter: 'line',
  down: 'line',
  j: 'line',
  G: 'rest',
  end: 'rest',
  b: 'page-back',
  'page-up': 'page-back',
  up: 'line-back',
  k: 'line-back',
  g: 'top',
  home: 'top',
  q: 'leave',
  escape: 'leave',
  'ctrl-d': 'leave',
  'ctrl-c': 'interrupt',
};

/**
 * Prints lines a screen at a time. What was read stays in the terminal above the prompt, where it can be scrolled back to and
 * copied from, so no screen has to be restored; going back by a key clears the screen and prints it anew. Text that fits is printed at once.
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
    this.print(this.#rows());
  }

  /** Shows the screen whose last line is the one before the first that is visible; that of the beginning, where so many do not come before. */
  pageBack(): void {
    this.#endAt(this.#firstBefore(this.#shown));
  }

  lineBack(): void {
    this.#endAt(this.#shown - 1);
  }

  top(): void {
    this.#endAt(0);
  }

  /** Clears the screen, and prints on it the lines before this one, or a whole page from the first line. */
  #endAt(end: number): void {
    this.#shown = this.#firstBefore(end);
    this.#stdout.write(CLEAR_SCREEN);
    if (this.#shown === 0) return this.printPage();
    const from = this.#shown;
    this.#shown = end;
    this.#stdout.write(`${this.#lines.slice(from, end).join('\n')}\n`);
  }

  /** The first line of the page that ends before line `end`. */
  #firstBefore(end: number): number {
    let available = this.#rows();
    let first = end;
    while (first > 0) {
      available -= this.#size(first - 1);
      if (available < 0) break;
      first -= 1;
    }
    return first;
  }

  #rows(): number {
    return Math.max(2, (this.#stdout.rows || USUAL_ROWS) - 1);
  }

  /** Rows that a line takes. */
  #size(index: number): number {
    return Math.max(1, Math.ceil(displayWidth(this.#lines[index] ?? '') / (this.#stdout.columns || USUAL_COLUMNS)));
  }

  /** Prints what fits into `rows` rows, at least one line. */
  print(rows: number): void {
    const lines = this.#lines;
    const from = this.#shown;
    let available = rows;
    while (this.#shown < lines.length) {
      const size = this.#size(this.#shown);
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
    const keys = `${this.#shown} of ${this.#lines.length} lines. Space: next page  Enter: line  b: back  G: end  q: stop`;
    const width = Math.max(1, (this.#stdout.columns || USUAL_COLUMNS) - 1);
    this.#stdout.write(`${WIPE_LINE}${chalk.inverse(cutToWidth(keys, width, unicode ? '…' : '...'))}`);
  };
}

const MOVES: Readonly<Record<Exclude<PagerCommand, 'leave' | 'interrupt'>, (pages: Pages) => void>> = {
  page: (pages) => pages.printPage(),
  line: (pages) => pages.print(1),
  rest: (pages) => pages.print(Infinity),
  'page-back': (pages) => pages.pageBack(),
  'line-back': (pages) => pages.lineBack(),
  top: (pages) => pages.top(),
};

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
        MOVES[command](pages);
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
