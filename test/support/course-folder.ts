import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CHAPTER } from '../../src/chapter/index.ts';
import { onlyStep, providedFiles, providedState, solutionState, startState } from '../../src/course/index.ts';
import type { Chapter } from '../../src/commands/common/chapter.ts';
import { LABS } from '../../src/labs/index.ts';
import { loadCourse } from '../../src/course/load.ts';
import { linkedModules } from './linked-modules.ts';
import type { Course, FileState, Step } from '../../src/model/step.ts';

/** The real course; an error in it fails every test that uses it. */
export function realCourse(): Course {
  const loaded = loadCourse(CHAPTER.courseFolder);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem, undefined, 2));
  return loaded.value;
}

/** The steps of the course of all labs: each is a lab. */
export function labSteps(): readonly Step[] {
  return labsCourse().steps;
}

/** The course that a step or a lab belongs to; a lab's has the lab alone. */
export function courseOf(step: string): Course {
  return labOf(step) === undefined ? realCourse() : onlyStep(labsCourse(), step);
}

/** The lab with this id; undefined: it is a step of the chapter. */
export function labOf(step: string): Chapter | undefined {
  return LABS.find(({ id }) => id === step);
}

function labsCourse(): Course {
  const loaded = loadCourse(path.join(CHAPTER.courseFolder, 'labs'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem, undefined, 2));
  return loaded.value;
}

export interface TemporaryFolder {
  readonly folder: string;
  remove(): void;
}

/** Writes a state into a folder of its own below the system's temporary folder. */
export function writeState(state: FileState, options: { readonly modules: 'none' | 'linked' }): TemporaryFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tutor-test-'));
  for (const [file, bytes] of state) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), bytes);
  }
  if (options.modules === 'linked') symlinkSync(linkedModules(), path.join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** All that the learner has at the start or the end of a step, with what the tutor provides. */
export function stepState(
  course: Course,
  step: string,
  moment: 'start' | 'solution',
  backend: 'node' | 'fastapi' = 'node',
): FileState {
  const own = moment === 'solution' ? solutionState(course, step, backend) : startState(course, step, backend);
  // At the start of the very first step nothing has been provided yet: `start` does that.
  const provided =
    moment === 'start' && course.steps[0]?.id === step && labOf(step) === undefined
      ? new Map<string, Buffer>()
      : providedState(providedFiles(course, step, backend));
  return new Map([...provided, ...own]);
}
