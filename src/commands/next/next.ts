import { stepById } from '../../course/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { CommandContext } from '../shared/context.ts';
import { createAsker } from '../shared/output/ask.ts';
import { advance, ownFilesAt } from '../use-cases/change-folder.ts';
import type { Skipping } from '../use-cases/change-folder.ts';
import type { CommonOptions } from '../shared/options.ts';
import { reportMove } from '../shared/output/change-report.ts';
import { createVoice, listed, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { edgeStep, openOwnSession, stepOf } from '../shared/folder/session.ts';
import type { OwnSession } from '../shared/folder/session.ts';
import { readLesson } from '../lesson/lesson.ts';

export interface NextOptions extends CommonOptions {
  readonly skip?: boolean;
  readonly keep?: boolean;
}

export async function next(context: CommandContext, options: NextOptions): Promise<number> {
  const voice = createVoice(context, options);
  if (options.keep === true && options.skip !== true)
    return printProblem(context, wrongUsage('--keep goes with --skip.', `${context.self} next --skip --keep`).problem);
  const opened = openOwnSession(context, options, voice);
  if (!opened.ok) return printProblem(context, opened.problem);
  const session = opened.value;
  const current = stepOf(session, undefined, 'first');
  if (!current.ok) return printProblem(context, current.problem);
  const step = followingStep(session, current.value);
  if (step === undefined) {
    voice.say(`${current.value.id} (${current.value.title}) is the last step.`);
    voice.next(
      isPassed(session, current.value) ? 'lesson summary' : 'check',
      isPassed(session, current.value) ? 'what you have built' : 'its checkpoint',
    );
    return EXIT.passed;
  }
  let skipping: Skipping | undefined;
  if (!isPassed(session, current.value)) {
    const decision = await decideSkip(session, current.value, step, options, voice);
    if (decision === 'stay') return EXIT.notPassed;
    skipping = decision;
  }
  const moved = goOn(session, step, skipping, voice);
  if (typeof moved === 'number') return moved;
  voice.lines('');
  return readLesson(moved, { kind: 'step', step }, options, voice);
}

export function followingStep(session: OwnSession, step: Step): Step | undefined {
  return session.course.steps[session.course.steps.indexOf(stepById(session.course, step.id)) + 1];
}

export function isPassed(session: OwnSession, step: Step): boolean {
  return session.workspace.progress.passed[step.id] !== undefined;
}

/** Moves to the step and says what was written. A number: the exit code of what went wrong, which was printed. */
export function goOn(
  session: OwnSession,
  step: Step,
  skipping: Skipping | undefined,
  voice: Voice,
): OwnSession | number {
  const report = advance(session, step, skipping);
  if (!report.ok) return printProblem(session.context, report.problem);
  voice.say(`You are at ${step.id} (${step.title}) now.`);
  reportMove(voice, report.value);
  return { ...session, workspace: report.value.workspace };
}

/** What becomes of a step that has not passed: asked on a terminal, else by the options. */
export async function decideSkip(
  session: OwnSession,
  current: Step,
  step: Step,
  options: NextOptions,
  voice: Voice,
): Promise<Skipping | 'stay'> {
  if (options.skip === true) return options.keep === true ? 'keep' : 'solution';
  voice.say(`The checkpoint of ${current.id} (${current.title}) has not passed yet.`);
  if (!session.context.interactive) {
    voice.next('check', 'its checkpoint');
    voice.next('next --skip', `go on with the tutor's solution of ${current.id}`);
    return 'stay';
  }
  const own = ownFilesAt(session, step);
  const asker = await createAsker(session.context);
  return asker.select<Skipping | 'stay'>(
    'Go on all the same?',
    [
      { name: 'No, stay at this step', value: 'stay' },
      {
        name: `Yes, with the tutor's solution of ${current.id}`,
        value: 'solution',
        description:
          own.length === 0
            ? 'None of your own changes is replaced.'
            : `This replaces your ${listed(own)}; undo brings it back.`,
      },
      { name: 'Yes, with my files as they are', value: 'keep', description: 'Later checks look at this step again.' },
    ],
    'stay',
  );
}

/** Whether there is a step after this one. */
export function isLast(session: OwnSession, step: Step): boolean {
  return step === edgeStep(session.course, 'last');
}
