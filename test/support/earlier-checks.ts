import { stepsBefore } from '../../src/course/index.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { Course } from '../../src/model/step.ts';
import type { Fixture } from './fixtures.ts';

/** The ids of the checks of the steps before the fixture's. */
export function earlierChecks(course: Course, { step }: Fixture): readonly string[] {
  return stepsBefore(course, step).flatMap(({ checks }) => checks);
}

/** The same checks, taken as passed: a run does not repeat them. */
export function earlierPassed(course: Course, fixture: Fixture): Map<string, CheckResult> {
  return new Map(
    earlierChecks(course, fixture).map((id) => [id, { id, title: id, status: 'pass', durationMs: 0, findings: [] }]),
  );
}
