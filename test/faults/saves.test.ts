import { execa } from 'execa';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Result } from '../../src/model/result.ts';
import { copyInto, undo, writeFiles } from '../../src/workspace/index.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { freshWorkspace } from '../support/workspace.ts';

const EDITOR = path.join(import.meta.dirname, 'editor.mjs');
/** The whole is a thousand saves and more: `FAULT_SAVES=1000`. */
const SAVES = Number(process.env['FAULT_SAVES'] ?? 60);

/** The texts of all files below a folder. */
function textsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}

/** What writes `main.js` of the folder for the n-th time. */
type Writer = (space: Workspace, number: number, bytes: Buffer) => Result<unknown>;

const STEPS: Writer = (space, number, bytes) =>
  number % 3 === 0 ? undo(space) : writeFiles(space, new Map([['main.js', bytes]]), 'a test');
/** Each copy over a save leaves a file, so one for each save is enough. */
const ASSETS: Writer = ({ folder }, _, bytes) =>
  copyInto(
    folder,
    textOf(path.join(folder, 'main.js')).startsWith('tutor') ? new Map() : new Map([['main.js', bytes]]),
  );

/** Empty where the editor is about to give the file its name. */
function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

test.each([
  ['a step or undo', 'in-place', STEPS],
  ['a step or undo', 'rename', STEPS],
  ['assets', 'in-place', ASSETS],
  ['assets', 'rename', ASSETS],
] as const)('no save is lost while %s writes: an editor that saves %s', async (_, mode, write) => {
  const space = freshWorkspace();
  const file = path.join(space.folder, 'main.js');
  const log = path.join(space.folder, '..', 'saves.log');
  writeFileSync(file, 'tutor 0');
  writeFileSync(log, '');
  const editor = execa(process.execPath, [EDITOR, file, mode, String(SAVES), log]);
  const outcomes = new Map<string, number>();
  for (let number = 1; editor.exitCode === null; number += 1) {
    const result = write(space, number, Buffer.from(`tutor ${number}`));
    const outcome = result.ok ? 'done' : result.problem.message.replaceAll(/snapshot \d+/g, 'snapshot N');
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await editor;
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const saved = lines.filter((line) => line.startsWith('editor'));
  expect(saved).toHaveLength(SAVES);
  const overwritten = lines
    .filter((line) => line.startsWith('overwrote '))
    .map((line) => line.slice('overwrote '.length));
  const kept = new Set([...textsIn(space.folder), ...overwritten]);
  expect(
    saved.filter((text) => !kept.has(text)),
    JSON.stringify([...outcomes]),
  ).toEqual([]);
  // Whatever did not work was a save at that moment, and its sentence says so.
  for (const outcome of outcomes.keys())
    expect(outcome).toMatch(/^done$|was saved while the tutor was about to replace it/);
});
