import { isUndecided } from '../../model/check.ts';
import type { RunResult } from '../../model/check.ts';
import { EXIT } from '../../model/result.ts';

/** Exit code of a command that ran a checkpoint: 0 passed, 1 not passed, 3 the machine was too busy to tell. */
export function exitCodeOf(result: RunResult): number {
  if (result.passed) return EXIT.passed;
  return isUndecided(result) ? EXIT.environment : EXIT.notPassed;
}
