import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../src/chapter/checks/index.ts';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import type { Course } from '../../src/model/step.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from './browser.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { realCourse, writeState } from './course-folder.ts';
import type { Fixture } from './fixtures.ts';
import { fastapiFixtures, fixturesOf, fixtureState, modulesOf } from './fixtures.ts';
import type { PythonForTests } from './python.ts';
import { atMost } from './at-most.ts';

/** With what a fixture is checked. */
interface Means {
  readonly dom: PageEngine;
  /** Undefined: this machine has none, and the titles say so. */
  readonly browser: PageEngine | undefined;
  /** Path of the interpreter for servers in Python. */
  readonly python?: string | undefined;
}

function choiceOf({ backend, run }: Fixture, python: string | undefined): BackendChoice {
  if (backend === 'fastapi') return { kind: 'fastapi', ...(python === undefined ? {} : { python }) };
  return run === undefined ? { kind: 'node' } : { kind: 'command', run };
}

/**
 * Checks one fixture's folder and holds verdict, first code, failing check and warnings against what it must get: in the DOM, then
 * in the browser as far as the page decides it.
 */
export async function expectVerdict(course: Course, fixture: Fixture, { dom, browser, python }: Means): Promise<void> {
  const { folder, remove } = writeState(fixtureState(course, fixture), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  const check = { course, folder, step: fixture.step, choice: choiceOf(fixture, python) };
  try {
    let known: ReadonlyMap<string, CheckResult> = new Map();
    if (fixture.engine === 'both') {
      const inDom = await checkFolder({ ...check, engine: dom });
      expectResult(fixture, inDom, 'in the DOM');
      known = decidedWithoutBrowser(fixture, inDom);
      if (inDom.steps.every(({ checks }) => checks.every(({ id }) => known.has(id)))) return;
    }
    if (browser === undefined) return;
    expectResult(fixture, await checkFolder({ ...check, engine: browser, known }), `in ${browser.version}`);
  } finally {
    remove();
  }
}

/**
 * Results of the DOM's run that the browser's run need not find again: of checks that look at no page, of those after the first failure,
 * which decides the verdict, and of those of earlier steps that passed, which the attempts at those steps are for.
 */
function decidedWithoutBrowser({ step }: Fixture, inDom: RunResult): ReadonlyMap<string, CheckResult> {
  const results = inDom.steps.flatMap(({ step: of, checks }) => checks.map((result) => ({ of, result })));
  const failure = results.findIndex(({ result }) => result.status === 'fail');
  const decided = results.filter(
    ({ of, result: { id, status } }, at) =>
      !observesPage(id) || (failure !== -1 && at > failure) || (of !== step && status === 'pass'),
  );
  return new Map(decided.map(({ result }) => [result.id, result]));
}

function observesPage(id: string): boolean {
  return CHECKS.some((check) => check.id === id && check.observes === 'page');
}

function expectResult(fixture: Fixture, result: RunResult, where: string): void {
  const told = `${where}\n${story(result)}`;
  const [first] = findingsOf(result, 'error');
  expect({ passed: result.passed, code: first?.code }, told).toEqual({
    passed: fixture.expect === 'pass',
    code: fixture.code,
  });
  const failing = result.steps.flatMap(({ checks }) => checks).find(({ status }) => status === 'fail');
  expect(failing?.id, told).toBe(fixture.check);
  const warnings = findingsOf(result, 'warning').map(({ code }) => code);
  expect(warnings.toSorted(), told).toEqual(fixture.warnings.toSorted());
}

/** A clock without seconds is watched until the minute is over, in each engine, and the machine may be busy. */
const PATIENCE = { timeout: 200_000 };

function titled(fixtures: readonly Fixture[]): readonly (readonly [string, Fixture])[] {
  return fixtures.map((fixture) => [`${fixture.name}: ${fixture.code ?? 'passes'}`, fixture]);
}

function hangs(fixture: Fixture): boolean {
  return fixture.code === 'page/hung';
}

/** Each check starts up to four servers and opens up to five tabs; with more of them than this at once, two cores do nothing but paint. */
const CHECKS_AT_ONCE = 5;

/** Every fixture of a step gets its verdict, in the DOM and in a browser; several run beside each other, as in a busy class. */
export function fixtureSuite(step: string): void {
  suite(`fixtures of ${step}`, { fixtures: fixturesOf(step).filter(({ backend }) => backend === 'node') });
}

/** Every fixture whose server is Python gets its verdict; where Python or its packages are missing they are left out, visibly. */
export function fastapiFixtureSuite({ skipped, python }: PythonForTests): void {
  suite(`fixtures of FastAPI`, { fixtures: fastapiFixtures(), skipped, python: python?.executable });
}

interface Suite {
  readonly fixtures: readonly Fixture[];
  /** Why none of them can run on this machine. */
  readonly skipped?: string | undefined;
  readonly python?: string | undefined;
}

function suite(title: string, { fixtures, skipped, python }: Suite): void {
  const course = realCourse();
  const found = lightBrowserOrReason();
  const enter = atMost(CHECKS_AT_ONCE);
  let dom: PageEngine;
  let browser: PageEngine | undefined;
  beforeAll(async () => {
    if (skipped !== undefined) return;
    [dom, browser] = await Promise.all([
      openDomEngine(),
      found.skipped === undefined ? found.open() : Promise.resolve(undefined),
    ]);
  });
  afterAll(async () => {
    await Promise.all([dom?.close(), browser?.close()]);
  });

  const inBrowserAlone = fixtures.filter(({ engine }) => engine === 'browser');
  const hanging = fixtures.filter(hangs);
  const others = fixtures
    .filter((fixture) => !inBrowserAlone.includes(fixture) && !hanging.includes(fixture))
    .toSorted((a, b) => Number(b.slow) - Number(a.slow));
  describe.skipIf(skipped !== undefined).concurrent(`${title} ${skipped ?? ''}`, () => {
    test.each(titled(others))('%s', PATIENCE, (_, fixture) =>
      enter(() => expectVerdict(course, fixture, { dom, browser, python })),
    );
    // A page that hangs takes the engine's process with it, and all pages in it.
    test.each(titled(hanging))('%s', PATIENCE, async (_, fixture) => {
      const own = await openDomEngine();
      try {
        await expectVerdict(course, fixture, { dom: own, browser, python });
      } finally {
        await own.close();
      }
    });
    test.skipIf(found.skipped !== undefined).each(titled(inBrowserAlone))(
      `%s ${found.skipped ?? ''}`,
      PATIENCE,
      (_, fixture) => enter(() => expectVerdict(course, fixture, { dom, browser, python })),
    );
    // Without a browser the comparison of all the others is left out as well: that is to be seen.
    if (found.skipped !== undefined) test.skip(`all of them held against a browser ${found.skipped}`, () => undefined);
  });
}
