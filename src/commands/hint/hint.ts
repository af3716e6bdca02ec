import { expandMarkdown } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openSession, readerOf, stepOf } from '../common/folder/session.ts';
import { hintSequences, nextHint, recordHint } from '../use-cases/next-hint.ts';
import { failsNow, isPassed } from '../use-cases/step-state.ts';
import type { ChosenHint } from '../use-cases/next-hint.ts';
import type { FolderSession } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';

export interface HintOptions extends CommonOptions {
  readonly all?: boolean;
}

export async function hint(context: CommandContext, stepArg: string | undefined, given: HintOptions): Promise<number> {
  const named = withUnit(context, stepArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options = named.value;
  const output = createOutput(context, options);
  const session = await openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem, options);
  const step = stepOf(session.value, stepArg, 'first');
  if (!step.ok) return printProblem(context, step.problem, options);
  if (options.all === true) await showAll(session.value, step.value, output);
  else await showHint(session.value, step.value, output);
  return EXIT.passed;
}

/** What showing a hint led to. */
export interface Hinted {
  /** With the new progress. */
  readonly session: FolderSession;
  /** No other hint comes after the one that was shown. */
  readonly isLast: boolean;
}

/** Prints the next hint and records it, where the tutor started the folder. */
export async function showHint(session: FolderSession, step: Step, output: Output): Promise<Hinted> {
  const { workspace, surface } = session;
  const hint = nextHint(session, step);
  if (hint === undefined) return { session, isLast: true };
  const { isLast } = hint;
  if (isPassed(session, step) && !failsNow(session, step)) {
    output.say('This step has passed; nothing is missing.');
    output.lines('');
  }
  if (hint.isRepeated) {
    output.say('You have seen all hints of this step. The last one again:');
    output.lines('');
  }
  await showOne(session, step, hint, output);
  if (isLast && workspace !== undefined) {
    output.say(`That was the last hint.${surface === 'screen' ? ' The key s shows the solution.' : ''}`);
    output.next(`solution ${step.id}`, 'what the step changes in your files, and why');
  } else if (workspace !== undefined && hint.index + 1 === hint.sequence.hintList.hints.length) {
    // "3 of 3" counts one list; the step's own and those for a finding are two.
    output.say('More hints follow.');
  } else if (workspace === undefined) {
    output.note(
      `The tutor did not start this folder, so it cannot remember hints; \`htmx-realtime-tutor hint ${step.id} --all\` prints them all.`,
    );
  }
  if (workspace === undefined) return { session, isLast };
  const saved = recordHint(workspace, hint);
  if (!saved.ok) output.warn(saved.problem.message);
  return { session: saved.ok ? { ...session, workspace: saved.value } : session, isLast };
}

async function showAll(session: FolderSession, step: Step, output: Output): Promise<void> {
  for (const sequence of hintSequences(session, step))
    for (const index of sequence.hintList.hints.keys()) await showOne(session, step, { sequence, index }, output);
}

async function showOne(
  session: FolderSession,
  step: Step,
  { sequence: { hintList, code }, index }: ChosenHint,
  output: Output,
): Promise<void> {
  const { markdown } = await expandMarkdown(session.course, step, readerOf(session), hintList.hints[index] ?? '');
  const about = code === undefined ? '' : ` ${output.marks.dot} for ${code}`;
  output.lines(
    output.chalk.bold(`${step.id} ${output.marks.dot} hint ${index + 1} of ${hintList.hints.length}${about}`),
    '',
  );
  await output.markdown(markdown);
  output.lines('');
}
