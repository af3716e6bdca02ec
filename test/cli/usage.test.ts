import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { LAUNCHER, ROOT, temporaryFolder, tutor } from './tutor.ts';

const COMMANDS = [
  'start',
  'check',
  'solution',
  'lesson',
  'hint',
  'quiz',
  'next',
  'run',
  'list',
  'status',
  'diff',
  'reset',
  'undo',
  'history',
  'diagnose',
  'assets',
  'grade',
  'doctor',
  'explain',
  'tour',
  'completion',
];

test('--version is that of the package', async () => {
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const { code, stdout } = await tutor(['--version'], { cwd: temporaryFolder() });
  expect([code, stdout]).toEqual([0, `${(manifest as { version: string }).version}\n`]);
});

test.each<[args: string[], says: RegExp]>([
  [['check', '--dir', 'class/ada', 'class/bob', 'class/cy'], /"class\/bob" is a folder[^]*check --dir class\/bob/],
  [['check', 'all', 'class/ada'], /"class\/ada" is a folder[^]*grade class\/\*/],
  [['check', 'class'], /"class" is a folder[^]*check --dir class/],
  [['watch', '--reporter', 'json'], /"json" is not a reporter of watch\.\s+Available: pretty, compact\./],
  [['watch', 'class'], /"class" is a folder[^]*watch --dir class/],
  [['check', 'class/nobody'], /"class\/nobody" is not a step/],
])('%j names a folder, and what to type instead is told', async (args, says) => {
  const cwd = temporaryFolder();
  for (const name of ['ada', 'bob', 'cy']) mkdirSync(path.join(cwd, 'class', name), { recursive: true });
  const { code, stderr } = await tutor(args, { cwd });
  expect(code).toBe(2);
  expect(stderr.replaceAll(/\s+/gu, ' ')).toMatch(says);
});

test('without a command the help is printed', async () => {
  const { code, stdout, stderr } = await tutor([], { cwd: temporaryFolder() });
  expect([code, stderr]).toEqual([0, '']);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  expect(stdout).toContain('Exit codes');
});

test.each(COMMANDS)('%s --help has examples', async (command) => {
  const { code, stdout } = await tutor([command, '--help'], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples:\\n  htmx-realtime-tutor ${command}`));
  // Only a command that is copied as a whole may be wider than the terminal.
  const wide = stdout.split('\n').filter((line) => line.length > 80);
  expect(wide.filter((line) => !/^ {2,6}(?:htmx-realtime-tutor|eval) /u.test(line))).toEqual([]);
  expect(wide.filter((line) => /\S {2,}\S/u.test(line))).toEqual([]);
});

test.each<[args: string[], says: RegExp]>([
  [['chekc'], /Unknown command "chekc"\.\s+The nearest is check\./],
  [['check', 'step-9'], /"step-9" is not a step\.\s+The steps:[\s\S]*step-1 [\s\S]*challenge/],
  [['help', 'chek'], /Unknown command "chek"\.\s+The nearest is check\./],
  [['check', 'chalenge'], /The nearest is challenge/],
  [['check', 'run'], /matches several steps/],
  [['check', '--jsno'], /Unknown option '--jsno'[\s\S]*--json/],
  [['check', '--reporter', 'prety'], /"prety" is not a reporter[\s\S]*The nearest is pretty/],
  [['check', '--json', '--reporter', 'pretty'], /cannot be used with/],
  [['check', '--backend', 'django'], /no backend "django"[\s\S]*Available: node, fastapi/],
  [['check', '--backend', 'nod'], /The nearest is node/],
  [['check', '--url', 'localhost:8000'], /http:\/\//],
  [['check', '--run', ' '], /--run needs a command/],
  [['check', '--run', 'x', '--url', 'http://localhost:1'], /cannot be used with/],
  [['check', '--dir', 'none'], /The folder none does not exist/],
  [['check', '--dir', 'file.txt'], /is a file/],
  [['run', '--port', '99999'], /not a port/],
  [['run', '--url', 'http://localhost:1'], /does not start the server at/],
  [['explain', 'oob/no-idd'], /The nearest is oob\/no-id/],
  [['lesson', 'pitfals'], /The nearest page is pitfalls/],
  [['undo', 'one'], /not the number/],
  [['undo'], /has not started anything/],
  [['next', '--keep'], /--keep needs --skip/],
  [['solution', '--apply', '--to', 'x'], /cannot be used with/],
  [['solution', '--apply'], /has not started anything/],
  [['start', 'a', '--dir', 'b'], /Two folders are named/],
])('%j is answered with exit code 2', async (args, says) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'file.txt'), '');
  const { code, stdout, stderr } = await tutor(args, { cwd });
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(says.source.replaceAll('\\s+', ' '), says.flags));
  expect([code, stdout]).toEqual([2, '']);
});

test('a pipe gets no escape sequences', async () => {
  const { stdout } = await tutor(['lesson', 'step-2'], { cwd: temporaryFolder() });
  expect(stdout).toContain('Echo over a WebSocket');
  expect(stdout).not.toContain('\u001b');
});

test('FORCE_COLOR colours a pipe, --no-color wins over it', async () => {
  const cwd = temporaryFolder();
  const coloured = await tutor(['list'], { cwd, env: { FORCE_COLOR: '1' } });
  const plain = await tutor(['list', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } });
  expect(coloured.stdout).toContain('\u001b[');
  expect(plain.stdout).not.toContain('\u001b');
});

test('without UTF-8 the marks are ASCII', async () => {
  const { stdout } = await tutor(['list'], { cwd: temporaryFolder(), env: { LC_ALL: 'C' } });
  expect(stdout).toMatch(/^\. step-1 /m);
});

test('every lesson and page can be printed', async () => {
  const cwd = temporaryFolder();
  const { stdout } = await tutor(['list', '--json'], { cwd });
  const { steps, pages } = JSON.parse(stdout) as {
    steps: { step: string; title: string }[];
    pages: { page: string; title: string }[];
  };
  const named = [
    ...steps.map(({ step, title }) => [step, title] as const),
    ...pages.map(({ page, title }) => [page, title] as const),
  ];
  expect(named).toHaveLength(14);
  for (const [name, title] of named) {
    const lesson = await tutor(['lesson', name], { cwd });
    expect(lesson.code, lesson.stderr).toBe(0);
    expect(lesson.stdout).toContain(title);
    expect(lesson.stdout).not.toContain('file=');
  }
});

test('a launcher without a build says so', async () => {
  const copy = temporaryFolder();
  for (const each of ['package.json', 'bin']) cpSync(path.join(ROOT, each), path.join(copy, each), { recursive: true });
  const failed = await promisify(execFile)(process.execPath, [
    path.join(copy, 'bin', 'htmx-realtime-tutor.js'),
    'list',
  ]).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 3 });
  expect((failed as { stderr: string }).stderr).toContain('npm run build');
});

test('an old Node is named, with what is needed', async () => {
  const folder = temporaryFolder();
  const fake = path.join(folder, 'old.cjs');
  writeFileSync(
    fake,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });",
  );
  const failed = await promisify(execFile)(process.execPath, ['-r', fake, LAUNCHER, 'list']).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: 3 });
  expect((failed as { stderr: string }).stderr).toMatch(/needs Node 20\.19 or later; this is Node 18\.20\.4/);
});
