import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../files/regular.ts';
import type { Result } from '../model/result.ts';
import { makeFolders } from './atomic.ts';
import { guarded } from './fs-problem.ts';
import { underLock } from './lock.ts';
import { readProgress } from './progress-file.ts';
import {
  asideOf,
  listRetired,
  listSnapshots,
  mayHaveLateSave,
  nextNumber,
  sha256,
  snapshotFolder,
  snapshotFolders,
  storeSnapshot,
  withdrawnOf,
} from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';

/**
 * A save that no file of the folder has: the program had the file open before a change moved it aside, and wrote after the change had compared it.
 * No lock and no comparison can prevent that, so every file that was moved aside stays what it is, and is looked at again.
 */
export interface LateSave {
  readonly file: string;
  /** Number of the change that moved the file aside. */
  readonly during: number;
  /** The change that holds the save now: undoing it writes the save into the folder. */
  readonly number: number;
}

interface Moved {
  readonly file: string;
  readonly during: Snapshot;
  readonly aside: string;
  readonly bytes: Buffer;
}

/** What the learner must know of it. */
export function lateNotice({ file, during, number }: LateSave): string {
  return `${file} was saved at the moment at which change ${during} replaced it, so the folder does not have that save. It is change ${number} now: \`htmx-realtime-tutor undo ${number}\` brings it back.`;
}

/** Looks at all files that changes have moved aside, and makes a change of its own of each late save, so that it can be had back. */
export function keepLateSaves(folder: string): Result<readonly LateSave[]> {
  const seen = guarded('.tutor/snapshots cannot be read', () => lateIn(folder).length > 0);
  if (!seen.ok) return seen;
  // The usual case needs no lock, which a folder that may only be read could not have.
  if (!seen.value) return { ok: true, value: [] };
  return underLock(folder, () => guarded('.tutor/snapshots cannot be written', () => keepNow(folder)));
}

/** The same where the caller holds the folder's lock. Throws system errors. */
export function keepNow(folder: string): readonly LateSave[] {
  const progress = readProgress(folder);
  if (!progress.ok || progress.value.kind !== 'read') return [];
  const current = structuredClone(progress.value.progress) as Snapshot['progress'];
  return lateIn(folder).map((moved) => keepOne(folder, moved, current));
}

function keepOne(folder: string, { file, during, aside, bytes }: Moved, progress: Snapshot['progress']): LateSave {
  const now = readRegular(path.join(folder, file));
  const snapshot: Snapshot = {
    schema: 1,
    number: nextNumber(folder),
    at: new Date().toISOString(),
    reason: `replacement of a save of ${file} during change ${during.number}`,
    progress,
    entries: [{ file, before: sha256(bytes), after: now === undefined ? null : sha256(now) }],
    folders: [],
    during: during.number,
    undone: false,
  };
  storeSnapshot(folder, snapshot, new Map([[file, bytes]]));
  // The file itself goes along: a program that still has it open may write once more.
  const further = asideOf(folder, snapshot, file);
  makeFolders(path.dirname(further));
  renameSync(aside, further);
  return { file, during: during.number, number: snapshot.number };
}

/** Throws system errors. */
function lateIn(folder: string): readonly Moved[] {
  const changed = new Set(snapshotFolders(folder).filter((each) => mayHaveLateSave(each)));
  if (changed.size === 0) return [];
  const all = [...listSnapshots(folder), ...listRetired(folder)];
  return all
    .filter((each) => changed.has(snapshotFolder(folder, each)))
    .flatMap((during) => lateDuring(folder, during));
}

function lateDuring(folder: string, during: Snapshot): readonly Moved[] {
  return during.entries.flatMap(({ file, before, after }) =>
    [
      { hash: before, aside: asideOf(folder, during, file) },
      { hash: after, aside: withdrawnOf(folder, during, file) },
    ].flatMap(({ hash, aside }) => {
      const bytes = hash === null || !existsSync(aside) ? undefined : readRegular(aside);
      return bytes === undefined || sha256(bytes) === hash ? [] : [{ file, during, aside, bytes }];
    }),
  );
}
