import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CHECK50, CLASSROOM50, GRADESCOPE, readVpl } from '../support/place-schemas.ts';
import { exitOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

// Results for places that grade, as the places get them: from the command line, also when the check breaks.

const CLASSROOM = {
  CLASSROOM: 'web',
  ASSIGNMENT: 'chat',
  OWNER: 'ada',
  SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/web/chat-ada/commit/a1b2c3d',
  RELEASE_URL: 'https://github.com/web/chat-ada/releases/tag/x',
};

/** `ada` has the solution of step 1, `cy` an empty folder. */
async function twoFolders(): Promise<string> {
  const cwd = temporaryFolder();
  expect((await tutor(['solution', 'step-1', '--to', 'ada'], { cwd })).code).toBe(0);
  mkdirSync(path.join(cwd, 'cy'));
  return cwd;
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  return v.parse(schema, JSON.parse(text));
}

const THROWS = `() => { throw new Error('planted'); };\n`;
/** The tutor with a fault in what it calls of Node's. @param fault the source of a module that plants it */
function faulty(args: readonly string[], cwd: string, fault: string): ReturnType<typeof tutor> {
  const file = path.join(cwd, 'fault.cjs');
  writeFileSync(file, fault);
  return tutor(args, { cwd, env: { NODE_OPTIONS: `--require ${JSON.stringify(file)}` } });
}

test('check prints the result of each place, and the exit code says whether it passed', async () => {
  const cwd = await twoFolders();
  const checked = (dir: string, reporter: string, ...more: readonly string[]): ReturnType<typeof tutor> =>
    tutor(['check', '1', '--read-only', '--dir', dir, '--reporter', reporter, ...more], { cwd, env: CLASSROOM });
  for (const [dir, code] of [
    ['ada', 0],
    ['cy', 1],
  ] as const) {
    const gradescope = await checked(dir, 'gradescope', '--points', 'step-1=2.5');
    const { tests } = parsed(GRADESCOPE, gradescope.stdout);
    expect(tests).toMatchObject([{ status: code === 0 ? 'passed' : 'failed', score: code === 0 ? 2.5 : 0 }]);
    const classroom = await checked(dir, 'classroom50');
    expect(parsed(CLASSROOM50, classroom.stdout)).toMatchObject({ owner: 'ada', score: 1 - code, 'max-score': 1 });
    const check50 = await checked(dir, 'check50');
    expect(parsed(CHECK50, check50.stdout)).toMatchObject({ slug: 'htmx-realtime-tutor/step-1' });
    const vpl = await checked(dir, 'vpl');
    expect(readVpl(vpl.stdout).grade).toBe(String(1 - code));
    for (const each of [gradescope, classroom, check50, vpl]) expect([each.code, each.stderr]).toEqual([code, '']);
  }
});

test('--to writes the files, and standard output stays empty', async () => {
  const cwd = await twoFolders();
  const args = [
    'check',
    '1',
    '--read-only',
    '--dir',
    'cy',
    '--reporter',
    'classroom50',
    '--to',
    path.join('cy', 'out'),
  ];
  const { code, stdout, stderr } = await tutor(args, { cwd, env: CLASSROOM });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('release-body.md');
  const read = (name: string): string => readFileSync(path.join(cwd, 'cy', 'out', name), 'utf8');
  expect(parsed(CLASSROOM50, read('result.json')).tests).toHaveLength(1);
  expect(read('release-body.md')).toMatch(/^### step-1: 0\/1\n[^]*env\/manifest-missing/u);
});

test('grade writes the files of each folder as soon as it is checked, and prints a table', async () => {
  const cwd = await twoFolders();
  const { code, stdout } = await tutor(
    ['grade', 'ada', 'cy', 'nobody', '--step', '1', '--format', 'gradescope', '--to', 'out', '--results', 'kept.jsonl'],
    { cwd },
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ada +passed/mu);
  const scores = ['ada', 'cy', 'nobody'].map((name) => {
    const text = readFileSync(path.join(cwd, 'out', name, 'results.json'), 'utf8');
    return parsed(GRADESCOPE, text).tests?.map(({ score, max_score: most }) => [score, most]);
  });
  expect(scores).toEqual([[[1, 1]], [[0, 1]], [[0, 1]]]);
  expect(readdirSync(path.join(cwd, 'cy'))).toEqual([]);
  // Results that are kept become files too, in any format.
  const merged = await tutor(
    ['grade', '--merge', 'kept.jsonl', '--step', '1', '--format', 'check50', '--to', 'merged'],
    { cwd },
  );
  expect(merged.code).toBe(1);
  for (const name of ['ada', 'cy', 'nobody'])
    parsed(CHECK50, readFileSync(path.join(cwd, 'merged', name, 'check50.json'), 'utf8'));
});

test('grade prints the result of one folder, also of one that hangs', async () => {
  const cwd = await twoFolders();
  const passed = await tutor(['grade', 'ada', '--step', '1', '--format', 'vpl', '--quiet'], { cwd });
  expect([passed.code, readVpl(passed.stdout).grade]).toEqual([0, '1']);
  writeFileSync(path.join(cwd, 'ada', 'main.js'), 'setInterval(() => undefined, 1000);\n');
  const hung = await tutor(['grade', 'ada', '--step', '2', '--timeout', '1', '--format', 'gradescope'], { cwd });
  expect(hung.code).toBe(3);
  expect(parsed(GRADESCOPE, hung.stdout)).toMatchObject({
    output: '0 of 2 points. No verdict: it took longer than 1 s.',
    tests: [{ status: 'failed', score: 0, max_score: 2 }],
  });
});

describe('a check that breaks still has its result:', () => {
  test('a file that it needs cannot be read', async () => {
    const cwd = await twoFolders();
    const call = ['check', '1', '--read-only', '--dir', 'ada', '--reporter', 'gradescope', '--points', 'points.csv'];
    const { code, stdout } = await tutor(call, { cwd });
    expect(code).toBe(3);
    expect(parsed(GRADESCOPE, stdout)).toMatchObject({
      output: '0 of 0 points. No verdict: The file of points points.csv cannot be read.',
      tests: [{ status: 'failed', score: 0 }],
    });
  });

  test('it is interrupted', async () => {
    const cwd = await twoFolders();
    writeFileSync(
      path.join(cwd, 'ada', 'main.js'),
      `require('node:fs').writeFileSync('started', '');\nsetInterval(() => undefined, 1000);\n`,
    );
    writeFileSync(path.join(cwd, 'ada', 'package.json'), '{ "dependencies": { "ws": "8" } }\n');
    const child = startTutor(['check', '2', '--read-only', '--dir', 'ada', '--reporter', 'check50'], { cwd });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    await expect.poll(() => existsSync(path.join(cwd, 'ada', 'started')), { timeout: 60_000 }).toBe(true);
    child.kill('SIGTERM');
    expect(await exitOf(child, () => stdout)).toBe(143);
    expect(parsed(CHECK50, stdout)).toHaveProperty('error.value', 'the check was interrupted');
  });

  test('our own code throws', async () => {
    const cwd = await twoFolders();
    const call = ['check', '1', '--read-only', '--dir', 'ada', '--reporter', 'gradescope'];
    // The seed of every run is random.
    const { code, stdout, stderr } = await faulty(call, cwd, `require('node:crypto').randomBytes = ${THROWS}`);
    expect(code, stderr).toBe(70);
    expect(parsed(GRADESCOPE, stdout).output).toMatch(/No verdict: a fault of the tutor itself/u);
  });

  test('after wrong usage nothing is printed', async () => {
    const cwd = await twoFolders();
    const { code, stdout, stderr } = await tutor(
      ['check', '1', '--dir', 'ada', '--reporter', 'gradescope', '--points', 'step-9=1'],
      { cwd },
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('"step-9" is not a step');
  });
});

test.each<[args: readonly string[], says: RegExp]>([
  [['check', '1', '--points', '1=2'], /--points is for the reporters of places that grade/],
  [['check', '1', '--to', 'out'], /--to is for the reporters of places that grade/],
  [['check', '1', '--reporter', 'gradescop'], /The nearest is gradescope/],
  [['check', '1', '--reporter', 'classroom50'], /needs CLASSROOM, ASSIGNMENT, .* in the environment/],
  [['diagnose', 'page.html', '--reporter', 'vpl'], /"vpl" is not a reporter of this command/],
  [['grade', 'cy', '--to', 'out'], /--to is for the formats of places that grade, and table is one report/],
  [['grade', 'cy', 'ada', '--format', 'vpl'], /--format vpl --to results/],
  [['grade', 'cy', '--format', 'vpl', '--to', 'cy/out'], /nothing is written into a submission/],
  [['grade', 'cy', '--format', 'vpl', '--to', '.'], /nothing is written into a submission/],
])('%j is answered with exit code 2', async (args, says) => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'cy'));
  writeFileSync(path.join(cwd, 'page.html'), '<!doctype html>\n');
  const { code, stdout, stderr } = await tutor(args, { cwd });
  expect(stderr.replaceAll(/\s+/gu, ' ')).toMatch(says);
  expect([code, stdout]).toEqual([2, '']);
  expect(readdirSync(path.join(cwd, 'cy'))).toEqual([]);
});
