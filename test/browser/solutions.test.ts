import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { checkFolder, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { browserOrReason } from '../support/browser.ts';

const course = realCourse();
const found = browserOrReason();
let engine: PageEngine;

beforeAll(async () => {
  engine = await found.open();
});
afterAll(async () => {
  await engine?.close();
});

/** Steps whose checkpoint looks at the page. Steps 4 and 6 have the files of steps 5 and 7, whose checkpoints hold all of theirs; the challenge is below. */
const PAGES = ['step-3', 'step-5', 'step-7'];

describe.skipIf(found.skipped !== undefined)(`in the browser ${found.skipped ?? ''}`, () => {
  test.each(PAGES)('the page of %s passes its whole checkpoint, as it does in the DOM', async (step) => {
    const { folder, remove } = writeState(stepState(course, step, 'solution'), { modules: 'none' });
    try {
      const result = await checkFolder({ course, folder, step, engine });
      expect(result.passed, story(result)).toBe(true);
      expect(
        result.steps.flatMap(({ checks }) => checks).filter(({ status }) => status !== 'pass'),
        story(result),
      ).toEqual([]);
    } finally {
      remove();
    }
  });

  test('the page of the challenge passes, the typed text shows in #chat-window and the counter goes up, read from the page itself', async () => {
    const { folder, remove } = writeState(stepState(course, 'challenge', 'solution'), { modules: 'none' });
    try {
      const result = await checkFolder({ course, folder, step: 'challenge', engine });
      const entries = result.steps.flatMap(({ timeline }) => timeline);
      const shown = entries.filter(({ client }) => client.label === 'tab 1').map(({ data }) => data);
      const checks = result.steps.flatMap((each) => each.checks);
      expect(
        checks.filter(({ status }) => status !== 'pass'),
        story(result),
      ).toEqual([]);
      expect(
        shown.some((line) => /#chat-window now reads: .*Server \(\d\d:\d\d:\d\d\) says/u.test(line)),
        shown.join('\n'),
      ).toBe(true);
      const counts = shown
        .map((line) => /now reads: Current count: (\d+)/u.exec(line)?.[1])
        .filter((count) => count !== undefined);
      expect(counts.slice(0, 3)).toEqual(['1', '2', '3']);
    } finally {
      remove();
    }
  });
});
