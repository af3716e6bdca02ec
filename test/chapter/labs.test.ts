import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { auditCourse } from '../support/audit-course.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { GREETING } from './greeting/index.ts';
import { run } from './greeting/run.ts';

const BOW = 'greeting-lab-bow';

function progressOf(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, '.tutor', 'progress.json'), 'utf8'));
}

/** A folder in which the chapter and a lab were started side by side. */
async function bothStarted(): Promise<{ readonly cwd: string; readonly chapter: string; readonly lab: string }> {
  const cwd = temporaryFolder();
  expect(await run(cwd, ['start', '--yes'])).toMatchObject({ code: 0 });
  expect(await run(cwd, ['start', 'lab-bow', '--yes'])).toMatchObject({ code: 0 });
  return { cwd, chapter: path.join(cwd, 'greeting-demo'), lab: path.join(cwd, BOW) };
}

test('nothing is wrong in the course of the labs', async () => {
  const [bow] = GREETING.labs ?? [];
  const known = { checkIds: ['bows', 'nods'], readers: BACKENDS };
  expect(await auditCourse(known, bow?.courseFolder ?? '')).toEqual([]);
});

test('a lab is started broken, in a folder of its own, and its lesson shows what its files differ in', async () => {
  const cwd = temporaryFolder();
  const begun = await run(cwd, ['start', 'lab-bow', '--yes']);
  expect(begun, begun.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('bows to Ann, whoever comes') });
  expect(begun.stdout).toContain("-  response.end('A bow to Ann');");
  expect(progressOf(path.join(cwd, BOW))).toMatchObject({ course: 'lab-bow', current: 'lab-bow', passed: {} });
  expect(readFileSync(path.join(cwd, BOW, 'main.js'), 'utf8')).toContain('A bow to Ann');
  const again = await run(cwd, ['start', 'lab-bow', '--yes']);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining(`Continuing in ${BOW}`) });
});

test('a lab is checked, helped, compared, solved, reset and undone in its folder', async () => {
  const { lab } = await bothStarted();
  const broken = await run(lab, ['check']);
  expect(broken, broken.stderr).toMatchObject({ code: 1, stdout: expect.stringContaining('greeting/other-name') });
  expect((await run(lab, ['hint'])).stdout).toContain('Who is bowed to?');
  expect((await run(lab, ['hint'])).stdout).toContain('The name is in the address.');
  expect((await run(lab, ['diff'])).stdout).toContain('+  response.end(`A bow to');
  expect((await run(lab, ['solution'])).stdout).toContain('It bows to the guest, and not always to Ann.');
  expect(await run(lab, ['solution', '--apply'])).toMatchObject({ code: 0 });
  const passed = await run(lab, ['check']);
  expect(passed, passed.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('lab-bow passed') });
  expect((await run(lab, ['status'])).stdout).toContain('Passed: 1 of 1.');
  expect((await run(lab, ['next'])).stdout).toContain('has no further steps');
  expect(await run(lab, ['reset'])).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(lab, 'main.js'), 'utf8')).toContain('A bow to Ann');
  expect(await run(lab, ['undo'])).toMatchObject({ code: 0 });
  expect(await run(lab, ['check', '--quiet'])).toMatchObject({ code: 0 });
});

test('a lab changes nothing of the chapter, and the chapter nothing of a lab', async () => {
  const { cwd, chapter, lab } = await bothStarted();
  const before = [progressOf(chapter), progressOf(lab)];
  expect((await run(cwd, ['check', 'lab-bow'])).code).toBe(1);
  expect(progressOf(chapter)).toEqual(before[0]);
  const failed = progressOf(lab);
  expect(failed).toMatchObject({ failing: { 'lab-bow': ['greeting/other-name'] } });
  expect((await run(cwd, ['check', '--quiet'])).code).toBe(0);
  expect(progressOf(chapter)).toMatchObject({ passed: { 'step-1': {} } });
  expect(progressOf(lab)).toEqual(failed);
});

test('a lab is found by its name from above it, from beside it and from another folder of its own', async () => {
  const { cwd, chapter, lab } = await bothStarted();
  for (const from of [cwd, chapter, lab]) {
    const { code, stdout } = await run(from, ['check', 'Lab bow']);
    expect({ code, stdout }, from).toMatchObject({ code: 1, stdout: expect.stringContaining('A bow to Ann') });
    // What is to be typed next leads to the lab from where it is typed.
    const dir = from === cwd ? ` --dir ${BOW}` : from === chapter ? ` --dir ${lab}` : '';
    expect(stdout, from).toContain(`greet hint${dir}`);
  }
  const own = path.join(cwd, 'my-bow');
  renameSync(lab, own);
  expect((await run(cwd, ['check', 'lab-bow'])).stdout).toContain('A bow to Ann');
  expect((await run(cwd, ['check', 'lab-bow', '--dir', 'my-bow'])).code).toBe(1);
});

test('a folder that is for something else is not checked as a lab; its lesson can be read there', async () => {
  const { cwd, chapter, lab } = await bothStarted();
  const before = progressOf(chapter);
  const missing = await run(chapter, ['check', 'lab-nod']);
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('lab-nod has not been started here.') });
  expect(missing.stderr).toContain('greet start lab-nod');
  expect(await run(cwd, ['check', 'lab-nod', '--dir', BOW])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a folder of lab-nod'),
  });
  for (const command of ['hint', 'solution', 'diff', 'reset'])
    expect(await run(chapter, [command, 'lab-nod']), command).toMatchObject({ code: 2 });
  expect(await run(chapter, ['lesson', 'lab-nod'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('does not nod'),
  });
  expect((await run(lab, ['check', 'step-1'])).stderr).toContain('"step-1" is not a step');
  expect(progressOf(chapter)).toEqual(before);
});

test("a lab's checks work in a folder that nobody started, and write nothing there", async () => {
  const { cwd, lab } = await bothStarted();
  rmSync(path.join(lab, '.tutor'), { recursive: true });
  const own = path.join(cwd, 'own');
  renameSync(lab, own);
  expect((await run(own, ['check', 'lab-bow'])).code).toBe(1);
  const json = await run(cwd, ['check', 'lab-bow', '--dir', 'own', '--run', 'node main.js', '--json']);
  expect(json.code, json.stderr).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ passed: false, steps: [{ step: 'lab-bow' }] });
  for (const reporter of ['tap', 'junit', 'github'])
    expect((await run(own, ['check', 'lab-bow', '--reporter', reporter])).stdout, reporter).toContain('lab-bow');
  expect((await run(own, ['list'])).stdout).not.toContain('.tutor');
  expect(() => progressOf(own)).toThrow();
});

test('start without a name goes on with the chapter beside labs, and in a lab with the lab', async () => {
  const { cwd, lab } = await bothStarted();
  expect((await run(cwd, ['start', '--yes'])).stdout).toContain('Continuing in greeting-demo');
  const inLab = await run(lab, ['start', '--yes']);
  expect(inLab).toMatchObject({ code: 0, stdout: expect.stringContaining('bows to Ann, whoever comes') });
  expect(await run(cwd, ['start', 'lab-nod', '--dir', BOW, '--yes'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a folder of lab-nod'),
  });
  expect((await run(cwd, ['start', 'lab-nod', '--dir', 'polite', '--yes'])).code).toBe(0);
  expect(progressOf(path.join(cwd, 'polite'))).toMatchObject({ course: 'lab-nod' });
});

test('the list shows the labs under the steps, and how far each is', async () => {
  const { cwd, lab } = await bothStarted();
  const begun = await run(cwd, ['list']);
  expect(begun.stdout).toMatch(/step-2[^\n]*\n\nLabs\n[^\n]*lab-bow +A server that bows[^\n]*\n[^\n]*lab-nod/u);
  const states = async (): Promise<unknown> => {
    const { labs } = JSON.parse((await run(cwd, ['list', '--json'])).stdout) as {
      labs: { lab: string; state: string }[];
    };
    return labs.map(({ lab: id, state }) => [id, state]);
  };
  expect(await states()).toEqual([
    ['lab-bow', 'current'],
    ['lab-nod', 'open'],
  ]);
  const summary = async (): Promise<string> => (await run(cwd, ['lesson', 'hello'])).stdout;
  expect(await summary()).not.toContain('labs');
  await run(lab, ['solution', '--apply']);
  await run(lab, ['check']);
  // The page after the last step sums up what was proved, and no other page does.
  expect(await summary()).toMatch(/What you proved in labs[^]*lab-bow, A server that bows to the wrong guest\./u);
  expect(await states()).toEqual([
    ['lab-bow', 'passed'],
    ['lab-nod', 'open'],
  ]);
  const own = await run(lab, ['list']);
  expect(own.stdout).toContain('lab-nod');
  expect(own.stdout).not.toContain('step-1');
});

test('a name that is nearly that of a lab is answered with the labs, and any folder may still be called so', async () => {
  const cwd = temporaryFolder();
  expect(await run(cwd, ['check', 'lab-bo'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('The nearest is lab-bow.'),
  });
  expect(await run(cwd, ['start', 'lab-bo', '--yes'])).toMatchObject({ code: 2 });
  expect(await run(cwd, ['start', 'lab-monday-group', '--yes'])).toMatchObject({ code: 0 });
  expect(progressOf(path.join(cwd, 'lab-monday-group'))).toMatchObject({ course: 'greeting' });
});

test('progress of a lab that cannot be read begins again as that of the lab', async () => {
  const { lab, cwd } = await bothStarted();
  writeFileSync(path.join(lab, '.tutor', 'progress.json'), 'no JSON');
  const opened = await run(lab, ['status']);
  expect(opened, opened.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('lab-bow') });
  expect(progressOf(lab)).toMatchObject({ course: 'lab-bow' });
  mkdirSync(path.join(cwd, 'unrelated'));
  expect((await run(path.join(cwd, 'unrelated'), ['lesson', 'lab-bow'])).stdout).toContain('bows to Ann');
});
