import type { StepResult } from '../model/check.ts';

/** The outcome of a step: a check of it failed, or it has not passed only because checks were skipped for a failure elsewhere. */
export function outcomeOf({ passed, checks }: StepResult): 'pass' | 'fail' | 'skip' {
  if (passed) return 'pass';
  return checks.some(({ status }) => status === 'fail') ? 'fail' : 'skip';
}
