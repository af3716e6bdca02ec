import type { Finding } from './finding.ts';
import type { TimelineEntry } from './timeline.ts';

export type CheckStatus = 'pass' | 'fail' | 'warn' | 'skip';

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** Why it was skipped: the check that it needs, or what the environment cannot do. */
  readonly skipped?: string;
  /** It was skipped because of a fault elsewhere, so its step has not passed. */
  readonly blocked?: boolean;
}

export interface StepResult {
  readonly step: string;
  readonly title: string;
  /** No check of it failed or was left out because of a failure. */
  readonly passed: boolean;
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
  readonly timeline: readonly TimelineEntry[];
}

export interface RunResult {
  /** The step that was asked for. */
  readonly target: string;
  readonly passed: boolean;
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** What the run took where: start of the server, load of the page engine, …; milliseconds. */
  readonly phases: Readonly<Record<string, number>>;
}
