import { registerCheck } from './check.ts';
import { registerCompletion } from './completion.ts';
import type { Register } from './context.ts';
import { registerDiff } from './diff.ts';
import { registerDoctor } from './doctor.ts';
import { registerExplain } from './explain.ts';
import { registerHint } from './hint.ts';
import { registerHistory } from './history.ts';
import { registerLesson } from './lesson.ts';
import { registerList } from './list.ts';
import { registerNext } from './next.ts';
import { registerQuiz } from './quiz.ts';
import { registerReset } from './reset.ts';
import { registerRun } from './run.ts';
import { registerSolution } from './solution.ts';
import { registerStart } from './start.ts';
import { registerStatus } from './status.ts';
import { registerTour } from './tour.ts';
import { registerUndo } from './undo.ts';
import { registerWatch } from './watch.ts';

/** Every command, in the order in which the help lists them. A new one is a file and a line here. */
export const COMMANDS: readonly Register[] = [
  registerStart,
  registerWatch,
  registerCheck,
  registerSolution,
  registerLesson,
  registerHint,
  registerQuiz,
  registerNext,
  registerRun,
  registerList,
  registerStatus,
  registerDiff,
  registerReset,
  registerUndo,
  registerHistory,
  registerDoctor,
  registerExplain,
  registerTour,
  registerCompletion,
];
