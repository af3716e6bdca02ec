import { expandMarkdown, hintLadder } from '../../course/index.ts';
import type { ChosenLadder } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { saveProgress } from '../../workspace/index.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createVoice, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { openSession, stepOf } from '../shared/folder/session.ts';
import type { Session } from '../shared/folder/session.ts';

export interface HintOptions extends CommonOptions {
  readonly all?: boolean;
}

export async function hint(context: CommandContext, words: string | undefined, options: HintOptions): Promise<number> {
  const voice = createVoice(context, options);
  const session = openSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const step = stepOf(session.value, words, 'first');
  if (!step.ok) return printProblem(context, step.problem);
  if (options.all === true) await showAll(session.value, step.value, voice);
  else await showHint(session.value, step.value, voice);
  return EXIT.passed;
}

/** Prints the next hint and remembers it, where the folder is ours. @returns the session with the new progress. */
export async function showHint(session: Session, step: Step, voice: Voice): Promise<Session> {
  const { workspace, context } = session;
  const shownOf = ({ key }: ChosenLadder): number => workspace?.progress.hints[key] ?? 0;
  const ladders = laddersFor(session, step);
  const ladder = ladders.find((each) => shownOf(each) < each.ladder.hints.length) ?? ladders.at(-1);
  if (ladder === undefined) return session;
  const total = ladder.ladder.hints.length;
  const isOver = shownOf(ladder) >= total;
  const rung = Math.min(shownOf(ladder), total - 1);
  await showRung(session, step, ladder, rung, voice);
  if (isOver) {
    voice.say('That was the last hint.');
    voice.next(`solution ${step.id}`, 'what the step changes in your files, and why');
  } else if (workspace === undefined) {
    voice.note(
      `The tutor did not start this folder, so it cannot remember hints; ${context.self} hint ${step.id} --all prints them all.`,
    );
  }
  if (workspace === undefined || isOver) return session;
  const saved = saveProgress(workspace, {
    ...workspace.progress,
    hints: { ...workspace.progress.hints, [ladder.key]: rung + 1 },
  });
  if (!saved.ok) voice.warn(saved.problem.message);
  return saved.ok ? { ...session, workspace: saved.value } : session;
}

async function showAll(session: Session, step: Step, voice: Voice): Promise<void> {
  for (const ladder of laddersFor(session, step))
    for (const rung of ladder.ladder.hints.keys()) await showRung(session, step, ladder, rung, voice);
}

async function showRung(
  session: Session,
  step: Step,
  { ladder }: ChosenLadder,
  rung: number,
  voice: Voice,
): Promise<void> {
  const { markdown } = await expandMarkdown(session.course, step, session.backend.overlay, ladder.hints[rung] ?? '');
  const about = ladder.codes.length === 0 ? '' : ` ${voice.marks.dot} for ${ladder.codes.join(', ')}`;
  voice.lines(voice.chalk.bold(`${step.id} ${voice.marks.dot} hint ${rung + 1} of ${ladder.hints.length}${about}`), '');
  await voice.markdown(markdown);
  voice.lines('');
}

/** The ladder of what failed in the last check, then the general one. */
function laddersFor({ workspace }: Session, step: Step): readonly ChosenLadder[] {
  const chosen = hintLadder(step, workspace?.progress.failing[step.id] ?? []);
  const general = hintLadder(step, []);
  return chosen.key === general.key ? [general] : [chosen, general];
}
