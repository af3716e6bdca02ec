import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LAUNCHER, temporaryFolder, tutor } from '../cli/tutor.ts';

const isUnix = process.platform !== 'win32';
const isLinux = process.platform === 'linux';
const LONG = 'n'.repeat(300);

/** Nothing that steers a terminal: line ends alone. */
function steers(text: string): boolean {
  return /[\p{Cc}\p{Bidi_Control}]/u.test(text.replaceAll('\n', ''));
}

test
  .skipIf(!isUnix)
  .each([
    '$(touch PWNED)',
    '`touch PWNED`',
    "a'b",
    'a"b',
    '-rf',
    '-',
    '--yes',
    '~',
    '#x',
    'x&touch PWNED',
    String.raw`a\b`,
    'new\nline',
    '\u001b[31mred\u0007',
    '\u202eturned',
    "\u001b'; touch PWNED; '",
  ])('the commands printed for a folder %j lead there, run nothing and steer no terminal', async (name) => {
  const cwd = temporaryFolder();
  const made = await tutor(['start', '--yes', '--', name], { cwd });
  expect(made.code, made.stderr).toBe(0);
  const status = await tutor(['status', '--dir', `./${name}`], { cwd });
  expect(steers(made.stdout + made.stderr + status.stdout + status.stderr)).toBe(false);
  const change = /^ {2}(cd .*)$/mu.exec(made.stdout)?.[1] ?? 'false';
  // bash reads $'…', which the sh of some systems does not know yet.
  const there = execFileSync('bash', ['-c', `${change} && printf '%s.' "$PWD"`], { cwd, encoding: 'utf8' });
  expect(there).toBe(`${path.join(cwd, name)}.`);
  const option = /htmx-realtime-tutor check (--dir .*?)(?: {2,}its checkpoint)?$/mu.exec(status.stdout)?.[1] ?? 'false';
  const { stdout, status: code } = spawnSync(
    'bash',
    ['-c', `"$0" "$1" status --json ${option}`, process.execPath, LAUNCHER],
    { cwd, encoding: 'utf8' },
  );
  expect(code, option).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ folder: path.join(cwd, name) });
  expect(readdirSync(cwd)).toEqual([name]);
});

interface Row {
  readonly about: string;
  readonly words: readonly string[];
  readonly code: number;
  readonly says: RegExp;
  readonly env?: Readonly<Record<string, string>>;
  readonly linux?: boolean;
}

const ROWS: readonly Row[] = [
  { about: 'start in /proc', words: ['start', '/proc/x', '--yes'], code: 3, says: /cannot be created/, linux: true },
  {
    about: 'start below /proc/self',
    words: ['start', '/proc/self/x/y', '--yes'],
    code: 3,
    says: /cannot be created/,
    linux: true,
  },
  { about: 'start at a device', words: ['start', '/dev/null', '--yes'], code: 2, says: /is a file/ },
  { about: 'start below a file', words: ['start', 'file/x', '--yes'], code: 2, says: /is a file/ },
  { about: 'start at a loop of links', words: ['start', 'loop', '--yes'], code: 3, says: /links lead in a circle/ },
  { about: 'check of a loop of links', words: ['check', '--dir', 'loop'], code: 3, says: /links lead in a circle/ },
  { about: 'check of a file', words: ['check', '--dir', 'file'], code: 2, says: /is a file/ },
  { about: 'start at a name that is too long', words: ['start', LONG, '--yes'], code: 3, says: /too long[^]*shorter/ },
  { about: 'check of a name that is too long', words: ['check', '--dir', LONG], code: 3, says: /too long[^]*shorter/ },
  { about: 'a step with a name that is too long', words: ['hint', LONG], code: 2, says: /step/ },
  // 128 kB are the most that Linux lets an argument have.
  { about: 'a step of 120 kB', words: ['hint', 'n'.repeat(120_000)], code: 2, says: /step/ },
  {
    about: 'a command to start of 120 kB',
    words: ['check', '--run', 'n'.repeat(120_000)],
    code: 1,
    says: /env\/program-missing/,
  },
  { about: 'a step with control characters', words: ['hint', '\u001b[2J'], code: 2, says: /step/ },
  { about: 'a command with control characters', words: ['\u001b[2J'], code: 2, says: /Unknown command/ },
  { about: 'an option with control characters', words: ['check', '--\u001b[2J'], code: 2, says: /nknown option/ },
  { about: 'tour with TMPDIR missing', words: ['tour'], env: { TMPDIR: '/nonexistent' }, code: 3, says: /TMPDIR/ },
  { about: 'tour with TMPDIR a file', words: ['tour'], env: { TMPDIR: '/etc/passwd' }, code: 3, says: /TMPDIR/ },
  { about: 'no HOME, no TERM', words: ['status'], env: { HOME: '', TERM: '' }, code: 0, says: /not started anything/ },
];

test.skipIf(!isUnix).each(ROWS)('$about: exit code $code and a sentence', async ({ words, code, says, env, linux }) => {
  if (linux === true && !isLinux) return;
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'file'), '');
  symlinkSync('loop', path.join(cwd, 'loop'));
  const done = await tutor(words, { cwd, ...(env === undefined ? {} : { env }) });
  expect((done.stdout + done.stderr).replaceAll(/\s+/gu, ' ')).toMatch(says);
  expect(done.code).toBe(code);
  expect(steers(done.stdout + done.stderr)).toBe(false);
});

test.skipIf(!isUnix)('a current folder that was removed: exit code 3 and a sentence; help works', () => {
  const cwd = temporaryFolder();
  for (const [word, code, says] of [
    ['check', 3, /has been removed[^]*cd/],
    ['start', 3, /has been removed/],
    ['--help', 0, /Exit codes/],
    ['--version', 0, /\d/],
  ] as const) {
    mkdirSync(path.join(cwd, 'gone'));
    const done = spawnSync(
      'sh',
      ['-c', 'cd gone && rmdir ../gone && exec "$0" "$1" "$2"', process.execPath, LAUNCHER, word],
      {
        cwd,
        encoding: 'utf8',
      },
    );
    expect(done.stdout + done.stderr).toMatch(says);
    expect(done.status, word).toBe(code);
  }
});

test.skipIf(!isLinux)('a full output: exit code 3 and a sentence', () => {
  for (const word of ['status', 'list']) {
    const done = spawnSync('sh', ['-c', '"$0" "$1" "$2" >/dev/full', process.execPath, LAUNCHER, word], {
      cwd: temporaryFolder(),
      encoding: 'utf8',
    });
    expect(done.stderr).toMatch(/the disk is full/);
    expect(done.status).toBe(3);
  }
});
