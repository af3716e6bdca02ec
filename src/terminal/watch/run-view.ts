import type { CheckStatus, Undecided } from '../../model/check.ts';
import type { RunEvent } from '../../model/event.ts';
import type { Finding } from '../../model/finding.ts';
import { runningAfter } from '../waiting-text.ts';
import type { RunningCheck } from '../waiting-text.ts';

/** One check in its present state. */
export interface CheckView {
  readonly id: string;
  readonly title: string;
  readonly status: 'waiting' | 'running' | CheckStatus;
  /** Milliseconds; 0 while it is not over. */
  readonly durationMs: number;
  readonly findings: readonly Finding[];
  /** Why it was skipped. */
  readonly skipped: string | undefined;
  /** It was skipped because of an error elsewhere that its own step cannot have passed with. */
  readonly blocked?: boolean;
  /** Why it came to no result. */
  readonly undecided?: Undecided;
}

export interface StepChecks {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly CheckView[];
}

/** The state of a checkpoint on the screen. */
export interface RunView {
  /** `stopped`: it ended without a verdict. */
  readonly phase: 'none' | 'running' | 'done' | 'stopped';
  readonly target: string;
  readonly steps: readonly StepChecks[];
  readonly passed: boolean;
  readonly durationMs: number;
  /** The checks that are running, with the tick of the screen's clock at which they started. */
  readonly running?: readonly RunningCheck[];
  /** Some checks run again, because the machine was too busy for their first result. */
  readonly repeated?: { readonly stalledMs: number };
}

export const NO_RUN: RunView = { phase: 'none', target: '', steps: [], passed: false, durationMs: 0 };

/** The run after one more event of it. @param nowMs on the clock of the screen's ticks */
export function afterRunEvent(run: RunView, event: RunEvent, nowMs: number): RunView {
  return { ...afterEvent(run, event), running: runningAfter(run.running ?? [], event, nowMs) };
}

function afterEvent(run: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run-started':
      return {
        phase: 'running',
        target: event.target,
        passed: false,
        durationMs: 0,
        steps: event.steps.map(({ id, title, checks }) => ({ id, title, checks: checks.map(waiting) })),
      };
    case 'check-started':
      return withCheck(run, event.id, (check) => ({ ...check, status: 'running' }));
    case 'check-finished': {
      const { id, status, durationMs, findings, skipped, blocked, undecided } = event.result;
      const why = { ...(undecided === undefined ? {} : { undecided }), ...(blocked === undefined ? {} : { blocked }) };
      return withCheck(run, id, (check) => ({ ...check, status, durationMs, findings, skipped, ...why }));
    }
    case 'checks-repeated':
      return { ...run, repeated: { stalledMs: event.stalledMs } };
    case 'run-finished':
      return { ...run, phase: 'done', passed: event.result.passed, durationMs: event.result.durationMs };
  }
}

/** The run that follows, before anything of it is known: the same checks, none of them over. */
export function begunAgain(run: RunView): RunView {
  if (run.phase === 'none') return run;
  const steps = run.steps.map(({ id, title, checks }) => ({ id, title, checks: checks.map(waiting) }));
  return { phase: 'running', target: run.target, passed: false, durationMs: 0, steps };
}

function waiting({ id, title }: { readonly id: string; readonly title: string }): CheckView {
  return { id, title, status: 'waiting', durationMs: 0, findings: [], skipped: undefined };
}

function withCheck(run: RunView, id: string, change: (check: CheckView) => CheckView): RunView {
  const steps = run.steps.map((step) =>
    step.checks.some((check) => check.id === id)
      ? { ...step, checks: step.checks.map((check) => (check.id === id ? change(check) : check)) }
      : step,
  );
  return { ...run, steps };
}

export function checksOf(run: RunView): readonly CheckView[] {
  return run.steps.flatMap((step) => step.checks);
}

export function isOver({ status }: CheckView): boolean {
  return status !== 'waiting' && status !== 'running';
}

/** The findings so far, the most basic first. */
export function findingsOf(run: RunView, severity: Finding['severity']): readonly Finding[] {
  return checksOf(run).flatMap((check) => check.findings.filter((finding) => finding.severity === severity));
}
