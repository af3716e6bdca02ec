import { causeLines, causeTitle, toldLines } from '../coach.ts';
import { joinParts } from '../finding/render.ts';
import { escapeControls, wrap } from '../text.ts';
import { plural } from '../units.ts';
import { shownEntries } from './browser-pane.ts';
import type { BrowserEntry, BrowserPane } from './browser-pane.ts';
import { findingsOf } from './run-view.ts';
import type { ScreenTheme } from './theme.ts';
import type { WatchState } from './state.ts';

/** What stays on top, and what scrolls below it. */
export interface BrowserBody {
  readonly pinned: readonly string[];
  readonly lines: readonly string[];
}

/** Rows that are left for what happens, below a cause. */
const FEWEST_ROWS = 5;
/** Fewer rows than this show nothing of a cause. */
const LEAST_CAUSE = 2;

/** The panel "Browser": the newest cause with its fix and place, then what happened, the newest last. */
export function browserBody(
  state: WatchState,
  { width, rows }: { readonly width: number; readonly rows: number },
  theme: ScreenTheme,
): BrowserBody {
  const { browser } = state;
  if (browser.filter === 'causes') return { pinned: [], lines: causesOf(browser, width, theme) };
  const pinned = pinnedCause(browser, { width, rows: rows - FEWEST_ROWS }, theme);
  const shown = shownEntries(browser);
  const lines = shown.flatMap((entry) => entryLines(entry, width, theme));
  return { pinned, lines: shown.length === 0 ? beginning(state, width, theme) : lines };
}

/** The title of the panel: what it shows, of which page. */
export function browserTitle({ browser: { address, tabs, watched } }: WatchState): string {
  if (watched !== 'yes' || address === '') return 'Browser';
  return `Browser: ${address}/, ${tabs.length === 0 ? 'not open' : plural(tabs.length, 'tab')}`;
}

/** One line that the screen shows while the panel is closed; empty: the person knows the cause, or there is none. */
export function unseenCause({ browser, run }: WatchState, width: number, theme: ScreenTheme): readonly string[] {
  const { cause, isSeen } = browser;
  // What the check says needs no second mention.
  const isKnown = findingsOf(run, 'error').some(({ code }) => code === cause?.finding.code);
  if (cause === undefined || isSeen || isKnown) return [];
  return causeTitle(cause.finding, { theme, describe: theme.describe }, width, `In your browser, ${cause.tab}: `).slice(
    0,
    2,
  );
}

function pinnedCause(
  { cause }: BrowserPane,
  { width, rows }: { readonly width: number; readonly rows: number },
  theme: ScreenTheme,
): readonly string[] {
  if (cause === undefined || rows - 1 < LEAST_CAUSE) return [];
  const { chalk, marks } = theme;
  const lines = causeLines(cause.finding, { theme, describe: theme.describe }, width, `${cause.tab}: `);
  const fits = lines.length <= rows - 1;
  const shown = fits ? lines : [...lines.slice(0, rows - 2), `  ${marks.ellipsis} v shows the rest`];
  const label = `${marks.rule.repeat(2)} what happened `;
  return [...shown, chalk.dim(`${label}${marks.rule.repeat(Math.max(0, width - label.length))}`)];
}

/** All causes in full, the newest first. */
function causesOf(browser: BrowserPane, width: number, theme: ScreenTheme): readonly string[] {
  const look = { theme, describe: theme.describe };
  const parts = shownEntries(browser)
    .toReversed()
    .map(({ tab, said, times }) => {
      if (!('finding' in said)) return [];
      return causeLines(said.finding, look, width, `${tab}${times > 1 ? `, ${times} times by now` : ''}: `);
    });
  return parts.length === 0 ? wrap('Nothing was found wrong in your browser.', width) : joinParts(parts);
}

interface Drawn {
  readonly width: number;
  readonly theme: ScreenTheme;
  readonly lines: readonly string[];
}

/** A screen is redrawn many times a second; an entry never changes. */
const drawn = new WeakMap<BrowserEntry, Drawn>();

function entryLines(entry: BrowserEntry, width: number, theme: ScreenTheme): readonly string[] {
  const known = drawn.get(entry);
  if (known?.width === width && known.theme === theme) return known.lines;
  const lines = linesOf(entry, width, theme);
  drawn.set(entry, { width, theme, lines });
  return lines;
}

function linesOf({ tab, said, times }: BrowserEntry, width: number, theme: ScreenTheme): readonly string[] {
  if ('told' in said) return toldLines(said.told, { theme, width }, times);
  const lead = `${tab.padEnd(6)} ${theme.marks.bar} `;
  const again = times > 1 ? `${times} times by now: ` : '';
  const title = causeTitle(said.finding, { theme, describe: theme.describe }, width - lead.length, again);
  return title.map((line) => `${theme.chalk.dim(lead)}${line}`);
}

/** What to do where nothing has happened yet. */
function beginning({ browser, server }: WatchState, width: number, { chalk }: ScreenTheme): readonly string[] {
  const said = (sentence: string): readonly string[] => wrap(escapeControls(sentence), width);
  const { watched, address, filter } = browser;
  if (watched === 'own-server')
    return said(
      'You run the server yourself, so the tutor is not in front of it and sees nothing of your browser. Without --url the tutor runs the server and shows here what happens in your browser.',
    );
  if (watched === 'turned-off')
    return said('The screen was started with --no-coach, so the tutor sees nothing of your browser.');
  if (watched === 'own-origin')
    return said(
      'In this lab the origin of the page matters, and behind the tutor the page would have another one. So it is served directly, and the tutor sees nothing of your browser.',
    );
  if (address === '') return said(`Your page is not served yet. Your server: ${server.status}.`);
  if (filter !== 'all') return said(`Nothing has happened in ${filter} yet.`);
  return [
    ...said(`Open ${address}/ in your browser, or press o, and use your page.`).map((line) => chalk.bold(line)),
    '',
    ...said(
      'Here you then see what your page sends, what your server answers, and what htmx makes of each answer. Where something is wrong, its cause comes first, with the fix and the line.',
    ),
  ];
}
