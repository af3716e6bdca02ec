import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import type { TestOptions } from 'vitest';
import { CHECKS } from '../../src/chapter/checks/index.ts';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { Course } from '../../src/model/step.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { lightBrowserOrReason } from './browser.ts';
import type { BrowserForTests } from './browser.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { courseOf, labOf, writeState } from './course-folder.ts';
import type { Fixture } from './fixtures.ts';
import { choiceOf, fixtureState, modulesOf, nameOf } from './fixtures.ts';
import type { PythonForTests } from './python.ts';
import { atMost } from './at-most.ts';
import { asPredicted, differing, ledgerForms, notAmong } from './ledger-forms.ts';
import type { LedgerForms } from './ledger-forms.ts';
import { leftOut, pythonWith } from './python-with.ts';
import { earlierChecks, earlierPassed } from './earlier-checks.ts';
import { expectFixed, withFix } from './fixed-fixture.ts';
import { flaky } from './flaky.ts';
import { KeptServer } from './kept-server.ts';
import { comparable, readRecord, RECORDED_WITH, recordedCodes, recordedFindings, writeRecord } from './recorded.ts';
import type { Comparing } from './recorded.ts';

/**
 * With this set, what the DOM's run finds (the browser's, for a page of the browser alone) becomes the record where it differs from it.
 * The run in the browser is left to the test.
 */
const RECORDING = (process.env['RECORD_FIXTURES'] ?? '') !== '' && process.env['FASTAPI'] !== 'newest';

/** With this set, every fixture is checked with all checks of all earlier steps: as `npm run fixture` does it. */
const ALL_WHOLE = (process.env['FIXTURES_WHOLE'] ?? '') !== '';

/** Without that, one of so many is; which ones depends on their names alone. */
const ONE_WHOLE_OF = 30;

/** With what a fixture is checked. */
interface Means {
  readonly dom: PageEngine;
  /** Undefined: this machine has none, and the titles say so. */
  readonly browser: PageEngine | undefined;
  /** The interpreter for servers in Python. */
  readonly python: PythonForTests['python'];
}

/**
 * Checks one fixture's folder and holds the verdict and each finding (check, code, severity, places, facts) against what it must get:
 * in the DOM, then in the browser as far as the page decides it.
 */
async function expectVerdict(course: Course, fixture: Fixture, { dom, browser, python }: Means): Promise<void> {
  const { folder, remove } = writeState(fixtureState(course, fixture), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  const servers = new KeptServer();
  const check = {
    course,
    folder,
    servers,
    step: fixture.step,
    waits: fixture.slow,
    choice: choiceOf(fixture, python?.executable),
    // The record is an earlier run: who finds the same on a machine that the tests keep busy need not run again.
    codesBefore: RECORDING ? new Map<string, readonly string[]>() : recordedCodes(readRecord(fixture.folder)),
  };
  const runtime = runtimeOf(fixture, python);
  try {
    let inDomForms: LedgerForms | undefined;
    let known = isWhole(course, fixture) ? new Map<string, CheckResult>() : earlierPassed(course, fixture);
    if (fixture.engine === 'both') {
      const inDom = await checkFolder({ ...check, engine: dom, known });
      expectVerdictOf(fixture, inDom, 'in the DOM');
      expectRecord(fixture, inDom, { engine: 'dom', folder, runtime });
      inDomForms = expectLedger(fixture, ledgerForms(inDom, folder), 'in the DOM');
      known = new Map(await decidedWithoutBrowser(fixture, inDom));
      if (inDom.steps.every(({ checks }) => checks.every(({ id }) => known.has(id)))) return;
    }
    if (browser === undefined || (RECORDING && fixture.engine === 'both')) return;
    // What counts from the start of the server is recognized by a run that began before it.
    if (fixture.check !== 'time-right') servers.offer();
    const inBrowser = await checkFolder({ ...check, engine: browser, known });
    expectVerdictOf(fixture, inBrowser, `in ${browser.version}`);
    expectRecord(fixture, inBrowser, { engine: 'browser', folder, runtime });
    const forms = expectLedger(fixture, ledgerForms(inBrowser, folder), `in ${browser.version}`);
    if (inDomForms !== undefined) {
      // What is not as predicted for the fixture's reason need not happen in both.
      const compared = fixture.ledger === undefined ? forms : asPredicted(forms);
      expect(notAmong(inDomForms, compared), 'what happened in the browser and not in the DOM').toEqual([]);
    }
  } finally {
    await servers.close();
    remove();
  }
}

/** The page is as the ledger predicts, unless the fixture says why not. */
function expectLedger({ ledger }: Fixture, forms: LedgerForms, where: string): LedgerForms {
  if (ledger === undefined) expect(differing(forms), `not as predicted ${where}`).toEqual([]);
  return forms;
}

/**
 * Whether the checks of earlier steps run as well. They do wherever the record has a finding of one; and for a sample of the others, which
 * shows that a fault of one step gives no finding in another. All of them would take most of the suite's time, for checks that every
 * solution, start and attempt of those earlier steps goes through.
 */
function isWhole(course: Course, fixture: Fixture): boolean {
  const earlier = earlierChecks(course, fixture);
  const isFound = readRecord(fixture.folder).some(({ check }) => earlier.includes(check));
  const sum = [...nameOf(fixture)].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return ALL_WHOLE || RECORDING || isFound || sum % ONE_WHOLE_OF === 0;
}

/**
 * Results of the DOM's run that the browser's run need not find again: of checks that look at no page, of those after the first failure,
 * which decides the verdict, and of those of earlier steps that passed, which the attempts at those steps are for.
 */
async function decidedWithoutBrowser({ step }: Fixture, inDom: RunResult): Promise<ReadonlyMap<string, CheckResult>> {
  const results = inDom.steps.flatMap(({ step: of, checks }) => checks.map((result) => ({ of, result })));
  const failure = results.findIndex(({ result }) => result.status === 'fail');
  const observesPage = await pageChecksOf(step);
  const decided = results.filter(
    ({ of, result: { id, status } }, at) =>
      !observesPage(id) || (failure !== -1 && at > failure) || (of !== step && status === 'pass'),
  );
  return new Map(decided.map(({ result }) => [result.id, result]));
}

/** Tells whether a check of the chapter, or of the lab, observes a page. */
async function pageChecksOf(step: string): Promise<(id: string) => boolean> {
  const checks = (await labOf(step)?.loadChecks()) ?? CHECKS;
  return (id) => checks.some((check) => check.id === id && check.observes === 'page');
}

function expectVerdictOf(fixture: Fixture, result: RunResult, where: string): void {
  const details = `${where}\n${story(result)}`;
  const [first] = findingsOf(result, 'error');
  expect({ passed: result.passed, code: first?.code }, details).toEqual({
    passed: fixture.expect === 'pass',
    code: fixture.code,
  });
  const failing = result.steps.flatMap(({ checks }) => checks).find(({ status }) => status === 'fail');
  expect(failing?.id, details).toBe(fixture.check);
  const warnings = findingsOf(result, 'warning').map(({ code }) => code);
  expect(warnings.toSorted(), details).toEqual(fixture.warnings.toSorted());
}

function runtimeOf({ backend }: Fixture, python: PythonForTests['python']): Comparing['runtime'] {
  if (backend === 'fastapi' && process.env['FASTAPI'] === 'newest') return 'framework';
  const version = backend === 'fastapi' ? (python?.version ?? '') : process.versions.node;
  const recorded = backend === 'fastapi' ? RECORDED_WITH.python : RECORDED_WITH.node;
  return `${version}.`.startsWith(`${recorded}.`) ? 'recorded' : 'other';
}

function expectRecord(
  fixture: Fixture,
  result: RunResult,
  { engine, folder, runtime }: Omit<Comparing, 'varies'> & { readonly folder: string },
): void {
  const seen = recordedFindings(result, folder);
  const { varies } = fixture;
  const compared = (findings: typeof seen): typeof seen => comparable(findings, { varies, engine, runtime });
  const records = RECORDING && (engine === 'dom' || fixture.engine === 'browser');
  if (records && !isDeepStrictEqual(compared(seen), compared(readRecord(fixture.folder))))
    writeRecord(fixture.folder, nameOf(fixture), seen);
  expect(compared(seen), `${engine}\n${story(result)}`).toEqual(compared(readRecord(fixture.folder)));
}

/** A clock without seconds is watched until the minute is over, in each engine, and the machine may be busy. */
const PATIENCE = { timeout: 200_000 };

/** A fixture that needs a second try says why. */
function optionsOf({ flaky: reason }: Fixture): TestOptions {
  return { ...PATIENCE, ...(reason === undefined ? {} : flaky(reason)) };
}

function titled(fixtures: readonly Fixture[]): readonly (readonly [string, Fixture])[] {
  return fixtures.map((fixture) => [`${nameOf(fixture)}: ${fixture.code ?? 'passes'}`, fixture]);
}

/** The page takes the process of its engine with it. */
function hangs(fixture: Fixture): boolean {
  return fixture.code === 'page/hung' || fixture.code === 'page/out-of-memory';
}

/** So many take turns with those of the other workers (`turns.ts`): one that could begin while a processor is idle is there, whatever the other workers do.
 * A slow one takes no place among them: it waits for a minute of the clock or for a deadline, and computes for a second. */
const CHECKS_AT_ONCE = 3;

export interface FixtureSuite {
  readonly fixtures: readonly Fixture[];
  /** The machine's Python, for the fixtures with such a server; undefined: there are none of these. */
  readonly python: PythonForTests | undefined;
  /** `never`: the DOM decides alone. */
  readonly browser: 'too' | 'never';
}

/** Every fixture gets its verdict and its record, in the DOM and in a browser; several run beside each other, as in a busy class. */
export function fixtureSuite({ fixtures, python, browser: wanted }: FixtureSuite): void {
  const found = wanted === 'too' ? lightBrowserOrReason() : undefined;
  const enter = atMost(CHECKS_AT_ONCE);
  const enterSlow = atMost(1);
  // Opened by the first test that runs: a run of one fixture has no engines for the parts that it is not in.
  const engines = new Engines(found);
  afterAll(() => engines.close());
  const expectFixture = (fixture: Fixture): Promise<void> =>
    engines.withDom(async (dom) =>
      expectVerdict(courseOf(fixture.step), fixture, { dom, browser: await engines.browser(), python: python?.python }),
    );
  const reasonOf = ({ backend, engine, python: module }: Fixture): string | undefined =>
    (backend === 'fastapi' ? python?.skipped : undefined) ??
    (module === undefined || pythonWith(module) !== undefined ? undefined : leftOut(`no Python with ${module}`)) ??
    (engine === 'browser' ? found?.skipped : undefined);

  // The longest first: at the end nothing waits for them alone.
  const rank = (fixture: Fixture): number => (fixture.slow ? 0 : hangs(fixture) ? 1 : 2);
  describe.concurrent('fixtures', () => {
    for (const [title, fixture] of titled(fixtures.toSorted((a, b) => rank(a) - rank(b)))) {
      test(title, optionsOf(fixture), (context) => {
        const reason = reasonOf(fixture);
        context.skip(reason !== undefined, reason);
        return (fixture.slow ? enterSlow : enter)(() => expectFixture(fixture));
      });
    }
    for (const [name, fixture, fix] of RECORDING ? [] : withFix(fixtures)) {
      test(`${name}: passes with the fix of its report`, optionsOf(fixture), (context) => {
        const reason = reasonOf(fixture);
        context.skip(reason !== undefined, reason);
        return enter(() =>
          engines.withDom((dom) => expectFixed(courseOf(fixture.step), fixture, fix, { dom, python: python?.python })),
        );
      });
    }
    // Without a browser the comparison of all the others is skipped as well: that is to be seen.
    if (found?.skipped !== undefined) test.skip(`all of them held against a browser ${found.skipped}`, () => undefined);
  });
}

/** The engines that the fixtures of one worker share, one after the other. */
class Engines {
  readonly #found: BrowserForTests | undefined;
  readonly #doms: Promise<PageEngine>[] = [];
  /** Those that no fixture uses now. */
  readonly #free: PageEngine[] = [];
  #browser: Promise<PageEngine | undefined> | undefined;

  constructor(found: BrowserForTests | undefined) {
    this.#found = found;
  }

  /** A page that computes for seconds, or takes its process with it, must not harm the pages of another fixture: they share no process. */
  async withDom(body: (dom: PageEngine) => Promise<void>): Promise<void> {
    const dom = this.#free.pop() ?? (await this.#another());
    try {
      await body(dom);
    } finally {
      this.#free.push(dom);
    }
  }

  /** Undefined: this machine has none. */
  browser(): Promise<PageEngine | undefined> {
    this.#browser ??= this.#found?.skipped === undefined ? this.#found?.open() : undefined;
    return this.#browser ?? Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    const opened = await Promise.all([...this.#doms, ...(this.#browser === undefined ? [] : [this.#browser])]);
    await Promise.all(opened.map(async (engine) => engine?.close()));
  }

  #another(): Promise<PageEngine> {
    const opened = openDomEngine();
    this.#doms.push(opened);
    return opened;
  }
}
