import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  beginning,
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
import { planProvided, readFiles, recordProvided, underLock, writeFiles } from '../../workspace/index.ts';
import type { WriteReport } from '../../workspace/index.ts';
import type { CourseFolder } from './course-folder.ts';
import { isSameText } from './same-text.ts';
import { firstStep, lastStep } from './step-state.ts';

/** What a change did to the folder, for the person. */
export interface ChangeReport extends WriteReport {
  /** Files that the tutor did not write because they are the learner's own. */
  readonly kept: readonly string[];
}

/** Writes the whole state at the end of a step, including what the tutor provides for it, and goes to that step. */
export function applySolution(place: CourseFolder, step: Step): Result<ChangeReport> {
  return replaceBy(place, {
    step,
    state: solutionState(place.course, step.id, place.backend.overlay),
    reason: `solution of ${step.id}`,
  });
}

/**
 * Brings the folder back to a step's start. The course's own files that come later are removed (they are in the snapshot);
 * any other file of the learner's stays. The start of the first step is what `start` writes.
 */
export function resetTo(place: CourseFolder, step: Step): Result<ChangeReport> {
  const { course, backend } = place;
  const isFirst = step === firstStep(course);
  const start = isFirst ? beginning(course, backend.overlay) : startState(course, step.id, backend.overlay);
  const later = [...solutionState(course, lastStep(course).id, backend.overlay).keys()].filter(
    (file) => !start.has(file),
  );
  const reason = `reset to the start of ${step.id}`;
  return replaceBy(place, { step, state: start, reason, remove: later, forget: true });
}

/** Writes the first step's files; files that are there already stay. */
export function scaffold(place: CourseFolder): Result<ChangeReport> {
  return underLock(place.folder, () => scaffoldNow(place));
}

function scaffoldNow(place: CourseFolder): Result<ChangeReport> {
  const first = firstStep(place.course);
  const state = beginning(place.course, place.backend.overlay);
  const own = readFiles(place.folder, state.keys());
  const missing = new Map([...state].filter(([file]) => !own.has(file)));
  const kept = [...state].filter(([file, bytes]) => own.get(file)?.equals(bytes) === false).map(([file]) => file);
  return write(place, {
    step: first,
    changes: missing,
    reason: `start of ${first.id}`,
    kept,
    provide: 'missing',
    progress: place.workspace.progress,
  });
}

/** What happens to the files of a skipped step: they become its solution, or remain unchanged. */
export type Skipping = 'solution' | 'keep';

/**
 * Goes on to `step`. Files that the learner wrote stay; missing ones, and those that are still as an earlier step left them,
 * become what the step starts with. A skipped step's solution is written over the learner's files (they are in the snapshot).
 */
export function advance(place: CourseFolder, step: Step, skipping: Skipping | undefined): Result<ChangeReport> {
  // What is untouched is decided by files that no other command may change before they are written.
  return underLock(place.folder, () => advanceNow(place, step, skipping));
}

function advanceNow(place: CourseFolder, step: Step, skipping: Skipping | undefined): Result<ChangeReport> {
  const { course, backend, folder, workspace } = place;
  const start = startState(course, step.id, backend.overlay);
  const own = readFiles(folder, start.keys());
  const changes = new Map<string, Buffer>();
  for (const [file, bytes] of start) {
    const mine = own.get(file);
    if (skipping === 'solution' || mine === undefined || isUntouched(place, step, file, mine)) changes.set(file, bytes);
  }
  const reason = skipping === undefined ? `start of ${step.id}` : `start of ${step.id} without passing the step before`;
  return write(place, {
    step,
    changes,
    reason,
    kept: [],
    provide: 'missing',
    progress: { ...workspace.progress, current: step.id },
  });
}

/** The files of the step's start that the learner changed and its solution would replace: a skip must ask about them. */
export function ownFilesAt(place: CourseFolder, step: Step): readonly string[] {
  const start = startState(place.course, step.id, place.backend.overlay);
  const own = readFiles(place.folder, start.keys());
  return [...start].flatMap(([file, bytes]) => {
    const mine = own.get(file);
    return mine === undefined || mine.equals(bytes) || isUntouched(place, step, file, mine) ? [] : [file];
  });
}

/** Whether a file is still, line ends aside, what the course wrote into it in a step before `step`. */
function isUntouched({ course, backend }: CourseFolder, step: Step, file: string, mine: Buffer): boolean {
  const earlier = stepsUpTo(course, step.id).slice(0, -1);
  const states = earlier.flatMap((each) => [
    starterFiles(each, backend.overlay),
    solutionState(course, each.id, backend.overlay),
  ]);
  return states.some((state) => isSameText(state.get(file), mine));
}

interface Replacement {
  readonly step: Step;
  readonly state: FileState;
  /** What `history` shows for it. */
  readonly reason: string;
  readonly remove?: readonly string[];
  /** Forget that the step and later ones were passed. */
  readonly forget?: boolean;
}

function replaceBy(
  place: CourseFolder,
  { step, state, reason, remove = [], forget = false }: Replacement,
): Result<ChangeReport> {
  const { course, workspace, folder } = place;
  const before = stepsUpTo(course, step.id)
    .slice(0, -1)
    .map((each) => each.id);
  const passed = Object.fromEntries(Object.entries(workspace.progress.passed).filter(([id]) => before.includes(id)));
  const progress = { ...workspace.progress, current: step.id, ...(forget ? { passed, failing: {} } : {}) };
  return underLock(folder, () => {
    const removed = remove.filter((file) => existsSync(path.join(folder, file))).map((file) => [file, null] as const);
    const changes = new Map<string, Buffer | null>([...state, ...removed]);
    return write(place, { step, changes, reason, kept: [], provide: 'all', progress });
  });
}

interface FolderChange {
  readonly step: Step;
  readonly changes: ReadonlyMap<string, Buffer | null>;
  readonly reason: string;
  readonly kept: readonly string[];
  /** `all`: also over the learner's own versions of single files; a package that the learner installed stays in any case. */
  readonly provide: 'missing' | 'all';
  readonly progress: Progress;
}

function write(place: CourseFolder, change: FolderChange): Result<ChangeReport> {
  const { course, workspace, folder, choice } = place;
  const provided = providedState(providedFiles(course, change.step.id, choice.kind));
  const plan = planProvided(folder, provided);
  const isTaken = (file: string): boolean => change.provide === 'all' && plan.own.includes(file);
  const copies = new Map([...provided].filter(([file]) => plan.write.has(file) || isTaken(file)));
  const changes = new Map([...change.changes, ...copies]);
  const report = writeFiles(workspace, changes, change.reason, { progress: change.progress });
  if (!report.ok) return report;
  const recorded = recordProvided(folder, copies);
  if (!recorded.ok) return recorded;
  return {
    ok: true,
    value: { ...report.value, kept: [...change.kept, ...plan.own.filter((file) => !isTaken(file))] },
  };
}
