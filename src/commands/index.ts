import { registerAssets } from './assets/index.ts';
import { registerCheck } from './check/index.ts';
import { registerCompletion } from './completion/index.ts';
import type { Register } from './common/context.ts';
import { registerDiagnose } from './diagnose/index.ts';
import { registerDiff } from './diff/index.ts';
import { registerDoctor } from './doctor/index.ts';
import { registerExplain } from './explain/index.ts';
import { registerGrade } from './grade/index.ts';
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

/** Every command by its name, in the order in which the help lists them. A new one is a folder and a line here. */
export const COMMANDS_BY_NAME: Readonly<Record<string, Register>> = {
  start: registerStart,
  watch: registerWatch,
  check: registerCheck,
  solution: registerSolution,
  lesson: registerLesson,
  hint: registerHint,
  quiz: registerQuiz,
  next: registerNext,
  run: registerRun,
  list: registerList,
  status: registerStatus,
  diff: registerDiff,
  reset: registerReset,
  undo: registerUndo,
  history: registerHistory,
  diagnose: registerDiagnose,
  assets: registerAssets,
  grade: registerGrade,
  doctor: registerDoctor,
  explain: registerExplain,
  tour: registerTour,
  completion: registerCompletion,
};

export const COMMANDS: readonly Register[] = Object.values(COMMANDS_BY_NAME);

/** Needs all others: it reads them. */
const READS_ALL = 'completion';

/**
 * The commands that a command line needs: the one that it names; all, where that is none of them. Each costs as much to register as to load.
 * @param word the first one of the command line
 */
export function commandsFor(word: string | undefined): readonly Register[] {
  const named =
    word === undefined || word === READS_ALL || !Object.hasOwn(COMMANDS_BY_NAME, word)
      ? undefined
      : COMMANDS_BY_NAME[word];
  return named === undefined ? COMMANDS : [named];
}
