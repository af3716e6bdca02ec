import { afterAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openEngine } from '../../src/run/engine.ts';
import { atMost } from '../support/at-most.ts';
import { labOf, realCourse } from '../support/course-folder.ts';
import { findingsOn } from '../support/diagnosed-page.ts';
import { serveFixture } from '../support/fixture-server.ts';
import { allFixtures, choiceOf, nameOf } from '../support/fixtures.ts';
import type { Fixture } from '../support/fixtures.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { pythonOrReason } from '../support/python.ts';
import { pythonWith } from '../support/python-with.ts';
import { BY_CODE, BY_NAME } from './course-differences.ts';
import type { Difference } from './course-differences.ts';

// `diagnose` knows no chapter. Of an attempt at the course it names the first cause that the check names, or there is a reason why it cannot.

/** `all`, or parts of fixtures' names; the test command takes a sample. */
const WHICH = process.env['FAULT_DIAGNOSE'] ?? '';
/** In which all of them are looked at; a page that needs a browser is looked at there alone. */
const ENGINE = process.env['FAULT_ENGINE'] === 'browser' ? 'browser' : 'dom';
const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_130);
const SAMPLE = 30;
const ABREAST = 4;
/** A counter ticks twice in this time. Milliseconds. */
const FOR_MS = 2600;
const TYPED = 'hello Zebra42 again';

const course = realCourse();
const { python, skipped } = await pythonOrReason();

/** Whether the fixture has a page that can be opened: the steps before it have none, and some servers do not serve theirs. */
function hasPage({ step, code = '' }: Fixture): boolean {
  // A lab's faults show over a cut or at the end, which nobody makes here.
  return (
    labOf(step) === undefined &&
    !['step-1', 'step-2'].includes(step) &&
    !/^(?:env|server|python)\/|^page\/not-/u.test(code)
  );
}

/** Spread over all of them by the seed: FNV-1a of the name. */
function place(fixture: Fixture): number {
  return [...nameOf(fixture)].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0,
    SEED,
  );
}

function chosen(): readonly Fixture[] {
  const fixtures = allFixtures().filter(hasPage);
  if (WHICH === 'all') return fixtures;
  if (WHICH !== '') return fixtures.filter((each) => WHICH.split(',').some((part) => nameOf(each).includes(part)));
  // One with a port of its own cannot run while the tests of the fixtures run it as well.
  const ownPort = ({ warnings }: Fixture): boolean => warnings.includes('server/ignores-port');
  return fixtures
    .filter((each) => engineOf(each) === 'dom' && !each.slow && !ownPort(each))
    .toSorted((a, b) => place(a) - place(b))
    .slice(0, SAMPLE);
}

/** Why this machine cannot serve or open it; undefined: it can. */
function lacks(fixture: Fixture): string | undefined {
  const { backend, python: module } = fixture;
  if (backend === 'fastapi' && python === undefined) return skipped;
  if (module !== undefined && pythonWith(module) === undefined) return `no Python with ${module}`;
  return engineOf(fixture) === 'browser' && browserProgram() === undefined ? 'no browser' : undefined;
}

const engines: PageEngine[] = [];
/** By name: those that no fixture uses now. A page that hangs takes its engine with it, and harms no other. */
const free: Record<PageEngine['name'], PageEngine[]> = { dom: [], browser: [] };
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

async function inEngine<T>(name: PageEngine['name'], body: (engine: PageEngine) => Promise<T>): Promise<T> {
  const engine = free[name].pop() ?? (await another(name));
  try {
    return await body(engine);
  } finally {
    free[name].push(engine);
  }
}

async function another(name: PageEngine['name']): Promise<PageEngine> {
  const opened = await openEngine(name, { reach: 'anywhere' });
  if (!opened.ok) throw new Error(opened.problem.message);
  engines.push(opened.value);
  return opened.value;
}

/** The built-in engine runs no modules, and says so. */
const MODULES = ['step-3/scripts-as-modules'];

function engineOf(fixture: Fixture): PageEngine['name'] {
  return fixture.engine === 'browser' || MODULES.includes(nameOf(fixture)) ? 'browser' : ENGINE;
}

/** Codes of what is found, errors first. What is dropped in step 3 is not meant for htmx yet: its answers are those of step 2. */
async function codesOf(fixture: Fixture): Promise<{ readonly errors: string[]; readonly warnings: string[] }> {
  const server = await serveFixture(course, fixture, choiceOf(fixture, python?.executable));
  try {
    const { origin } = server;
    if (origin === undefined) throw new Error('the server does not start');
    const findings = await inEngine(engineOf(fixture), (engine) =>
      findingsOn(engine, `${origin}/`, { forMs: FOR_MS, send: TYPED }),
    );
    const meant = findings.filter(({ code }) => fixture.step !== 'step-3' || !code.startsWith('oob/'));
    const of = (wanted: string): string[] =>
      meant.filter(({ severity }) => severity === wanted).map(({ code }) => code);
    return { errors: of('error'), warnings: of('warning') };
  } finally {
    await server.stop();
  }
}

/** A right attempt gets no error; of a wrong one the first finding is the check's, or what is expected in its place. */
function expectSame(fixture: Fixture, { errors, warnings }: Awaited<ReturnType<typeof codesOf>>): void {
  const first = errors[0] ?? warnings.find((code) => code === fixture.code);
  const { code } = fixture;
  const difference: Difference | undefined =
    BY_NAME[nameOf(fixture)] ?? (code === undefined ? undefined : BY_CODE[code]);
  if (difference === undefined) expect(first).toBe(code);
  else expect([difference.says, code, ...(difference.perhaps === true ? [undefined] : [])]).toContain(first);
}

const enter = atMost(ABREAST);
describe.concurrent('what diagnose says of attempts at the course', () => {
  for (const fixture of chosen())
    test(nameOf(fixture), (context) => {
      const lacking = lacks(fixture);
      context.skip(lacking !== undefined, lacking);
      return enter(async () => {
        const codes = await codesOf(fixture);
        const told = [nameOf(fixture), fixture.code ?? '-', codes.errors.join(' '), codes.warnings.join(' ')];
        // oxlint-disable-next-line no-console -- the table in docs/reliability.md is made of it
        if (WHICH !== '') console.log(`DIAG\t${told.join('\t')}`);
        expectSame(fixture, codes);
      });
    });
});

test('each reason why diagnose cannot tell is of an attempt that there is', () => {
  const names = new Set(allFixtures().map(nameOf));
  const codes = new Set(allFixtures().map(({ code }) => code));
  expect(Object.keys(BY_NAME).filter((name) => !names.has(name))).toEqual([]);
  expect(Object.keys(BY_CODE).filter((code) => !codes.has(code))).toEqual([]);
});
