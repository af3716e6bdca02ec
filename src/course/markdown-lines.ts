export interface MarkdownLine {
  /** 1-based, counted from the start of the text. */
  readonly number: number;
  readonly text: string;
  /** Part of fenced code, the fence's own lines included. */
  readonly inFence: boolean;
  /** The opening fence's info string (on its line only): `js file=main.js`. */
  readonly opens?: string;
  /** The closing fence. */
  readonly closes: boolean;
}

/** Lines of a Markdown text, each with whether it is in fenced code (CommonMark 4.5; fences of backticks and tildes). */
export function* markdownLines(text: string): Generator<MarkdownLine> {
  let fence: string | undefined;
  let number = 0;
  for (const line of text.split(/\r?\n/)) {
    number++;
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line);
    const [run, info] = [mark?.[1] ?? '', mark === null ? '' : line.slice(mark[0].length).trim()];
    if (fence === undefined && run !== '' && !(run.startsWith('`') && info.includes('`'))) {
      fence = run;
      yield { number, text: line, inFence: true, opens: info, closes: false };
    } else if (fence !== undefined && run.startsWith(fence) && info === '') {
      fence = undefined;
      yield { number, text: line, inFence: true, closes: true };
    } else {
      yield { number, text: line, inFence: fence !== undefined, closes: false };
    }
  }
}
