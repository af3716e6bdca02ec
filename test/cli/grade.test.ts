import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { processesWith } from './processes.ts';
import { exitOf, startTutor, temporaryFolder, tutor } from './tutor.ts';
import type { Outcome } from './tutor.ts';

// Whole classes on the command line. Step 1 starts no server, so most of them are checked only so far.

const DEADLINE_MS = 120_000;

interface Class {
  readonly cwd: string;
  readonly run: (...args: readonly string[]) => Promise<Outcome>;
}

/** `ada` and `bob` have a step's solution, `cy` an empty folder. */
async function classOf(step = 'step-1'): Promise<Class> {
  const cwd = temporaryFolder();
  for (const name of ['ada', 'bob'])
    expect((await tutor(['solution', step, '--to', path.join('submissions', name)], { cwd })).code).toBe(0);
  mkdirSync(path.join(cwd, 'submissions', 'cy'));
  return { cwd, run: (...args) => tutor(['grade', ...args], { cwd, deadlineMs: DEADLINE_MS }) };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted((one, other) => (one < other ? -1 : 1));
}

/** Cells of the rows of the table, by the name in the first. */
function rowsIn(text: string): Readonly<Record<string, readonly string[]>> {
  const rows = text.split('\n').map((line) => line.trimEnd().split(/ {2,}/u));
  return Object.fromEntries(rows.map(([name = '', ...cells]) => [name, cells]));
}

test('each folder gets a line while it runs and a row, in the order in which they are named; nothing is written into one', async () => {
  const { cwd, run } = await classOf();
  writeFileSync(path.join(cwd, 'submissions', 'readme.txt'), 'A pattern of the shell names files as well.\n');
  const before = filesIn(path.join(cwd, 'submissions'));
  const { code, stdout, stderr } = await run(
    ...[
      'submissions/cy/',
      'submissions/bob',
      'submissions/readme.txt',
      'submissions/nobody',
      'submissions/ada',
      '--step',
      '1',
      '--jobs',
      '2',
    ],
  );
  expect(code).toBe(1);
  const lines = stdout.split('\n');
  expect(lines.slice(2, 6).map((line) => line.split(' ')[0])).toEqual(['cy', 'bob', 'nobody', 'ada']);
  expect(rowsIn(stdout)).toMatchObject({
    ada: ['passed', '1 of 1', 'step-1'],
    bob: ['passed', '1 of 1', 'step-1'],
    cy: ['not passed', '0 of 1', 'env/manifest-missing'],
    nobody: ['not passed', 'the folder does not exist'],
  });
  expect(stdout).toMatch(/^2 of 4 passed, 2 not passed, [\d.]+ m?s\.$/mu);
  expect(stderr.match(/^\[\d\/4\] /gmu)).toHaveLength(4);
  expect(stderr).toMatch(/ cy: 0 of 1 steps, env\/manifest-missing, /u);
  expect(filesIn(path.join(cwd, 'submissions'))).toEqual(before);
});

test('how far a folder got is said, with the cause, and all that passes ends with 0', async () => {
  const { cwd, run } = await classOf('step-2');
  const far = await run('submissions/ada', '--step', '3');
  expect(far.code).toBe(1);
  expect(rowsIn(far.stdout)['ada']).toEqual(['not passed', '2 of 3', 'step-2', 'page/not-served']);
  const passed = await run('submissions/ada', '--step', '2', '--quiet');
  expect([passed.code, passed.stderr]).toEqual([0, '']);
  expect(passed.stdout).toMatch(/^1 of 1 passed, [^\n]*\n$/u);
  // In a folder of `start`, too, no progress is recorded.
  mkdirSync(path.join(cwd, 'class'));
  await tutor(['start', path.join('class', 'eve'), '--yes'], { cwd });
  const progress = path.join(cwd, 'class', 'eve', '.tutor', 'progress.json');
  const before = readFileSync(progress, 'utf8');
  expect((await run('class/eve', '--step', '1')).code).toBe(0);
  expect(readFileSync(progress, 'utf8')).toBe(before);
});

describe('a folder that', () => {
  test('hangs is stopped and costs only itself', async () => {
    const { cwd, run } = await classOf();
    const file = path.join(cwd, 'submissions', 'bob', 'main.js');
    writeFileSync(file, `setInterval(() => undefined, 1000);\n`);
    const { code, stdout } = await run('submissions/bob', 'submissions/nobody', '--step', '2', '--timeout', '1');
    expect(code).toBe(1);
    expect(rowsIn(stdout)).toMatchObject({
      bob: ['no verdict', 'it took longer than 1 s'],
      nobody: ['not passed', 'the folder does not exist'],
    });
    expect(processesWith(path.join(cwd, 'submissions', 'bob'))).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('takes too much memory is stopped', async () => {
    const { cwd, run } = await classOf();
    const file = path.join(cwd, 'submissions', 'bob', 'main.js');
    writeFileSync(file, `const all = [];\nsetInterval(() => all.push(Buffer.alloc(20_000_000, 1)), 20);\n`);
    const { code, stdout } = await run('submissions/bob', '--step', '2', '--memory', '300');
    expect(code).toBe(3);
    expect(rowsIn(stdout)['bob']).toEqual(['no verdict', 'its processes took more than 300 MB']);
    expect(processesWith(path.join(cwd, 'submissions', 'bob'))).toEqual([]);
  });

  test('prints without end is judged as others are', async () => {
    const { cwd, run } = await classOf('step-2');
    const file = path.join(cwd, 'submissions', 'bob', 'main.js');
    appendFileSync(file, `\nsetInterval(() => console.log('x'.repeat(10_000)), 1);\n`);
    const { code, stdout } = await run('submissions/bob', '--step', '2', '--json');
    expect(code, stdout).toBe(0);
  });

  test('cannot be checked has no verdict, with the reason', async () => {
    const { cwd, run } = await classOf();
    const progress = { schema: 1, course: 'another', backend: { kind: 'node' }, current: '', passed: {} };
    mkdirSync(path.join(cwd, 'submissions', 'bob', '.tutor'));
    writeFileSync(
      path.join(cwd, 'submissions', 'bob', '.tutor', 'progress.json'),
      JSON.stringify({ ...progress, startedAt: new Date().toISOString(), hints: {}, failing: {} }),
    );
    const { code, stdout } = await run('submissions/ada', 'submissions/bob', '--step', '1', '--json');
    expect(code).toBe(3);
    const { folders } = JSON.parse(stdout) as { folders: readonly { outcome: string; reason: string }[] };
    expect(folders.map(({ outcome }) => outcome)).toEqual(['passed', 'no-verdict']);
    expect(folders[1]?.reason).toContain('another');
  });
});

test('folders come from a list on standard input, or from a roster with names', async () => {
  const { cwd } = await classOf();
  const child = startTutor(['grade', '-', '--step', '1', '--format', 'csv'], { cwd, openInput: true });
  let listed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (listed += chunk));
  child.stdin.end('submissions/ada\n\nwork/cy\r\n');
  expect(await exitOf(child, () => listed)).toBe(1);
  expect(listed.split('\n').map((line) => line.split(',')[0])).toEqual(['name', 'ada', 'cy', '']);

  mkdirSync(path.join(cwd, 'lists'));
  writeFileSync(
    path.join(cwd, 'lists', 'class.csv'),
    '\ufeffmail,Name,folder\na@example.org,"Lovelace, ""Ada""",../submissions/ada\r\n,Bob,../submissions/bob\n,,\n',
  );
  const { code, stdout } = await tutor(['grade', '--roster', 'lists/class.csv', '--step', '1', '--json'], { cwd });
  expect(code).toBe(0);
  const { folders } = JSON.parse(stdout) as { folders: readonly { name: string; folder: string }[] };
  expect(folders.map(({ name, folder }) => [name, folder])).toEqual([
    ['Lovelace, "Ada"', path.join('submissions', 'ada')],
    ['Bob', path.join('submissions', 'bob')],
  ]);
});

test('with kept results only what changed is checked again, and what became of it is said', async () => {
  const { cwd, run } = await classOf();
  const call = ['submissions/ada', 'submissions/bob', '--step', '1', '--results', 'kept/class.jsonl'];
  expect((await run(...call)).code).toBe(0);
  const again = await run(...call);
  expect(again.code).toBe(0);
  expect(again.stderr.match(/not changed$/gmu)).toHaveLength(2);
  expect(again.stdout).not.toContain('change');

  const manifest = path.join(cwd, 'submissions', 'bob', 'package.json');
  const before = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, '{');
  // A call that was killed while it wrote.
  appendFileSync(path.join(cwd, 'kept', 'class.jsonl'), '{"schema":1,"name":"ada","fingerpr');
  const worse = await run(...call);
  expect(worse.code).toBe(1);
  expect(worse.stderr.match(/not changed$/gmu)).toHaveLength(1);
  expect(rowsIn(worse.stdout)['bob']).toEqual(expect.arrayContaining(['not passed', '-step-1']));
  writeFileSync(manifest, before);
  expect(rowsIn((await run(...call)).stdout)['bob']).toEqual(['passed', '1 of 1', 'step-1', '+step-1']);
  // Another step is another question.
  expect((await run(...call, '--step', '2')).stderr).not.toContain('not changed');
});

test('the shards are all folders, and their results are one report', async () => {
  const { run } = await classOf();
  const all = ['submissions/ada', 'submissions/bob', 'submissions/cy', '--step', '1'];
  for (const part of ['1', '2']) {
    const { code } = await run(...all, '--shard', `${part}/2`, '--results', `${part}.jsonl`);
    expect(code).toBe(part === '1' ? 1 : 0);
  }
  const { code, stdout, stderr } = await run('--merge', '1.jsonl', '2.jsonl', '--format', 'csv');
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout.split('\n').map((line) => line.split(',').slice(0, 3).join(' '))).toEqual([
    'name folder outcome',
    'ada submissions/ada passed',
    'bob submissions/bob passed',
    'cy submissions/cy not-passed',
    '',
  ]);
});

test('points are of the steps that passed', async () => {
  const { cwd, run } = await classOf('step-2');
  const inline = await run('submissions/ada', 'submissions/cy', '--step', '3', '--points', 'step-1=1, 2=2.5,3=4');
  expect(rowsIn(inline.stdout)).toMatchObject({
    ada: ['not passed', '2 of 3', 'step-2', '3.5 of 7.5', 'page/not-served'],
    cy: ['not passed', '0 of 3', '0 of 7.5', 'env/manifest-missing'],
  });
  writeFileSync(path.join(cwd, 'points.csv'), 'step,points\n# the echo\nstep-2,10\nhtmx page,5\n');
  const fromFile = await run('submissions/ada', '--step', '2', '--points', 'points.csv', '--json');
  expect(JSON.parse(fromFile.stdout)).toMatchObject({ mostPoints: 15, folders: [{ points: 10, reached: 'step-2' }] });
});

test("JUnit, TAP, GitHub, CSV and JSON carry the folder's name", async () => {
  const { cwd, run } = await classOf();
  const call = ['submissions/ada', 'submissions/cy', 'submissions/nobody', '--step', '1', '--results', 'class.jsonl'];
  const junit = (await run(...call, '--format', 'junit')).stdout;
  // It throws where the XML is not well-formed.
  const { document } = new JSDOM(junit, { contentType: 'text/xml' }).window;
  const suites = [...document.querySelectorAll('testsuite')].map((suite) => suite.getAttribute('name'));
  expect(suites.map((name) => name?.split(':')[0])).toEqual(['ada', 'cy', 'nobody']);
  expect(junit).toMatch(
    /<testcase classname="cy\.step-1"[^>]*>\s*<failure message="[^"]+" type="env\/manifest-missing">/u,
  );
  expect(junit).toMatch(/<testcase classname="nobody"[^>]*>\s*<failure message="the folder does not exist"/u);
  const tap = (await run(...call, '--format', 'tap')).stdout;
  expect(tap).toMatch(/^ok \d+ - ada: step-1: /mu);
  expect(tap).toMatch(/^not ok \d+ - cy: step-1: .*\n {2}---\n {2}message: /mu);
  const [, plan] = /^1\.\.(\d+)$/mu.exec(tap) ?? [];
  expect(tap.match(/^(?:not )?ok /gmu)).toHaveLength(Number(plan));
  const github = await tutor(['grade', ...call, '--format', 'github'], {
    cwd,
    env: { GITHUB_STEP_SUMMARY: path.join(cwd, 'summary.md'), GITHUB_WORKSPACE: cwd },
  });
  expect(github.stdout).toMatch(
    /^::error (?:file=submissions\/cy\/package\.json,)?title=cy%3A [^:]*env\/manifest-missing\)::/mu,
  );
  expect(github.stdout).toMatch(/^::error title=nobody%3A not passed::the folder does not exist$/mu);
  expect(github.stdout).not.toContain('ada');
  expect(readFileSync(path.join(cwd, 'summary.md'), 'utf8')).toMatch(/^\| ada \| passed \| 1 of 1 \| step-1 \|/mu);
  const csv = (await run(...call, '--format', 'csv')).stdout.split('\n');
  expect(csv[0]).toMatch(/^name,folder,outcome,passed,of,reached,points,code,reason,change,checked,step-1$/u);
  expect(csv[1]).toMatch(/^ada,submissions\/ada,passed,1,1,step-1,,,,,\d{4}-[^,]*,1$/u);
  expect(csv[2]).toMatch(/^cy,submissions\/cy,not-passed,0,1,,,env\/manifest-missing,,,\d{4}-[^,]*,0$/u);
  const { folders } = JSON.parse((await run(...call, '--json')).stdout) as {
    folders: readonly { name: string; passedSteps: readonly string[] }[];
  };
  expect(folders.map(({ name, passedSteps }) => [name, passedSteps])).toEqual([
    ['ada', ['step-1']],
    ['cy', []],
    ['nobody', []],
  ]);
});

test.each<[args: readonly string[], says: RegExp]>([
  [[], /No folder is named/],
  [['submissions/*', '--step', 'step-9'], /"step-9" is not a step/],
  [['submissions', '--jobs', '0'], /--jobs 0 is not a number between 1 and/],
  [['submissions', '--timeout', 'soon'], /--timeout soon is not a number/],
  [['submissions', '--shard', '5/4'], /--shard 5\/4 is not a part/],
  [['submissions', '--format', 'jnit'], /The nearest is junit/],
  [['submissions', '--points', 'step-9=1'], /"step-9" is not a step/],
  [['submissions', '--points', 'step-2=many'], /gives no step its points/],
  [['submissions', '--backend', 'nod'], /The nearest is node/],
  [['submissions', '--url', 'http://localhost:1'], /grade starts the server of each folder/],
  [['submissions', '--roster', 'class.csv'], /--roster cannot be used with folders/],
  [['--merge'], /--merge needs the files/],
  [['--merge', 'odd.jsonl'], /not a file that grade --results has written/],
  [['--merge', 'odd.jsonl', '--results', 'x'], /--results cannot be used with --merge/],
  [['submissions', '--results', 'submissions/kept.jsonl'], /nothing is written into a submission/],
])('%j is answered with exit code 2', async (args, says) => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'submissions'));
  writeFileSync(path.join(cwd, 'odd.jsonl'), 'something else\n');
  const { code, stdout, stderr } = await tutor(['grade', ...args], { cwd });
  expect(stderr.replaceAll(/\s+/gu, ' ')).toMatch(says);
  expect([code, stdout]).toEqual([2, '']);
  expect(existsSync(path.join(cwd, 'submissions', 'kept.jsonl'))).toBe(false);
});

test('a sandbox that cannot be run is answered before anything is checked', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'ada'));
  writeFileSync(path.join(cwd, 'sandbox'), '#!/bin/sh\n', { mode: 0o644 });
  const { code, stdout, stderr } = await tutor(['grade', 'ada', '--inside', 'sandbox'], { cwd });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('--inside sandbox is not a program that can be run.');
});
