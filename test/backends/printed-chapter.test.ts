import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { LAUNCHER } from '../cli/tutor.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse } from '../support/course-folder.ts';
import { wordsOf } from '../support/describe.ts';
import { pythonOrReason } from '../support/python.ts';
import { pythonWithEvents } from '../support/python-events.ts';
import { STAGES, WORTH_A_LOOK } from './printed-chapter.ts';
import type { Answer, Edit, Stage } from './printed-chapter.ts';

// A reader types the printed chapter and does what each report says; nothing may have to be guessed.

const course = realCourse();
const { skipped, python: usual } = await pythonOrReason();
const { python: newest, about } = pythonWithEvents();

/** Some thirty checks, one after the other, on a machine that may be busy. */
const MINUTES = 12 * 60_000;

const TITLES = STAGES.map(({ title }) => title);

let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

describe.concurrent('the printed chapter, from its first line to a program that works', () => {
  test.skipIf(skipped !== undefined)(
    `with the machine's FastAPI ${skipped ?? ''}`,
    async () => expect(await follow(usual?.executable ?? 'python3')).toEqual(TITLES),
    MINUTES,
  );
  test.skipIf(newest === undefined)(
    `with the newest (${about})`,
    { timeout: MINUTES, meta: { optional: 'the newest FastAPI comes as wheels that few machines have' } },
    async () => expect(await follow(newest ?? '')).toEqual(TITLES),
  );
});

/** @returns the titles of the stages that have passed at their end */
async function follow(python: string): Promise<readonly string[]> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tutor-printed-')));
  try {
    const { starlette } = makeEnvironment(folder, python);
    const age = Number.parseInt(starlette, 10) >= 1 ? 'new' : 'old';
    const first = await check(folder, { step: 'step-1' });
    expect([first.passed, codesOf(first, 'warning')], story(first)).toEqual([true, ['python/requirements-missing']]);
    let known: Known = new Map();
    const passed: string[] = [];
    for (const stage of STAGES) {
      known = await go(folder, stage, { age, known });
      passed.push(stage.title);
    }
    await lookAt(folder, WORTH_A_LOOK);
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a walk has seen pass. Each check of it is one of the whole step, but for those that nothing has been typed over since. */
type Known = ReadonlyMap<string, CheckResult>;

/** Types what a stage prints, follows each report, and passes. @returns what is known then */
async function go(folder: string, { title, step, typed, faults }: Stage, { age, known }: Walk): Promise<Known> {
  for (const edit of typed) type(folder, edit);
  let seen = typed.length > 0 ? new Map<string, CheckResult>() : known;
  for (const fault of faults.filter(({ onlyWhere }) => onlyWhere === undefined || onlyWhere === age)) {
    const result = await check(folder, { step, known: seen });
    const [finding] = findingsOf(result, 'error');
    expect(finding?.code, `${title}\n${story(result)}`).toBe(fault.code);
    if (finding !== undefined) follows(folder, finding, fault);
    seen = passedOf(result);
  }
  const result = await check(folder, { step, known: seen });
  expect(result.passed, `${title}\n${story(result)}`).toBe(true);
  return passedOf(result);
}

interface Walk {
  readonly age: 'new' | 'old';
  readonly known: Known;
}

/** Follows all that is worth a look, at once: then nothing is. */
async function lookAt(folder: string, answers: readonly Answer[]): Promise<void> {
  const before = await check(folder, { step: 'challenge' });
  expect(codesOf(before, 'warning').toSorted(), story(before)).toEqual(answers.map(({ code }) => code).toSorted());
  for (const answer of answers) {
    const finding = findingsOf(before, 'warning').find(({ code }) => code === answer.code);
    if (finding !== undefined) follows(folder, finding, answer);
  }
  const after = await check(folder, { step: 'challenge' });
  expect([after.passed, codesOf(after, 'warning')], story(after)).toEqual([true, []]);
}

/** The fix says all that is done then. */
function follows(folder: string, finding: Finding, { code, says, edits }: Answer): void {
  const { fix } = wordsOf(finding, { language: 'python' });
  for (const said of says) expect(fix.toLowerCase(), code).toContain(said.toLowerCase());
  if (edits === 'run') run(folder, /`((?:mkdir|htmx-realtime-tutor) [^`]+)`/u.exec(fix)?.[1] ?? '');
  else for (const edit of edits) type(folder, edit);
}

/** Nothing but the folder is given: the environment in it is found, as the one of the printed chapter is. */
function check(folder: string, { step, known }: { readonly step: string; readonly known?: Known }): Promise<RunResult> {
  return checkFolder({
    course,
    folder,
    step,
    engine,
    choice: { kind: 'fastapi' },
    ...(known === undefined ? {} : { known }),
  });
}

function passedOf(result: RunResult): Known {
  const results = result.steps.flatMap(({ checks }) => checks);
  return new Map(results.filter(({ status }) => status === 'pass' || status === 'warn').map((each) => [each.id, each]));
}

function codesOf(result: RunResult, severity: Finding['severity']): readonly string[] {
  return findingsOf(result, severity).map(({ code }) => code);
}

/** `venv` of step 1. Its packages are those of another Python instead of installed ones: the network decides nothing. */
function makeEnvironment(folder: string, python: string): { readonly starlette: string } {
  execFileSync(python, ['-m', 'venv', '--without-pip', 'venv'], { cwd: folder });
  const own = path.join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const answer = (executable: string, code: string): string =>
    execFileSync(executable, ['-c', code], { encoding: 'utf8' }).trim();
  const packages = answer(python, 'import fastapi, os; print(os.path.dirname(os.path.dirname(fastapi.__file__)))');
  const site = answer(own, 'import sysconfig; print(sysconfig.get_paths()["purelib"])');
  writeFileSync(path.join(site, 'packages.pth'), `${packages}\n`);
  return { starlette: answer(own, 'import starlette; print(starlette.__version__)') };
}

/** Types a command of a fix into the shell. */
function run(folder: string, command: string): void {
  const [program = '', ...args] = command.split(' ');
  if (program === 'htmx-realtime-tutor') execFileSync(process.execPath, [LAUNCHER, ...args], { cwd: folder });
  else execFileSync(command, { cwd: folder, shell: true });
}

function type(folder: string, [file, from, to]: Edit): void {
  const where = path.join(folder, file);
  if (from === '') {
    mkdirSync(path.dirname(where), { recursive: true });
    writeFileSync(where, to, { flag: 'wx' });
    return;
  }
  const before = readFileSync(where, 'utf8');
  expect(before.split(from), `${file} has once: ${from}`).toHaveLength(2);
  writeFileSync(
    where,
    before.replace(from, () => to),
  );
}
