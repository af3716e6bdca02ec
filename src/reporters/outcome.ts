import { isUndecided } from '../model/check.ts';
import type { RunResult, StepResult } from '../model/check.ts';

/**
 * The outcome of a step: a check of it failed; or it has not passed because the machine was too busy to tell; or only because checks were
 * skipped for a failure elsewhere.
 */
export function outcomeOf({ passed, checks }: StepResult): 'pass' | 'fail' | 'skip' | 'unknown' {
  if (passed) return 'pass';
  if (checks.some(({ status }) => status === 'fail')) return 'fail';
  return checks.some(({ status }) => status === 'unknown') ? 'unknown' : 'skip';
}

/** `passed`, `not passed`, or that it could not be decided. */
export function verdictOf(result: RunResult): 'passed' | 'not passed' | 'could not be decided' {
  if (result.passed) return 'passed';
  return isUndecided(result) ? 'could not be decided' : 'not passed';
}
