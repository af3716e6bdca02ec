import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  providedFiles,
  providedState,
  solutionState,
  starterFiles,
  startState,
  stepsUpTo,
} from '../../course/index.ts';
import type { Progress } from '../../model/progress.ts';
import type { Result } from '../../model/result.ts';
import type { FileState, Step } from '../../model/step.ts';
import { planProvided, readFiles, recordProvided, writeFiles } from '../../workspace/index.ts';
import type { WriteReport } from '../../workspace/index.ts';
import type { StartedSession } from '../shared/folder/session.ts';
import { firstStep, lastStep } from './step-state.ts';

/** What a change to the folder did, for the person. */
export interface ChangeReport extends WriteReport {
  /** Files that the tutor would have written and left, because they are the learner's own. */
  readonly kept: readonly string[];
}

/** Writes the whole state at the end of a step, also what the tutor provides for it, and goes to that step. */
export function applySolution(session: StartedSession, step: Step): Result<ChangeReport> {
  return replaceBy(
    session,
    step,
    solutionState(session.course, step.id, session.backend.overlay),
    `solution of ${step.id}`,
  );
}

/**
 * Brings the folder back to a step's start. The course's own files that come later are taken away (they are in the snapshot);
 * any other file of the learner's stays. Of the first step the solution is its start: `start` hands it out.
 */
export function resetTo(session: StartedSession, step: Step): Result<ChangeReport> {
  const { course, backend } = session;
  const isFirst = step === firstStep(course);
  const start = isFirst
    ? solutionState(course, step.id, backend.overlay)
    : startState(course, step.id, backend.overlay);
  const later = [...solutionState(course, lastStep(course).id, backend.overlay).keys()].filter(
    (file) => !start.has(file),
  );
  return replaceBy(session, step, start, `reset to the start of ${step.id}`, { remove: later, forget: true });
}

/** Writes what the first step hands out; files that are there already stay. */
export function scaffold(session: StartedSession): Result<ChangeReport> {
  const first = firstStep(session.course);
  const state = solutionState(session.course, first.id, session.backend.overlay);
  const own = readFiles(session.folder, state.keys());
  const missing = new Map([...state].filter(([file]) => !own.has(file)));
  const kept = [...state].filter(([file, bytes]) => own.get(file)?.equals(bytes) === false).map(([file]) => file);
  return write(session, first, missing, `start of ${first.id}`, {
    kept,
    provide: 'missing',
    progress: session.workspace.progress,
  });
}

/** What a learner who skips a step gets: the step's solution, or their files stay as they are. */
export type Skipping = 'solution' | 'keep';

/**
 * Goes on to `step`. Files that the learner wrote stay; missing ones, and those that are still as an earlier step left them,
 * become what the step starts with. A skipped step's solution is written over the learner's files (they are in the snapshot).
 */
export function advance(session: StartedSession, step: Step, skipping: Skipping | undefined): Result<ChangeReport> {
  const { course, backend, folder, workspace } = session;
  const start = startState(course, step.id, backend.overlay);
  const own = readFiles(folder, start.keys());
  const changes = new Map<string, Buffer>();
  for (const [file, bytes] of start) {
    const mine = own.get(file);
    if (skipping === 'solution' || mine === undefined || isUntouched(session, step, file, mine))
      changes.set(file, bytes);
  }
  const reason = skipping === undefined ? `start of ${step.id}` : `start of ${step.id}, the step before was skipped`;
  return write(session, step, changes, reason, {
    kept: [],
    provide: 'missing',
    progress: { ...workspace.progress, current: step.id },
  });
}

/** The files of the step's start that the learner changed and that its solution would replace: what a skip must ask about. */
export function ownFilesAt(session: StartedSession, step: Step): readonly string[] {
  const start = startState(session.course, step.id, session.backend.overlay);
  const own = readFiles(session.folder, start.keys());
  return [...start].flatMap(([file, bytes]) => {
    const mine = own.get(file);
    return mine === undefined || mine.equals(bytes) || isUntouched(session, step, file, mine) ? [] : [file];
  });
}

/** Whether a file is still, line ends aside, what the course wrote into it in a step before `step`. */
function isUntouched({ course, backend }: StartedSession, step: Step, file: string, mine: Buffer): boolean {
  const earlier = stepsUpTo(course, step.id).slice(0, -1);
  const states = earlier.flatMap((each) => [
    starterFiles(each, backend.overlay),
    solutionState(course, each.id, backend.overlay),
  ]);
  return states.some((state) => sameText(state.get(file), mine));
}

function sameText(ours: Buffer | undefined, theirs: Buffer): boolean {
  return (
    ours !== undefined &&
    (ours.equals(theirs) || ours.toString('utf8') === theirs.toString('utf8').replaceAll('\r\n', '\n'))
  );
}

interface ReplaceOptions {
  readonly remove?: readonly string[];
  /** Forget that the step and later ones were passed. */
  readonly forget?: boolean;
}

function replaceBy(
  session: StartedSession,
  step: Step,
  state: FileState,
  reason: string,
  options: ReplaceOptions = {},
): Result<ChangeReport> {
  const { course, workspace, folder } = session;
  const before = stepsUpTo(course, step.id)
    .slice(0, -1)
    .map((each) => each.id);
  const passed = Object.fromEntries(Object.entries(workspace.progress.passed).filter(([id]) => before.includes(id)));
  const progress = {
    ...workspace.progress,
    current: step.id,
    ...(options.forget === true ? { passed, failing: {} } : {}),
  };
  const removed = (options.remove ?? [])
    .filter((file) => existsSync(path.join(folder, file)))
    .map((file) => [file, null] as const);
  return write(session, step, new Map<string, Buffer | null>([...state, ...removed]), reason, {
    kept: [],
    provide: 'all',
    progress,
  });
}

interface WriteStep {
  readonly kept: readonly string[];
  /** `all`: also over the learner's own versions of single files; a package that the learner installed stays in any case. */
  readonly provide: 'missing' | 'all';
  readonly progress: Progress;
}

function write(
  session: StartedSession,
  step: Step,
  changes: ReadonlyMap<string, Buffer | null>,
  reason: string,
  options: WriteStep,
): Result<ChangeReport> {
  const { course, workspace, folder, choice } = session;
  const provided = providedState(providedFiles(course, step.id, choice.kind));
  const plan = planProvided(folder, provided);
  const isTaken = (file: string): boolean => options.provide === 'all' && plan.own.includes(file);
  const copies = new Map([...provided].filter(([file]) => plan.write.has(file) || isTaken(file)));
  const report = writeFiles(workspace, new Map([...changes, ...copies]), reason, { progress: options.progress });
  if (!report.ok) return report;
  const recorded = recordProvided(folder, copies);
  if (!recorded.ok) return recorded;
  return {
    ok: true,
    value: { ...report.value, kept: [...options.kept, ...plan.own.filter((file) => !isTaken(file))] },
  };
}
