import { isDeepStrictEqual } from 'node:util';
import type { Progress } from '../model/progress.ts';
import type { Result } from '../model/result.ts';
import { readProgress } from './progress-file.ts';

/** What is in a folder's file, and what is to be written into it. */
export interface MergedProgress {
  readonly stored: Progress;
  readonly progress: Progress;
}

/**
 * The progress that a command writes, with what another one has written since this one read it. The caller holds the folder's lock. A file
 * that cannot be understood counts as unchanged.
 */
export function mergedProgress(
  { folder, progress: base }: { readonly folder: string; readonly progress: Progress },
  mine: Progress,
): Result<MergedProgress> {
  const read = readProgress(folder);
  if (!read.ok) return read;
  const stored = read.value.kind === 'read' ? read.value.progress : base;
  return { ok: true, value: { stored, progress: mergeProgress(base, mine, stored) } };
}

/**
 * What one command changed, applied to the progress as another command has written it since: field by field, and entry by entry where a
 * field has one for each step. A check that took ten seconds thus records its result and leaves the step to which `next` went meanwhile.
 * @param base what the command read @param mine what it writes @param theirs what is in the file now
 */
export function mergeProgress(base: Progress, mine: Progress, theirs: Progress): Progress {
  const course = changed(base.course, mine.course, theirs.course);
  const quiz = entries(base.quiz ?? {}, mine.quiz ?? {}, theirs.quiz ?? {});
  const { quiz: _, ...rest } = theirs;
  return {
    ...rest,
    ...(course === undefined ? {} : { course }),
    backend: changed(base.backend, mine.backend, theirs.backend),
    current: changed(base.current, mine.current, theirs.current),
    startedAt: changed(base.startedAt, mine.startedAt, theirs.startedAt),
    passed: entries(base.passed, mine.passed, theirs.passed),
    hints: entries(base.hints, mine.hints, theirs.hints),
    failing: entries(base.failing, mine.failing, theirs.failing),
    ...(Object.keys(quiz).length === 0 ? {} : { quiz }),
  };
}

function changed<T>(base: T, mine: T, theirs: T): T {
  return isDeepStrictEqual(base, mine) ? theirs : mine;
}

type Entries<T> = Readonly<Record<string, T>>;

function entries<T>(base: Entries<T>, mine: Entries<T>, theirs: Entries<T>): Entries<T> {
  const merged = new Map(Object.entries(theirs));
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    const value = mine[key];
    if (isDeepStrictEqual(base[key], value)) continue;
    if (value === undefined) merged.delete(key);
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}
