import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import type { Course } from '../../src/model/step.ts';
import { openDomEngine } from '../../src/probes/page/dom-engine.ts';
import type { BrowserForTests } from './browser.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { realCourse, writeState } from './course-folder.ts';
import type { Fixture } from './fixtures.ts';
import { fixturesOf, fixtureState, modulesOf } from './fixtures.ts';

/** Checks one fixture's folder and holds verdict, first code, failing check and warnings against what it must get. */
export async function expectVerdict(course: Course, fixture: Fixture, engine: PageEngine): Promise<void> {
  const { folder, remove } = writeState(fixtureState(course, fixture), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  try {
    const choice = fixture.run === undefined ? {} : { choice: { kind: 'command', run: fixture.run } as const };
    const result = await checkFolder({ course, folder, step: fixture.step, engine, ...choice });
    const [first] = findingsOf(result, 'error');
    expect({ passed: result.passed, code: first?.code }, story(result)).toEqual({
      passed: fixture.expect === 'pass',
      code: fixture.code,
    });
    const failing = result.steps.flatMap(({ checks }) => checks).find(({ status }) => status === 'fail');
    expect(failing?.id, story(result)).toBe(fixture.check);
    expect(
      findingsOf(result, 'warning')
        .map(({ code }) => code)
        .toSorted(),
      story(result),
    ).toEqual(fixture.warnings.toSorted());
  } finally {
    remove();
  }
}

/**
 * A clock without seconds is watched until the minute is over, and the machine may be busy. Hundreds of servers, pages and browsers on two
 * cores make stalls of many seconds, which no learner's machine has; what needs another try is listed at the end of the run.
 */
const PATIENCE = { timeout: 150_000, retry: 2 };

function titled(fixtures: readonly Fixture[]): readonly (readonly [string, Fixture])[] {
  return fixtures.map((fixture) => [`${fixture.name}: ${fixture.code ?? 'passes'}`, fixture]);
}

function hangs(fixture: Fixture): boolean {
  return fixture.code === 'page/hung';
}

/** Every fixture of a step gets its verdict in the DOM; several run beside each other, as in a busy class. */
export function fixtureSuite(step: string): void {
  const course = realCourse();
  let engine: PageEngine;
  beforeAll(async () => {
    engine = await openDomEngine();
  });
  afterAll(() => engine.close());

  describe.concurrent(`fixtures of ${step}`, () => {
    const inDom = fixturesOf(step).filter((fixture) => fixture.engine === 'both');
    test.each(titled(inDom.filter((fixture) => !hangs(fixture))))('%s', PATIENCE, (_, fixture) =>
      expectVerdict(course, fixture, engine),
    );
    // A page that hangs takes the engine's process with it, and all pages in it.
    test.each(titled(inDom.filter(hangs)))('%s', async (_, fixture) => {
      const own = await openDomEngine();
      try {
        await expectVerdict(course, fixture, own);
      } finally {
        await own.close();
      }
    });
  });
}

/** Each check opens up to five tabs; with more of them than this at once, two cores do nothing but paint. */
const BROWSER_CHECKS_AT_ONCE = 2;

/** Lets at most so many bodies run at the same time; the others wait for their turn, in order. */
function gate(most: number): <T>(body: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (body) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await body();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** Checks that no page takes part in: their verdict is the same whatever engine is there. */
const WITHOUT_PAGE = /^(?:env|server|ws|sse)-/u;

/** The same fixtures get the same verdicts in a browser: all those whose verdict a page takes part in. */
export function browserFixtureSuite(step: string, browser: BrowserForTests): void {
  const course = realCourse();
  const enter = gate(BROWSER_CHECKS_AT_ONCE);
  let engine: PageEngine;
  beforeAll(async () => {
    if (browser.skipped === undefined) engine = await browser.open();
  });
  afterAll(() => engine?.close());

  describe
    .skipIf(browser.skipped !== undefined)
    .concurrent(`fixtures of ${step} in the browser ${browser.skipped ?? ''}`, () => {
      const withPage = fixturesOf(step).filter(({ check }) => !WITHOUT_PAGE.test(check ?? ''));
      test.each(titled(withPage))('%s', PATIENCE, (_, fixture) => enter(() => expectVerdict(course, fixture, engine)));
    });
}
