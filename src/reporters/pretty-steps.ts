import type { CheckResult, StepResult } from '../model/check.ts';
import { lineWithFact, noResultText, statusStyle } from '../terminal/checks.ts';
import { escapeControls, wrap } from '../terminal/text.ts';
import type { Theme } from '../terminal/theme.ts';
import { measuredText, plural } from '../terminal/units.ts';
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
  /** A step of which no check ran is shown with all its checks, too. */
  readonly skipped: boolean;
  /** Each check that waits for another has a line with its reason. */
  readonly reasons: boolean;
}

/** A step and its checks; one that passed, or of which no check ran, is one line unless the options say otherwise. */
export function stepLines(
  step: StepResult,
  theme: ReportTheme,
  { whole, skipped, reasons }: StepLines,
): readonly string[] {
  const { chalk, marks } = theme;
  const outcome = outcomeOf(step);
  const style = { pass: chalk.green, fail: chalk.red, skip: chalk.dim, unknown: chalk.yellow }[outcome];
  const mark = style(marks[outcome]);
  const title = `${step.step}  ${escapeControls(step.title)}`;
  const hasNone = step.checks.length > 0 && step.checks.every(({ status }) => status === 'skip');
  const untried = !skipped && hasNone;
  const brief = step.passed && !whole;
  const time = measuredText(step.durationMs);
  const facts = hasNone
    ? `${plural(step.checks.length, 'check')} skipped`
    : brief
      ? [plural(step.checks.filter(({ status }) => status !== 'skip').length, 'check'), time].filter(Boolean).join(', ')
      : time;
  const head = lineWithFact(`${mark} `, { text: title, style: chalk.bold }, { fact: facts, width: theme.width }, theme);
  if (untried) return [head];
  if (brief) {
    const notable = step.checks.filter((check) => check.status !== 'pass');
    return [head, ...allLines(notable, theme)];
  }
  const waiting = reasons ? undefined : waitingFrom(step);
  const shown = step.checks.slice(0, waiting);
  return [head, ...allLines(shown, theme), ...waitingLines(step.checks.length - shown.length, theme)];
}

/** Fewer than these are shown each with its reason. */
const MANY_WAITING = 3;

/**
 * Where the checks begin that only wait for the one check of the step that failed; undefined: there are few of them, or something else
 * keeps some from running.
 */
function waitingFrom({ checks }: StepResult): number | undefined {
  const failed = checks.filter(({ status }) => status === 'fail');
  const from = checks.findLastIndex(({ status }) => status !== 'skip') + 1;
  const waiting = checks.slice(from);
  const isClear = failed.length === 1 && checks[from - 1] === failed[0] && waiting.every(isWaiting);
  return isClear && waiting.length >= MANY_WAITING ? from : undefined;
}

function isWaiting({ skipped }: CheckResult): boolean {
  return skipped?.startsWith('until ') === true;
}

function waitingLines(count: number, theme: ReportTheme): readonly string[] {
  if (count === 0) return [];
  const { sign, text } = statusStyle('skip', theme);
  return [
    lineWithFact(
      `  ${sign} `,
      { text: `${count} more checks are skipped until it passes`, style: text },
      { fact: '', width: theme.width },
      theme,
    ),
  ];
}

/** A reason that several checks in a row share is said once, after the last of them. */
function allLines(checks: readonly CheckResult[], theme: ReportTheme): readonly string[] {
  return checks.flatMap((check, index) => {
    const reason = noResultText(check);
    const next = checks[index + 1];
    return checkLines(check, next !== undefined && noResultText(next) === reason ? undefined : reason, theme);
  });
}

function checkLines(check: CheckResult, why: string | undefined, theme: ReportTheme): readonly string[] {
  const { sign, text } = statusStyle(check.status, theme);
  const title = { text: escapeControls(check.title), style: text };
  const fact = check.status === 'skip' ? '' : measuredText(check.durationMs);
  const line = lineWithFact(`  ${sign} `, title, { fact, width: theme.width }, theme);
  if (why === undefined) return [line];
  const reason = wrap(why, theme.width - INDENT.length);
  return [line, ...reason.map((part) => theme.chalk.dim(`${INDENT}${part}`))];
}
