import type { CheckResult, StepResult } from '../model/check.ts';
import { lineWithFact, noResultText, statusStyle } from '../terminal/checks.ts';
import { escapeControls, wrap } from '../terminal/text.ts';
import type { Theme } from '../terminal/theme.ts';
import { durationText, plural } from '../terminal/units.ts';
import { outcomeOf } from './outcome.ts';

const INDENT = '    ';

/** Where lines of a report are written. */
export interface ReportTheme extends Theme {
  /** Columns. */
  readonly width: number;
}

interface StepLines {
  /** A step that passed is shown with all its checks, too. */
  readonly whole: boolean;
  /** A step of which no check ran is shown with all its checks, too, each with its reason. */
  readonly skipped: boolean;
}

/** A step and its checks; one that passed, or of which no check ran, is one line unless the options say otherwise. */
export function stepLines(step: StepResult, theme: ReportTheme, { whole, skipped }: StepLines): readonly string[] {
  const { chalk, marks } = theme;
  const outcome = outcomeOf(step);
  const style = { pass: chalk.green, fail: chalk.red, skip: chalk.dim, unknown: chalk.yellow }[outcome];
  const mark = style(marks[outcome]);
  const title = `${step.step}  ${escapeControls(step.title)}`;
  const hasNone = step.checks.length > 0 && step.checks.every(({ status }) => status === 'skip');
  const untried = !skipped && hasNone;
  const brief = step.passed && !whole;
  const facts = hasNone
    ? `${plural(step.checks.length, 'check')} skipped`
    : brief
      ? `${plural(step.checks.filter(({ status }) => status !== 'skip').length, 'check')}, ${durationText(step.durationMs)}`
      : durationText(step.durationMs);
  const head = lineWithFact(`${mark} `, { text: title, style: chalk.bold }, { fact: facts, width: theme.width }, theme);
  if (untried) return [head];
  if (brief) {
    const notable = step.checks.filter((check) => check.status !== 'pass');
    return [head, ...notable.flatMap((check) => checkLines(check, theme))];
  }
  return [head, ...step.checks.flatMap((check) => checkLines(check, theme))];
}

function checkLines(check: CheckResult, theme: ReportTheme): readonly string[] {
  const { sign, text } = statusStyle(check.status, theme);
  const title = { text: escapeControls(check.title), style: text };
  const fact = check.status === 'skip' ? '' : durationText(check.durationMs);
  const line = lineWithFact(`  ${sign} `, title, { fact, width: theme.width }, theme);
  const why = noResultText(check);
  if (why === undefined) return [line];
  const reason = wrap(why, theme.width - INDENT.length);
  return [line, ...reason.map((part) => theme.chalk.dim(`${INDENT}${part}`))];
}
