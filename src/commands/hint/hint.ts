import { expandMarkdown, hintLadder } from '../../course/index.ts';
import type { ChosenLadder } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { saveProgress } from '../../workspace/index.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createOutput, printProblem } from '../shared/output/output.ts';
import type { Output } from '../shared/output/output.ts';
import { openSession, stepOf } from '../shared/folder/session.ts';
import type { FolderSession } from '../shared/folder/session.ts';

export interface HintOptions extends CommonOptions {
  readonly all?: boolean;
}

export async function hint(
  context: CommandContext,
  stepArg: string | undefined,
  options: HintOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const session = openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem);
  const step = stepOf(session.value, stepArg, 'first');
  if (!step.ok) return printProblem(context, step.problem);
  if (options.all === true) await showAll(session.value, step.value, output);
  else await showHint(session.value, step.value, output);
  return EXIT.passed;
}

/** Prints the next hint and remembers it, where the folder is ours. @returns the session with the new progress. */
export async function showHint(session: FolderSession, step: Step, output: Output): Promise<FolderSession> {
  const { workspace, context } = session;
  const shownOf = ({ key }: ChosenLadder): number => workspace?.progress.hints[key] ?? 0;
  const ladders = laddersFor(session, step);
  const ladder = ladders.find((each) => shownOf(each) < each.ladder.hints.length) ?? ladders.at(-1);
  if (ladder === undefined) return session;
  const total = ladder.ladder.hints.length;
  const isOver = shownOf(ladder) >= total;
  const rung = Math.min(shownOf(ladder), total - 1);
  await showRung(session, step, ladder, rung, output);
  if (isOver) {
    output.say('That was the last hint.');
    output.next(`solution ${step.id}`, 'what the step changes in your files, and why');
  } else if (workspace === undefined) {
    output.note(
      `The tutor did not start this folder, so it cannot remember hints; ${context.self} hint ${step.id} --all prints them all.`,
    );
  }
  if (workspace === undefined || isOver) return session;
  const saved = saveProgress(workspace, {
    ...workspace.progress,
    hints: { ...workspace.progress.hints, [ladder.key]: rung + 1 },
  });
  if (!saved.ok) output.warn(saved.problem.message);
  return saved.ok ? { ...session, workspace: saved.value } : session;
}

async function showAll(session: FolderSession, step: Step, output: Output): Promise<void> {
  for (const ladder of laddersFor(session, step))
    for (const rung of ladder.ladder.hints.keys()) await showRung(session, step, ladder, rung, output);
}

async function showRung(
  session: FolderSession,
  step: Step,
  { ladder }: ChosenLadder,
  rung: number,
  output: Output,
): Promise<void> {
  const { markdown } = await expandMarkdown(session.course, step, session.backend, ladder.hints[rung] ?? '');
  const about = ladder.codes.length === 0 ? '' : ` ${output.marks.dot} for ${ladder.codes.join(', ')}`;
  output.lines(
    output.chalk.bold(`${step.id} ${output.marks.dot} hint ${rung + 1} of ${ladder.hints.length}${about}`),
    '',
  );
  await output.markdown(markdown);
  output.lines('');
}

/** The ladder of what failed in the last check, then the general one. */
function laddersFor({ workspace }: FolderSession, step: Step): readonly ChosenLadder[] {
  const chosen = hintLadder(step, workspace?.progress.failing[step.id] ?? []);
  const general = hintLadder(step, []);
  return chosen.key === general.key ? [general] : [chosen, general];
}
