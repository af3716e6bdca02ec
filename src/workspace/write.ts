import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../files/regular.ts';
import type { Progress } from '../model/progress.ts';
import { environmentProblem, wrongUsage } from '../model/result.ts';
import type { Problem, Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';
import { makeFolders, missingFolders } from './atomic.ts';
import { carryOut, setAsideChange } from './change.ts';
import type { PlannedWrite } from './change.ts';
import { fsProblem, guarded } from './fs-problem.ts';
import { keepNow } from './late-saves.ts';
import { underLock } from './lock.ts';
import { mergedProgress } from './merge-progress.ts';
import { safeTarget } from './paths.ts';
import { writeProgress } from './progress-file.ts';
import { beginChange, completeChange, endChange, recover } from './recover.ts';
import { nextNumber, sha256, areSnapshotsElsewhere, storeSnapshot } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';
import type { Workspace } from './workspace.ts';

/** Path -> new contents; null: the file is removed. */
export type FileWrites = ReadonlyMap<string, Buffer | null>;

export interface WriteOptions {
  /** Progress that belongs to the change: `undo` restores the old one with the files. */
  readonly progress?: Progress;
  /** Number of the change that this one undoes. */
  readonly undoes?: number;
  readonly now?: () => Date;
}

export interface WriteReport {
  readonly workspace: Workspace;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Of the files in `written` and `removed`, those that existed before. */
  readonly replaced: readonly string[];
  /** Number to `undo` by; undefined when nothing changed. */
  readonly snapshot: number | undefined;
}

/** The learner's versions of these files; a path that has none, or that cannot be a file, is omitted. */
export function readFiles(folder: string, files: Iterable<string>): FileState {
  const state = new Map<string, Buffer>();
  for (const file of files) {
    const bytes = readRegular(path.join(folder, file));
    if (bytes !== undefined) state.set(file, bytes);
  }
  return state;
}

/**
 * The one way in which the tutor writes into a learner's folder: all or nothing, and always undoable. What the change
 * replaces is stored first; each file is replaced only if it still is what was stored; a failure, or a save at the same
 * moment, restores what was already written, and a kill is made good by the next command (see `recover`).
 * @param reason as `history` shows it: `solution of step-4`.
 */
export function writeFiles(
  workspace: Workspace,
  changes: FileWrites,
  reason: string,
  options: WriteOptions = {},
): Result<WriteReport> {
  return underLock(workspace.folder, () => writeNow(workspace, { changes, reason, options }));
}

interface Change {
  readonly changes: FileWrites;
  readonly reason: string;
  readonly options: WriteOptions;
}

function writeNow(workspace: Workspace, { changes, reason, options }: Change): Result<WriteReport> {
  const { folder } = workspace;
  const recovered = guarded('An interrupted change cannot be taken back', () => recover(folder));
  if (!recovered.ok) return recovered;
  const plan = guarded('The folder cannot be read', () => planWrites(folder, changes));
  if (!plan.ok) return plan;
  if (!plan.value.ok) return plan.value;
  const writes = plan.value.value;
  const merged = mergedProgress(workspace, options.progress ?? workspace.progress);
  if (!merged.ok) return merged;
  const { stored, progress } = merged.value;
  let number: number | undefined;
  if (writes.length > 0 || progress.current !== stored.current) {
    const about = { reason, at: (options.now ?? (() => new Date()))(), ...undoes(options) };
    const done = changeFiles({ folder, progress: stored }, writes, { about, progress });
    if (!done.ok) return done;
    number = done.value;
  } else {
    const saved = writeProgress(folder, progress);
    if (!saved.ok) return saved;
  }
  return {
    ok: true,
    value: {
      written: writes.filter((write) => write.after !== null).map((write) => write.file),
      removed: writes.filter((write) => write.after === null).map((write) => write.file),
      unchanged: [...changes.keys()].filter((file) => !writes.some((write) => write.file === file)),
      replaced: writes.filter((write) => write.before !== undefined).map((write) => write.file),
      workspace: { folder, progress },
      snapshot: number,
    },
  };
}

function undoes({ undoes: number }: WriteOptions): { readonly undoes?: number } {
  return number === undefined ? {} : { undoes: number };
}

interface About {
  readonly reason: string;
  readonly at: Date;
  readonly undoes?: number;
}

/** Stores the snapshot, writes the files and then the progress. @returns the snapshot's number */
function changeFiles(
  before: Workspace,
  writes: readonly PlannedWrite[],
  { about, progress }: { readonly about: About; readonly progress: Progress },
): Result<number> {
  const { folder } = before;
  if (areSnapshotsElsewhere(folder))
    return wrongUsage(
      '.tutor/snapshots is a file or a link, not a folder, so that what a change replaces cannot be stored.',
      'Rename it, then try again.',
    );
  const stored = guarded('The snapshot cannot be written', () => {
    const fresh = describeChange(before, writes, about);
    const bytes = writes.flatMap((write) => (write.before === undefined ? [] : [[write.file, write.before] as const]));
    beginChange(folder, fresh);
    storeSnapshot(folder, fresh, new Map(bytes));
    return fresh;
  });
  if (!stored.ok) return takenBack(folder, stored);
  const snapshot = stored.value;
  const carried = carryOut(folder, writes, snapshot);
  if (carried.kind === 'refused')
    return takenBack(folder, { ok: false, problem: fsProblem(`${carried.file} cannot be written`, carried.error) });
  if (carried.kind === 'saved') {
    const kept = guarded('The snapshot cannot be written', () => {
      const keeps = setAsideChange(folder, snapshot);
      endChange(folder);
      const late = keepNow(folder).findLast(({ during }) => during === snapshot.number);
      return late?.number ?? (keeps ? snapshot.number : undefined);
    });
    return savedMeanwhile(carried.file, kept.ok ? kept.value : undefined);
  }
  const saved = writeProgress(folder, progress);
  // Files of one step beside the progress of another would be a state that the course does not have.
  if (!saved.ok) return takenBack(folder, saved);
  const ended = guarded('.tutor cannot be written', () => completeChange(folder, snapshot));
  return ended.ok ? { ok: true, value: snapshot.number } : ended;
}

/** A change that failed: now, or else by the next command, the folder is as it was before. @returns why it failed */
function takenBack(folder: string, failed: { readonly ok: false; readonly problem: Problem }): Result<never> {
  const back = guarded('The change cannot be taken back', () => recover(folder));
  if (back.ok) return failed;
  const { message, ...others } = failed.problem;
  return {
    ok: false,
    problem: { ...others, message: `${message} The next command takes back what was written before that.` },
  };
}

/** @param kept number of the snapshot that holds another save of this moment */
function savedMeanwhile(file: string, kept: number | undefined): Result<never> {
  const where = kept === undefined ? '' : ` A version that was overwritten in this moment is in snapshot ${kept}.`;
  return environmentProblem(
    `${file} was saved while the tutor was about to replace it. The save stays, and nothing was changed.${where}`,
    'Run the command again.',
  );
}

function planWrites(folder: string, changes: FileWrites): Result<readonly PlannedWrite[]> {
  const writes: PlannedWrite[] = [];
  for (const [file, after] of changes) {
    const target = safeTarget(folder, file);
    if (!target.ok) return target;
    const before = readRegular(target.value);
    const isSame = after === null ? before === undefined : before?.equals(after) === true;
    if (!isSame) writes.push({ file, target: target.value, before, after });
  }
  return { ok: true, value: writes };
}

function describeChange(workspace: Workspace, writes: readonly PlannedWrite[], about: About): Snapshot {
  const entries = writes.map(({ file, before, after }) => ({
    file,
    before: before === undefined ? null : sha256(before),
    after: after === null ? null : sha256(after),
  }));
  const progress = structuredClone(workspace.progress) as Snapshot['progress'];
  return {
    ...about,
    schema: 1,
    number: nextNumber(workspace.folder),
    at: about.at.toISOString(),
    progress,
    entries,
    folders: foldersToMake(workspace.folder, writes),
    undone: false,
  };
}

/** The folders that the change will create, outermost first, relative. */
function foldersToMake(folder: string, writes: readonly PlannedWrite[]): string[] {
  const missing = writes.flatMap(({ target, after }) => (after === null ? [] : missingFolders(path.dirname(target))));
  return [...new Set(missing.map((each) => path.relative(folder, each).split(path.sep).join('/')))];
}

/**
 * Brings a temporary folder of the tutor's own to a state. Nothing in it can be lost, so nothing is flushed to the disk, which may take seconds
 * a file on one that is busy, and no signal ends such a wait. Files that are the same already are not written.
 */
export function writeTemporaryFolder(folder: string, state: FileState): Result<void> {
  return guarded(`${folder} cannot be written`, () => {
    for (const [file, bytes] of state) {
      const target = path.join(folder, file);
      if (readRegular(target)?.equals(bytes) === true) continue;
      makeFolders(path.dirname(target));
      writeFileSync(target, bytes);
    }
  });
}
