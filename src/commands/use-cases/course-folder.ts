import type { Backend } from '../../model/backend.ts';
import type { BackendChoice } from '../../model/progress.ts';
import type { Course } from '../../model/step.ts';
import type { Workspace } from '../../workspace/index.ts';

/** A learner's folder that the tutor started, with everything that a change to it needs. It knows no terminal. */
export interface CourseFolder {
  readonly course: Course;
  /** Absolute path. */
  readonly folder: string;
  readonly workspace: Workspace;
  readonly choice: BackendChoice;
  readonly backend: Backend;
}
