import { existsSync } from 'node:fs';
import path from 'node:path';
import { ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';
import type { Entry } from './entries.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Settings } from './options.ts';
import { passedSteps } from './record.ts';
import type { Before, Checked, Grade } from './record.ts';
import { checkFolder } from './run-check.ts';

/** A class to check. */
export interface ClassRun {
  readonly context: CommandContext;
  readonly entries: readonly Entry[];
  readonly settings: Settings;
  /** A step, or a lab. */
  readonly target: string;
  /** Options of `check` that are handed on. */
  readonly options: readonly string[];
  /** A program that runs a check in a sandbox: `Call` in run-check.ts. */
  readonly inside: string | undefined;
  /** What else a result depends on: the tutor's version. */
  readonly words: readonly string[];
  /** What is known from the last time, by name. */
  readonly earlier: ReadonlyMap<string, Grade>;
  /** Gets each grade as soon as it is known, by name: what there is when the run breaks. */
  readonly known: Map<string, Grade>;
  /** Keeps a grade, at once. A problem ends the run. */
  readonly keep: (grade: Grade, isKept: boolean) => Result<undefined>;
  readonly done: (grade: Grade, progress: Progress) => void;
}

export interface Progress {
  readonly isKept: boolean;
  readonly count: number;
  readonly all: number;
}

/** Checks the class: the grades are in `known`; fewer after Ctrl-C. A problem: the results cannot be written. */
export async function gradeClass(run: ClassRun): Promise<Result<undefined>> {
  const { entries, settings, context, known, done } = run;
  let problem: Result<never> | undefined;
  const add = (grade: Grade, isKept: boolean): void => {
    const isAgain = known.has(grade.name);
    known.set(grade.name, grade);
    const written = run.keep(grade, isKept);
    if (!written.ok) problem ??= written;
    if (!isAgain) done(grade, { isKept, count: known.size, all: entries.length });
  };
  const work = async (entry: Entry): Promise<void> => {
    const own = fingerprint(entry, run);
    const kept = keptGrade(entry, run, own);
    const grade = kept ?? (await gradeOf(entry, run, own));
    if (!context.signal.aborted) add(grade, kept !== undefined);
  };
  const isOver = (): boolean => context.signal.aborted || problem !== undefined;
  await inParallel(entries, settings.jobs, work, isOver);
  // Too much at a time may be what made the machine too busy to tell: alone, it has time.
  const undecided = entries.filter(({ name }) => known.get(name)?.outcome === 'undecided');
  await inParallel(undecided, 1, work, isOver);
  return problem ?? ok(undefined);
}

/** Works through a list, several at a time, in its order. */
async function inParallel<T>(
  all: readonly T[],
  jobs: number,
  work: (each: T) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  const open = all.values();
  const worker = async (): Promise<void> => {
    for (const each of open) {
      if (isOver()) return;
      await work(each);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, all.length) }, worker));
}

/** The grade of the last time, where nothing has changed since and it was a verdict. */
function keptGrade(entry: Entry, run: ClassRun, own: string): Grade | undefined {
  const old = run.earlier.get(entry.name);
  const isVerdict = old?.reason === '' && (old.outcome === 'passed' || old.outcome === 'not-passed');
  if (old === undefined || !isVerdict || old.fingerprint === '') return undefined;
  return old.fingerprint === own ? { ...old, folder: entry.folder } : undefined;
}

/** @param own the fingerprint of the folder */
async function gradeOf(entry: Entry, run: ClassRun, own: string): Promise<Grade> {
  const { context, settings, target: step, options, inside } = run;
  const folder = path.resolve(context.cwd, entry.folder);
  const checked = existsSync(folder)
    ? await checkFolder({ folder, step, options, inside, env: context.env, signal: context.signal }, settings)
    : MISSING;
  const old = run.earlier.get(entry.name);
  return {
    schema: 1,
    ...entry,
    target: step,
    ...checked,
    fingerprint: own,
    checkedAt: new Date().toISOString(),
    before: old === undefined ? null : beforeOf(old, own),
  };
}

const MISSING: Checked = {
  outcome: 'not-passed',
  reason: 'the folder does not exist',
  backend: '',
  seed: '',
  durationMs: 0,
  steps: [],
};

/** What is said of a folder that was not checked any more. @param reason why */
export function notChecked(entry: Entry, target: string, reason: string): Grade {
  return {
    schema: 1,
    ...entry,
    target,
    ...MISSING,
    outcome: 'no-verdict',
    reason,
    fingerprint: '',
    checkedAt: new Date().toISOString(),
    before: null,
  };
}

function fingerprint({ folder }: Entry, { context, target, options, words }: ClassRun): string {
  return fingerprintOf(path.resolve(context.cwd, folder), [target, ...options, ...words]);
}

/** A folder that is checked again without a change has not been handed in again. */
function beforeOf(old: Grade, fingerprint: string): Before | null {
  if (old.fingerprint === fingerprint) return old.before;
  return { outcome: old.outcome, passed: passedSteps(old), checkedAt: old.checkedAt };
}
