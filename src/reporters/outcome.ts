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

/** The outcome of a run. */
export function outcomeOfRun(result: RunResult): 'pass' | 'fail' | 'unknown' {
  if (result.passed) return 'pass';
  return isUndecided(result) ? 'unknown' : 'fail';
}

/** The outcome of a run in words. A checkpoint repeats the earlier steps: one that fails is named, as the requested step itself may be right. */
export function verdictOf(result: RunResult): string {
  const words = { pass: 'passed', fail: 'not passed', unknown: 'could not be decided' }[outcomeOfRun(result)];
  const failed = result.steps.find((step) => outcomeOf(step) === 'fail')?.step ?? result.target;
  return `${result.target} ${words}${failed === result.target ? '' : `, because of ${failed}`}`;
}
