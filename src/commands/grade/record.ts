import type { FindingWords } from '../../reporters/finding-text.ts';

// What is known of one folder. A results file has one of these in each line, so a field that is removed or changes its meaning makes old files unreadable.

/** `undecided`: the machine was too busy to tell. `no-verdict`: it could not be checked. */
export type Outcome = 'passed' | 'not-passed' | 'undecided' | 'no-verdict';

export type GradedFinding = FindingWords;

export interface GradedCheck {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly durationMs: number;
  readonly skipped?: string;
  readonly findings: readonly GradedFinding[];
}

export interface GradedStep {
  readonly step: string;
  readonly title: string;
  readonly passed: boolean;
  readonly durationMs: number;
  readonly checks: readonly GradedCheck[];
}

/** What a check of a folder said, without what went over the wire. */
export interface Checked {
  readonly outcome: Outcome;
  /** Why there are no steps, or not all; empty: the steps say it. */
  readonly reason: string;
  readonly backend: string;
  readonly seed: string;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly steps: readonly GradedStep[];
}

/** How far a folder was before its files changed. */
export interface Before {
  readonly outcome: Outcome;
  /** Names of the steps that had passed. */
  readonly passed: readonly string[];
  readonly checkedAt: string;
}

/** The verdict on one folder. */
export interface Grade extends Checked {
  readonly schema: 1;
  readonly name: string;
  /** As it was named, from the current folder. */
  readonly folder: string;
  /** How far it was checked. */
  readonly target: string;
  /** Of its files, the tutor's version and what was asked; empty: they could not be read. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly checkedAt: string;
  /** The hand-in before this one; null: none is known. */
  readonly before: Before | null;
}

/** Names of the steps that have passed. */
export function passedSteps({ steps }: Pick<Grade, 'steps'>): readonly string[] {
  return steps.filter(({ passed }) => passed).map(({ step }) => step);
}

/** The last step up to which all have passed; undefined: not even the first. */
export function reached({ steps }: Pick<Grade, 'steps'>): string | undefined {
  const open = steps.findIndex(({ passed }) => !passed);
  return steps[(open === -1 ? steps.length : open) - 1]?.step;
}

/** The error that is the cause of the others. */
export function firstError({ steps }: Pick<Grade, 'steps'>): GradedFinding | undefined {
  return steps
    .flatMap(({ checks }) => checks)
    .flatMap(({ findings }) => findings)
    .find(({ severity }) => severity === 'error');
}

/** What `check --json` has printed. Undefined: nothing that is one. */
export function readReport(text: string): Omit<Checked, 'reason'> | undefined {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isReport(report)) return undefined;
  const { passed, undecided, backend, seed, durationMs, steps } = report;
  const outcome = passed ? 'passed' : undecided ? 'undecided' : 'not-passed';
  return { outcome, backend, seed, durationMs, steps: steps.map(stepOf) };
}

interface CheckReport extends Omit<Checked, 'outcome' | 'reason'> {
  readonly passed: boolean;
  readonly undecided: boolean;
}

/** Printed by our own program: its schema says what is in it. */
function isReport(report: unknown): report is CheckReport {
  return (
    typeof report === 'object' && report !== null && 'schema' in report && report.schema === 1 && 'steps' in report
  );
}

function stepOf({ step, title, passed, durationMs, checks }: GradedStep): GradedStep {
  return { step, title, passed, durationMs, checks: checks.map(checkOf) };
}

function checkOf({ id, title, status, durationMs, skipped, findings }: GradedCheck): GradedCheck {
  return {
    id,
    title,
    status,
    durationMs,
    ...(skipped === undefined ? {} : { skipped }),
    findings: findings.map(({ code, severity, title: said, did, expected, received, cause, fix, where }) => ({
      code,
      severity,
      title: said,
      did,
      expected,
      received,
      cause,
      fix,
      where,
    })),
  };
}
