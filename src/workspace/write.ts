import { mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../model/progress.ts';
import type { Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';
import { writeAtomically } from './atomic.ts';
import { fsProblem, guarded, isMissing } from './fs-problem.ts';
import { safeTarget } from './paths.ts';
import { writeProgress } from './progress-file.ts';
import { dropSnapshot, nextNumber, sha256, storeSnapshot, updateSnapshot } from './snapshots.ts';
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

interface PlannedWrite {
  readonly file: string;
  readonly target: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer | null;
}

/** The learner's versions of these files; a path that has none, or that cannot be a file, is omitted. */
export function readFiles(folder: string, files: Iterable<string>): FileState {
  const state = new Map<string, Buffer>();
  for (const file of files) {
    const bytes = readOrNothing(path.join(folder, file));
    if (bytes !== undefined) state.set(file, bytes);
  }
  return state;
}

/**
 * The one way in which the tutor writes into a learner's folder: all or nothing, and always undoable. What the change
 * replaces is stored first; each file is replaced by a rename; a failure restores what was already written.
 * @param reason as `history` shows it: `solution of step-4`.
 */
export function writeFiles(
  workspace: Workspace,
  changes: FileWrites,
  reason: string,
  options: WriteOptions = {},
): Result<WriteReport> {
  const { folder, progress } = workspace;
  const plan = guarded('The folder cannot be read', () => planWrites(folder, changes));
  if (!plan.ok) return plan;
  if (!plan.value.ok) return plan.value;
  const writes = plan.value.value;
  const moves = options.progress !== undefined && options.progress.current !== progress.current;
  const report = {
    written: writes.filter((write) => write.after !== null).map((write) => write.file),
    removed: writes.filter((write) => write.after === null).map((write) => write.file),
    unchanged: [...changes.keys()].filter((file) => !writes.some((write) => write.file === file)),
    replaced: writes.filter((write) => write.before !== undefined).map((write) => write.file),
  };

  let snapshot: Snapshot | undefined;
  if (writes.length > 0 || moves) {
    const now = options.now ?? (() => new Date());
    const stored = guarded('The snapshot cannot be written', () => {
      const fresh = describeChange(workspace, writes, {
        reason,
        at: now(),
        ...(options.undoes === undefined ? {} : { undoes: options.undoes }),
      });
      storeSnapshot(
        folder,
        fresh,
        new Map(writes.flatMap((write) => (write.before === undefined ? [] : [[write.file, write.before]]))),
      );
      return fresh;
    });
    if (!stored.ok) return stored;
    snapshot = stored.value;
    const done = carryOut(folder, writes, snapshot);
    if (!done.ok) return done;
  }
  const after = options.progress ?? progress;
  const saved: Result<void> =
    options.progress === undefined ? { ok: true, value: undefined } : writeProgress(folder, after);
  return saved.ok
    ? { ok: true, value: { ...report, workspace: { folder, progress: after }, snapshot: snapshot?.number } }
    : saved;
}

/** Removes the folders that are empty now; the others stay. The list is outermost first; removal goes innermost first. */
export function removeEmptyFolders(folder: string, folders: readonly string[]): void {
  for (const inner of folders.toReversed()) {
    try {
      rmdirSync(path.join(folder, inner));
    } catch {
      // Not empty, or gone: both are fine.
    }
  }
}

function planWrites(folder: string, changes: FileWrites): Result<readonly PlannedWrite[]> {
  const writes: PlannedWrite[] = [];
  for (const [file, after] of changes) {
    const target = safeTarget(folder, file);
    if (!target.ok) return target;
    const before = readOrNothing(target.value);
    const isSame = after === null ? before === undefined : before?.equals(after) === true;
    if (!isSame) writes.push({ file, target: target.value, before, after });
  }
  return { ok: true, value: writes };
}

function describeChange(
  workspace: Workspace,
  writes: readonly PlannedWrite[],
  about: { reason: string; at: Date; undoes?: number },
): Snapshot {
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
    folders: [],
    undone: false,
  };
}

function carryOut(folder: string, writes: readonly PlannedWrite[], snapshot: Snapshot): Result<void> {
  const folders: string[] = [];
  const done: PlannedWrite[] = [];
  for (const write of writes) {
    try {
      if (write.after === null) rmSync(write.target);
      else
        folders.push(
          ...writeAtomically(write.target, write.after).map((made) =>
            path.relative(folder, made).split(path.sep).join('/'),
          ),
        );
      done.push(write);
    } catch (error) {
      putBack(done);
      removeEmptyFolders(folder, folders);
      dropSnapshot(folder, snapshot);
      return { ok: false, problem: fsProblem(`${write.file} cannot be written`, error) };
    }
  }
  return folders.length === 0
    ? { ok: true, value: undefined }
    : guarded('The snapshot cannot be written', () => updateSnapshot(folder, { ...snapshot, folders }));
}

/** Best effort: if this fails too, nothing else can be tried, and the first error is reported. */
function putBack(writes: readonly PlannedWrite[]): void {
  for (const { target, before } of writes.toReversed()) {
    try {
      if (before === undefined) rmSync(target, { force: true });
      else writeAtomically(target, before);
    } catch {
      continue;
    }
  }
}

function readOrNothing(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'EISDIR')) return undefined;
    throw error;
  }
}

/** Writes into a new or empty folder, without the tutor's own files and without a snapshot, because nothing can be lost. */
export function writeFolder(folder: string, state: FileState): Result<void> {
  return guarded(`${folder} cannot be written`, () => {
    mkdirSync(folder, { recursive: true });
    for (const [file, bytes] of state) writeAtomically(path.join(folder, file), bytes);
  });
}
