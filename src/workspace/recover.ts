import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TEMPORARY } from './atomic.ts';
import { forget, takeBack } from './change.ts';
import type { FileNow } from './change.ts';
import { lockOf } from './lock.ts';
import { readRegular, safeTarget, TUTOR_FOLDER } from './paths.ts';
import { putProgress, readProgress } from './progress-file.ts';
import { dropPartial, listSnapshots } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';

/** A change that was interrupted and has been taken back. */
export interface Recovered {
  /** As `history` shows it: `solution of step-4`. */
  readonly reason: string;
  /** Number of its snapshot, when that holds a version of a file that is nowhere else. */
  readonly kept: number | undefined;
}

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

/** The change is complete, or taken back. Throws system errors. */
export function endChange(folder: string): void {
  rmSync(journalOf(folder), { force: true });
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
  const number = Number(/^(\d+)\n$/.exec(readFileSync(journalOf(folder), 'utf8'))?.[1]);
  const snapshot = listSnapshots(folder).find((each) => each.number === number);
  if (snapshot === undefined) {
    endChange(folder);
    return undefined;
  }
  for (const { file } of snapshot.entries) dropTemporary(path.dirname(path.join(folder, file)));
  takeBack(folder, snapshot, (file) => lookAt(folder, file));
  restoreStep(folder, snapshot);
  const isForgotten = forget(folder, snapshot);
  endChange(folder);
  return { reason: snapshot.reason, kept: isForgotten ? undefined : number };
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

function dropTemporary(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (TEMPORARY.test(name)) rmSync(path.join(folder, name), { force: true });
}

function journalOf(folder: string): string {
  return path.join(folder, TUTOR_FOLDER, 'change');
}
