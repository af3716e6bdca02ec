import { firstError, passedSteps } from './record.ts';
import type { Grade, Outcome } from './record.ts';

const VERDICTS: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  'not-passed': 'not passed',
  undecided: 'undecided',
  'no-verdict': 'no verdict',
};

/** A grade in a few words, for people. */
export interface GradeWords {
  readonly verdict: string;
  readonly steps: string;
  readonly change: string;
  /** The code of the first error, or why there is no verdict; empty: it passed. */
  readonly cause: string;
}

export function wordsOf(grade: Grade): GradeWords {
  const count = passedSteps(grade).length;
  return {
    verdict: VERDICTS[grade.outcome],
    steps: grade.steps.length === 0 ? '' : `${count} of ${grade.steps.length}`,
    change: changeOf(grade),
    cause: grade.reason === '' ? (firstError(grade)?.code ?? '') : grade.reason,
  };
}

/** What is different from the last hand-in: `+step-4 -step-2`; empty: none is known. */
function changeOf(grade: Grade): string {
  const { before } = grade;
  if (before === null) return '';
  const now = passedSteps(grade);
  const gained = now.filter((step) => !before.passed.includes(step)).map((step) => `+${step}`);
  const lost = before.passed.filter((step) => !now.includes(step)).map((step) => `-${step}`);
  return [...gained, ...lost].join(' ') || 'as before';
}
