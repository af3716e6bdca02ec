import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atMost } from '../support/at-most.ts';
import { coachedPage } from '../support/coached-page.ts';
import { labOf, realCourse, writeState } from '../support/course-folder.ts';
import { allFixtures, choiceOf, fixtureState, modulesOf, nameOf } from '../support/fixtures.ts';
import type { Fixture } from '../support/fixtures.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { pythonOrReason } from '../support/python.ts';
import { pythonWith } from '../support/python-with.ts';

// What the coach says of a page, in a browser as a person has it, is what the check says, or nothing.

/** `all`, a step, or a part of a fixture's name; the test command runs none: test/coach has one of each kind. */
const WHICH = process.env['FAULT_COACH'] ?? 'none';
const course = realCourse();
const { python } = await pythonOrReason();
const enter = atMost(10);
let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser?.close());

/** What the check says otherwise, and why the coach is right as well. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  // The check tells it from a client without a page, before it looks at one.
  'step-4/escaped-twice': ['chat/text-altered'],
  // The check reads the error in the server's output.
  'challenge/fastapi-module-for-the-class-in-a-catch-all': ['ws/closes-at-once'],
  // The check reads the warning in the server's output; the coach sees the events of which the page hangs.
  'step-6/fastapi-sleep-not-awaited': ['page/hung'],
  // The page hangs for seconds before its memory is used up.
  'step-3/list-without-end': ['page/hung'],
  // A check answers for the network; this browser has none.
  'step-3/cdn-without-a-version': ['page/script-missing'],
  'step-3/htmx-1-from-a-cdn': ['page/script-missing'],
  'step-3/htmx-4-from-a-cdn': ['page/script-missing', 'htmx/other-version-syntax'],
  'step-3/scripts-from-a-cdn': ['page/script-missing'],
};

const chosen = allFixtures().filter(
  (fixture) =>
    labOf(fixture.step) === undefined &&
    !['step-1', 'step-2'].includes(fixture.step) &&
    (WHICH === 'all' || WHICH.split(',').some((part) => nameOf(fixture).includes(part))) &&
    (fixture.backend !== 'fastapi' || python !== undefined) &&
    (fixture.python === undefined || pythonWith(fixture.python) !== undefined),
);

async function coachedCodes(fixture: Fixture): Promise<readonly string[]> {
  const { folder, remove } = writeState(fixtureState(course, fixture), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  try {
    const choice = choiceOf(fixture, python?.executable);
    const isRight = fixture.expect === 'pass';
    const types = isRight ? ['hello there', 'again & again "quoted"'] : ['hello', 'again <b>bold</b>'];
    const options = { course, step: fixture.step, folder, choice, browser, types };
    const { codes } = await coachedPage({ ...options, ...(isRight ? {} : { until: 'any' }) });
    return codes;
  } finally {
    remove();
  }
}

describe.skipIf(browserProgram() === undefined || chosen.length === 0).concurrent('in a browser', () => {
  test.each(chosen.map((fixture) => [nameOf(fixture), fixture] as const))('%s', (name, fixture) =>
    enter(async () => {
      const codes = await coachedCodes(fixture);
      const expected = fixture.code ?? 'nothing';
      const verdict = codes[0] === fixture.code ? 'agrees' : codes.length === 0 ? 'silent' : 'DIFFERS';
      // oxlint-disable-next-line no-console -- the table in docs/reliability.md is made of it
      console.log(`COACH ${verdict} ${name}: ${expected}, ${codes.join(' ') || 'nothing'}`);
      const known = [fixture.code, ...fixture.warnings, ...(OTHERWISE[name] ?? [])];
      expect(codes.filter((code) => !known.includes(code))).toEqual([]);
    }),
  );
});
