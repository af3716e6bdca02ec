import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TestTerminal } from '../support/pty.ts';
import { LAUNCHER, ROOT, temporaryFolder, tutor } from './tutor.ts';

const STEPS = path.join(ROOT, 'steps');
const solved = (step: string, file: string): string => readFileSync(path.join(STEPS, step, file), 'utf8');
const MAIN_4 = solved('step-4-swap-messages', 'node/main.js');
const STARTER_2 = solved('step-2-websocket-echo', 'starter/node/main.js');

async function started(): Promise<string> {
  const cwd = temporaryFolder();
  expect(await tutor(['start', '.', '--yes'], { cwd })).toMatchObject({ code: 0 });
  return cwd;
}

const main = (cwd: string): string => readFileSync(path.join(cwd, 'main.js'), 'utf8');

async function statusOf(cwd: string): Promise<{ current: string; passed: number }> {
  return JSON.parse((await tutor(['status', '--json'], { cwd })).stdout) as { current: string; passed: number };
}

test('a later solution gives its complete state, and undo reverts all of it', async () => {
  const cwd = await started();
  writeFileSync(path.join(cwd, 'main.js'), 'my own');
  const applied = await tutor(['solution', 'step-4', '--apply'], { cwd });
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('Replaced: main.js') });
  expect(main(cwd)).toBe(MAIN_4);
  expect(readdirSync(path.join(cwd, 'static'))).toEqual(['htmx.min.js', 'ws.js']);
  expect(await statusOf(cwd)).toMatchObject({ current: 'step-4' });
  await tutor(['undo'], { cwd });
  expect(main(cwd)).toBe('my own');
  expect(existsSync(path.join(cwd, 'static'))).toBe(false);
  expect(existsSync(path.join(cwd, 'templates'))).toBe(false);
  expect(await statusOf(cwd)).toMatchObject({ current: 'step-1' });
});

test('a hint for a step that has passed says that nothing is missing, until it fails', async () => {
  const cwd = await started();
  expect((await tutor(['hint'], { cwd })).stdout).not.toContain('nothing is missing');
  await tutor(['check'], { cwd });
  expect((await tutor(['hint'], { cwd })).stdout).toMatch(/^This step has passed; nothing is missing\.\n\n/u);
  rmSync(path.join(cwd, 'package.json'));
  expect(await tutor(['check'], { cwd })).toMatchObject({ code: 1 });
  expect((await tutor(['hint'], { cwd })).stdout).not.toContain('nothing is missing');
  expect((await tutor(['status'], { cwd })).stdout).toMatch(/no longer passed\.\s[^]*tutor(?:\.js)? check/u);
  const next = await tutor(['next'], { cwd });
  expect(next).toMatchObject({ code: 1 });
  expect(next.stdout).toMatch(/^step-1 \(Set up the environment\) no longer passes\./u);
});

test('solutions out of order, and back', async () => {
  const cwd = await started();
  for (const step of ['step-6', 'step-2', 'challenge', 'step-4'])
    expect((await tutor(['solution', step, '--apply'], { cwd })).code).toBe(0);
  expect(main(cwd)).toBe(MAIN_4);
  expect(readFileSync(path.join(cwd, 'templates', 'index.html'), 'utf8')).toBe(
    solved('step-3-htmx-page', 'shared/templates/index.html'),
  );
});

test('solution --to fills a new folder and nothing else', async () => {
  const cwd = await started();
  const before = readdirSync(cwd);
  const parent = temporaryFolder();
  expect(await tutor(['solution', '6', '--to', path.join(parent, 'six')], { cwd })).toMatchObject({ code: 0 });
  expect(readdirSync(path.join(parent, 'six')).toSorted()).toEqual([
    'main.js',
    'node_modules',
    'package.json',
    'static',
    'templates',
  ]);
  expect(readdirSync(cwd)).toEqual(before);
  expect(await tutor(['solution', '5', '--to', path.join(parent, 'six')], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not empty'),
  });
  // As the same command leaves it when it is interrupted.
  rmSync(path.join(parent, 'six', 'templates'), { recursive: true });
  expect(await tutor(['solution', '6', '--to', path.join(parent, 'six')], { cwd })).toMatchObject({ code: 0 });
  expect(readdirSync(path.join(parent, 'six', 'templates'))).toEqual(['index.html']);
});

test('diff, solution and hint write nothing in a folder that start did not create', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'main.js'), 'mine\n');
  for (const args of [['diff', '4'], ['solution', '4'], ['hint', '4'], ['lesson'], ['status'], ['list']])
    expect((await tutor(args, { cwd })).code, args.join(' ')).toBe(0);
  expect(readdirSync(cwd)).toEqual(['main.js']);
});

test('diff is a patch that leads to the solution', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'main.js'), STARTER_2);
  const { stdout } = await tutor(['diff', 'step-4'], { cwd });
  const { applyPatch, parsePatch } = await import('diff');
  const patch = parsePatch(stdout).find((each) => each.newFileName === 'b/main.js');
  expect(patch && applyPatch(STARTER_2, patch)).toBe(MAIN_4);
  expect(stdout).toContain('--- /dev/null\n+++ b/templates/index.html');
});

test('diff of a solution is empty, also with CRLF', async () => {
  const cwd = temporaryFolder();
  expect((await tutor(['solution', '4', '--to', cwd], { cwd })).code).toBe(0);
  writeFileSync(path.join(cwd, 'main.js'), MAIN_4.replaceAll('\n', '\r\n'));
  expect(await tutor(['diff', '4'], { cwd })).toMatchObject({ code: 0, stdout: '' });
});

test('solution gives the reason with the diff', async () => {
  const cwd = await started();
  const { stdout } = await tutor(['solution', 'step-2'], { cwd });
  expect(stdout.replaceAll('\n', ' ')).toContain('It accepts WebSocket connections at /ws');
  expect(stdout).toContain('+++ b/main.js');
});

test('next waits for the checkpoint, without a terminal with exit code 1', async () => {
  const cwd = await started();
  const { code, stdout } = await tutor(['next'], { cwd, openInput: true });
  expect(code).toBe(1);
  expect(stdout).toContain('next --skip');
  expect(await statusOf(cwd)).toMatchObject({ current: 'step-1' });
});

test('next --skip gives the solution of the skipped step, over a snapshot', async () => {
  const cwd = await started();
  await tutor(['next', '--skip'], { cwd });
  expect(main(cwd)).toBe(STARTER_2);
  writeFileSync(path.join(cwd, 'main.js'), 'my own');
  const { stdout } = await tutor(['next', '--skip'], { cwd });
  expect(main(cwd)).toBe(solved('step-2-websocket-echo', 'node/main.js'));
  expect(stdout).toContain('undo');
  expect(existsSync(path.join(cwd, 'static', 'ws.js'))).toBe(true);
  await tutor(['undo'], { cwd });
  expect(main(cwd)).toBe('my own');
  expect(await statusOf(cwd)).toMatchObject({ current: 'step-2' });
});

test('next --skip --keep leaves what the learner changed, and advances what is untouched', async () => {
  const cwd = await started();
  await tutor(['next', '--skip'], { cwd });
  await tutor(['next', '--skip', '--keep'], { cwd });
  expect(main(cwd), 'an untouched starter becomes the solution').toBe(solved('step-2-websocket-echo', 'node/main.js'));
  writeFileSync(path.join(cwd, 'main.js'), 'my own');
  await tutor(['next', '--skip', '--keep'], { cwd });
  expect(main(cwd)).toBe('my own');
  expect(await statusOf(cwd)).toMatchObject({ current: 'step-4' });
});

test('after a pass, next keeps the files of the learner', async () => {
  const cwd = await started();
  await tutor(['next', '--skip'], { cwd });
  writeFileSync(path.join(cwd, 'main.js'), 'my own');
  const file = path.join(cwd, '.tutor', 'progress.json');
  const progress = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...progress, passed: { 'step-2': { at: '2026-01-02T03:04:05.000Z' } } }));
  const { code, stdout } = await tutor(['next'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('step-3');
  expect(main(cwd)).toBe('my own');
});

test("a learner's own copy of htmx stays until a solution is applied, which takes a snapshot first", async () => {
  const cwd = await started();
  await tutor(['next', '--skip'], { cwd });
  mkdirSync(path.join(cwd, 'static'));
  writeFileSync(path.join(cwd, 'static', 'htmx.min.js'), 'own htmx');
  const { stdout } = await tutor(['next', '--skip'], { cwd });
  expect(stdout).toContain('Kept as it is, because it is your own: static/htmx.min.js');
  expect(readFileSync(path.join(cwd, 'static', 'htmx.min.js'), 'utf8')).toBe('own htmx');
  const applied = await tutor(['solution', '--apply'], { cwd });
  expect(applied.stdout).toContain('static/htmx.min.js');
  await tutor(['undo'], { cwd });
  expect(readFileSync(path.join(cwd, 'static', 'htmx.min.js'), 'utf8')).toBe('own htmx');
});

test('reset goes back to the start of a step and does not touch other files', async () => {
  const cwd = await started();
  await tutor(['solution', 'step-4', '--apply'], { cwd });
  writeFileSync(path.join(cwd, 'notes.txt'), 'mine');
  const { stdout } = await tutor(['reset', 'step-2'], { cwd });
  expect(main(cwd)).toBe(STARTER_2);
  expect(stdout.replaceAll(/\s+/gu, ' ')).toMatch(
    /^The folder is at the tutor's starting point for step-2, [^,]+, now \(the solution of step 1\)\./u,
  );
  expect(stdout).toContain('Removed: templates/index.html');
  expect(existsSync(path.join(cwd, 'templates', 'index.html'))).toBe(false);
  expect(readFileSync(path.join(cwd, 'notes.txt'), 'utf8')).toBe('mine');
  await tutor(['undo'], { cwd });
  expect(main(cwd)).toBe(MAIN_4);
  expect(existsSync(path.join(cwd, 'templates', 'index.html'))).toBe(true);
});

test('reset names what it replaces and by what, before it does', async ({ onTestFinished }) => {
  const cwd = await started();
  writeFileSync(path.join(cwd, 'main.js'), 'mine');
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'reset', 'step-6'], {
    cwd,
    whenFinished: onTestFinished,
  });
  await terminal.sees(
    /This replaces main\.js with the tutor's starting\s+point\s+for\s+step-6\s+\(the\s+solutions\s+of\s+steps\s+1\s+to\s+5\)\.[^]*Replace\?/u,
  );
  terminal.press('\r');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  expect(main(cwd)).toBe('mine');
});

test('history names every change, an undo included', async () => {
  const cwd = await started();
  await tutor(['solution', 'step-2', '--apply'], { cwd });
  await tutor(['undo'], { cwd });
  const { changes } = JSON.parse((await tutor(['history', '--json'], { cwd })).stdout) as {
    changes: { number: number; reason: string; undone: boolean }[];
  };
  expect(changes.map(({ number, reason, undone }) => [number, reason, undone])).toEqual([
    [1, 'start of step-1', false],
    [2, 'solution of step-2', true],
    [3, 'undo of 2: solution of step-2', false],
  ]);
});

test('hints come one at a time, and the last one says so', async () => {
  const cwd = await started();
  for (const count of [1, 2, 3]) expect((await tutor(['hint', '4'], { cwd })).stdout).toContain(`hint ${count} of 3`);
  const after = await tutor(['hint', '4'], { cwd });
  expect(after.stdout).toContain('hint 3 of 3');
  expect(after.stdout).toContain('That was the last hint');
});

test('the last failure selects the hints', async () => {
  const cwd = await started();
  const file = path.join(cwd, '.tutor', 'progress.json');
  const progress = JSON.parse(readFileSync(file, 'utf8')) as object;
  const failing = { 'step-4': ['oob/no-id'] };
  writeFileSync(file, JSON.stringify({ ...progress, failing, hints: { 'step-4:oob/plain-text': 2 } }));
  const last = await tutor(['hint', '4'], { cwd });
  expect(last.stdout).toMatch(/hint 3 of 3 .*for .*oob\/no-id[^]*More hints follow\./);
});
