export { faultLine } from './fault.ts';
export type { CourseFault } from './fault.ts';
export { findLesson, findStep, nearestOf, stepList } from './find.ts';
export type { LessonTarget } from './find.ts';
export { chooseHintList } from './choose-hint-list.ts';
export type { ChosenHintList } from './choose-hint-list.ts';
export { expandMarkdown, lessonMarkdown, pageMarkdown } from './lesson.ts';
export type { Reader } from './lesson.ts';
export { openCourse } from './compiled.ts';
export { providedFiles, providedState } from './provided.ts';
export {
  beginning,
  changedFiles,
  onlyStep,
  solutionState,
  startState,
  starterFiles,
  stepById,
  stepsBefore,
  stepsUpTo,
} from './states.ts';
export type { Overlay } from './states.ts';
export { unifiedDiff } from './unified-diff.ts';
