import type { Progress } from '../model/progress.ts';
import { wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { guarded } from './fs-problem.ts';
import { lastUndoable, listSnapshots, sha256, storedBytes } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';
import type { Workspace } from './workspace.ts';
import { removeEmptyFolders } from './empty-folders.ts';
import { underLock } from './lock.ts';
import { readFiles, writeFiles } from './write.ts';
import type { FileWrites, WriteReport } from './write.ts';

export interface UndoReport extends WriteReport {
  /** The change that was undone. */
  readonly undone: Snapshot;
  /** Files that the change created and the learner has edited since: they stay. */
  readonly kept: readonly string[];
  /** Files that were restored although edited since: that version is in the snapshot of this undo. */
  readonly edited: readonly string[];
}

/**
 * Undoes one change: the last that has not been undone, or the one with this number (an undo's own number restores what
 * it removed). The undo is itself a change with a snapshot. Undefined: there is nothing to undo.
 */
export function undo(workspace: Workspace, number?: number): Result<UndoReport | undefined> {
  return underLock(workspace.folder, () => undoNow(workspace, number));
}

function undoNow(workspace: Workspace, number: number | undefined): Result<UndoReport | undefined> {
  const snapshots = guarded('The snapshots cannot be read', () => listSnapshots(workspace.folder));
  if (!snapshots.ok) return snapshots;
  const target =
    number === undefined ? lastUndoable(snapshots.value) : snapshots.value.find((each) => each.number === number);
  if (target === undefined)
    return number === undefined
      ? { ok: true, value: undefined }
      : wrongUsage(`Change ${number} does not exist.`, 'htmx-realtime-tutor history lists the changes.');
  if (target.undone)
    return wrongUsage(`Change ${target.number} was undone already.`, 'htmx-realtime-tutor history lists the changes.');

  const plan = planUndo(workspace, target);
  if (!plan.ok) return plan;
  const progress = earlierProgress(workspace.progress, target);
  const report = writeFiles(workspace, plan.value.changes, `undo of ${target.number}: ${target.reason}`, {
    progress,
    undoes: target.number,
  });
  if (!report.ok) return report;
  removeEmptyFolders(workspace.folder, target.folders);
  return { ok: true, value: { ...report.value, undone: target, kept: plan.value.kept, edited: plan.value.edited } };
}

interface UndoPlan {
  readonly changes: FileWrites;
  readonly kept: readonly string[];
  readonly edited: readonly string[];
}

function planUndo(workspace: Workspace, target: Snapshot): Result<UndoPlan> {
  const own = readFiles(
    workspace.folder,
    target.entries.map((entry) => entry.file),
  );
  const changes = new Map<string, Buffer | null>();
  const kept: string[] = [];
  const edited: string[] = [];
  for (const { file, before, after } of target.entries) {
    const bytes = own.get(file);
    const now = bytes === undefined ? null : sha256(bytes);
    if (now === before) continue;
    if (before === null && now !== after) kept.push(file);
    else if (before === null) changes.set(file, null);
    else {
      const stored = storedBytes(workspace.folder, target, file);
      if (!stored.ok) return stored;
      changes.set(file, stored.value);
      if (now !== after) edited.push(file);
    }
  }
  return { ok: true, value: { changes, kept, edited } };
}

/**
 * The earlier current step is restored, and what had passed before the change. What passed since did so with the files of the change, or
 * after it: the next check decides. Hints stay.
 */
function earlierProgress(now: Progress, change: Snapshot): Progress {
  const before = Object.entries(now.passed).filter(([, { at }]) => at <= change.at);
  const passed = { ...change.progress.passed, ...Object.fromEntries(before) };
  return { ...now, current: change.progress.current, passed };
}
