import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Progress } from '../../src/model/progress.ts';
import type { Result } from '../../src/model/result.ts';
import {
  listSnapshots,
  openWorkspace,
  readFiles,
  saveProgress,
  underLock,
  undo,
  writeFiles,
} from '../../src/workspace/index.ts';
import { processStart } from '../../src/workspace/process-start.ts';
import type { Workspace } from '../../src/workspace/index.ts';
import { freshWorkspace, must, PROGRESS } from '../support/workspace.ts';
import { mergeProgress } from '../../src/workspace/merge-progress.ts';

const AT = { at: '2026-01-02T04:00:00.000Z' };

const opened = ({ folder }: Workspace): Workspace | undefined =>
  must(openWorkspace(folder, { fallback: () => PROGRESS }))?.workspace;
const inTutor = ({ folder }: Workspace, name: string): string => path.join(folder, '.tutor', name);
const message = (result: Result<unknown>): string => (result.ok ? 'done' : result.problem.message);
const change = (text: string): Map<string, Buffer> => new Map([['main.js', Buffer.from(text)]]);

test('progress of two commands at once: what each changed stays, field by field and step by step', () => {
  const base: Progress = { ...PROGRESS, hints: { 'step-2': 1 }, failing: { 'step-2': ['ws/no-reply'] } };
  const check: Progress = { ...base, passed: { 'step-2': AT }, failing: {} };
  const next: Progress = { ...base, current: 'step-3', hints: { 'step-2': 2 }, quiz: { one: 'right' } };
  const both = { ...next, passed: { 'step-2': AT }, failing: {} };
  expect(mergeProgress(base, check, next)).toEqual(both);
  expect(mergeProgress(base, next, check)).toEqual(both);
  expect(mergeProgress(base, base, next)).toEqual(next);
});

test('a check that began before another command went to the next step leaves it there', () => {
  const seenByCheck = freshWorkspace();
  must(saveProgress(seenByCheck, { ...PROGRESS, current: 'step-3' }));
  const saved = must(saveProgress(seenByCheck, { ...PROGRESS, passed: { 'step-2': AT } }));
  expect(saved.progress).toMatchObject({ current: 'step-3', passed: { 'step-2': AT } });
  expect(opened(seenByCheck)?.progress).toEqual(saved.progress);
});

test('a lock keeps others out while its process lives, and no longer', () => {
  const space = freshWorkspace();
  const lock = inTutor(space, 'lock');
  // The process with number 1 is always there; one that has ended never is again within a test.
  writeFileSync(lock, `process 1 on ${hostname()}\n`);
  const refused = underLock(space.folder, () => ({ ok: true, value: 'in' }) as const);
  expect(message(refused)).toBe(`Another command of the tutor writes into this folder (process 1 on ${hostname()}).`);
  expect(existsSync(lock)).toBe(true);
  const ended = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
  writeFileSync(lock, `process ${ended} on ${hostname()}\n`);
  expect(must(underLock(space.folder, () => ({ ok: true, value: existsSync(lock) })))).toBe(true);
  expect(existsSync(lock)).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'a lock that is older than the process with its number is another process’s',
  () => {
    const space = freshWorkspace();
    const lock = inTutor(space, 'lock');
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      const started = processStart(child.pid ?? 0) ?? 0;
      expect(Math.abs(Date.now() - started)).toBeLessThan(60_000);
      writeFileSync(lock, `process ${child.pid} on ${hostname()}\n`);
      utimesSync(lock, 0, started / 1000 + 0.5);
      expect(message(underLock(space.folder, () => ({ ok: true, value: 'in' }) as const))).toContain(
        `process ${child.pid}`,
      );
      utimesSync(lock, 0, started / 1000 - 2);
      expect(must(underLock(space.folder, () => ({ ok: true, value: 'in' }) as const))).toBe('in');
    } finally {
      child.kill('SIGKILL');
    }
    expect(processStart(0)).toBeUndefined();
  },
);

test('an interrupted change is taken back by whatever opens the folder next, with its step', () => {
  const space = freshWorkspace();
  writeFileSync(path.join(space.folder, 'main.js'), 'mine');
  must(
    writeFiles(space, new Map([...change('theirs'), ['templates/page.html', Buffer.from('page')]]), 'solution', {
      progress: { ...PROGRESS, current: 'step-6' },
    }),
  );
  // As a kill leaves it just before the end: all files written, the change not yet declared complete.
  writeFileSync(inTutor(space, 'change'), '1\n');
  mkdirSync(inTutor(space, 'snapshots/0002-2026-01-02T03-04-05-000Z.partial'));
  writeFileSync(path.join(space.folder, '.main.js.123-0a1b2c3d.tmp'), 'half');
  const again = must(openWorkspace(space.folder, { fallback: () => PROGRESS }));
  expect(again?.notices).toEqual([
    'The last change (solution) was interrupted. It was taken back, and your files are as they were before it.',
  ]);
  expect(again?.workspace.progress.current).toBe('step-2');
  expect(readdirSync(space.folder)).toEqual(['.tutor', 'main.js']);
  expect(readFileSync(path.join(space.folder, 'main.js'), 'utf8')).toBe('mine');
  // A program may still have one of the withdrawn files open: they stay, and the change is not listed.
  expect(listSnapshots(space.folder)).toEqual([]);
  const [left = '', ...others] = readdirSync(inTutor(space, 'snapshots'));
  expect(others).toEqual([]);
  expect(readdirSync(path.join(inTutor(space, 'snapshots'), left)).toSorted()).toEqual([
    'replaced',
    'retired.json',
    'withdrawn',
  ]);
});

test('an interrupted change leaves what was saved since', () => {
  const space = freshWorkspace();
  writeFileSync(path.join(space.folder, 'main.js'), 'mine');
  must(writeFiles(space, change('theirs'), 'a test'));
  writeFileSync(path.join(space.folder, 'main.js'), 'edited');
  writeFileSync(inTutor(space, 'change'), '1\n');
  opened(space);
  expect(readFileSync(path.join(space.folder, 'main.js'), 'utf8')).toBe('edited');
});

test('only regular files of a moderate size are read and replaced', () => {
  const space = freshWorkspace();
  const file = path.join(space.folder, 'main.js');
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', [file]);
    expect(readFiles(space.folder, ['main.js']).size).toBe(0);
    expect(message(writeFiles(space, change('theirs'), 'a test'))).toBe(
      'main.js is a pipe, a socket or a device, and a file belongs there.',
    );
    rmSync(file);
    symlinkSync('main.js', file);
    expect(message(writeFiles(space, change('theirs'), 'a test'))).toMatch(
      /is a link to something that does not exist/,
    );
    rmSync(file);
  }
  writeFileSync(file, '');
  truncateSync(file, 40 * 1024 ** 3);
  expect(message(writeFiles(space, change('theirs'), 'a test'))).toBe(
    'main.js has 40960 MB, which is too much for a file of the chapter.',
  );
});

test('snapshots that are a link or a file are refused before anything is replaced', () => {
  const space = freshWorkspace();
  const outside = path.join(space.folder, '..', 'outside');
  mkdirSync(outside);
  symlinkSync(outside, inTutor(space, 'snapshots'), 'junction');
  writeFileSync(path.join(space.folder, 'main.js'), 'mine');
  expect(message(writeFiles(space, change('theirs'), 'a test'))).toMatch(/^\.tutor\/snapshots is a file or a link/);
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(path.join(space.folder, 'main.js'), 'utf8')).toBe('mine');
  expect(listSnapshots(space.folder)).toEqual([]);
});

test.each(['../../outside.js', '/etc/passwd', 'a\0b', 'c:/x', ''])('a manifest that names %j is not listed', (file) => {
  const space = freshWorkspace();
  must(writeFiles(space, change('theirs'), 'a test'));
  const [name = ''] = readdirSync(inTutor(space, 'snapshots'));
  const manifest = path.join(inTutor(space, 'snapshots'), name, 'manifest.json');
  const text = readFileSync(manifest, 'utf8').replace('"main.js"', JSON.stringify(file));
  writeFileSync(manifest, text);
  expect(listSnapshots(space.folder)).toEqual([]);
  expect(must(undo(space))).toBeUndefined();
});
