import { expect } from 'vitest';
import type { CheckResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { Course } from '../../src/model/step.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { writeState } from './course-folder.ts';
import { earlierChecks, earlierPassed } from './earlier-checks.ts';
import { fixedState } from './fix-edits.ts';
import type { Fix } from './fix-edits.ts';
import type { Fixture } from './fixtures.ts';
import { choiceOf, fixtureState, modulesOf, nameOf } from './fixtures.ts';
import type { PythonForTests } from './python.ts';

/** With what a fixed attempt is checked: the page's checks run in the DOM. */
interface Means {
  readonly dom: PageEngine;
  /** The interpreter for servers in Python. */
  readonly python: PythonForTests['python'];
}

/** The fixtures that have a fix, with their names. */
export function withFix(fixtures: readonly Fixture[]): readonly (readonly [string, Fixture, Fix])[] {
  return fixtures.flatMap((fixture) => (fixture.fix === undefined ? [] : [[nameOf(fixture), fixture, fixture.fix]]));
}

/**
 * The attempt passes once somebody has done what the report's fix says; test/messages/fixes.test.ts holds the edits against the fix.
 */
export async function expectFixed(course: Course, fixture: Fixture, fix: Fix, { dom, python }: Means): Promise<void> {
  const { folder, remove } = writeState(fixedState(fixtureState(course, fixture), fix), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  const isEarlier = earlierChecks(course, fixture).includes(fixture.check ?? '');
  try {
    const result = await checkFolder({
      course,
      folder,
      step: fixture.step,
      choice: choiceOf(fixture, python?.executable),
      engine: dom,
      known: isEarlier ? new Map<string, CheckResult>() : earlierPassed(course, fixture),
    });
    const errors = findingsOf(result, 'error').map(({ code }) => code);
    expect(errors).not.toContain(fixture.code);
    expect({ passed: result.passed, first: errors[0] }, story(result)).toEqual({
      passed: fix.next === undefined,
      first: fix.next,
    });
  } finally {
    remove();
  }
}
