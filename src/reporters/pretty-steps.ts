import type { CheckResult, StepResult } from '../model/check.ts';
import type { Span } from '../terminal/text.ts';
import { cutToWidth, displayWidth, escapeControls, plain, wrap } from '../terminal/text.ts';
import type { Theme } from '../terminal/theme.ts';
import { durationText, plural } from '../terminal/units.ts';
import { outcomeOf } from './outcome.ts';

const INDENT = '    ';

/** Where lines of a report are written. */
export interface Sheet extends Theme {
  /** Columns. */
  readonly width: number;
}

/** A step and its checks; a step that passed is one line unless it is wanted `whole`. */
export function stepLines(step: StepResult, sheet: Sheet, { whole }: { readonly whole: boolean }): readonly string[] {
  const { chalk, marks } = sheet;
  const outcome = outcomeOf(step);
  const style = { pass: chalk.green, fail: chalk.red, skip: chalk.dim }[outcome];
  const mark = style(marks[outcome]);
  const title = `${step.step}  ${escapeControls(step.title)}`;
  const brief = step.passed && !whole;
  const facts = brief
    ? `${plural(step.checks.filter(({ status }) => status !== 'skip').length, 'check')}, ${durationText(step.durationMs)}`
    : durationText(step.durationMs);
  const head = withRight(`${mark} `, { text: title, style: chalk.bold }, facts, sheet);
  if (brief) {
    const loud = step.checks.filter((check) => check.status !== 'pass');
    return [head, ...loud.flatMap((check) => checkLines(check, sheet))];
  }
  return [head, ...step.checks.flatMap((check) => checkLines(check, sheet))];
}

function checkLines(check: CheckResult, sheet: Sheet): readonly string[] {
  const { chalk, marks } = sheet;
  const styles = { pass: chalk.green, fail: chalk.red, warn: chalk.magenta, skip: chalk.dim };
  const style = styles[check.status];
  const text = { text: escapeControls(check.title), style: check.status === 'pass' ? plain : style };
  const time = check.status === 'skip' ? '' : durationText(check.durationMs);
  const line = withRight(`  ${style(marks[check.status])} `, text, time, sheet);
  if (check.status !== 'skip') return [line];
  const reason = `left out: ${escapeControls(check.skipped ?? 'no reason given')}`;
  return [line, ...wrap(reason, sheet.width - INDENT.length).map((part) => chalk.dim(`${INDENT}${part}`))];
}

/** A line with a fact at its right edge; the text gives way. */
function withRight(lead: string, { text, style }: Span, right: string, { width, marks, chalk }: Sheet): string {
  const room = width - displayWidth(lead) - (right === '' ? 0 : right.length + 2);
  const shown = cutToWidth(text, room, marks.ellipsis);
  const gap = ' '.repeat(Math.max(0, room - displayWidth(shown)));
  return right === '' ? `${lead}${style(shown)}` : `${lead}${style(shown)}${gap}  ${chalk.dim(right)}`;
}
