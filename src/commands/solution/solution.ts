import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { changedFiles, providedFiles, providedState, solutionState, stepsUpTo } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Course, Step } from '../../model/step.ts';
import { renderDiff } from '../../terminal/diff.ts';
import { guarded, writeFolder } from '../../workspace/index.ts';
import { createAsker } from '../shared/output/ask.ts';
import { canAsk } from '../shared/context.ts';
import type { CommandContext } from '../shared/context.ts';
import { applySolution } from '../use-cases/change-folder.ts';
import { readPaged } from '../shared/output/reading.ts';
import type { ReadOptions } from '../shared/output/reading.ts';
import { reportMove } from '../shared/output/change-report.ts';
import { createVoice, listed, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { openOwnSession, openSession, stepOf } from '../shared/folder/session.ts';
import type { Session } from '../shared/folder/session.ts';
import { diffsAgainst } from '../use-cases/file-diffs.ts';

export interface SolutionOptions extends ReadOptions {
  /** Shows it without a question. */
  readonly yes?: boolean;
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
  return revealSolution(session.value, step.value, options, voice);
}

/** Shows a solution, on a terminal after a question: who has passed the step, or says `--yes`, is not asked. */
export async function revealSolution(
  session: Session,
  step: Step,
  options: SolutionOptions,
  voice: Voice,
): Promise<number> {
  const { context, workspace } = session;
  const isSolved = workspace?.progress.passed[step.id] !== undefined;
  if (canAsk(context) && options.yes !== true && !isSolved) {
    voice.say(`The solution of ${step.id} gives the whole answer away; a hint gives less.`);
    const asker = await createAsker(context);
    if (!(await asker.confirm('Show it?', { initial: false }))) {
      voice.next(workspace?.progress.current === step.id ? 'hint' : `hint ${step.id}`, 'the next hint');
      return EXIT.passed;
    }
    voice.lines('');
  }
  let differing: Differing | undefined;
  const how = await readPaged(context, options, voice, async (inner) => {
    differing = await showChanges(session, step, inner);
  });
  if (how === 'interrupted') return EXIT.interrupted;
  if (differing !== undefined) advise(session, step, differing, voice);
  return EXIT.passed;
}

/** The diff of the files that the step changes, each with its reason, and the names of others that differ. */
export async function showSolution(session: Session, step: Step, voice: Voice): Promise<void> {
  advise(session, step, await showChanges(session, step, voice), voice);
}

interface Differing {
  /** Files of earlier steps that are not as the solution has them. */
  readonly others: readonly string[];
  readonly isAny: boolean;
}

async function showChanges(session: Session, step: Step, voice: Voice): Promise<Differing> {
  const { course, backend, folder } = session;
  const changed = changedFiles(step, backend.overlay);
  const diffs = await diffsAgainst(folder, solutionState(course, step.id, backend.overlay));
  const shown = diffs.filter((each) => changed.has(each.file));
  const others = diffs.filter((each) => !changed.has(each.file)).map((each) => each.file);
  voice.lines(voice.chalk.bold(`${step.id} ${voice.marks.dot} ${step.title}`));
  const isPageOnly = backend.overlay === undefined;
  if (isPageOnly) await showServerPart(step, voice);
  if (changed.size > 0 && shown.length === 0)
    voice.say(
      isPageOnly ? 'The page is already as the solution has it.' : 'Your files are already as the solution has them.',
    );
  if (changed.size === 0 && !isPageOnly) voice.say('This step changes no files: it is about running what you have.');
  for (const { file, isNew, unified } of shown) {
    voice.lines('', voice.chalk.bold(isNew ? `${file} (new)` : file));
    voice.say(reasonFor(course, step, file));
    voice.lines('', renderDiff(unified, voice.terminal).replace(/\n$/, ''));
  }
  return { others, isAny: diffs.length > 0 };
}

function advise(session: Session, step: Step, { others, isAny }: Differing, voice: Voice): void {
  voice.lines('');
  if (others.length > 0) {
    voice.say(
      `From earlier steps, ${listed(others)} ${others.length === 1 ? 'differs' : 'differ'} from the solution as well.`,
    );
    voice.next(`diff ${step.id}`, 'all differences');
  }
  if (isAny && session.workspace !== undefined)
    voice.next(`solution ${step.id} --apply`, 'write it; undo takes it back');
}

/** What the server has to do, in words: for a backend whose server the tutor has no files of. */
async function showServerPart({ server }: Step, voice: Voice): Promise<void> {
  if (server === undefined) {
    voice.say('This step asks nothing new of your server.');
    return;
  }
  voice.lines('', voice.chalk.bold('Your server'));
  await voice.markdown(server);
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
      ? `${session.value.backend.overlay === undefined ? 'The page is' : 'Your files are'} already the solution of ${step.value.id}.`
      : `Your folder holds the ${session.value.backend.overlay === undefined ? 'page' : 'solution'} of ${step.value.id} (${step.value.title}) now.`,
  );
  if (session.value.backend.overlay === undefined) await showServerPart(step.value, voice);
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
  if (backend.overlay === undefined) {
    voice.say(`The page at the end of ${step.id} (${step.title}) is in ${to}. The server is yours to add.`);
    return EXIT.passed;
  }
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
