import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRegular, textOf } from '../files/regular.ts';
import { discard, TEMPORARY, writeAtomically } from './atomic.ts';
import { forget, takeBack } from './change.ts';
import type { FileNow } from './change.ts';
import { lockOf } from './lock.ts';
import { safeTarget, TUTOR_FOLDER } from './paths.ts';
import { putProgress, readProgress } from './progress-file.ts';
import { dropPartial, listSnapshots } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';

/** What the last command left, and what became of it. */
export type Recovered =
  /** A change that was interrupted and has been taken back. */
  | {
      readonly kind: 'taken-back';
      /** As `history` shows it: `solution of step-4`. */
      readonly reason: string;
      /** Number of its snapshot, when that holds a version of a file that is nowhere else. */
      readonly kept: number | undefined;
    }
  /** The change was complete, but the system did not let go of the tutor's own temporary files. Paths in the folder. */
  | { readonly kind: 'cleaned'; readonly removed: readonly string[]; readonly left: readonly string[] };

/** Whether a command writes into the folder right now, or was interrupted while it did: it leaves its lock. */
export function isInterrupted(folder: string): boolean {
  return existsSync(lockOf(folder)) || existsSync(journalOf(folder));
}

/**
 * Says on the disk which change is being carried out, before its snapshot is there: a snapshot without this is a complete change.
 * Throws system errors.
 */
export function beginChange(folder: string, { number }: Snapshot): void {
  writeFileSync(journalOf(folder), `${number}\n`, { flush: true });
}

/** The change is taken back, or never began. Throws system errors. */
export function endChange(folder: string): void {
  rmSync(journalOf(folder), { force: true });
}

/**
 * The change is complete. A temporary file that could not be removed is tried once more; if it stays, the journal names the change, as
 * complete, for the next command. Throws system errors.
 */
export function completeChange(folder: string, snapshot: Snapshot): void {
  if (dropLeft(folder, snapshot).left.length === 0) endChange(folder);
  else writeAtomically(journalOf(folder), `${COMPLETE}${snapshot.number}\n`);
}

/**
 * Takes back the change that a kill, a crash or a failing disk interrupted, and removes the tutor's own unfinished files. Must run under the
 * folder's lock: without another tutor, whatever is unfinished will stay so. Throws system errors.
 * @returns undefined: no change was interrupted
 */
export function recover(folder: string): Recovered | undefined {
  dropTemporary(path.join(folder, TUTOR_FOLDER));
  dropPartial(folder);
  if (!existsSync(journalOf(folder))) return undefined;
  // A number without its line end may be the beginning of a longer one: its change had not begun.
  const [, complete, digits] = /^(complete )?(\d+)\n$/.exec(textOf(journalOf(folder)) ?? '') ?? [];
  const number = Number(digits);
  const snapshot = listSnapshots(folder).find((each) => each.number === number);
  if (snapshot === undefined) {
    endChange(folder);
    return undefined;
  }
  if (complete !== undefined) {
    const cleaned = dropLeft(folder, snapshot);
    if (cleaned.left.length === 0) endChange(folder);
    return { kind: 'cleaned', ...cleaned };
  }
  for (const { file } of snapshot.entries) dropTemporary(path.dirname(path.join(folder, file)));
  takeBack(folder, snapshot, (file) => lookAt(folder, file));
  restoreStep(folder, snapshot);
  const isForgotten = forget(folder, snapshot);
  endChange(folder);
  return { kind: 'taken-back', reason: snapshot.reason, kept: isForgotten ? undefined : number };
}

function lookAt(folder: string, file: string): FileNow | undefined {
  const target = safeTarget(folder, file);
  return target.ok ? { target: target.value, bytes: readRegular(target.value) } : undefined;
}

/** The step to which the files belong again; what was passed or hinted stays. */
function restoreStep(folder: string, { progress }: Snapshot): void {
  const read = readProgress(folder);
  if (!read.ok || read.value.kind !== 'read' || read.value.progress.current === progress.current) return;
  putProgress(folder, { ...read.value.progress, current: progress.current });
}

/** Throws system errors. */
function dropTemporary(folder: string): void {
  for (const file of temporaryIn(folder)) rmSync(file, { force: true });
}

/** Absolute paths of the tutor's temporary files in a folder. Throws system errors. */
function temporaryIn(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => TEMPORARY.test(name)).map((name) => path.join(folder, name));
}

/** Removes the temporary files beside those of a change as far as the system lets them go. */
function dropLeft(folder: string, { entries }: Snapshot): { readonly removed: string[]; readonly left: string[] } {
  const folders = new Set(entries.map(({ file }) => path.dirname(path.join(folder, file))));
  const files = [...folders].flatMap(temporaryIn);
  for (const file of files) discard(file);
  const shown = (file: string): string => path.relative(folder, file).split(path.sep).join('/');
  const left = files.filter((file) => existsSync(file));
  return { removed: files.filter((file) => !left.includes(file)).map(shown), left: left.map(shown) };
}

/** Begins a journal whose change is complete. */
const COMPLETE = 'complete ';

function journalOf(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'change');
}
