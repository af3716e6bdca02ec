import { statSync } from 'node:fs';
import path from 'node:path';
import { changedFiles, providedFiles, providedState, solutionState, stepsUpTo } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Course, FileState, Step } from '../../model/step.ts';
import { renderDiff } from '../../terminal/diff.ts';
import { guarded, isPartOf, writeFolder } from '../../workspace/index.ts';
import { createAsker } from '../common/output/ask.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import { applySolution } from '../use-cases/change-folder.ts';
import { readPaged } from '../common/output/reading.ts';
import type { ReadOptions } from '../common/output/reading.ts';
import { reportChange } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openStartedSession, openSession, stepOf } from '../common/folder/session.ts';
import type { FolderSession, Invocation } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';
import { diffsAgainst } from '../use-cases/file-diffs.ts';

export interface SolutionOptions extends ReadOptions {
  /** Shows it without a question. */
  readonly yes?: boolean;
  readonly apply?: boolean;
  readonly to?: string;
}

export async function solution(
  context: CommandContext,
  stepArg: string | undefined,
  given: SolutionOptions,
): Promise<number> {
  const named = withUnit(context, stepArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options = named.value;
  const output = createOutput(context, options);
  if (options.apply === true) return apply(context, stepArg, options, output);
  const session = await openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem, options);
  const step = stepOf(session.value, stepArg, 'first');
  if (!step.ok) return printProblem(context, step.problem, options);
  if (options.to !== undefined)
    return writeElsewhere({ session: session.value, options, output }, step.value, options.to);
  return revealSolution({ session: session.value, options, output }, step.value);
}

/** Shows a solution, on a terminal after a question, unless the step has passed or `--yes` is given. */
export async function revealSolution(call: Invocation<FolderSession, SolutionOptions>, step: Step): Promise<number> {
  const { session, options, output } = call;
  const { context, workspace } = session;
  const isSolved = workspace?.progress.passed[step.id] !== undefined;
  if (canAsk(context) && options.yes !== true && !isSolved) {
    output.say(`The solution of ${step.id} gives the whole answer away; a hint gives less.`);
    const asker = await createAsker(context);
    if (!(await asker.confirm('Show it?', { initial: false }))) {
      output.next(workspace?.progress.current === step.id ? 'hint' : `hint ${step.id}`, 'the next hint');
      return EXIT.passed;
    }
    output.lines('');
  }
  let differing: Differing | undefined;
  const how = await readPaged(call, async (inner) => {
    differing = await showChanges(session, step, inner);
  });
  if (how === 'interrupted') return EXIT.interrupted;
  if (differing !== undefined) advise(session, step, differing, output);
  return EXIT.passed;
}

/** The diff of the files that the step changes, each with its reason, and the names of others that differ. @returns whether any differs */
export async function showSolution(session: FolderSession, step: Step, output: Output): Promise<boolean> {
  const differing = await showChanges(session, step, output);
  advise(session, step, differing, output);
  return differing.isAny;
}

interface Differing {
  /** Files of earlier steps that differ from the solution. */
  readonly others: readonly string[];
  readonly isAny: boolean;
}

async function showChanges(session: FolderSession, step: Step, output: Output): Promise<Differing> {
  const { course, backend, folder } = session;
  const changed = changedFiles(step, backend.overlay);
  const diffs = await diffsAgainst(folder, solutionState(course, step.id, backend.overlay));
  const shown = diffs.filter((each) => changed.has(each.file));
  const others = diffs.filter((each) => !changed.has(each.file)).map((each) => each.file);
  output.lines(output.chalk.bold(`${step.id} ${output.marks.dot} ${step.title}`));
  const isPageOnly = backend.overlay === undefined;
  if (isPageOnly) await showServerPart(step, output);
  if (changed.size > 0 && shown.length === 0)
    output.say(
      isPageOnly ? 'The page is already as the solution has it.' : 'Your files are already as the solution has them.',
    );
  if (changed.size === 0 && !isPageOnly) output.say('This step changes no files: it is about running what you have.');
  for (const { file, isNew, unified } of shown) {
    output.lines('', output.chalk.bold(isNew ? `${file} (new)` : file));
    output.say(reasonFor(course, step, file));
    output.lines('', renderDiff(unified, output.terminal).replace(/\n$/, ''));
  }
  return { others, isAny: diffs.length > 0 };
}

function advise(session: FolderSession, step: Step, { others, isAny }: Differing, output: Output): void {
  output.lines('');
  if (others.length > 0) {
    output.say(
      `From earlier steps, ${listed(others)} ${others.length === 1 ? 'differs' : 'differ'} from the solution as well.`,
    );
    output.next(`diff ${step.id}`, 'all differences');
  }
  if (isAny && session.workspace !== undefined) output.next(`solution ${step.id} --apply`, 'write it; undo reverts it');
}

/** A description of what the server must do, for a backend whose server files the tutor does not have. */
async function showServerPart({ server }: Step, output: Output): Promise<void> {
  if (server === undefined) {
    output.say('This step asks nothing new of your server.');
    return;
  }
  output.lines('', output.chalk.bold('Your server'));
  await output.markdown(server);
}

async function apply(
  context: CommandContext,
  stepArg: string | undefined,
  options: SolutionOptions,
  output: Output,
): Promise<number> {
  const session = await openStartedSession(context, options, { output, command: 'solution --apply' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const step = stepOf(session.value, stepArg, 'first');
  if (!step.ok) return printProblem(context, step.problem, options);
  const moved = session.value.workspace.progress.current !== step.value.id;
  const report = applySolution(session.value, step.value);
  if (!report.ok) return printProblem(context, report.problem, options);
  output.say(
    report.value.written.length === 0
      ? `${session.value.backend.overlay === undefined ? 'The page is' : 'Your files are'} already the solution of ${step.value.id}.`
      : `Your folder holds the ${session.value.backend.overlay === undefined ? 'page' : 'solution'} of ${step.value.id} (${step.value.title}) now.`,
  );
  if (session.value.backend.overlay === undefined) await showServerPart(step.value, output);
  reportChange(output, report.value);
  if (moved) output.say(`You are at ${step.value.id} now.`);
  output.next('check', 'the checkpoint');
  return EXIT.passed;
}

/** Writes the whole state into a new or empty folder, without the tutor's own files. */
function writeElsewhere({ session, options, output }: Invocation, step: Step, to: string): number {
  const { context, course, backend, choice } = session;
  const folder = path.resolve(context.cwd, to);
  const state = new Map([
    ...solutionState(course, step.id, backend.overlay),
    ...providedState(providedFiles(course, step.id, choice.kind)),
  ]);
  const usable = isUsable(folder, to, state);
  if (!usable.ok) return printProblem(context, usable.problem, options);
  const written = writeFolder(folder, state);
  if (!written.ok) return printProblem(context, written.problem, options);
  if (backend.overlay === undefined) {
    output.say(`The page at the end of ${step.id} (${step.title}) is in ${to}. The server is yours to add.`);
    return EXIT.passed;
  }
  output.say(`The state at the end of ${step.id} (${step.title}) is in ${to}.`);
  output.next(`check ${step.id} --dir ${to}`, 'its checkpoint');
  return EXIT.passed;
}

/** A folder that the same command was writing when it was interrupted is completed. */
function isUsable(folder: string, shown: string, state: FileState): Result<void> {
  const found = guarded(`The folder ${shown} cannot be read`, () => {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return 'free';
    if (!stats.isDirectory()) return 'file';
    return isPartOf(folder, state) ? 'free' : 'full';
  });
  if (!found.ok) return found;
  if (found.value === 'file') return wrongUsage(`${shown} is a file.`, 'Name a folder that is new or empty.');
  if (found.value === 'full') return wrongUsage(`The folder ${shown} is not empty.`, 'Name one that is new or empty.');
  return { ok: true, value: undefined };
}

/** Why the step changes the file, from the latest step that gives a reason. */
function reasonFor(course: Course, step: Step, file: string): string {
  return stepsUpTo(course, step.id).findLast((each) => file in each.reasons)?.reasons[file] ?? '';
}
