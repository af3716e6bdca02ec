import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { changedFiles, providedFiles, providedState, solutionState, stepsUpTo } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Course, Step } from '../../model/step.ts';
import { renderDiff } from '../../ui/diff.ts';
import { guarded, writeFolder } from '../../workspace/index.ts';
import type { CommandContext } from '../context.ts';
import { applySolution } from '../moves.ts';
import type { CommonOptions } from '../options.ts';
import { reportMove } from '../report-move.ts';
import { createVoice, listed, printProblem } from '../say.ts';
import type { Voice } from '../say.ts';
import { openOwnSession, openSession, stepOf } from '../session.ts';
import type { Session } from '../session.ts';
import { diffsAgainst } from './own-diff.ts';

export interface SolutionOptions extends CommonOptions {
  readonly apply?: boolean;
  readonly to?: string;
}

export async function solution(
  context: CommandContext,
  words: string | undefined,
  options: SolutionOptions,
): Promise<number> {
  const voice = createVoice(context, options);
  if (options.apply === true) return apply(context, words, options, voice);
  const session = openSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const step = stepOf(session.value, words, 'first');
  if (!step.ok) return printProblem(context, step.problem);
  if (options.to !== undefined) return writeElsewhere(session.value, step.value, options.to, voice);
  await showSolution(session.value, step.value, voice);
  return EXIT.passed;
}

/** The diff of the files that the step changes, each with its reason, and the names of others that differ. */
export async function showSolution(session: Session, step: Step, voice: Voice): Promise<void> {
  const { course, backend, folder } = session;
  const changed = changedFiles(step, backend.overlay);
  const diffs = await diffsAgainst(folder, solutionState(course, step.id, backend.overlay));
  const shown = diffs.filter((each) => changed.has(each.file));
  const others = diffs.filter((each) => !changed.has(each.file)).map((each) => each.file);
  voice.lines(voice.chalk.bold(`${step.id} ${voice.marks.dot} ${step.title}`));
  if (backend.overlay === undefined)
    voice.say(
      'For this backend the tutor has the files of the page only; the server is yours. --backend node shows the one for Node.',
    );
  if (changed.size === 0) voice.say('This step changes no files: it is about running what you have.');
  else if (shown.length === 0) voice.say('Your files are already as the solution has them.');
  for (const { file, isNew, unified } of shown) {
    voice.lines('', voice.chalk.bold(isNew ? `${file} (new)` : file));
    voice.say(reasonFor(course, step, file));
    voice.lines('', renderDiff(unified, voice.terminal).replace(/\n$/, ''));
  }
  voice.lines('');
  if (others.length > 0) {
    voice.say(
      `From earlier steps, ${listed(others)} ${others.length === 1 ? 'differs' : 'differ'} from the solution as well.`,
    );
    voice.next(`diff ${step.id}`, 'all differences');
  }
  if (diffs.length > 0 && session.workspace !== undefined)
    voice.next(`solution ${step.id} --apply`, 'write it; undo takes it back');
}

async function apply(
  context: CommandContext,
  words: string | undefined,
  options: SolutionOptions,
  voice: Voice,
): Promise<number> {
  const session = openOwnSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const step = stepOf(session.value, words, 'first');
  if (!step.ok) return printProblem(context, step.problem);
  const moved = session.value.workspace.progress.current !== step.value.id;
  const report = applySolution(session.value, step.value);
  if (!report.ok) return printProblem(context, report.problem);
  voice.say(
    report.value.written.length === 0
      ? `Your files are already the solution of ${step.value.id}.`
      : `Your folder holds the solution of ${step.value.id} (${step.value.title}) now.`,
  );
  reportMove(voice, report.value);
  if (moved) voice.say(`You are at ${step.value.id} now.`);
  voice.next('check', 'the checkpoint');
  return EXIT.passed;
}

/** Writes the whole state into a folder that is new or empty; nothing of the tutor's own goes there. */
function writeElsewhere(session: Session, step: Step, to: string, voice: Voice): number {
  const { context, course, backend, choice } = session;
  const folder = path.resolve(context.cwd, to);
  const usable = isUsable(folder, to);
  if (!usable.ok) return printProblem(context, usable.problem);
  const state = new Map([
    ...solutionState(course, step.id, backend.overlay),
    ...providedState(providedFiles(course, step.id, choice.kind)),
  ]);
  const written = writeFolder(folder, state);
  if (!written.ok) return printProblem(context, written.problem);
  voice.say(`The state at the end of ${step.id} (${step.title}) is in ${to}.`);
  voice.next(`check ${step.id} --dir ${to}`, 'its checkpoint');
  return EXIT.passed;
}

function isUsable(folder: string, shown: string): Result<void> {
  const found = guarded(`The folder ${shown} cannot be read`, () => {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return 'free';
    if (!stats.isDirectory()) return 'file';
    return readdirSync(folder).length === 0 ? 'free' : 'full';
  });
  if (!found.ok) return found;
  if (found.value === 'file') return wrongUsage(`${shown} is a file.`, 'Name a folder that is new or empty.');
  if (found.value === 'full') return wrongUsage(`The folder ${shown} is not empty.`, 'Name one that is new or empty.');
  return { ok: true, value: undefined };
}

/** Why the step changes the file; the latest step that says it. */
function reasonFor(course: Course, step: Step, file: string): string {
  return stepsUpTo(course, step.id).findLast((each) => file in each.reasons)?.reasons[file] ?? '';
}
