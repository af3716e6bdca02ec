import type { Finding, Severity } from './finding.ts';
import type { TimelineEntry } from './timeline.ts';

/** `unknown`: it ran, and the machine was too busy to tell. */
export type CheckStatus = 'pass' | 'fail' | 'warn' | 'skip' | 'unknown';

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  /** Milliseconds; 0 also where nothing was timed. */
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** Why it was skipped: the check that it needs, or what the environment cannot do. */
  readonly skipped?: string;
  /** It was skipped because of an error elsewhere, so its step has not passed. */
  readonly blocked?: boolean;
  /** With the status `unknown`: what made the result worth nothing. */
  readonly undecided?: Undecided;
}

/** A result that was no more than a guess. */
export interface Undecided {
  /** How long the tutor itself did not run during the last try; 0: it ran, but the processors had no time left. Milliseconds. */
  readonly stalledMs: number;
  /** Codes of the last try. */
  readonly suspected: readonly string[];
  /** How often the check ran. */
  readonly runs: number;
}

export interface StepResult {
  readonly step: string;
  readonly title: string;
  /** No check of it failed or was skipped because of a failure. */
  readonly passed: boolean;
  /** Milliseconds; 0 also where nothing was timed. */
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
  readonly timeline: readonly TimelineEntry[];
}

export interface RunResult {
  /** The step that was asked for. */
  readonly target: string;
  readonly passed: boolean;
  /** Milliseconds; 0 also where nothing was timed. */
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** Milliseconds of each phase: start of the server, load of the page engine, … */
  readonly phases: Readonly<Record<string, number>>;
}

/** A finding and where it was made. */
export interface FoundIn {
  readonly step: StepResult;
  readonly check: CheckResult;
  readonly finding: Finding;
}

/** All findings of these steps, in the order of the checks; of one severity where that is asked for. */
export function findingsOf({ steps }: Pick<RunResult, 'steps'>, severity?: Severity): readonly FoundIn[] {
  return steps.flatMap((step) =>
    step.checks.flatMap((check) =>
      check.findings
        .filter((finding) => severity === undefined || finding.severity === severity)
        .map((finding) => ({ step, check, finding })),
    ),
  );
}

/** No error was found, but some check could not be decided: this is no verdict on the learner's work. */
export function isUndecided({ passed: all, steps }: Pick<RunResult, 'passed' | 'steps'>): boolean {
  const checks = steps.flatMap((step) => step.checks);
  return !all && checks.some(({ status }) => status === 'unknown') && !checks.some(({ status }) => status === 'fail');
}

/** The check ran and saw no error. */
export function passed({ status }: Pick<CheckResult, 'status'>): boolean {
  return status === 'pass' || status === 'warn';
}
