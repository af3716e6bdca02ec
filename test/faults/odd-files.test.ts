import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, tutor } from '../cli/tutor.ts';
import type { Outcome } from '../cli/tutor.ts';

const isUnix = process.platform !== 'win32';
/** A command must neither wait for a pipe nor read a device to its end, which never comes; a check on a busy machine may run three times. Milliseconds. */
const DEADLINE_MS = 150_000;
/** Passed, not passed, wrong usage, the environment. */
const TABLE: readonly unknown[] = [0, 1, 2, 3];

/**
 * The whole (`FAULT_ODD=all`) has every kind in the place of every file. The short part leaves to it where Node itself waits for a pipe, or reads a
 * device until its memory is full, in each server of a check.
 */
const ALL = process.env['FAULT_ODD'] === 'all';

/** What may have the name of a file, and is none. */
const KINDS: Readonly<Record<string, (file: string) => void>> = {
  'a pipe': (file) => void execFileSync('mkfifo', [file]),
  'an endless device': (file) => symlinkSync('/dev/zero', file),
  'a folder': (file) => mkdirSync(file),
  'a link to itself': (file) => symlinkSync(path.basename(file), file),
};

/** A folder at step 2 with its solution. */
async function demoFolder(): Promise<string> {
  const root = temporaryFolder();
  const demo = path.join(root, 'demo');
  for (const [cwd, ...words] of [
    [root, 'start', 'demo', '--yes'],
    [demo, 'solution', 'step-2', '--apply'],
  ] as const) {
    const done = await tutor(words, { cwd });
    expect(done.code, done.stderr).toBe(0);
  }
  return demo;
}

async function run(demo: string, ...words: readonly string[]): Promise<Outcome> {
  return tutor(words, { cwd: demo, deadlineMs: DEADLINE_MS });
}

/** Files that the tutor looks for or looks through, beside those of the chapter. */
const BESIDE = [
  'page.html',
  'extra.js',
  'extra.py',
  'requirements.txt',
  'pyproject.toml',
  'main.mjs',
  'src/main.js',
  'templates/part.html',
];

test.skipIf(!isUnix).each(Object.keys(KINDS))(
  '%s beside the files of a right attempt changes nothing',
  async (kind) => {
    const demo = await demoFolder();
    for (const file of BESIDE) {
      mkdirSync(path.dirname(path.join(demo, file)), { recursive: true });
      KINDS[kind]?.(path.join(demo, file));
    }
    const done = await run(demo, 'check');
    expect(done.code, done.stdout + done.stderr).toBe(0);
  },
);

test.skipIf(!isUnix).each(['a pipe', 'an endless device'])(
  '%s in the place of a file of the chapter ends no command with a hang or a fault',
  async (kind) => {
    for (const file of ['main.js', 'package.json', 'node_modules/ws/package.json']) {
      const demo = await demoFolder();
      rmSync(path.join(demo, file));
      KINDS[kind]?.(path.join(demo, file));
      const isReadByNode = file !== 'main.js';
      const check = isReadByNode && !ALL ? [] : [['check']];
      for (const words of [...check, ['diff', 'step-2'], ['solution', 'step-3', '--apply']]) {
        const done = await run(demo, ...words);
        expect(TABLE, `${file}: ${words.join(' ')}\n${done.stdout}${done.stderr}`).toContain(done.code);
      }
    }
  },
);

test.skipIf(!isUnix).each(Object.keys(KINDS))("%s in the place of one of the tutor's own files", async (kind) => {
  const demo = await demoFolder();
  const inTutor = (name: string): string => path.join(demo, '.tutor', name);
  const [snapshot = ''] = readdirSync(inTutor('snapshots'));
  const mine = readFileSync(path.join(demo, 'main.js'), 'utf8');
  for (const name of ['progress.json', 'provided.json', 'lock', 'change', `snapshots/${snapshot}/manifest.json`]) {
    rmSync(inTutor(name), { force: true });
    KINDS[kind]?.(inTutor(name));
    for (const words of [['history'], ['hint', 'step-2']]) {
      const done = await run(demo, ...words);
      expect(TABLE, `${name}: ${words.join(' ')}\n${done.stdout}${done.stderr}`).toContain(done.code);
    }
    rmSync(inTutor(name), { force: true, recursive: true });
  }
  const after = await run(demo, 'status');
  expect(after.code, after.stderr).toBe(0);
  expect(readFileSync(path.join(demo, 'main.js'), 'utf8')).toBe(mine);
});
