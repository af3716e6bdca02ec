import { escapeControls } from '../../terminal/text.ts';
import { findingText } from '../finding-text.ts';
import type { FindingWords } from '../finding-text.ts';

// What a place that grades is told of one submission, whether `check` or `grade` has checked it.

export interface SubmittedCheck {
  readonly id: string;
  readonly title: string;
  /** As in `CheckStatus`. */
  readonly status: string;
  /** Why it was skipped. */
  readonly skipped?: string;
  readonly findings: readonly FindingWords[];
}

export interface SubmittedStep {
  readonly step: string;
  readonly title: string;
  readonly passed: boolean;
  readonly checks: readonly SubmittedCheck[];
}

export interface Submission {
  /** Of the folder, or the learner's. */
  readonly name: string;
  /** How far it was checked. */
  readonly target: string;
  /** The tutor's version. */
  readonly tutor: string;
  /** `undecided`: the machine was too busy to tell. `no-verdict`: it could not be checked, or not to the end. */
  readonly outcome: 'passed' | 'not-passed' | 'undecided' | 'no-verdict';
  /** Why there are no steps; empty: the steps say it. */
  readonly reason: string;
  readonly seed: string;
  /** Milliseconds. */
  readonly durationMs: number;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly steps: readonly SubmittedStep[];
  /** Points by the name of a step. */
  readonly points: ReadonlyMap<string, number>;
}

/** What has points: a step, or the whole submission where there are none. */
export interface Part {
  readonly name: string;
  readonly passed: boolean;
  readonly points: number;
  readonly most: number;
  /** For its author: lines without control characters. */
  readonly text: string;
}

/** Never empty: the places take a submission without any test for one that has passed. */
export function partsOf({ steps, points, reason, outcome }: Submission): readonly Part[] {
  if (steps.length === 0) {
    const most = [...points.values()].reduce((sum, each) => sum + each, 0);
    const whole = { name: 'The check comes to its end', most, text: escapeControls(reason) };
    return [{ ...whole, passed: false, points: 0 }];
  }
  return steps.map((step) => {
    const most = points.get(step.step) ?? 0;
    return {
      name: escapeControls(`${step.step}: ${step.title}`),
      passed: step.passed,
      points: step.passed ? most : 0,
      most,
      text: [...textOfStep(step), ...(step.passed || outcome !== 'undecided' ? [] : [UNDECIDED])].join('\n'),
    };
  });
}

export const UNDECIDED = 'The machine was too busy to decide this: it says nothing about the work. Check it again.';

const WORDS: Readonly<Record<string, string>> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'FAILED',
  skip: 'skipped',
  unknown: 'undecided',
};

function textOfStep({ checks }: SubmittedStep): readonly string[] {
  return checks.flatMap(({ status, title, skipped, findings }) => [
    escapeControls(`${(WORDS[status] ?? status).padEnd(9)} ${title}${skipped === undefined ? '' : ` (${skipped})`}`),
    ...findings.flatMap((finding) => linesOf(finding).map((line) => `          ${line}`)),
  ]);
}

/** A finding in lines without control characters. */
export function linesOf(finding: FindingWords): readonly string[] {
  return findingText(finding).split('\n').map(escapeControls);
}

/** The error that is the cause of the others. */
export function firstErrorOf({ steps }: Submission): FindingWords | undefined {
  return steps
    .flatMap(({ checks }) => checks)
    .flatMap(({ findings }) => findings)
    .find(({ severity }) => severity === 'error');
}

/** `3 of 8 points`, and what stops it. */
export function summaryOf(submission: Submission): string {
  const { points, most } = totalOf(submission);
  const error = firstErrorOf(submission);
  const verdict = {
    passed: `Passed up to ${submission.target}.`,
    'not-passed': error === undefined ? submission.reason : `First problem: ${error.title} (${error.code}).`,
    undecided: UNDECIDED,
    'no-verdict': `No verdict: ${submission.reason}.`,
  }[submission.outcome];
  return escapeControls(`${points} of ${most} points. ${verdict}`);
}

/** Points of all parts. */
export function totalOf(submission: Submission): Pick<Part, 'points' | 'most'> {
  const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0);
  const parts = partsOf(submission);
  return { points: sum(parts.map(({ points }) => points)), most: sum(parts.map(({ most }) => most)) };
}

/** One point for each step. */
export function onePointEach(steps: readonly string[]): ReadonlyMap<string, number> {
  return new Map(steps.map((step) => [step, 1]));
}
