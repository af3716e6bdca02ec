import { provedInLabs } from '../lesson/proved-labs.ts';
import { explain } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import { pageMarkdown, solutionState } from '../../course/index.ts';
import type { ServerLanguage } from '../../model/backend.ts';
import { findingsOf } from '../../model/check.ts';
import type { RunResult, StepResult } from '../../model/check.ts';
import type { Code, Finding } from '../../model/finding.ts';
import type { Step } from '../../model/step.ts';
import { joinParts } from '../../terminal/finding/render.ts';
import { timelineLines } from '../../terminal/finding/timeline.ts';
import { renderDiff } from '../../terminal/diff.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { padToWidth, safeLines, wrap } from '../../terminal/text.ts';
import type { Style } from '../../terminal/text.ts';
import { browserBody, KEYS, LAST_KEYS, memoizeByWidth, PANEL_KEYS } from '../../terminal/watch/index.ts';
import type { ScreenTheme, TextView, WatchState } from '../../terminal/watch/index.ts';
import { WIRE_KEYS } from '../common/coach/wire-keys.ts';
import { typedIn } from '../common/output/output.ts';
import { createRecorder } from '../common/output/recorder.ts';
import type { Output } from '../common/output/output.ts';
import { readerOf } from '../common/folder/session.ts';
import type { StartedSession } from '../common/folder/session.ts';
import { showExplanation } from '../explain/explanation.ts';
import { showLesson, withOrigin } from '../lesson/lesson.ts';
import { diffsAgainst } from '../use-cases/file-diffs.ts';
import { showSolution } from '../solution/solution.ts';

/** What a `show…` function of a command prints, as a text of the screen. */
async function recorded(
  { terminal, typed }: { readonly terminal: TerminalOptions; readonly typed: Output['typed'] },
  show: (output: Output) => Promise<unknown>,
): Promise<TextView['document']> {
  const recorder = createRecorder(terminal, typed);
  await show(recorder.output);
  return memoizeByWidth(recorder.document());
}

interface Shown {
  readonly terminal: TerminalOptions;
  /** Of the learner's server. */
  readonly origin: string;
}

export async function lessonText(session: StartedSession, step: Step, { terminal, origin }: Shown): Promise<TextView> {
  const document = await recorded({ terminal, typed: typedIn(session) }, (output) =>
    showLesson(session, step, output, origin),
  );
  return { kind: 'lesson', title: `Lesson of ${step.id}`, document, origin };
}

export async function solutionText(session: StartedSession, step: Step, terminal: TerminalOptions): Promise<TextView> {
  let differs = true;
  const document = await recorded({ terminal, typed: typedIn(session) }, async (output) => {
    differs = await showSolution(session, step, output);
  });
  return { kind: differs ? 'solution' : 'same-solution', title: `Solution of ${step.id}`, document };
}

export async function diffText(session: StartedSession, step: Step, terminal: TerminalOptions): Promise<TextView> {
  const { course, backend, folder } = session;
  const diffs = await diffsAgainst(folder, solutionState(course, step.id, backend.overlay));
  const document = await recorded({ terminal, typed: typedIn(session) }, (output) => {
    if (diffs.length === 0) output.say(`No difference from the solution of ${step.id}.`);
    for (const { unified } of diffs) output.lines(renderDiff(unified, terminal), '');
    return Promise.resolve();
  });
  return { kind: 'diff', title: `From your files to the solution of ${step.id}`, document };
}

export async function explanationText(
  code: Code,
  { wording, language }: { readonly wording: Wording; readonly language: ServerLanguage },
  terminal: TerminalOptions,
): Promise<TextView | undefined> {
  const explanation = explain(code, wording);
  if (explanation === undefined) return undefined;
  const document = await recorded({ terminal, typed: wording.typed ?? String }, (output) =>
    showExplanation(explanation, output, language),
  );
  return { kind: 'explain', title: `What ${code} means`, document };
}

/** A page of the chapter. */
export async function pageText(session: StartedSession, id: string, { terminal, origin }: Shown): Promise<TextView> {
  const page = session.course.pages.find((each) => each.id === id);
  const text = page === undefined ? '' : withOrigin(pageMarkdown(page, readerOf(session)), origin);
  const labs = id === session.course.closing ? await provedInLabs(session.context) : '';
  const document = await recorded({ terminal, typed: typedIn(session) }, (output) =>
    output.markdown(`# ${page?.title ?? ''}\n\n${text}${labs}`),
  );
  return {
    kind: 'page',
    title: `The chapter: ${page?.title ?? ''}`,
    document,
    page: id,
    origin,
  };
}

/** What went over the wire in a run: first what shows the error, then everything. */
export function timelineText(result: RunResult | undefined, theme: ScreenTheme): TextView {
  const step = result?.steps.find(({ timeline }) => timeline.length > 0);
  const about = result === undefined ? undefined : findingsOf(result, 'error')[0]?.finding;
  const document = memoizeByWidth((width) =>
    step === undefined
      ? wrap('Nothing has gone over the wire: no check has finished yet, or it had nothing to ask the server.', width)
      : timelineParts(step, theme, { width, about }),
  );
  return { kind: 'timeline', title: 'Timeline of the last check', document };
}

/** An excerpt that omits next to nothing would be the same lines twice. */
function timelineParts(
  step: StepResult,
  theme: ScreenTheme,
  { width, about }: { readonly width: number; readonly about: Finding | undefined },
): readonly string[] {
  const all = timelineLines(step, theme, { width, lines: 'all', about });
  if (about === undefined) return all;
  const excerpt = timelineLines(step, theme, { width, lines: 'excerpt', about, others: 'Below are' });
  return excerpt.length < all.length ? joinParts([excerpt, all]) : all;
}

export function serverText(lines: readonly string[]): TextView {
  const document = memoizeByWidth((width) =>
    lines.length === 0 ? wrap('Your server has not written anything yet.', width) : lines.flatMap(safeLines),
  );
  return { kind: 'server', title: 'What your server wrote', document, opensAt: 'end' };
}

/** What happens in the person's own browser: a screen draws it anew whenever something has happened, printed lines show how it is now. */
export function browserText(state: WatchState, theme: ScreenTheme): TextView {
  const document = memoizeByWidth((width) => {
    const { pinned, lines } = browserBody(state, { width, rows: MOST_PRINTED }, theme);
    return [...pinned, ...lines.slice(-MOST_PRINTED)];
  });
  return { kind: 'browser', title: 'Browser', document, opensAt: 'end' };
}

/** Lines of what happened that are printed together. */
const MOST_PRINTED = 20;

interface KeyRow {
  readonly key: string;
  readonly purpose: string;
}

const CLOSE: KeyRow = { key: 'Esc', purpose: 'close a text; q and Enter too' };
const AT_ONCE: KeyRow = { key: 'Ctrl-C', purpose: 'end at once; everything is kept' };

/**
 * All keys, in two columns where they fit: 24 rows show them without scrolling. Those that scroll are in the line of keys of each text that
 * is longer than the screen.
 * @param onScreen lines that are printed below each other scroll by the terminal's own keys, and have no text to close
 */
export function keysText({ chalk }: ScreenTheme, onScreen: boolean): TextView {
  const wire = WIRE_KEYS.map(({ key, words }) => ({ key, purpose: words }));
  const always: readonly KeyRow[] = [...KEYS, ...LAST_KEYS, ...(onScreen ? [CLOSE] : []), AT_ONCE];
  const panel: readonly KeyRow[] = [...(onScreen ? PANEL_KEYS : PANEL_KEYS.slice(1)), ...wire];
  const document = memoizeByWidth((width) => [
    ...inColumns(always, width, chalk.cyan),
    chalk.bold('After b, instead:'),
    ...inColumns(panel, width, chalk.cyan),
  ]);
  return { kind: 'keys', title: 'Keys', document };
}

const TWO_COLUMNS_FROM = 76;

/** The rows from top to bottom, then from left to right. */
function inColumns(rows: readonly KeyRow[], width: number, ofKey: Style): readonly string[] {
  if (width < TWO_COLUMNS_FROM) return inColumn(rows, width, ofKey);
  const half = Math.ceil(rows.length / 2);
  const column = Math.floor(width / 2);
  const right = inColumn(rows.slice(half), column, ofKey);
  return inColumn(rows.slice(0, half), column, ofKey).map((line, index) =>
    right[index] === undefined ? line : `${padToWidth(line, column)}${right[index]}`,
  );
}

function inColumn(rows: readonly KeyRow[], width: number, ofKey: Style): readonly string[] {
  const lead = Math.max(...rows.map(({ key }) => key.length)) + 2;
  return rows.flatMap(({ key, purpose }) =>
    wrap(purpose, width - lead).map((line, index) => `${ofKey((index === 0 ? key : '').padEnd(lead))}${line}`),
  );
}
