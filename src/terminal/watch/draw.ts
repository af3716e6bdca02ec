import { cutToWidth, displayWidth } from '../text.ts';
import { browserBody, browserTitle } from './draw-browser.ts';
import { checkLines } from './draw-checks.ts';
import { footLines, place, serverLines, serverRows } from './draw-foot.ts';
import { headLines, statusLine } from './draw-head.ts';
import { textWidth } from './theme.ts';
import type { ScreenTheme, Size } from './theme.ts';
import { foldStyled } from './styled.ts';
import type { Viewport, WatchState } from './state.ts';

/** The screen: as many lines as the terminal has rows, all narrower than the terminal. */
export interface ScreenFrame {
  readonly lines: readonly string[];
  readonly viewport: Viewport;
}

const FEWEST_BODY_ROWS = 3;
/** In a terminal with fewer rows the server's part shrinks. */
const ROWS_FOR_SERVER = 14;

/** Draws the screen. Pure: the same state and size give the same lines. */
export function draw(state: WatchState, size: Size, theme: ScreenTheme): ScreenFrame {
  const width = textWidth(size);
  const head = [...headLines(state, width, theme), statusLine(state, width, theme)];
  // The position in the text is part of its line of keys, so the foot is drawn again when it is known; its height stays.
  const foot = (viewport: Viewport): readonly string[] => footLines(state, width, viewport, theme);
  const free = Math.max(0, size.rows - head.length - foot({ rows: 0, total: 0 }).length);
  const rowsBeside = (rowsOfServer: number): number => Math.max(FEWEST_BODY_ROWS, free - 1 - rowsOfServer);

  const least = size.rows < ROWS_FOR_SERVER ? 0 : 1;
  const wanted = state.text === undefined && least > 0 ? serverRows(state, size, theme, width) : least;
  const body = bodyRows(state, { width, rowsBeside, wanted }, theme);
  const rows = rowsBeside(body.serverRows) - body.pinned.length;
  const scroll = Math.min(state.scroll, Math.max(0, body.lines.length - rows));
  const viewport = { rows, total: body.lines.length };
  const shown = body.lines.slice(scroll, scroll + rows);
  const { text } = state;
  const name = text?.kind === 'browser' ? browserTitle(state) : text?.title;
  const title = name === undefined ? '' : titleLine(name, width, { scroll, viewport, theme });
  const lines = [
    ...head,
    title,
    ...body.pinned,
    ...shown,
    ...Array.from({ length: rows - shown.length }, () => ''),
    ...serverLines(state, width, body.serverRows, theme),
    ...foot(viewport),
  ];
  return { lines: lines.slice(0, size.rows).map((line) => (line === '' ? '' : ` ${line}`)), viewport };
}

interface BodySpace {
  readonly width: number;
  /** Rows left for the body, given the rows of the server's part. */
  readonly rowsBeside: (rowsOfServer: number) => number;
  /** Rows that the server's part wants. */
  readonly wanted: number;
}

interface Body {
  /** What does not scroll. */
  readonly pinned: readonly string[];
  readonly lines: readonly string[];
  readonly serverRows: number;
}

/** The open text, or the checks; when they do not fit, the server's lines are dropped first, then the checks that passed. */
function bodyRows(state: WatchState, { width, rowsBeside, wanted }: BodySpace, theme: ScreenTheme): Body {
  const folded = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => foldStyled(line, width));
  if (state.text?.kind === 'browser') {
    const { pinned, lines } = browserBody(state, { width, rows: rowsBeside(wanted) }, theme);
    return { pinned, lines, serverRows: wanted };
  }
  if (state.text !== undefined) {
    const lead = `${theme.chalk.dim(theme.marks.goesOn)} `;
    const lines = state.text.document(width).flatMap((line) => foldStyled(line, width, lead));
    return { pinned: [], lines, serverRows: wanted };
  }
  const fewest = Math.min(wanted, 2);
  for (const detail of ['whole', 'short'] as const) {
    const lines = folded(checkLines(state, width, theme, detail));
    for (const serverRows of [wanted, fewest])
      if (lines.length <= rowsBeside(serverRows)) return { pinned: [], lines, serverRows };
  }
  return { pinned: [], lines: folded(checkLines(state, width, theme, 'short')), serverRows: fewest };
}

function titleLine(
  name: string,
  width: number,
  { scroll, viewport, theme }: { readonly scroll: number; readonly viewport: Viewport; readonly theme: ScreenTheme },
): string {
  const { chalk, marks } = theme;
  const where = viewport.total > viewport.rows ? place(scroll, viewport) : '';
  const title = cutToWidth(`${marks.heavyRule.repeat(2)} ${name} `, width - where.length - 1, marks.ellipsis);
  const fill = marks.heavyRule.repeat(Math.max(0, width - displayWidth(title) - where.length - (where === '' ? 0 : 1)));
  return chalk.cyan(`${title}${fill}${where === '' ? '' : ` ${where}`}`);
}
