import { stripVTControlCharacters } from 'node:util';
import { ChangeSignal } from '../model/waiting.ts';

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

const MOST_LINES = 500;
const LONGEST_LINE = 4000;
/** A report of an error comes in several pieces: who waits looks this long after the first of them. Milliseconds. */
const SETTLE_MS = 10;

/** A server's output as lines, bounded: the oldest are dropped first, an endless line is broken. */
export class OutputRing {
  readonly #lines: OutputLine[] = [];
  readonly #partial = { stdout: '', stderr: '' };
  readonly #onLine: (line: OutputLine) => void;
  readonly #changes = new ChangeSignal();
  #settling: NodeJS.Timeout | undefined;
  #dropped = 0;

  constructor(onLine: (line: OutputLine) => void = () => undefined) {
    this.#onLine = onLine;
  }

  push(stream: OutputLine['stream'], chunk: string): void {
    const parts = (this.#partial[stream] + chunk).split(/\r?\n/u);
    const rest = parts.pop() ?? '';
    for (const part of parts) this.#add({ stream, text: this.#broken(stream, part) });
    this.#partial[stream] = this.#broken(stream, rest);
  }

  /** Adds a text that is too long for a line in pieces, up to its last one, which is the result. */
  #broken(stream: OutputLine['stream'], text: string): string {
    let rest = text;
    for (; rest.length > LONGEST_LINE; rest = rest.slice(LONGEST_LINE))
      this.#add({ stream, text: rest.slice(0, LONGEST_LINE) });
    return rest;
  }

  /** Takes a last line without a line end: the process is gone and no more will come. */
  end(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream] !== '') this.#add({ stream, text: this.#partial[stream] });
      this.#partial[stream] = '';
    }
  }

  #add(line: OutputLine): void {
    const clean = { stream: line.stream, text: stripVTControlCharacters(line.text) };
    this.#lines.push(clean);
    if (this.#lines.length > MOST_LINES) {
      this.#lines.shift();
      this.#dropped += 1;
    }
    this.#onLine(clean);
    this.#wakeSoon();
  }

  #wakeSoon(): void {
    if (this.#settling !== undefined) return;
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      this.#changes.wake();
    }, SETTLE_MS);
  }

  /** How many lines were written until now, including dropped ones: a mark for `since`. */
  get count(): number {
    return this.#dropped + this.#lines.length;
  }

  /** The lines written after `mark`, as far as they are kept. */
  since(mark: number): readonly OutputLine[] {
    return this.#lines.slice(Math.max(0, mark - this.#dropped));
  }

  /** The last lines that are not blank, oldest first. */
  last(most: number): readonly string[] {
    return this.#lines
      .map((line) => line.text)
      .filter((text) => text.trim() !== '')
      .slice(-most);
  }

  /**
   * What `look` finds in the present lines, or in those at any moment before the deadline (ms); it is called again when there are more. What a
   * server prints about a request takes another way than its response, and may arrive later.
   */
  find<T>(look: () => T | undefined, deadlineMs: number): Promise<T | undefined> {
    return this.#changes.find(look, { deadlineMs });
  }

  /** The first line that matches, of those here and those that come before the deadline (ms). */
  async line(pattern: RegExp, deadlineMs: number): Promise<string | undefined> {
    return this.find(() => this.#lines.find((line) => pattern.test(line.text))?.text, deadlineMs);
  }

  text(): string {
    return this.#lines.map((line) => line.text).join('\n');
  }
}
