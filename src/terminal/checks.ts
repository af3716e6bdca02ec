import type { CheckStatus, Undecided } from '../model/check.ts';
import { beside, codeSpans, cutToWidth, displayWidth, escapeControls, plain, wrapSpans } from './text.ts';
import type { Span, Style } from './text.ts';
import type { Theme } from './theme.ts';
import { durationText } from './units.ts';

// What a report and the screen show in the same way.

/** The sign of a status, and the style of the title after it. */
export function statusStyle(
  status: CheckStatus,
  { chalk, marks }: Theme,
): { readonly sign: string; readonly text: Style } {
  const styles = { pass: chalk.green, fail: chalk.red, warn: chalk.magenta, skip: chalk.dim, unknown: chalk.yellow };
  const style = styles[status];
  return { sign: style(marks[status]), text: status === 'fail' || status === 'skip' ? style : plain };
}

/** Why a check was skipped, after the word itself: `skipped until "…" passes`, `skipped: interrupted`. */
function skippedText(reason: string | undefined): string {
  const text = escapeControls(reason ?? 'no reason given');
  return text.startsWith('until ') ? `skipped ${text}` : `skipped: ${text}`;
}

/** Why a check has no result; undefined: it has one. */
export function noResultText(check: {
  readonly status: string;
  readonly skipped?: string | undefined;
  readonly undecided?: Undecided;
}): string | undefined {
  if (check.undecided !== undefined) return undecidedText(check.undecided);
  return check.status === 'skip' ? skippedText(check.skipped) : undefined;
}

/** Why a check came to no result. */
export function undecidedText({ stalledMs, runs }: Undecided): string {
  const because =
    stalledMs > 0
      ? `this machine stopped the tutor itself for ${durationText(stalledMs)} meanwhile`
      : 'other programs kept the processors of this machine busy';
  return `could not tell, after ${runs} tries: ${because}. Close what keeps the machine busy, and check again.`;
}

/** A line with a fact at its right edge, where there is one; the text is cut to fit. @param width columns */
export function lineWithFact(
  lead: string,
  { text, style }: Span,
  { fact, width }: { readonly fact: string; readonly width: number },
  { marks, chalk }: Theme,
): string {
  const available = width - displayWidth(lead) - (fact === '' ? 0 : displayWidth(fact) + 2);
  const shown = cutToWidth(text, available, marks.ellipsis);
  if (fact === '') return `${lead}${style(shown)}`;
  const gap = ' '.repeat(Math.max(0, available - displayWidth(shown)));
  return `${lead}${style(shown)}${gap}  ${chalk.dim(fact)}`;
}

/**
 * What a passed checkpoint has proved; where some checks did not run or warned, by the titles of those that passed; nothing where none did.
 * @param proves the step's own sentence. @param width columns
 */
export function provedLines(
  {
    checks,
    proves,
  }: { readonly checks: readonly { readonly status: string; readonly title: string }[]; readonly proves: string },
  { chalk, marks }: Theme,
  width: number,
): readonly string[] {
  const passed = checks.filter(({ status }) => status === 'pass');
  if (passed.length === 0) return [];
  // The sentence of the step is about all of its checks.
  const isWhole = passed.length === checks.length;
  if (!isWhole && passed.length > 1) {
    const each = passed.flatMap(({ title }) => beside(`  ${marks.pass} `, escapeControls(title), width));
    return [chalk.bold('Proved:'), ...each];
  }
  const said = isWhole ? proves : `${passed.map(({ title }) => title).join('; ')}.`;
  return wrapSpans([{ text: 'Proved: ', style: chalk.bold }, ...codeSpans(escapeControls(said), chalk)], width);
}
