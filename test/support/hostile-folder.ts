import { realCourse, stepState, writeState } from './course-folder.ts';
import type { TemporaryFolder } from './course-folder.ts';

/** The files of step 7 without a server: the hostile one is none of them, or a finding would name lines of the solution's. */
export function hostileFolder(): TemporaryFolder {
  const state = new Map(stepState(realCourse(), 'step-7', 'solution'));
  state.delete('main.js');
  return writeState(state, { modules: 'none' });
}
