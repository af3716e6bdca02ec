import { existsSync } from 'node:fs';
import { isUnchanged, moveBack, replaceExactly } from './replace.ts';
import {
  asideOf,
  dropSnapshot,
  retireSnapshot,
  sha256,
  storedBytes,
  updateSnapshot,
  withdrawnOf,
} from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';
import { removeEmptyFolders } from './empty-folders.ts';

/** One file that a change writes or removes. */
export interface PlannedWrite {
  /** Relative, with forward slashes. */
  readonly file: string;
  /** Absolute path, without links. */
  readonly target: string;
  readonly before: Buffer | undefined;
  /** Null: the file is removed. */
  readonly after: Buffer | null;
}

/** What became of a change: all of it, nothing, or a part. */
export type Carried =
  | { readonly kind: 'done' }
  /** Somebody saved this file at that moment. */
  | { readonly kind: 'saved'; readonly file: string }
  | { readonly kind: 'refused'; readonly file: string; readonly error: unknown };

/**
 * Writes all files of a change. When somebody saves at the same moment, it takes back what was written; when the system refuses something, the
 * caller does, because that may be refused as well.
 */
export function carryOut(folder: string, writes: readonly PlannedWrite[], snapshot: Snapshot): Carried {
  for (const [index, { file, target, before, after }] of writes.entries()) {
    try {
      const aside = asideOf(folder, snapshot, file);
      if (replaceExactly({ target, expected: before, bytes: after, aside }) === 'done') continue;
      putBack(folder, writes.slice(0, index), snapshot);
      return { kind: 'saved', file };
    } catch (error) {
      return { kind: 'refused', file, error };
    }
  }
  for (const { file, before } of writes) {
    try {
      if (before === undefined || !isLate(folder, snapshot, { file, before })) continue;
      putBack(folder, writes, snapshot);
      return { kind: 'saved', file };
    } catch (error) {
      return { kind: 'refused', file, error };
    }
  }
  return { kind: 'done' };
}

/** Whether a program that had the file open wrote into it after it was moved aside. */
function isLate(folder: string, snapshot: Snapshot, { file, before }: { file: string; before: Buffer }): boolean {
  return !isUnchanged(asideOf(folder, snapshot, file), before);
}

/** Takes back what was written; a file that somebody has saved since stays as it is. Throws system errors. */
function putBack(folder: string, writes: readonly PlannedWrite[], snapshot: Snapshot): void {
  for (const { file, target, before, after } of writes.toReversed()) {
    const aside = asideOf(folder, snapshot, file);
    if (after !== null) {
      const withdrawn = withdrawnOf(folder, snapshot, file);
      if (replaceExactly({ target, expected: after, bytes: null, aside: withdrawn }) === 'saved') continue;
    }
    if (before !== undefined) moveBack(aside, target);
  }
  removeEmptyFolders(folder, snapshot.folders);
}

/** What a file contains now; undefined: no file. `target`: absolute path, without links. */
export interface FileNow {
  readonly target: string;
  readonly bytes: Buffer | undefined;
}

/**
 * Takes back a change that a kill or a failing disk interrupted: each file that is still as the change left it becomes what it was.
 * Throws system errors.
 * @param look undefined: the file cannot be written, and stays
 */
export function takeBack(folder: string, snapshot: Snapshot, look: (file: string) => FileNow | undefined): void {
  for (const { file, before, after } of snapshot.entries.toReversed()) {
    const now = look(file);
    if (now === undefined) continue;
    const { target, bytes } = now;
    const hash = bytes === undefined ? null : sha256(bytes);
    const aside = asideOf(folder, snapshot, file);
    // An earlier try may have been killed when the file had its name again and was aside, too.
    if (hash === before && existsSync(aside)) moveBack(aside, target);
    // A file that was moved aside and not yet replaced is missing; any other is one that somebody has saved since.
    if (hash === before || (hash !== after && hash !== null)) continue;
    const stored = before === null ? undefined : storedBytes(folder, snapshot, file);
    if (stored?.ok === false && !existsSync(aside)) continue;
    if (bytes !== undefined) {
      const withdrawn = withdrawnOf(folder, snapshot, file);
      if (replaceExactly({ target, expected: bytes, bytes: null, aside: withdrawn }) === 'saved') continue;
    }
    if (existsSync(aside)) moveBack(aside, target);
    else if (stored?.ok === true) replaceExactly({ target, expected: undefined, bytes: stored.value, aside });
  }
  removeEmptyFolders(folder, snapshot.folders);
}

/** Forgets a change that was taken back, unless a file that it replaced is still aside. @returns whether it is forgotten */
export function forget(folder: string, snapshot: Snapshot): boolean {
  const keeps = hasAside(folder, snapshot);
  const hasWithdrawn = snapshot.entries.some(({ file }) => existsSync(withdrawnOf(folder, snapshot, file)));
  if (keeps) updateSnapshot(folder, { ...snapshot, undone: true });
  else if (hasWithdrawn) retireSnapshot(folder, snapshot);
  else dropSnapshot(folder, snapshot);
  return !keeps;
}

/**
 * Keeps the snapshot of a change that was taken back because of a save, as undone: an editor that saves in place may still write into a file
 * that was moved there. @returns whether a version that was in the folder is now only there
 */
export function setAsideChange(folder: string, snapshot: Snapshot): boolean {
  updateSnapshot(folder, { ...snapshot, undone: true });
  return hasAside(folder, snapshot);
}

function hasAside(folder: string, snapshot: Snapshot): boolean {
  return snapshot.entries.some(({ file }) => existsSync(asideOf(folder, snapshot, file)));
}
