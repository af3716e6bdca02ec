/** A value or an expected failure. Exceptions are kept for the tutor's own bugs. */
export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

/** Exit codes of the command line; the README lists them for scripts. */
export const EXIT = {
  passed: 0,
  notPassed: 1,
  usage: 2,
  environment: 3,
  bug: 70,
  interrupted: 130,
} as const;

/** Why a command cannot do its work: the fact, and what to do next. */
export interface Problem {
  readonly exitCode: 1 | 2 | 3;
  /** One sentence: the fact. */
  readonly message: string;
  /** One sentence or command: the next action. */
  readonly next?: string;
}

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The person asked for something that does not exist or cannot be (exit code 2). */
export function wrongUsage(message: string, next?: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { exitCode: EXIT.usage, message, ...(next === undefined ? {} : { next }) } };
}

/** The machine lacks something: a permission, a runtime, a port (exit code 3). */
export function environmentProblem(message: string, next?: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { exitCode: EXIT.environment, message, ...(next === undefined ? {} : { next }) } };
}
