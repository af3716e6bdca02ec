import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listSnapshots, saveProgress, undo, writeFiles } from '../../src/workspace/index.ts';
import type { Workspace } from '../../src/workspace/index.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { freshWorkspace, must, PROGRESS } from '../support/workspace.ts';

const files = (entries: Record<string, string | null>): Map<string, Buffer | null> =>
  new Map(Object.entries(entries).map(([file, text]) => [file, text === null ? null : Buffer.from(text)]));
const put = ({ folder }: Workspace, file: string, text: string): void => writeFileSync(path.join(folder, file), text);
const get = ({ folder }: Workspace, file: string): string | undefined =>
  existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), 'utf8') : undefined;

test('writes what differs, and says what was replaced', () => {
  const space = freshWorkspace();
  put(space, 'main.js', 'mine');
  put(space, 'same.js', 'same');
  const report = must(
    writeFiles(space, files({ 'main.js': 'theirs', 'same.js': 'same', 'a/b/c.js': 'new' }), 'a test'),
  );
  expect(report).toMatchObject({
    written: ['main.js', 'a/b/c.js'],
    unchanged: ['same.js'],
    replaced: ['main.js'],
    snapshot: 1,
  });
  expect(get(space, 'main.js')).toBe('theirs');
  expect(get(space, 'a/b/c.js')).toBe('new');
  expect(readdirSync(space.folder).toSorted()).toEqual(['.tutor', 'a', 'main.js', 'same.js']);
});

test('nothing to change makes no snapshot', () => {
  const space = freshWorkspace();
  put(space, 'main.js', 'mine');
  expect(must(writeFiles(space, files({ 'main.js': 'mine' }), 'a test')).snapshot).toBeUndefined();
  expect(listSnapshots(space.folder)).toEqual([]);
});

test('undo restores the bytes, and removes created files and the folders that are then empty', () => {
  const space = freshWorkspace();
  writeFileSync(path.join(space.folder, 'main.js'), Buffer.from([0xff, 0x00, 0x0d, 0x0a]));
  must(writeFiles(space, files({ 'main.js': 'theirs', 'templates/deep/index.html': 'page' }), 'a test'));
  const report = must(undo(space));
  expect(report).toMatchObject({ written: ['main.js'], removed: ['templates/deep/index.html'], kept: [], edited: [] });
  expect([...readFileSync(path.join(space.folder, 'main.js'))]).toEqual([0xff, 0x00, 0x0d, 0x0a]);
  expect(existsSync(path.join(space.folder, 'templates'))).toBe(false);
  expect(must(undo(space))).toBeUndefined();
});

test('undo takes back what has passed since the change, and keeps what had passed before', () => {
  const changed = must(
    writeFiles(freshWorkspace(), files({ 'main.js': 'theirs' }), 'a test', {
      progress: { ...PROGRESS, current: 'step-3' },
      now: () => new Date('2026-01-02T04:00:00.000Z'),
    }),
  ).workspace;
  const passed = {
    'step-1': { at: '2026-01-02T03:30:00.000Z' },
    'step-3': { at: '2026-01-02T05:00:00.000Z' },
  };
  const report = must(undo(must(saveProgress(changed, { ...changed.progress, passed }))));
  expect(report?.workspace.progress).toMatchObject({ current: 'step-2' });
  expect(Object.keys(report?.workspace.progress.passed ?? {})).toEqual(['step-1']);
});

test('undo keeps a new file that was edited since, and takes a snapshot of an edited old one', () => {
  const space = freshWorkspace();
  put(space, 'main.js', 'first');
  must(writeFiles(space, files({ 'main.js': 'theirs', 'new.js': 'theirs' }), 'a test'));
  put(space, 'main.js', 'edited');
  put(space, 'new.js', 'edited too');
  const report = must(undo(space));
  expect(report).toMatchObject({ kept: ['new.js'], edited: ['main.js'] });
  expect(get(space, 'main.js')).toBe('first');
  expect(get(space, 'new.js')).toBe('edited too');
  must(undo(space, report?.snapshot));
  expect(get(space, 'main.js')).toBe('edited');
});

test('undos go back one change at a time, and an undone undo can be undone again', () => {
  const space = freshWorkspace();
  for (const text of ['one', 'two', 'three']) must(writeFiles(space, files({ 'main.js': text }), text));
  must(undo(space));
  expect(get(space, 'main.js')).toBe('two');
  const second = must(undo(space));
  expect(get(space, 'main.js')).toBe('one');
  must(undo(space, second?.snapshot));
  expect(get(space, 'main.js')).toBe('two');
  must(undo(space));
  expect(get(space, 'main.js')).toBe('one');
  expect(undo(space, 99)).toMatchObject({ ok: false, problem: { exitCode: 2 } });
  expect(undo(space, 3)).toMatchObject({ ok: false, problem: { message: 'Change 3 was undone already.' } });
});

test("undo restores the learner's current step", () => {
  const space = freshWorkspace();
  const moved = must(
    writeFiles(space, new Map(), 'next', { progress: { ...PROGRESS, current: 'step-3', hints: { 'step-3': 1 } } }),
  ).workspace;
  expect(moved.progress.current).toBe('step-3');
  expect(must(undo(moved))?.workspace.progress).toMatchObject({ current: 'step-2', hints: { 'step-3': 1 } });
});

test('a removed file comes back', () => {
  const space = freshWorkspace();
  put(space, 'page.html', 'mine');
  expect(must(writeFiles(space, files({ 'page.html': null, 'none.html': null }), 'reset'))).toMatchObject({
    removed: ['page.html'],
    unchanged: ['none.html'],
  });
  must(undo(space));
  expect(get(space, 'page.html')).toBe('mine');
});

test('keeps the mode of a file', () => {
  const space = freshWorkspace();
  writeFileSync(path.join(space.folder, 'run.sh'), 'a', { mode: 0o755 });
  must(writeFiles(space, files({ 'run.sh': 'b' }), 'a test'));
  expect(statSync(path.join(space.folder, 'run.sh')).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o755);
});

test.skipIf(process.platform === 'win32')('never writes through a link that points outside the folder', () => {
  const outside = temporaryFolder();
  writeFileSync(path.join(outside, 'victim.js'), 'untouched');
  const space = freshWorkspace();
  symlinkSync(path.join(outside, 'victim.js'), path.join(space.folder, 'main.js'));
  symlinkSync(outside, path.join(space.folder, 'static'));
  symlinkSync('nowhere', path.join(space.folder, 'gone.js'));
  for (const file of ['main.js', 'static/htmx.min.js', 'gone.js']) {
    expect(writeFiles(space, files({ 'first.js': 'x', [file]: 'y' }), 'a test')).toMatchObject({
      ok: false,
      problem: { exitCode: 2 },
    });
  }
  expect(readdirSync(outside)).toEqual(['victim.js']);
  expect(readFileSync(path.join(outside, 'victim.js'), 'utf8')).toBe('untouched');
  expect(get(space, 'first.js')).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('follows a link inside the folder and leaves it a link', () => {
  const space = freshWorkspace();
  put(space, 'real.js', 'a');
  symlinkSync('real.js', path.join(space.folder, 'main.js'));
  must(writeFiles(space, files({ 'main.js': 'b' }), 'a test'));
  expect(get(space, 'real.js')).toBe('b');
});

test('a folder where a file belongs is refused before anything is written', () => {
  const space = freshWorkspace();
  mkdirSync(path.join(space.folder, 'main.js'));
  put(space, 'static', 'a file');
  expect(writeFiles(space, files({ 'a.js': 'x', 'main.js': 'y' }), 'a test')).toMatchObject({
    ok: false,
    problem: { message: 'main.js is a folder, and a file belongs there.' },
  });
  expect(writeFiles(space, files({ 'static/a.js': 'y' }), 'a test')).toMatchObject({
    ok: false,
    problem: { message: 'static is a file, and a folder belongs there.' },
  });
  expect(get(space, 'a.js')).toBeUndefined();
  expect(listSnapshots(space.folder)).toEqual([]);
});

test('after a failure half way everything is restored', () => {
  const space = freshWorkspace();
  put(space, 'main.js', 'mine');
  // The name fits, the temporary file's longer one does not: planned without complaint, refused while it is written.
  const tooLong = 'x'.repeat(250);
  const result = writeFiles(space, files({ 'main.js': 'theirs', 'made/new.js': 'theirs', [tooLong]: 'y' }), 'a test');
  expect(result).toMatchObject({ ok: false, problem: { exitCode: 3 } });
  expect(get(space, 'main.js')).toBe('mine');
  expect(existsSync(path.join(space.folder, 'made'))).toBe(false);
  expect(listSnapshots(space.folder)).toEqual([]);
});

test('a damaged copy is reported and nothing is written', () => {
  const space = freshWorkspace();
  put(space, 'main.js', 'mine');
  must(writeFiles(space, files({ 'main.js': 'theirs' }), 'a test'));
  const snapshots = path.join(space.folder, '.tutor', 'snapshots');
  writeFileSync(path.join(snapshots, readdirSync(snapshots)[0] ?? '', 'files', 'main.js'), 'spoiled');
  expect(undo(space)).toMatchObject({ ok: false, problem: { exitCode: 3 } });
  expect(get(space, 'main.js')).toBe('theirs');
});

test('a damaged manifest hides only itself, and numbers go on', () => {
  const space = freshWorkspace();
  must(writeFiles(space, files({ 'main.js': 'one' }), 'one'));
  const snapshots = path.join(space.folder, '.tutor', 'snapshots');
  writeFileSync(path.join(snapshots, readdirSync(snapshots)[0] ?? '', 'manifest.json'), '{');
  expect(must(writeFiles(space, files({ 'main.js': 'two' }), 'two')).snapshot).toBe(2);
  expect(listSnapshots(space.folder).map((each) => each.reason)).toEqual(['two']);
});

test('a path that leaves the folder is a bug', () => {
  const space = freshWorkspace();
  for (const file of ['../x', '/x', 'a/../../x', 'a\\b', 'c:/x', 'a//b'])
    expect(() => writeFiles(space, files({ [file]: 'x' }), 'a test')).toThrow('not a path inside');
});
