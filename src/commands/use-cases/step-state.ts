import { stepById } from '../../course/index.ts';
import { isLab } from '../common/chapter.ts';
import type { Chapter } from '../common/chapter.ts';
import type { Course, Step } from '../../model/step.ts';
import type { Workspace } from '../../workspace/index.ts';

/** The part of a session that says which steps are done: the progress; undefined where the tutor did not create the folder. */
export interface StepProgress {
  readonly workspace: Workspace | undefined;
}

/** A step that has passed shows as passed even while it is the current one. */
export function stateOf({ workspace }: StepProgress, step: Step): 'passed' | 'current' | 'open' {
  if (workspace?.progress.passed[step.id] !== undefined) return 'passed';
  return workspace?.progress.current === step.id ? 'current' : 'open';
}

export function isPassed(session: StepProgress, step: Step): boolean {
  return stateOf(session, step) === 'passed';
}

/** The last check of the step failed, in the step itself or in an earlier one; also where it had passed before. */
export function failsNow({ workspace }: StepProgress, step: Step): boolean {
  return (workspace?.progress.failing[step.id] ?? []).length > 0;
}

/** The first step that had passed and that the last check saw fail: each check repeats those of the earlier steps. */
export function brokenStep({ course, ...session }: StepProgress & { readonly course: Course }): Step | undefined {
  return course.steps.find((step) => isPassed(session, step) && failsNow(session, step));
}

/** The folder's current step; undefined without a `.tutor/`, or when the step belongs to another version of the course. */
export function currentStep({ course, workspace }: StepProgress & { readonly course: Course }): Step | undefined {
  return course.steps.find((step) => step.id === workspace?.progress.current);
}

/** The step after this one; undefined at the end of the course. */
export function followingStep(course: Course, step: Step): Step | undefined {
  return course.steps[course.steps.indexOf(stepById(course, step.id)) + 1];
}

/** What is said of the last step, after its name: a lab has no other. */
export function endsWhere(chapter: Chapter): string {
  return isLab(chapter) ? 'has no further steps' : 'is the last step';
}

export function firstStep(course: Course): Step {
  return stepById(course, course.steps[0]?.id ?? '');
}

export function lastStep(course: Course): Step {
  return stepById(course, course.steps.at(-1)?.id ?? '');
}
