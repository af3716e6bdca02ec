import { renderTable } from '../../../terminal/lesson-table.ts';
import { escapeControls, plain, wrap } from '../../../terminal/text.ts';
import type { Span } from '../../../terminal/text.ts';
import { firstError } from '../record.ts';
import type { Grade, Outcome } from '../record.ts';
import type { ClassReport } from './class-report.ts';
import { rowsOf } from './rows.ts';

/** Codes that are named as the most frequent ones. */
const MOST_CODES = 3;

/** A row for each folder, then how many passed and what stops most. Quiet: without the rows. */
export function tableOf(report: ClassReport): readonly string[] {
  const { output, isQuiet } = report;
  const { terminal, marks, chalk } = output;
  const end = summary(report).flatMap((sentence) => wrap(sentence, terminal.width));
  if (isQuiet) return end;
  const rows = rowsOf(report, { change: report.grades.some(({ before }) => before !== null) });
  const cells = rows.map((row) => row.map((cell): readonly Span[] => [{ text: escapeControls(cell), style: plain }]));
  return [...renderTable(cells, terminal.width, marks, chalk.bold), '', ...end];
}

function summary({ grades, took }: ClassReport): readonly string[] {
  const count = (outcome: Outcome): number => grades.filter((grade) => grade.outcome === outcome).length;
  const others = (['not-passed', 'undecided', 'no-verdict'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${OTHERS[outcome]}`);
  const facts = [`${count('passed')} of ${grades.length} passed`, ...others, took].filter(Boolean);
  const codes = mostFrequent(grades);
  return [`${facts.join(', ')}.`, ...(codes === '' ? [] : [`What stops most: ${codes}.`])];
}

const OTHERS = { 'not-passed': 'not passed', undecided: 'undecided', 'no-verdict': 'without a verdict' } as const;

/** `sse/no-route (4), oob/no-id (2)`: what more than one folder fails by. */
function mostFrequent(grades: readonly Grade[]): string {
  const counts = new Map<string, number>();
  for (const grade of grades) {
    const code = firstError(grade)?.code;
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, many]) => many > 1)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_CODES)
    .map(([code, many]) => `${code} (${many})`)
    .join(', ');
}
