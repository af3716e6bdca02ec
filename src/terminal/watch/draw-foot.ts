import { chop, cutToWidth, displayWidth, escapeControls, wrap } from '../text.ts';
import type { Style } from '../text.ts';
import { PANEL_KEYS, WIRE_PANEL_KEYS } from './browser-keys.ts';
import { unseenCause } from './draw-browser.ts';
import { KEYS, LAST_KEYS } from './update-keys.ts';
import type { Marks } from '../marks.ts';
import type { ScreenTheme, Size } from './theme.ts';
import { foldStyled } from './styled.ts';
import type { TextView, Viewport, WatchState } from './state.ts';

const MOST_NOTICE_ROWS = 6;

/** The server's status in a rule, and as many of its last lines as fit. */
export function serverLines(
  state: WatchState,
  width: number,
  rows: number,
  { chalk, marks }: ScreenTheme,
): readonly string[] {
  if (rows < 1) return [];
  const status = escapeControls(state.server.status);
  const folder = escapeControls(state.folder);
  // What the server does matters more than the folder's name, which the person knows.
  const whole = ` ${folder}: your server ${marks.dot} ${status} `;
  const brief = displayWidth(whole) > width - 4 ? ` Your server ${marks.dot} ${status} ` : whole;
  const text = cutToWidth(brief, width - 4, marks.ellipsis);
  const rule = `${marks.rule.repeat(2)}${text}${marks.rule.repeat(Math.max(0, width - 2 - displayWidth(text)))}`;
  const lead = serverLead(marks);
  const shown = lastLines(state, width - displayWidth(lead), rows - 1);
  return [chalk.dim(rule), ...shown.map((line) => `${chalk.dim(lead)}${line}`)];
}

/** Rows that the server's part wants: its rule, and its last few lines. */
export function serverRows(state: WatchState, { rows }: Size, { marks }: ScreenTheme, width: number): number {
  const most = Math.max(3, Math.floor(rows / 4));
  return 1 + Math.min(most, foldedLines(state, width - displayWidth(serverLead(marks)), most).length);
}

function serverLead({ bar }: Marks): string {
  return `server ${bar} `;
}

/** The last lines that fit completely; of a last line that needs more rows than there are, the beginning. */
function lastLines({ server }: WatchState, width: number, rows: number): readonly string[] {
  const shown: string[] = [];
  for (const line of endOf(server.lines, rows).toReversed()) {
    const folded = foldStyled(line, Math.max(10, width));
    if (shown.length > 0 && shown.length + folded.length > rows) break;
    shown.unshift(...folded.slice(0, rows));
  }
  return shown;
}

/** The last lines; each takes at least one row, so no more lines than rows can be seen. */
function foldedLines({ server }: WatchState, width: number, rows: number): readonly string[] {
  return endOf(server.lines, rows).flatMap((line) => foldStyled(line, Math.max(10, width)));
}

/** The first line of what a program says when it ends with an error: `TypeError: …`, `ModuleNotFoundError: …`. */
const SAYS_WHY = /^(?:Uncaught )?[A-Za-z_][\w.]*(?:Error|Exception|Exit)\b/u;
/** Node's last words, after the error. */
const SAYS_NOTHING = /^\s*$|^Node\.js v\d/u;

/** The last lines that say something; from the error on, where the server ended with one. */
function endOf(lines: readonly string[], rows: number): readonly string[] {
  const telling = lines.slice(-MOST_READ).filter((line) => !SAYS_NOTHING.test(line));
  const why = telling.findLastIndex((line) => SAYS_WHY.test(line));
  const isOld = why === -1 || telling.slice(why + 1).some((line) => !/^[\s}\]]/u.test(line));
  return isOld ? telling.slice(-rows) : telling.slice(Math.min(why, telling.length - rows)).slice(0, rows);
}

/** An error and its stack are among so many lines. */
const MOST_READ = 60;

/** A sentence in lines that are never wider, whatever its words are. */
function narrow(sentence: string, width: number): readonly string[] {
  return wrap(escapeControls(sentence), width).flatMap((line) => chop(line, width));
}

/** The notice of the last key or the open question, and the line of keys. */
export function footLines(state: WatchState, width: number, viewport: Viewport, theme: ScreenTheme): readonly string[] {
  const { chalk, marks } = theme;
  const { question, notice, text } = state;
  const rule = chalk.dim(ruleWith(text === undefined ? scrolledTo(state, viewport, marks) : '', width, marks));
  if (question !== undefined) {
    const answers = question.answers.map(({ key, label }) => ({ key, label }));
    return [
      rule,
      ...question.sentences.flatMap((sentence) => narrow(sentence, width)).map((line) => chalk.bold(line)),
      ...wrapKeys([...answers, { key: 'any other key', label: question.otherwise }], width, theme),
    ];
  }
  const said = notice.flatMap((sentence) => narrow(sentence, width - 2));
  return [
    rule,
    ...said.slice(0, MOST_NOTICE_ROWS).map((line) => `${chalk.cyan(marks.note)} ${line}`),
    ...(text === undefined ? unseenCause(state, width, theme) : []),
    ...keyLines(state, width, viewport, theme),
  ];
}

function keyLines(state: WatchState, width: number, viewport: Viewport, theme: ScreenTheme): readonly string[] {
  if (state.line !== undefined) return [typedLine(state.line, width, theme)];
  if (state.text === undefined) return [mainKeys(state, width, theme)];
  return state.text.kind === 'browser'
    ? panelKeys(state, width, theme)
    : [textKeys(state.text, width, viewport, theme)];
}

/** The same ones at any time, because the number of their lines must not change while something happens. */
function panelKeys(state: WatchState, width: number, theme: ScreenTheme): readonly string[] {
  const own = PANEL_KEYS.map(({ key, brief }): Shown => ({ key, label: brief(state) }));
  const keys: readonly Shown[] = [
    { key: 'b', label: 'back' },
    ...own,
    { key: 'e', label: 'edit' },
    { key: 'm', label: 'meaning' },
    { key: theme.marks.upDown, label: 'space g G scroll' },
  ];
  const wire = WIRE_PANEL_KEYS.map(({ key, brief }): Shown => ({ key, label: brief }));
  return [...wrapKeys(keys, width, theme), wire.map((each) => keyText(each, theme)).join('  ')];
}

/** The end of what is typed, which is where the person types. */
function typedLine(line: string, width: number, { chalk }: ScreenTheme): string {
  const room = Math.max(1, width - 4);
  const shown = chop(escapeControls(line), room).at(-1) ?? '';
  return `${chalk.cyan('>')} ${shown}${chalk.inverse(' ')}`;
}

interface Shown {
  readonly key: string;
  readonly label: string;
  readonly style?: Style;
}

function keyText({ key, label, style }: Shown, { chalk }: ScreenTheme): string {
  return `${(style ?? chalk.cyan)(key)} ${label}`;
}

function keyWidth({ key, label }: Shown): number {
  return displayWidth(key) + 1 + displayWidth(label);
}

/** Where the checks are scrolled to; empty: all of them are visible. */
function scrolledTo({ scroll }: WatchState, viewport: Viewport, { upDown }: Marks): string {
  return viewport.total > viewport.rows ? ` ${upDown} ${place(scroll, viewport)} ` : '';
}

function ruleWith(label: string, width: number, { rule }: Marks): string {
  const right = label === '' ? 0 : 2;
  return `${rule.repeat(Math.max(0, width - displayWidth(label) - right))}${label}${rule.repeat(right)}`;
}

/** As many keys as fit, the last ones always. */
function mainKeys(state: WatchState, width: number, theme: ScreenTheme): string {
  const { chalk } = theme;
  const { run } = state;
  // A step that passed before and fails now is not done.
  const isBroken = run.phase === 'done' && !run.passed;
  const isDone = state.steps[state.current]?.passed === true && run.phase !== 'running' && !isBroken;
  const last: readonly Shown[] = [...LAST_KEYS.map(({ key, brief }) => ({ key, label: brief }))];
  const keys = KEYS.map(({ key, brief }): Shown => ({
    key,
    label: brief,
    style: key === 'n' && isDone ? chalk.green.bold : chalk.cyan,
  }));
  const fixed = last.reduce((sum, each) => sum + 2 + keyWidth(each), 0);
  const fitting: Shown[] = [];
  let used = fixed - 2;
  for (const each of keys) {
    used += 2 + keyWidth(each);
    if (used > width) break;
    fitting.push(each);
  }
  return [...fitting, ...last].map((each) => keyText(each, theme)).join('  ');
}

function textKeys(text: TextView, width: number, viewport: Viewport, theme: ScreenTheme): string {
  const own: Readonly<Partial<Record<TextView['kind'], Shown>>> = {
    solution: { key: 'a', label: 'apply it' },
    hint: { key: 'h', label: 'next hint' },
    'last-hint': { key: 's', label: 'solution' },
    page: { key: 'p', label: 'next page' },
  };
  const first = text.after === undefined ? own[text.kind] : undefined;
  const scrolls = viewport.total > viewport.rows;
  const keys: readonly Shown[] = [
    ...(first === undefined ? [] : [first]),
    text.after === undefined ? { key: 'q', label: 'back' } : { key: 'enter', label: 'go on' },
    ...(scrolls ? [{ key: theme.marks.upDown, label: 'space g G scroll' }] : []),
  ];
  return wrapKeys(keys, width, theme)[0] ?? '';
}

function wrapKeys(keys: readonly Shown[], width: number, theme: ScreenTheme): readonly string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const each of keys) {
    const size = keyWidth(each);
    if (used > 0 && used + 3 + size > width) {
      rows.push(row);
      row = '';
      used = 0;
    }
    row += `${used > 0 ? '   ' : ''}${keyText(each, theme)}`;
    used += size + (used > 0 ? 3 : 0);
  }
  return [...rows, row];
}

/** `1-20 of 43` */
export function place(scroll: number, { rows, total }: Viewport): string {
  return `${Math.min(total, scroll + 1)}-${Math.min(total, scroll + rows)} of ${total}`;
}
