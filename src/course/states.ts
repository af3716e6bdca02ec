import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Backend } from '../model/backend.ts';
import type { Course, FileState, Step } from '../model/step.ts';

/** The name of the backend's folders in a step, which are laid over `shared`; undefined: only the files that all backends share. */
export type Overlay = Backend['overlay'];

/** The folder at the end of a step: its own overlay and those of all earlier steps, later ones on top. */
export function solutionState(course: Course, stepId: string, overlay: Overlay): FileState {
  const state = new Map<string, Buffer>();
  for (const step of stepsUpTo(course, stepId))
    for (const [file, bytes] of changedFiles(step, overlay)) state.set(file, bytes);
  return state;
}

/**
 * What the learner has when a step begins: the solution of the step before and this step's `starter/`. A first step has nothing before it; with a
 * `starter/`, it begins with its own solution, in which those files replace the right ones.
 */
export function startState(course: Course, stepId: string, overlay: Overlay): FileState {
  const step = stepById(course, stepId);
  const before = stepsUpTo(course, stepId).at(-2) ?? (starterFiles(step, overlay).size === 0 ? undefined : step);
  return withStarter(before === undefined ? new Map() : solutionState(course, before.id, overlay), step, overlay);
}

/** What `start` writes into a new folder: the start of the first step, or its solution where the learner writes nothing in it. */
export function beginning(course: Course, overlay: Overlay): FileState {
  const [first] = course.steps;
  if (first === undefined) throw new Error('no step in the course');
  return withStarter(solutionState(course, first.id, overlay), first, overlay);
}

function withStarter(state: FileState, step: Step, overlay: Overlay): FileState {
  return new Map([...state, ...starterFiles(step, overlay)]);
}

/** The course of one of its steps alone, without pages. The step must exist. */
export function onlyStep(course: Course, stepId: string): Course {
  const step = stepById(course, stepId);
  const { title } = step;
  return { title, built: undefined, opening: [], closing: undefined, outlook: undefined, steps: [step], pages: [] };
}

/** The files that this step's solution adds or changes. */
export function changedFiles(step: Step, overlay: Overlay): FileState {
  return readOverlays(step.folder, overlay);
}

/** The files that the learner gets at the start of this step. */
export function starterFiles(step: Step, overlay: Overlay): FileState {
  return readOverlays(path.join(step.folder, 'starter'), overlay);
}

/** The step with exactly this id; an unknown one is a bug of the caller (what a person types goes through `findStep`). */
export function stepById(course: Course, stepId: string): Step {
  const step = course.steps.find((each) => each.id === stepId);
  if (step === undefined) throw new Error(`no step ${stepId} in the course`);
  return step;
}

/** Steps before this one. */
export function stepsBefore(course: Course, stepId: string): readonly Step[] {
  return stepsUpTo(course, stepId).slice(0, -1);
}

/** Steps from the first up to and including this one. */
export function stepsUpTo(course: Course, stepId: string): readonly Step[] {
  return course.steps.slice(0, course.steps.indexOf(stepById(course, stepId)) + 1);
}

/** All files below a folder: path with forward slashes -> bytes, sorted by path. `node_modules` inside it is omitted. */
export function readTree(folder: string): Map<string, Buffer> {
  const state = new Map<string, Buffer>();
  const walk = (inner: string): void => {
    const entries = readdirSync(path.join(folder, inner), { withFileTypes: true }).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    for (const entry of entries) {
      const file = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(file);
      } else if (entry.name !== '.DS_Store') state.set(file, readFileSync(path.join(folder, file)));
    }
  };
  if (existsSync(folder)) walk('');
  return state;
}

function readOverlays(folder: string, overlay: Overlay): FileState {
  const state = readTree(path.join(folder, 'shared'));
  if (overlay !== undefined) for (const [file, bytes] of readTree(path.join(folder, overlay))) state.set(file, bytes);
  return state;
}
