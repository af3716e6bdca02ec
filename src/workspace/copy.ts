import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../files/regular.ts';
import { discard, temporaryOwner } from './atomic.ts';
import { guarded } from './fs-problem.ts';
import { isAlive } from './lock.ts';
import { safeTarget } from './paths.ts';
import { replaceExactly } from './replace.ts';
import { environmentProblem } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';

export interface CopyReport {
  readonly written: readonly string[];
  /** Files that were there and differed. */
  readonly kept: readonly KeptFile[];
}

/** A file that was moved aside itself. Paths in the folder. */
export interface KeptFile {
  readonly file: string;
  readonly as: string;
  /** What it contained when it was moved. */
  readonly bytes: Buffer;
}

/**
 * Whether a program that had the file open has written into it since it was moved aside. That save is in the file that was kept, and never
 * overwritten: the next copy gets another name.
 */
export function isSavedSince(folder: string, { as, bytes }: KeptFile): boolean {
  try {
    return readRegular(path.join(folder, as))?.equals(bytes) === false;
  } catch {
    return false;
  }
}

/**
 * Copies files into a folder that may have no `.tutor/`, so without snapshots: a file that differs is itself moved beside its copy, so that
 * a save of that moment is in one of the two.
 * @param folder absolute path without links. A file that is already the same is not written.
 */
export function copyInto(folder: string, files: FileState): Result<CopyReport> {
  const written: string[] = [];
  const kept: KeptFile[] = [];
  for (const [file, bytes] of files) {
    const target = safeTarget(folder, file);
    if (!target.ok) return target;
    const done = guarded(`${file} cannot be written`, (): Result<void> => {
      const before = readRegular(target.value);
      if (before?.equals(bytes) === true) return { ok: true, value: undefined };
      const ending = freeEnding(target.value);
      const aside = `${target.value}${ending}`;
      if (replaceExactly({ target: target.value, expected: before, bytes, aside }) === 'saved')
        return savedMeanwhile(file, existsSync(aside) ? `${file}${ending}` : undefined);
      if (before !== undefined) kept.push({ file, as: `${file}${ending}`, bytes: before });
      written.push(file);
      return { ok: true, value: undefined };
    });
    if (!done.ok) return done;
    if (!done.value.ok) return done.value;
  }
  return { ok: true, value: { written, kept } };
}

/** @param older where the version is that another save has replaced since */
function savedMeanwhile(file: string, older: string | undefined): Result<never> {
  const where = older === undefined ? '' : ` An older version is ${older} now.`;
  return environmentProblem(
    `${file} was saved while the tutor was about to replace it. The save stays.${where}`,
    'Run the command again.',
  );
}

/**
 * Removes what a killed command has left beside these files: the tutor's own unfinished copies, whose process has ended.
 * @param files paths in the folder @returns those that were removed
 */
export function dropUnfinished(folder: string, files: Iterable<string>): readonly string[] {
  const targets = [...files].map((file) => safeTarget(folder, file));
  const folders = new Set(targets.flatMap((target) => (target.ok ? [path.dirname(target.value)] : [])));
  const unfinished = [...folders].flatMap(unfinishedIn);
  for (const file of unfinished) discard(file);
  const removed = unfinished.filter((file) => !existsSync(file));
  return removed.map((file) => path.relative(folder, file).split(path.sep).join('/'));
}

/** @param folder absolute path */
function unfinishedIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter(({ name }) => temporaryOwner(name) !== undefined && !isAlive(temporaryOwner(name) ?? 0))
      .map(({ name }) => path.join(folder, name));
  } catch {
    // It does not exist yet, or may not be read, which the copy will say.
    return [];
  }
}

/** `.old`, or the first of `.old-2`, `.old-3`, … that no file has. */
function freeEnding(target: string): string {
  let ending = '.old';
  for (let number = 2; existsSync(`${target}${ending}`); number++) ending = `.old-${number}`;
  return ending;
}
