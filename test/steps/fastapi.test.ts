import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/probes/page/dom-engine.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { pythonOrReason } from '../support/python.ts';

const course = realCourse();
const { skipped, python } = await pythonOrReason();
const choice = { kind: 'fastapi', ...(python === undefined ? {} : { python: python.executable }) } as const;
let engine: PageEngine;

beforeAll(async () => {
  if (skipped === undefined) engine = await openDomEngine();
});
afterAll(() => engine?.close());

/** In these steps the learner runs and looks; no file changes, so their start is their solution. */
const LOOKING = new Set(['step-5', 'step-7']);

const steps = course.steps.map((step) => step.id);

describe.skipIf(skipped !== undefined).each(steps)(`%s on FastAPI ${skipped ?? ''}`, (step) => {
  test('the solution passes this checkpoint and all before it', async () => {
    const { folder, remove } = writeState(stepState(course, step, 'solution', 'fastapi'), { modules: 'none' });
    try {
      const result = await checkFolder({ course, folder, step, engine, choice });
      expect(result.passed, story(result)).toBe(true);
      expect(
        result.steps.flatMap(({ checks }) => checks).filter(({ status }) => status !== 'pass'),
        story(result),
      ).toEqual([]);
    } finally {
      remove();
    }
  });
});

describe.skipIf(skipped !== undefined).each(steps.filter((step) => !LOOKING.has(step)))(
  `the start of %s on FastAPI ${skipped ?? ''}`,
  (step) => {
    test('does not pass, and says why', async () => {
      const { folder, remove } = writeState(stepState(course, step, 'start', 'fastapi'), { modules: 'none' });
      try {
        const result = await checkFolder({ course, folder, step, engine, choice });
        expect(result.passed, story(result)).toBe(false);
        const own = result.steps.at(-1);
        expect(own?.step).toBe(step);
        expect(own?.passed, story(result)).toBe(false);
        expect(findingsOf(result, 'error').length, story(result)).toBeGreaterThan(0);
        // What the steps before prove still holds at the start of this one.
        expect(
          result.steps.slice(0, -1).filter(({ passed }) => !passed),
          story(result),
        ).toEqual([]);
      } finally {
        remove();
      }
    });
  },
);
