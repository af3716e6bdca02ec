import { stepById } from '../../course/index.ts';
import type { Course, Step } from '../../model/step.ts';
import type { Workspace } from '../../workspace/index.ts';

/** What of a folder says which steps are done: its progress, or nothing where the tutor did not start it. */
export interface Standing {
  readonly workspace: Workspace | undefined;
}

/** A step that is passed shows as passed also while one stands at it. */
export function stateOf({ workspace }: Standing, step: Step): 'passed' | 'current' | 'open' {
  if (workspace?.progress.passed[step.id] !== undefined) return 'passed';
  return workspace?.progress.current === step.id ? 'current' : 'open';
}

export function isPassed(standing: Standing, step: Step): boolean {
  return stateOf(standing, step) === 'passed';
}

/** The folder's current step; undefined without a `.tutor/`, or when the step is of another edition of the course. */
export function currentStep({ course, workspace }: Standing & { readonly course: Course }): Step | undefined {
  return course.steps.find((step) => step.id === workspace?.progress.current);
}

/** The step behind this one; undefined at the end of the course. */
export function followingStep(course: Course, step: Step): Step | undefined {
  return course.steps[course.steps.indexOf(stepById(course, step.id)) + 1];
}

export function firstStep(course: Course): Step {
  return stepById(course, course.steps[0]?.id ?? '');
}

export function lastStep(course: Course): Step {
  return stepById(course, course.steps.at(-1)?.id ?? '');
}
