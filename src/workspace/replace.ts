import { linkSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../files/regular.ts';
import { isMissing, isSystemError } from './fs-problem.ts';
import { discard, makeFolders, writeTemporary } from './atomic.ts';
import { lstatOrNothing } from './paths.ts';

/** One file to be replaced, created or removed. */
export interface Replacement {
  /** Absolute path, without links. */
  readonly target: string;
  /** What the snapshot holds of it; undefined: no file. */
  readonly expected: Buffer | undefined;
  /** Null: the file is removed. */
  readonly bytes: Buffer | null;
  /** Where the replaced file itself is moved, on the same disk: what a program writes into it a moment later is found there. */
  readonly aside: string;
}

/** `saved`: the file was not what was expected, because somebody saved it at this moment; that save is in the folder. */
export type Replaced = 'done' | 'saved';

/**
 * Replaces a file only if it still is what was expected. A file that is read and then overwritten loses what an editor saves in between;
 * here the file itself is moved away first and compared then, and the new one is linked into the free place, which fails where an editor
 * has made a new one. Throws system errors; the folder then has the old file or an editor's.
 */
export function replaceExactly({ target, expected, bytes, aside }: Replacement): Replaced {
  if (bytes !== null) makeFolders(path.dirname(target));
  const fresh = bytes === null ? undefined : writeTemporary(target, bytes);
  try {
    if (!moveAway(target, expected, aside)) return 'saved';
    if (fresh === undefined) return 'done';
    try {
      return placeNew(fresh, target) ? 'done' : 'saved';
    } catch (error) {
      if (expected !== undefined) moveBack(aside, target);
      throw error;
    }
  } finally {
    if (fresh !== undefined) discard(fresh);
  }
}

/** Whether the file was what was expected, and is away now. */
function moveAway(target: string, expected: Buffer | undefined, aside: string): boolean {
  if (expected === undefined) return true;
  makeFolders(path.dirname(aside));
  try {
    renameSync(target, aside);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
  if (isUnchanged(aside, expected)) return true;
  // Somebody may have saved again in this moment: then the newer one stays, and this one is kept aside.
  moveBack(aside, target);
  return false;
}

/**
 * Gives a file that was moved aside its name again, if that is free; else it stays aside. Where it has both names already, because a kill came
 * between the two calls, it loses the one aside. Throws system errors.
 */
export function moveBack(aside: string, target: string): void {
  if (placeNew(aside, target) || isSameFile(aside, target)) rmSync(aside, { force: true });
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [lstatOrNothing(one), lstatOrNothing(other)];
  return a !== undefined && b !== undefined && a.ino !== 0 && a.ino === b.ino && a.dev === b.dev;
}

/** Whether a file that was moved aside still has the bytes for which it was moved. */
export function isUnchanged(aside: string, expected: Buffer): boolean {
  return readRegular(aside)?.equals(expected) === true;
}

/** Gives a file a name that must be free, and says whether it was. */
export function placeNew(from: string, target: string): boolean {
  try {
    linkSync(from, target);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(error.code)) throw error;
  }
  // A file system without hard links: between the look and the rename lie microseconds.
  if (lstatOrNothing(target) !== undefined) return false;
  renameSync(from, target);
  return true;
}
