// A real program in a real terminal (a pty), and the cells of its screen.
import { createRequire } from 'node:module';
import path from 'node:path';
import { spawn } from '@lydell/node-pty';

// The package is CommonJS whose exports Node cannot name for `import`.
const { Terminal } = createRequire(import.meta.url)('@xterm/headless');

const DEADLINE_MS = 60_000;
/** Variables that would make the picture depend on the machine. */
const INFLUENCES =
  /^(?:NO_COLOR|FORCE_COLOR|COLUMNS|LINES|TERM.*|LC_.*|LANG|CI|TMUX|PAGER|NODE_.*|npm_.*|DISPLAY|WAYLAND_DISPLAY)$/;

/** @typedef {import('./picture-svg.mjs').Run} Run */

export class PictureTerminal {
  #model;
  #pty;
  /** @type {(() => void)[]} */
  #looks = [];

  /**
   * @param {string} prompt a line above what the program prints
   * @param {readonly string[]} args for Node
   * @param {{ cwd: string, columns: number, rows: number, linked: string }} options `linked`: the folder of the program's own command
   */
  constructor(prompt, args, { cwd, columns, rows, linked }) {
    this.#model = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
    if (prompt !== '') this.#model.write(`${prompt}\r\n`);
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !INFLUENCES.test(name)));
    this.#pty = spawn(process.execPath, [...args], {
      name: 'xterm-256color',
      cwd,
      cols: columns,
      rows,
      env: {
        ...inherited,
        PATH: `${linked}${path.delimiter}${process.env['PATH'] ?? ''}`,
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
      },
    });
    this.#pty.onData((data) =>
      this.#model.write(data, () => {
        for (const look of [...this.#looks]) look();
      }),
    );
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(() => this.#model.write('', () => resolve(undefined)));
    });
  }

  /** @param {string} keys */
  press(keys) {
    this.#pty.write(keys);
  }

  /** Resolves when the screen shows it, and is not in the middle of being drawn. @param {RegExp} pattern @returns {Promise<void>} */
  sees(pattern) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${pattern} was not seen, but:\n${this.text()}`)), DEADLINE_MS);
      const look = () => {
        if (this.#model.modes.synchronizedOutputMode || !pattern.test(this.text())) return;
        clearTimeout(timer);
        this.#looks = this.#looks.filter((each) => each !== look);
        resolve();
      };
      this.#looks.push(look);
      look();
    });
  }

  /** Ends the program, when it has not ended yet. */
  async close() {
    this.#pty.kill('SIGTERM');
    await this.exited;
    this.#model.dispose();
  }

  text() {
    return this.#lines()
      .map((line) => line.translateToString(true))
      .join('\n');
  }

  /** The cells, row by row, each with its look. @returns {Cell[][]} */
  cells() {
    return this.#lines().map((line) =>
      Array.from({ length: this.#model.cols }, (_, column) => line.getCell(column))
        .filter((cell) => cell !== undefined && cell.getWidth() > 0)
        .map(cellOf),
    );
  }

  #lines() {
    const { active } = this.#model.buffer;
    return Array.from({ length: this.#model.rows }, (_, row) => active.getLine(active.baseY + row)).filter(
      (line) => line !== undefined,
    );
  }
}

/** @typedef {Omit<Run, 'column'>} Cell */

/** @param {import('@xterm/headless').IBufferCell} cell @returns {Cell} */
function cellOf(cell) {
  return {
    text: cell.getChars() || ' ',
    width: cell.getWidth(),
    colour: cell.isFgPalette() && cell.getFgColor() < 16 ? cell.getFgColor() : undefined,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

/** Cells of one look as one run. @param {readonly Cell[]} cells @returns {Run[]} */
export function runsOf(cells) {
  /** @type {Run[]} */
  const runs = [];
  let column = 0;
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last !== undefined && isSameLook(last, cell)) {
      last.text += cell.text;
      last.width += cell.width;
    } else runs.push({ ...cell, column });
    column += cell.width;
  }
  return runs.flatMap(trimmedRun);
}

/** Blanks at the ends of a run are dropped, unless they are coloured. @param {Run} run @returns {Run[]} */
function trimmedRun(run) {
  if (run.inverse) return [run];
  const text = run.text.trim();
  if (text === '') return [];
  const before = run.text.length - run.text.trimStart().length;
  const after = run.text.length - run.text.trimEnd().length;
  return [{ ...run, text, column: run.column + before, width: run.width - before - after }];
}

/** @param {Cell} a @param {Cell} b */
function isSameLook(a, b) {
  return (
    a.colour === b.colour &&
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.inverse === b.inverse
  );
}
