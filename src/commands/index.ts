import { registerAssets } from './assets/index.ts';
import { registerCheck } from './check/index.ts';
import { registerCompletion } from './completion/index.ts';
import type { Register } from './common/context.ts';
import { registerDiagnose } from './diagnose/index.ts';
import { registerDiff } from './diff/index.ts';
import { registerDoctor } from './doctor/index.ts';
import { registerExplain } from './explain/index.ts';
import { registerHint } from './hint/index.ts';
import { registerHistory } from './history/index.ts';
import { registerLesson } from './lesson/index.ts';
import { registerList } from './list/index.ts';
import { registerNext } from './next/index.ts';
import { registerQuiz } from './quiz/index.ts';
import { registerReset } from './reset/index.ts';
import { registerRun } from './run/index.ts';
import { registerSolution } from './solution/index.ts';
import { registerStart } from './start/index.ts';
import { registerStatus } from './status/index.ts';
import { registerTour } from './tour/index.ts';
import { registerUndo } from './undo/index.ts';
import { registerWatch } from './watch/index.ts';

/** Every command, in the order in which the help lists them. A new one is a folder and a line here. */
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
  registerDiagnose,
  registerAssets,
  registerDoctor,
  registerExplain,
  registerTour,
  registerCompletion,
];
