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
    'Give yourself write permission there, or choose another folder with --dir.',
  );
  return refused.problem;
}

/** Whether the error means that the path does not exist (or that a parent is a file). */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
