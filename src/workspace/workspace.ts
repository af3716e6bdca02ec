import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../model/progress.ts';
import { wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { makeFolders } from './atomic.ts';
import { guarded, isMissing } from './fs-problem.ts';
import { keepLateSaves, lateNotice } from './late-saves.ts';
import { underLock } from './lock.ts';
import { mergedProgress } from './merge-progress.ts';
import { TUTOR_FOLDER } from './paths.ts';
import { readProgress, setAside, writeProgress } from './progress-file.ts';
import { isInterrupted, recover } from './recover.ts';
import type { Recovered } from './recover.ts';

/** A learner's folder that has a `.tutor/`. A value: changes return a new one. */
export interface Workspace {
  /** Absolute path, links resolved. */
  readonly folder: string;
  readonly progress: Progress;
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** Sentences that the learner must read: what was broken, and what was done about it. */
  readonly notices: readonly string[];
}

export interface OpenOptions {
  /** The initial progress for when the stored one cannot be read. */
  readonly fallback: () => Progress;
  readonly now?: () => Date;
  /** Nothing is written, not even to repair: progress that cannot be read counts as none. */
  readonly readOnly?: boolean;
}

/** The workspace in this folder; undefined when the tutor never started one there. */
export function openWorkspace(dir: string, options: OpenOptions): Result<OpenedWorkspace | undefined> {
  const kind = guarded(`${dir} cannot be read`, () => tutorFolderKind(dir));
  if (!kind.ok) return kind;
  if (kind.value === 'none') return { ok: true, value: undefined };
  if (kind.value === 'odd')
    return wrongUsage(
      `${path.join(dir, TUTOR_FOLDER)} is a file or a link, not a folder.`,
      'Remove it, then start again.',
    );
  const real = guarded(`${dir} cannot be read`, () => realpathSync(dir));
  if (!real.ok) return real;
  // The usual case needs no lock, which a folder that may only be read could not have: the file is replaced as a whole.
  const readOnly = options.readOnly === true;
  const read = isInterrupted(real.value) && !readOnly ? undefined : readProgress(real.value);
  if (read?.ok === false) return read;
  if (read?.value.kind === 'read') {
    const notices = readOnly ? [] : lateNotices(real.value);
    return { ok: true, value: { workspace: { folder: real.value, progress: read.value.progress }, notices } };
  }
  if (readOnly) return { ok: true, value: undefined };
  return underLock(real.value, () => openNow(real.value, options));
}

function openNow(folder: string, options: OpenOptions): Result<OpenedWorkspace> {
  const recovered = guarded('.tutor cannot be written', () => recover(folder));
  if (!recovered.ok) return recovered;
  const read = readProgress(folder);
  if (!read.ok) return read;
  const notices = recovered.value === undefined ? [] : noticesOf(recovered.value);
  if (read.value.kind === 'read')
    return {
      ok: true,
      value: { workspace: { folder, progress: read.value.progress }, notices: [...notices, ...lateNotices(folder)] },
    };

  if (read.value.kind === 'broken') {
    const aside = setAside(folder, (options.now ?? (() => new Date()))());
    if (!aside.ok) return aside;
    notices.push(
      `.tutor/progress.json could not be read: ${read.value.reason}. It was kept as .tutor/${aside.value}, and progress starts again; your files are unchanged.`,
    );
  } else {
    notices.push('.tutor/progress.json is missing, so progress starts again; your files are unchanged.');
  }
  const progress = options.fallback();
  const written = writeProgress(folder, progress);
  return written.ok ? { ok: true, value: { workspace: { folder, progress }, notices } } : written;
}

/** A folder that may only be read can be opened all the same: what is there to be said then is found by a later command. */
function lateNotices(folder: string): readonly string[] {
  const kept = keepLateSaves(folder);
  return kept.ok ? kept.value.map(lateNotice) : [];
}

function noticesOf(recovered: Recovered): string[] {
  if (recovered.kind === 'cleaned') {
    const { removed, left } = recovered;
    return [
      ...(removed.length === 0
        ? []
        : [`The last command could not remove its own temporary files. They are removed now: ${removed.join(', ')}.`]),
      ...(left.length === 0
        ? []
        : [`Temporary files of the tutor's own cannot be removed: ${left.join(', ')}. Remove them yourself.`]),
    ];
  }
  const { reason, kept } = recovered;
  const where = kept === undefined ? '' : ` A version of a file that was replaced is in snapshot ${kept}.`;
  return [
    `The last change (${reason}) was interrupted. It was taken back, and your files are as they were before it.${where}`,
  ];
}

/** Creates the folder (and its parents) and its `.tutor/`. What is in the folder stays as it is. */
export function createWorkspace(dir: string, progress: Progress): Result<Workspace> {
  const folder = guarded(`The folder ${dir} cannot be created`, () => {
    makeFolders(path.join(dir, TUTOR_FOLDER));
    return realpathSync(dir);
  });
  if (!folder.ok) return folder;
  const written = underLock(folder.value, () => writeProgress(folder.value, progress));
  return written.ok ? { ok: true, value: { folder: folder.value, progress } } : written;
}

/** Writes what changed in the progress, beside what another command has changed meanwhile, and returns the workspace with it. */
export function saveProgress(workspace: Workspace, progress: Progress): Result<Workspace> {
  const { folder } = workspace;
  return underLock(folder, () => {
    const merged = mergedProgress(workspace, progress);
    if (!merged.ok) return merged;
    const written = writeProgress(folder, merged.value.progress);
    return written.ok ? { ok: true, value: { ...workspace, progress: merged.value.progress } } : written;
  });
}

function tutorFolderKind(dir: string): 'none' | 'folder' | 'odd' {
  try {
    if (!statSync(dir).isDirectory()) return 'none';
    return lstatSync(path.join(dir, TUTOR_FOLDER)).isDirectory() ? 'folder' : 'odd';
  } catch (error) {
    if (isMissing(error)) return 'none';
    throw error;
  }
}
