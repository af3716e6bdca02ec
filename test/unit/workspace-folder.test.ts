import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../src/model/progress.ts';
import {
  createWorkspace,
  inspectFolder,
  openWorkspace,
  planProvided,
  recordProvided,
  saveProgress,
} from '../../src/workspace/index.ts';

const PROGRESS: Progress = {
  schema: 1,
  backend: { kind: 'command', run: 'python main.py {port}' },
  current: 'step-4',
  startedAt: '2026-01-02T03:04:05.000Z',
  passed: { 'step-1': { at: '2026-01-02T03:05:05.000Z' } },
  hints: { 'step-4:oob/no-id': 2 },
  failing: { 'step-4': ['oob/no-id'] },
};
const NEW: Progress = {
  schema: 1,
  backend: { kind: 'node' },
  current: 'step-1',
  startedAt: '2026-02-02T00:00:00.000Z',
  passed: {},
  hints: {},
  failing: {},
};
const options = { fallback: () => NEW, now: () => new Date('2026-02-03T04:05:06.789Z') };
let folder = '';
beforeEach(() => void (folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'workspace-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('progress survives a round trip', () => {
  expect(createWorkspace(folder, NEW)).toMatchObject({ ok: true, value: { folder } });
  expect(saveProgress({ folder, progress: NEW }, PROGRESS).ok).toBe(true);
  expect(openWorkspace(folder, options)).toEqual({
    ok: true,
    value: { workspace: { folder, progress: PROGRESS }, notices: [] },
  });
});

test('a folder without .tutor is not a workspace, and nothing is written there', () => {
  writeFileSync(path.join(folder, 'main.js'), '');
  expect(openWorkspace(folder, options)).toEqual({ ok: true, value: undefined });
  expect(openWorkspace(path.join(folder, 'main.js'), options)).toEqual({ ok: true, value: undefined });
  expect(openWorkspace(path.join(folder, 'none'), options)).toEqual({ ok: true, value: undefined });
  expect(readdirSync(folder)).toEqual(['main.js']);
});

test.each([
  ['not JSON', '{"schema":1,'],
  ['empty', ''],
  ['a wrong type', JSON.stringify({ ...PROGRESS, passed: 3 })],
  ['a list', '[]'],
  ['null', 'null'],
])('progress that is %s is set aside and started again', (_name, text) => {
  createWorkspace(folder, PROGRESS);
  writeFileSync(path.join(folder, '.tutor', 'progress.json'), text);
  const opened = openWorkspace(folder, options);
  expect(opened).toMatchObject({ ok: true, value: { workspace: { progress: NEW } } });
  expect(opened.ok && opened.value?.notices[0]).toContain('progress.broken-2026-02-03T04-05-06-789Z.json');
  expect(readFileSync(path.join(folder, '.tutor', 'progress.broken-2026-02-03T04-05-06-789Z.json'), 'utf8')).toBe(text);
  expect(openWorkspace(folder, options)).toMatchObject({ ok: true, value: { notices: [] } });
});

test('progress of a newer tutor is not touched', () => {
  createWorkspace(folder, PROGRESS);
  writeFileSync(path.join(folder, '.tutor', 'progress.json'), '{"schema":2}');
  expect(openWorkspace(folder, options)).toMatchObject({ ok: false, problem: { exitCode: 2 } });
  expect(readFileSync(path.join(folder, '.tutor', 'progress.json'), 'utf8')).toBe('{"schema":2}');
});

test.skipIf(process.platform === 'win32')('a .tutor that is a link is refused', () => {
  mkdirSync(path.join(folder, 'a'));
  mkdirSync(path.join(folder, 'b'));
  symlinkSync(path.join(folder, 'b'), path.join(folder, 'a', '.tutor'));
  expect(openWorkspace(path.join(folder, 'a'), options)).toMatchObject({ ok: false, problem: { exitCode: 2 } });
  expect(readdirSync(path.join(folder, 'b'))).toEqual([]);
});

test('a folder is missing, empty, a working folder, another folder, or a file', () => {
  const kind = (...names: string[]): unknown => inspectFolder(path.join(folder, ...names));
  expect(kind('none')).toEqual({ ok: true, value: { kind: 'missing' } });
  expect(kind()).toEqual({ ok: true, value: { kind: 'empty' } });
  mkdirSync(path.join(folder, '.git'));
  writeFileSync(path.join(folder, 'README.md'), '');
  expect(kind()).toEqual({ ok: true, value: { kind: 'empty' } });
  writeFileSync(path.join(folder, 'thesis.txt'), '');
  expect(kind()).toEqual({ ok: true, value: { kind: 'foreign', entries: ['thesis.txt'] } });
  expect(kind('thesis.txt')).toEqual({ ok: true, value: { kind: 'file' } });
  expect(kind('thesis.txt', 'below')).toEqual({ ok: true, value: { kind: 'file' } });
  createWorkspace(folder, NEW);
  expect(kind()).toEqual({ ok: true, value: { kind: 'ours' } });
});

test('a folder cannot be created below a file', () => {
  writeFileSync(path.join(folder, 'file'), '');
  expect(createWorkspace(path.join(folder, 'file', 'demo'), NEW)).toMatchObject({
    ok: false,
    problem: { exitCode: 3 },
  });
});

test("provided files: missing ones and old copies are written, the learner's own stay", () => {
  createWorkspace(folder, NEW);
  const [old, fresh] = [Buffer.from('htmx 1'), Buffer.from('htmx 2')];
  mkdirSync(path.join(folder, 'static'));
  for (const name of ['ours.js', 'theirs.js']) writeFileSync(path.join(folder, 'static', name), old);
  expect(recordProvided(folder, new Map([['static/ours.js', old]])).ok).toBe(true);
  const plan = planProvided(
    folder,
    new Map(['static/ours.js', 'static/theirs.js', 'static/new.js'].map((file) => [file, fresh])),
  );
  expect([...plan.write.keys()]).toEqual(['static/ours.js', 'static/new.js']);
  expect(plan.own).toEqual(['static/theirs.js']);
});

test('a package that the learner installed is not touched, one that the tutor copied is completed', () => {
  createWorkspace(folder, NEW);
  for (const [name, manifest] of [
    ['own', '{"version":"7"}'],
    ['ws', '{"version":"8"}'],
  ] as const) {
    mkdirSync(path.join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(path.join(folder, 'node_modules', name, 'package.json'), manifest);
  }
  const provided = new Map(
    ['own', 'ws'].flatMap(
      (name) =>
        [
          [`node_modules/${name}/package.json`, Buffer.from('{"version":"8"}')],
          [`node_modules/${name}/index.js`, Buffer.from('x')],
        ] as const,
    ),
  );
  const plan = planProvided(folder, provided);
  expect([...plan.write.keys()]).toEqual(['node_modules/ws/index.js']);
  expect(plan.own).toEqual(['node_modules/own']);
  expect(existsSync(path.join(folder, 'node_modules', 'ws', 'index.js'))).toBe(false);
});
