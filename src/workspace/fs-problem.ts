import { environmentProblem } from '../model/result.ts';
import type { Problem, Result } from '../model/result.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'the path is too long',
  EBUSY: 'another program uses it',
  EIO: 'the disk reports an error',
  EXDEV: '.tutor is on another disk than the files',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ELOOP: 'its links lead in a circle',
};

/** What to do about it; for every other reason, the permission is the likeliest. */
const NEXT: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space, then run the command again.',
  EDQUOT: 'Free some space, then run the command again.',
  EIO: 'Check the disk, or choose a folder on another one with --dir.',
  EXDEV: 'Move .tutor beside the files, or choose another folder with --dir.',
  EMFILE: 'Close other programs, or raise the limit (ulimit -n), then run the command again.',
  ENFILE: 'Close other programs, then run the command again.',
  EBUSY: 'Close the program that uses it, then run the command again.',
  ENAMETOOLONG: 'Choose a shorter name.',
  ENOENT: 'Choose another folder with --dir.',
  ENOTDIR: 'Choose another folder with --dir.',
  ELOOP: 'Remove the link, then run the command again.',
};

/**
 * Runs file system work and turns what the system refuses into a Problem (exit code 3); anything else is a bug and rethrown.
 * @param task what could not be done, as in `main.js cannot be written`.
 */
export function guarded<T>(task: string, work: () => T): Result<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, problem: fsProblem(task, error) };
  }
}

/** The Problem for a system error; rethrows anything else. */
export function fsProblem(task: string, error: unknown): Problem {
  if (!isSystemError(error)) throw error;
  const reason = REASONS[error.code] ?? `the system says ${error.code}`;
  const refused = environmentProblem(
    `${task}: ${reason}.`,
    NEXT[error.code] ?? 'Give yourself write permission there, or choose another folder with --dir.',
  );
  return refused.problem;
}

/** Whether the error means that the path does not exist (or that a parent is a file). */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Whether the system refused something: the error then has a code such as `ENOENT`. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
