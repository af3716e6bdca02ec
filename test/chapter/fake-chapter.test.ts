import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { auditCourse } from '../support/audit-course.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { GREETING } from './greeting/index.ts';
import { run } from './greeting/run.ts';

function checkJson(text: string): {
  readonly passed: boolean;
  readonly steps: readonly { readonly checks: readonly { readonly id: string; readonly status: string }[] }[];
} {
  return JSON.parse(text);
}

function statuses(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    checkJson(text).steps.flatMap(({ checks }) => checks.map(({ id, status }) => [id, status])),
  );
}

test('nothing is wrong in its course', async () => {
  const known = { checkIds: ['answers', 'has-form', 'names-field'], wants: ['name'], readers: BACKENDS };
  expect(await auditCourse(known, GREETING.courseFolder)).toEqual([]);
});

test('it is started, checked, continued, helped and finished', async () => {
  const cwd = temporaryFolder();
  const begun = await run(cwd, ['start', '--yes']);
  expect(begun, begun.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('A server that greets.') });
  const own = path.join(cwd, 'greeting-demo');
  expect(JSON.parse(readFileSync(path.join(own, '.tutor', 'progress.json'), 'utf8'))).toMatchObject({
    course: 'greeting',
    current: 'step-1',
  });

  const main = path.join(own, 'main.js');
  const right = readFileSync(main, 'utf8');
  writeFileSync(main, right.replace('`Hello ${name}`', "'Hello Ann'"));
  const rude = await run(own, ['check']);
  expect(rude, rude.stderr).toMatchObject({ code: 1, stdout: expect.stringContaining('Somebody else is greeted') });
  // A code of a family that is fixed in the server's code names at least the server's file.
  expect(rude.stdout).toContain('main.js');
  expect((await run(own, ['explain', 'greeting/other-name'])).stdout).toContain('Hello Ann');
  writeFileSync(main, right);
  expect((await run(own, ['check', '--quiet'])).code).toBe(0);
  expect(await run(own, ['next'])).toMatchObject({ code: 0, stdout: expect.stringContaining('A page that asks') });
  const early = await run(own, ['check', '--json']);
  expect(early.code, early.stderr).toBe(1);
  expect(statuses(early.stdout)).toEqual({ answers: 'pass', 'has-form': 'fail', 'names-field': 'skip' });
  expect((await run(own, ['hint'])).stdout).toContain('A page asks with a form.');

  expect(await run(own, ['solution', '--apply'])).toMatchObject({ code: 0 });
  writeFileSync(path.join(own, 'form.html'), '<form><input name="who"></form>\n');
  const misnamed = await run(own, ['check']);
  expect(misnamed, misnamed.stderr).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /page\/input-other-name[\s\S]*form\.html:1|form\.html:1[\s\S]*page\/input-other-name/u,
    ),
  });
  expect((await run(own, ['hint'])).stdout).toContain('It is called `name`.');
  expect(await run(own, ['undo'])).toMatchObject({ code: 0 });
  expect(await run(own, ['solution', '--apply'])).toMatchObject({ code: 0 });

  const passed = await run(own, ['check']);
  expect(passed, passed.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('greet lesson hello') });
  expect((await run(own, ['status'])).stdout).toContain('Passed: 2 of 2.');
  expect((await run(own, ['lesson', 'hello'])).stdout).toContain('A chapter for tests.');
});

test('every reporter reports it', async () => {
  const cwd = temporaryFolder();
  await run(cwd, ['solution', 'step-2', '--to', path.join(cwd, 'whole')]);
  for (const [reporter, sign] of [
    ['pretty', 'step-2 passed'],
    ['tap', '1..3'],
    ['junit', '<testsuite'],
    ['github', 'step-2'],
  ] as const) {
    const { code, stdout } = await run(cwd, ['check', 'all', '--dir', 'whole', '--reporter', reporter]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(sign) });
  }
});

test('the tour plays it, and missing parts are reported', async () => {
  const cwd = temporaryFolder();
  const tour = await run(cwd, ['tour']);
  expect(tour, tour.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('2 of 2 steps passed') });
  expect((await run(cwd, ['list'])).stdout).toMatch(/step-1 +Answer\n.*step-2 +Ask/u);
  expect((await run(cwd, ['--help'])).stdout).toContain('Learn to greet.');
  expect(await run(cwd, ['quiz'])).toMatchObject({ code: 2, stderr: expect.stringContaining('has no quiz') });
  expect((await run(cwd, ['check', 'step-3'])).stderr).toContain('"step-3" is not a step');
});

test("a folder of one chapter is not mistaken for that of another; one without a name is the tutor's own", async () => {
  const cwd = temporaryFolder();
  await run(cwd, ['start', '--yes']);
  const own = path.join(cwd, 'greeting-demo');
  expect(await run(own, ['status'], CHAPTER)).toMatchObject({ code: 2, stderr: expect.stringContaining('greeting') });

  const old = path.join(cwd, 'old');
  mkdirSync(path.join(old, '.tutor'), { recursive: true });
  const progress = { schema: 1, backend: { kind: 'node' }, current: 'step-2', startedAt: new Date().toISOString() };
  writeFileSync(
    path.join(old, '.tutor', 'progress.json'),
    JSON.stringify({ ...progress, passed: {}, hints: {}, failing: {} }),
  );
  expect(await run(old, ['status'], CHAPTER)).toMatchObject({ code: 0, stdout: expect.stringContaining('step-2') });
});
