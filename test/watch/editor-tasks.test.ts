import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { BEGINS, ENDS, tasksText, wordsFor } from '../../src/commands/start/editor-tasks.ts';
import { temporaryFolder, tutor } from '../cli/tutor.ts';
import { TestTerminal } from '../support/pty.ts';
import { checksIn, problemsIn, TasksFile } from '../support/vscode.ts';

const TASKS = path.join('.vscode', 'tasks.json');

/** A folder of `start --vscode`. */
async function started(): Promise<{
  readonly folder: string;
  readonly tasks: v.InferOutput<typeof TasksFile>['tasks'];
}> {
  const cwd = temporaryFolder();
  const { code, stdout, stderr } = await tutor(['start', 'demo', '--yes', '--vscode', '--quiet'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Written: .vscode/tasks.json.');
  const folder = path.join(cwd, 'demo');
  return { folder, tasks: v.parse(TasksFile, JSON.parse(readFileSync(path.join(folder, TASKS), 'utf8'))).tasks };
}

describe('start --vscode', () => {
  test('its tasks list what is wrong, and forget it when it is right', async ({ onTestFinished }) => {
    const { folder, tasks } = await started();
    const manifest = path.join(folder, 'package.json');
    const right = readFileSync(manifest, 'utf8');
    const wrong = '{\n  "type": "module",\n';
    const [check, watch] = tasks;

    writeFileSync(manifest, wrong);
    const once = spawnSync(check.command, check.args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '' },
    });
    expect(once.status).toBe(1);
    const [problem] = problemsIn(once.stdout);
    expect(problem).toMatchObject({
      file: manifest,
      severity: 'Error',
      code: expect.stringMatching(/^env\/manifest/u),
    });
    expect(problemsIn(once.stdout)).toHaveLength(1);

    writeFileSync(manifest, right);
    const terminal = new TestTerminal(watch.command, watch.args, { cwd: folder, whenFinished: onTestFinished });
    const over = (count: number): Promise<string> =>
      terminal.sees(() => checksIn(terminal.raw, watch.problemMatcher.background).length >= count);
    await over(1);
    writeFileSync(manifest, wrong);
    await over(2);
    writeFileSync(manifest, right);
    await over(3);
    const [first, second, third] = checksIn(terminal.raw, watch.problemMatcher.background);
    expect([first, second?.map(({ file, code }) => [file, code]), third]).toEqual([
      [],
      [[manifest, problem?.code]],
      [],
    ]);
    // Nothing moves the cursor or wraps a line.
    expect(terminal.raw).not.toContain('\u001b');
    terminal.press('\u0003');
    expect(await terminal.exited).toMatchObject({ exitCode: 130 });
  });

  test('a file of the learner stays as it is: what to add is said, exit code 2; again, and undone', async () => {
    const { folder } = await started();
    const again = await tutor(['start', '--yes', '--vscode', '--quiet'], { cwd: folder });
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toContain('.vscode/tasks.json has the tasks already.');

    const undone = await tutor(['undo'], { cwd: folder });
    expect([undone.code, existsSync(path.join(folder, TASKS))]).toEqual([0, false]);

    for (const own of ['// mine\n{ "version": "2.0.0", "tasks": [] }\n', '']) {
      mkdirSync(path.join(folder, '.vscode'), { recursive: true });
      writeFileSync(path.join(folder, TASKS), own);
      const refused = await tutor(['start', '--yes', '--vscode'], { cwd: folder });
      expect([refused.code, readFileSync(path.join(folder, TASKS), 'utf8')]).toEqual([2, own]);
      const [said = '', what, ...list] = refused.stderr.trimEnd().split('\n');
      expect([said, what]).toEqual([
        '.vscode/tasks.json is yours and stays as it is.',
        'Add these to the list "tasks" in it:',
      ]);
      expect(v.parse(TasksFile, { version: '2.0.0', tasks: JSON.parse(`[${list.join('\n')}]`) }).tasks).toHaveLength(2);
    }
  });

  test.skipIf(process.platform === 'win32')('nothing is written through a link out of the folder', async () => {
    const cwd = temporaryFolder();
    mkdirSync(path.join(cwd, 'elsewhere'));
    expect((await tutor(['start', 'demo', '--yes', '--quiet'], { cwd })).code).toBe(0);
    symlinkSync(path.join(cwd, 'elsewhere'), path.join(cwd, 'demo', '.vscode'));
    const refused = await tutor(['start', 'demo', '--yes', '--vscode', '--quiet'], { cwd });
    expect([refused.code, existsSync(path.join(cwd, 'elsewhere', 'tasks.json'))]).toEqual([2, false]);
    expect(refused.stderr).toContain('.vscode is a link that points outside the folder.');
  });
});

test.each([
  ['htmx-realtime-tutor', ['htmx-realtime-tutor']],
  ['npx htmx-realtime-tutor', ['npx', 'htmx-realtime-tutor']],
  ['node bin/htmx-realtime-tutor.js', ['node', path.resolve('bin/htmx-realtime-tutor.js')]],
  ["node '/home/ada/my tools/bin/htmx-realtime-tutor.js'", ['node', path.resolve('bin/htmx-realtime-tutor.js')]],
])('the tasks of a tutor that is called by %s', (self, words) => {
  expect(wordsFor({ self })).toEqual(words);
  const { tasks } = v.parse(TasksFile, JSON.parse(tasksText(words)));
  expect(tasks.map(({ command, args }) => [command, ...args].join(' '))).toEqual([
    `${words.join(' ')} check --reporter compact`,
    `${words.join(' ')} watch --reporter compact`,
  ]);
});

test('docs/editors.md names the expressions of the tasks', () => {
  const doc = readFileSync('docs/editors.md', 'utf8').replaceAll('\\|', '|');
  for (const expression of [BEGINS, ENDS]) expect(doc).toContain(`\`${expression}\``);
});

test('the end of a check is not taken for a finding, nor a path for the end of a check', () => {
  const { tasks } = v.parse(TasksFile, JSON.parse(tasksText(['x'])));
  const ends = new RegExp(tasks[1].problemMatcher.background.endsPattern);
  const over = [
    'step-2 not passed, because of step-1, 1 problem, 5.1 s',
    'lab-resume passed, 0 problems',
    'Not checked: no port',
  ];
  expect([...over, 'challenge could not be decided, 1 problem'].filter((line) => !ends.test(line))).toEqual([]);
  const others = [
    '/a passed, b/main.js: line 1, col 1, Error - step-1: x (a/b)',
    'C:\\x passed, y.js: line 1',
    'Checking step-1.',
    '',
  ];
  expect(others.filter((line) => ends.test(line))).toEqual([]);
});
