import { CHAPTER } from '../../src/chapter/index.ts';
import { dirOption } from '../../src/commands/common/folder/find-folder.ts';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TestTerminal } from '../support/pty.ts';
import { LAUNCHER, temporaryFolder, tutor } from './tutor.ts';

const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

test('start without a terminal takes the defaults, prints the lesson and ends, also with an open input', async () => {
  const cwd = temporaryFolder();
  const { code, stdout } = await tutor(['start'], { cwd, openInput: true });
  expect(code).toBe(0);
  expect(stdout).toContain('step-1');
  expect(stdout).toContain('cd htmx-realtime-demo');
  expect(stdout).toContain('htmx-realtime-tutor check');
  expect(readdirSync(path.join(cwd, 'htmx-realtime-demo')).toSorted()).toEqual([
    '.tutor',
    'node_modules',
    'package.json',
  ]);
  expect(read(cwd, 'htmx-realtime-demo', 'node_modules', 'ws', 'package.json')).toContain('"ws"');
});

test('a pass of which some checks could not run is recorded with those that did', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', 'demo', '--yes', '--run', 'node main.js'], { cwd });
  expect((await tutor(['check', '--dir', 'demo'], { cwd })).code).toBe(0);
  expect(JSON.parse(read(cwd, 'demo', '.tutor', 'progress.json'))).toMatchObject({
    passed: { 'step-1': { only: ['env-runtime'] } },
  });
});

test('start again goes on and changes nothing', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', 'demo', '--yes'], { cwd });
  writeFileSync(path.join(cwd, 'demo', 'package.json'), '{"mine":true}');
  const progress = read(cwd, 'demo', '.tutor', 'progress.json');
  const { code, stdout } = await tutor(['start', 'demo', '--yes'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('Continuing in demo');
  expect(read(cwd, 'demo', 'package.json')).toBe('{"mine":true}');
  expect(read(cwd, 'demo', '.tutor', 'progress.json')).toBe(progress);
});

test('start does not write into a folder with other files', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'demo'));
  writeFileSync(path.join(cwd, 'demo', 'thesis.txt'), 'mine');
  const { code, stderr } = await tutor(['start', 'demo', '--yes'], { cwd });
  expect([code, stderr.includes('thesis.txt')]).toEqual([2, true]);
  expect(readdirSync(path.join(cwd, 'demo'))).toEqual(['thesis.txt']);
});

test('start --yes declines a folder with other files, and says what to type for the server that it names', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'app.pl'), '');
  const { code, stderr } = await tutor(['start', '--run', 'perl app.pl', '--yes', '.'], { cwd });
  expect([code, readdirSync(cwd)]).toEqual([2, ['app.pl']]);
  expect(stderr).toContain('This folder is not empty: it has app.pl.');
  expect(stderr).toContain('`--yes` does not take a folder with other files');
  expect(stderr).toMatch(/^ {2}\S.* start --run "perl app\.pl" \. +asks whether to use this folder$/mu);
  expect(stderr).toMatch(/^ {2}\S.* check --run "perl app\.pl" +checks it as it is$/mu);
});

test('start writes into a fresh repository', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, '.git'));
  writeFileSync(path.join(cwd, 'README.md'), 'class');
  const { code } = await tutor(['start', '.', '--yes'], { cwd });
  expect(code).toBe(0);
  expect(read(cwd, 'README.md')).toBe('class');
  expect(existsSync(path.join(cwd, 'package.json'))).toBe(true);
});

test('a file in place of the folder is reported', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'demo'), '');
  expect(await tutor(['start', 'demo', '--yes'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a file'),
  });
  expect(await tutor(['start', 'demo/below', '--yes'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a file'),
  });
});

test('a command finds the folder from above and from within', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '--yes'], { cwd });
  const above = await tutor(['status', '--json'], { cwd });
  const inside = path.join(cwd, 'htmx-realtime-demo', 'templates');
  mkdirSync(inside);
  const within = await tutor(['status', '--json'], { cwd: inside });
  expect(JSON.parse(above.stdout)).toMatchObject({ folder: path.join(cwd, 'htmx-realtime-demo'), current: 'step-1' });
  expect(JSON.parse(within.stdout)).toEqual(JSON.parse(above.stdout));
});

test('start on a terminal leads back to the folder below, whatever its name; of several it offers the one that was used last', async ({
  onTestFinished,
}) => {
  const cwd = temporaryFolder();
  await tutor(['start', 'my-chat', '--yes'], { cwd });
  const begin = (): TestTerminal =>
    new TestTerminal(process.execPath, [LAUNCHER, 'start'], { cwd, whenFinished: onTestFinished });
  const one = begin();
  await one.sees(/step-1 has passed[^]*my-chat: your server/u);
  one.press('q');
  await one.sees(/To go on:\s+\S.*watch --dir my-chat\s+goes on in my-chat/u);
  expect(existsSync(path.join(cwd, 'htmx-realtime-demo'))).toBe(false);
  await tutor(['start', 'another', '--yes'], { cwd });
  utimesSync(path.join(cwd, 'another', '.tutor', 'progress.json'), 0, 0);
  const two = begin();
  await two.sees(/Folder to work in:.*my-chat/u);
});

test.each([
  ['htmx-realtime-demo', ''],
  ['demo2', ' --dir demo2'],
  ['$(touch pwned)', ` --dir '$(touch pwned)'`],
  ["it's", ` --dir 'it'\\''s'`],
])('the command that leads back to %s names it where it must', async (name, option) => {
  const cwd = temporaryFolder();
  await tutor(['start', name, '--yes'], { cwd });
  expect(dirOption({ cwd, chapter: CHAPTER }, path.join(cwd, name))).toBe(option);
});

test('after npm start in a clone, commands are printed as they can be typed there', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '--yes'], { cwd });
  const env = { npm_lifecycle_event: 'start', npm_package_name: 'htmx-realtime-tutor' };
  expect((await tutor(['status'], { cwd, env })).stdout).toMatch(/^ {2}node bin\/htmx-realtime-tutor\.js check/mu);
});

test('a damaged progress file is set aside and reported', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', '.', '--yes'], { cwd });
  writeFileSync(path.join(cwd, '.tutor', 'progress.json'), '{"schema":');
  const { code, stderr } = await tutor(['status'], { cwd });
  expect(code).toBe(0);
  expect(stderr.replaceAll('\n', ' ')).toMatch(/could not be read: it is not valid JSON.*progress\.broken-/);
  expect(readdirSync(path.join(cwd, '.tutor')).some((name) => name.startsWith('progress.broken-'))).toBe(true);
  expect(await tutor(['status'], { cwd })).toMatchObject({ code: 0, stderr: '' });
});

/** Root may write everywhere, so the tutor then runs as nobody; elsewhere as who we are. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined;

test.skipIf(process.platform === 'win32')('a missing write permission exits with 3 and a sentence', async () => {
  const cwd = temporaryFolder();
  chmodSync(cwd, 0o555);
  const made = await tutor(['start', 'demo', '--yes'], { cwd, ...(uid === undefined ? {} : { uid }) });
  expect(made).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/cannot be created:\s+permission\s+denied/),
  });
  const to = await tutor(['solution', '2', '--to', 'elsewhere'], { cwd, ...(uid === undefined ? {} : { uid }) });
  expect(to).toMatchObject({ code: 3, stderr: expect.stringContaining('permission') });
  chmodSync(cwd, 0o755);
});

test.skipIf(process.platform === 'win32')(
  'a working folder that became read-only exits with 3 and is unchanged',
  async () => {
    const cwd = temporaryFolder();
    await tutor(['start', '.', '--yes'], { cwd });
    const all = [cwd, path.join(cwd, '.tutor')];
    all.forEach((folder) => chmodSync(folder, 0o555));
    const failed = await tutor(['solution', '4', '--apply'], { cwd, ...(uid === undefined ? {} : { uid }) });
    all.forEach((folder) => chmodSync(folder, 0o755));
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining('permission') });
    expect(existsSync(path.join(cwd, 'main.js'))).toBe(false);
  },
);
