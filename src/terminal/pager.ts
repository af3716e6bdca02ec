import { Chalk } from 'chalk';
import { cutToWidth, displayWidth } from './text.ts';
import { KeyReader } from './watch/keys.ts';
import type { Key } from './watch/keys.ts';

export interface PagerStreams {
  /** A terminal. */
  readonly stdin: NodeJS.ReadStream;
  /** A terminal that can wipe a line. */
  readonly stdout: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** `read`: to the end; `left`: stopped before it; `interrupted`: by Ctrl-C or the signal. */
export type PagerEnd = 'read' | 'left' | 'interrupted';

const WIPE_LINE = '\r\u001b[2K';
const USUAL_ROWS = 24;
const USUAL_COLUMNS = 80;

type Move = 'page' | 'line' | 'rest' | 'leave' | 'interrupt';

const MOVES: Readonly<Record<Key, Move>> = {
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
 * copied from; so there is no way back here, and no screen to restore. Text that fits is printed at once.
 */
export async function showPaged(
  lines: readonly string[],
  { colour, unicode }: { readonly colour: boolean; readonly unicode: boolean },
  { stdin, stdout, signal }: PagerStreams,
): Promise<PagerEnd> {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  let shown = 0;
  /** Prints what fits into `rows` rows, at least one line. */
  const print = (rows: number): void => {
    const columns = stdout.columns || USUAL_COLUMNS;
    const from = shown;
    let room = rows;
    while (shown < lines.length) {
      const size = Math.max(1, Math.ceil(displayWidth(lines[shown] ?? '') / columns));
      if (size > room && shown > from) break;
      shown += 1;
      room -= size;
      if (room <= 0) break;
    }
    if (shown > from) stdout.write(`${lines.slice(from, shown).join('\n')}\n`);
  };
  const pageRows = (): number => Math.max(2, (stdout.rows || USUAL_ROWS) - 1);

  print(pageRows());
  if (shown >= lines.length) return 'read';
  if (signal.aborted) return 'interrupted';
  const prompt = (): void => {
    const keys = `${shown} of ${lines.length} lines. Space: next page  Enter: next line  G: to the end  q: stop`;
    const text = cutToWidth(keys, Math.max(1, (stdout.columns || USUAL_COLUMNS) - 1), unicode ? '…' : '...');
    stdout.write(`${WIPE_LINE}${chalk.inverse(text)}`);
  };
  return new Promise((resolve) => {
    const reader = new KeyReader();
    const restore = (): void => {
      if (stdin.isRaw) stdin.setRawMode(false);
      stdout.write(WIPE_LINE);
    };
    const end = (how: PagerEnd): void => {
      stdin.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      stdout.off('resize', prompt);
      signal.removeEventListener('abort', onAbort);
      process.off('exit', restore);
      restore();
      resolve(how);
    };
    const onEnd = (): void => end('left');
    const onAbort = (): void => end('interrupted');
    const onData = (chunk: Buffer | string): void => {
      for (const key of reader.read(chunk.toString())) {
        const move = MOVES[key];
        if (move === undefined) continue;
        if (move === 'leave') return end('left');
        if (move === 'interrupt') return end('interrupted');
        stdout.write(WIPE_LINE);
        print(move === 'page' ? pageRows() : move === 'line' ? 1 : Infinity);
        if (shown >= lines.length) return end('read');
        prompt();
      }
    };
    process.once('exit', restore);
    stdin.setRawMode(true);
    stdin.on('data', onData).on('end', onEnd).on('close', onEnd).resume();
    stdout.on('resize', prompt);
    signal.addEventListener('abort', onAbort, { once: true });
    prompt();
  });
}
