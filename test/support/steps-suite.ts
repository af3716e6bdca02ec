import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { courseOf, labSteps, realCourse, stepState, writeState } from './course-folder.ts';

/** In these steps the learner runs and looks; no file changes, so their start is their solution. */
const LOOKING = new Set(['step-5', 'step-7']);

export interface StepsSuite {
  readonly title: string;
  readonly overlay: 'node' | 'fastapi';
  readonly choice: BackendChoice;
  /** Why this backend is skipped on this machine; undefined: it is not. */
  readonly skipped?: string | undefined;
  /** Steps whose start passes on this machine, and the warning that it gets: everything is installed, and nothing says that it must be. */
  readonly complete?: Readonly<Record<string, string>>;
}

/** On one backend: every step's solution passes its checkpoint and all before it, every step's start does not. */
export function stepsSuite({ title, overlay, choice, skipped, complete = {} }: StepsSuite): void {
  const course = realCourse();
  const steps = course.steps.map((step) => step.id);
  const labs = labSteps().map(({ id }) => id);
  // The solution of a step before one of those has the same files, and the checkpoint there holds all of its.
  const solved = steps.filter((_, at) => !LOOKING.has(steps[at + 1] ?? ''));
  let engine: PageEngine;
  beforeAll(async () => {
    if (skipped === undefined) engine = await openDomEngine();
  });
  afterAll(() => engine?.close());

  const check = async (step: string, moment: 'start' | 'solution'): Promise<RunResult> => {
    const own = courseOf(step);
    const { folder, remove } = writeState(stepState(own, step, moment, overlay), { modules: 'none' });
    try {
      return await checkFolder({ course: own, folder, step, engine, choice });
    } finally {
      remove();
    }
  };

  describe.skipIf(skipped !== undefined).concurrent(`on ${title} ${skipped ?? ''}`, () => {
    test.each([...solved, ...labs])('the solution of %s passes its checkpoint and all before it', async (step) => {
      const result = await check(step, 'solution');
      expect(result.passed, story(result)).toBe(true);
      const others = result.steps.flatMap(({ checks }) => checks).filter(({ status }) => status !== 'pass');
      expect(others, story(result)).toEqual([]);
    });

    for (const [step, code] of Object.entries(complete))
      test(`the start of ${step} passes with ${code}`, async () => {
        const result = await check(step, 'start');
        expect(result.passed, story(result)).toBe(true);
        expect(findingsOf(result, 'warning').map((finding) => finding.code)).toEqual([code]);
      });

    test.each([...steps.filter((step) => !LOOKING.has(step) && !(step in complete)), ...labs])(
      'the start of %s does not pass, and says why',
      async (step) => {
        const result = await check(step, 'start');
        expect(result.passed, story(result)).toBe(false);
        const own = result.steps.at(-1);
        expect(own?.step).toBe(step);
        expect(own?.passed, story(result)).toBe(false);
        expect(findingsOf(result, 'error').length, story(result)).toBeGreaterThan(0);
        // What the steps before prove still holds at the start of this one.
        const broken = result.steps.slice(0, -1).filter(({ passed }) => !passed);
        expect(broken, story(result)).toEqual([]);
      },
    );
  });
}
