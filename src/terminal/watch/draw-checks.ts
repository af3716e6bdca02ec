import type { Finding } from '../../model/finding.ts';
import { lineWithFact, noResultText, provedLines, statusStyle } from '../checks.ts';
import { distinct } from '../finding/distinct.ts';
import { joinParts, otherFindings } from '../finding/render.ts';
import { cutToWidth, escapeControls, plain, wrap } from '../text.ts';
import type { Style } from '../text.ts';
import { durationText, plural } from '../units.ts';
import type { ScreenTheme } from './theme.ts';
import { findingsOf, isOver } from './run-view.ts';
import type { CheckView, StepChecks } from './run-view.ts';
import type { WatchState } from './state.ts';

/** Which checks are shown: all of the step and of failed steps, or only those that did not pass. */
export type Detail = 'whole' | 'short';

/** How the steps are drawn. */
interface Look {
  readonly width: number;
  readonly theme: ScreenTheme;
  readonly detail: Detail;
}

/** The checks with their state, then the first finding or what was proved. */
export function checkLines(state: WatchState, width: number, theme: ScreenTheme, detail: Detail): readonly string[] {
  const { run } = state;
  if (run.phase === 'none') return [];
  const parts = [stepsPart(state, width, theme, detail)];
  const [first, ...others] = distinct(findingsOf(run, 'error'), itself);
  if (first !== undefined) parts.push(theme.finding(first, width));
  if (run.phase === 'done') {
    if (run.passed) parts.push(provedPart(state, width, theme));
    const warnings = distinct(findingsOf(run, 'warning'), itself);
    parts.push(...otherFindings({ errors: others, warnings }, (finding) => theme.summary(finding, width), theme));
  }
  return joinParts(parts);
}

const itself = (finding: Finding): Finding => finding;

/** The earlier steps in one line, as long as all their checks pass; the others with their checks. */
function stepsPart(state: WatchState, width: number, theme: ScreenTheme, detail: Detail): readonly string[] {
  const { steps, target } = state.run;
  const hasPassed = (step: StepChecks): boolean =>
    step.id !== target &&
    step.checks.some(hasRun) &&
    step.checks.every((check) => hasRun(check) || (check.status === 'skip' && check.blocked === false));
  const well = steps.filter(hasPassed);
  return [
    ...earlierLine(well, width, theme),
    ...steps.filter((step) => !hasPassed(step)).flatMap((step) => oneStep(step, state, { width, theme, detail })),
  ];
}

function hasRun({ status }: CheckView): boolean {
  return status === 'pass' || status === 'warn';
}

function earlierLine(well: readonly StepChecks[], width: number, { chalk, marks }: ScreenTheme): readonly string[] {
  const [first] = well;
  const last = well.at(-1);
  if (first === undefined || last === undefined) return [];
  const checks = well.reduce((sum, step) => sum + step.checks.filter(hasRun).length, 0);
  const names = first === last ? first.id : well.length === 2 ? `${first.id}, ${last.id}` : `${first.id} to ${last.id}`;
  const line = cutToWidth(`${names}: ${plural(checks, 'check')} still passed`, width - 2, marks.ellipsis);
  return [`${chalk.green(marks.pass)} ${line}`];
}

function oneStep(step: StepChecks, { run, tick }: WatchState, { width, theme, detail }: Look): readonly string[] {
  const { chalk, marks } = theme;
  const over = step.checks.filter(isOver).length;
  const heading = `${step.id} ${marks.dot} ${escapeControls(step.title)}`;
  const isEarlier = step.id !== run.target;
  // During a run, an earlier step is one line; its checks are shown when one does not pass.
  const isBrief = isEarlier && !step.checks.some(({ status }) => status === 'fail' || status === 'unknown');
  const shown = isBrief ? [] : step.checks.filter((check) => detail === 'whole' || isAlwaysShown(check));
  const hidden = step.checks.length - shown.length;
  const count =
    run.phase === 'running' && over < step.checks.length
      ? ` (${over} of ${step.checks.length})`
      : hidden > 0
        ? ` (${hiddenChecks(hidden, step.checks.length)})`
        : '';
  return [
    `${signOf(step.checks, theme)} ${chalk.bold(cutToWidth(`${heading}${count}`, width - 2, marks.ellipsis))}`,
    ...shown.map((check) => oneCheck(check, width, theme, tick)),
  ];
}

/** The checks that are not listed: `3 more checks` beside others, else `all 7 checks`. */
function hiddenChecks(hidden: number, total: number): string {
  if (hidden < total) return `${hidden} more ${hidden === 1 ? 'check' : 'checks'}`;
  return total === 1 ? '1 check' : `all ${total} checks`;
}

/** What must be shown even where there is little space. */
function isAlwaysShown({ status }: CheckView): boolean {
  return status === 'fail' || status === 'unknown' || status === 'running';
}

function signOf(checks: readonly CheckView[], { chalk, marks }: ScreenTheme): string {
  if (checks.some(({ status }) => status === 'fail')) return chalk.red(marks.fail);
  if (!checks.every(isOver)) return chalk.cyan(marks.current);
  if (checks.some(({ status }) => status === 'unknown')) return chalk.yellow(marks.unknown);
  return checks.some(({ status }) => status === 'skip') ? chalk.dim(marks.skip) : chalk.green(marks.pass);
}

function oneCheck(check: CheckView, width: number, theme: ScreenTheme, tick: number): string {
  const { sign, text } = currentStyle(check.status, theme, tick);
  const title = escapeControls(check.title);
  const why = noResultText(check);
  const shown = why === undefined ? title : `${title} (${why})`;
  // Times below a second are not shown.
  const fact = check.durationMs >= 1000 ? durationText(check.durationMs) : '';
  return lineWithFact(`  ${sign} `, { text: shown, style: text }, { fact, width }, theme);
}

function currentStyle(
  status: CheckView['status'],
  theme: ScreenTheme,
  tick: number,
): { readonly sign: string; readonly text: Style } {
  const { chalk, marks, spinnerFrames } = theme;
  if (status === 'waiting') return { sign: chalk.dim(marks.open), text: chalk.dim };
  if (status === 'running') return { sign: chalk.cyan(spinnerFrames[tick % spinnerFrames.length] ?? ''), text: plain };
  return statusStyle(status, theme);
}

function provedPart(state: WatchState, width: number, theme: ScreenTheme): readonly string[] {
  const step = state.steps.find(({ id }) => id === state.run.target);
  const next = state.steps[state.current + 1];
  const checks = state.run.steps.find(({ id }) => id === state.run.target)?.checks ?? [];
  const proved = provedLines({ checks, proves: step?.proves ?? '' }, theme, width);
  const then =
    next === undefined
      ? 'That was the last step: n shows what you have built, and where to go from here.'
      : `n goes on to ${next.id}: ${escapeControls(next.title)}`;
  return joinParts([proved, wrap(then, width).map((line) => theme.chalk.cyan(line))]);
}
