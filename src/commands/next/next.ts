import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import type { CommandContext } from '../common/context.ts';
import { createAsker } from '../common/output/ask.ts';
import { advance, ownFilesAt } from '../use-cases/change-folder.ts';
import type { Skipping } from '../use-cases/change-folder.ts';
import type { CommonOptions } from '../common/options.ts';
import { reportChange } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import { sayClosing } from '../common/output/closing.ts';
import { openStartedSession, stepOf } from '../common/folder/session.ts';
import { brokenStep, endsWhere, failsNow, followingStep, isPassed } from '../use-cases/step-state.ts';
import type { Invocation, StartedSession } from '../common/folder/session.ts';
import { checkStep } from '../check/check.ts';
import { readLesson } from '../lesson/lesson.ts';

export interface NextOptions extends CommonOptions {
  readonly skip?: boolean;
  readonly keep?: boolean;
}

export async function next(context: CommandContext, options: NextOptions): Promise<number> {
  const output = createOutput(context, options);
  if (options.keep === true && options.skip !== true)
    return printProblem(
      context,
      wrongUsage('--keep needs --skip.', `htmx-realtime-tutor next --skip --keep`).problem,
      options,
    );
  const opened = await openStartedSession(context, options, { output, command: 'next' });
  if (!opened.ok) return printProblem(context, opened.problem, options);
  const session = opened.value;
  const call = { session, options, output };
  const current = stepOf(session, undefined, 'first');
  if (!current.ok) return printProblem(context, current.problem, options);
  const step = followingStep(session.course, current.value);
  if (step === undefined) {
    output.say(`${current.value.id} (${current.value.title}) ${endsWhere(session.chapter)}.`);
    if (isPassed(session, current.value)) sayClosing(session.course, output);
    else output.next('check', 'its checkpoint');
    return EXIT.passed;
  }
  let skipping: Skipping | undefined;
  if (!isPassed(session, current.value) || failsNow(session, current.value)) {
    const decision = await decideSkip(call, current.value, step);
    if (decision === 'stay') return EXIT.notPassed;
    skipping = decision === 'passed' ? undefined : decision;
  }
  const moved = goOn(call, step, skipping);
  if (typeof moved === 'number') return moved;
  output.lines('');
  return readLesson({ session: moved, options, output }, { kind: 'step', step });
}

/** Moves to the step and says what was written. A number: the exit code of a problem that was printed. */
export function goOn(
  { session, options, output }: Invocation<StartedSession>,
  step: Step,
  skipping: Skipping | undefined,
): StartedSession | number {
  const report = advance(session, step, skipping);
  if (!report.ok) return printProblem(session.context, report.problem, options);
  output.say(`You are at ${step.id} (${step.title}) now.`);
  reportChange(output, report.value);
  return { ...session, workspace: report.value.workspace };
}

/** What happens to a step that has not passed: asked on a terminal, else by the options. `passed`: it was checked now. */
export async function decideSkip(
  { session, options, output }: Invocation<StartedSession, NextOptions>,
  current: Step,
  step: Step,
): Promise<Skipping | 'stay' | 'passed'> {
  if (options.skip === true) return options.keep === true ? 'keep' : 'solution';
  const broken = isPassed(session, current) ? brokenStep(session) : undefined;
  output.say(
    broken === undefined
      ? `The checkpoint of ${current.id} (${current.title}) has not passed yet.`
      : `${broken.id} (${broken.title}) no longer passes.`,
  );
  if (!session.context.interactive) {
    output.next('check', 'its checkpoint');
    output.next('next --skip', `go on with the tutor's solution of ${current.id}`);
    return 'stay';
  }
  const own = ownFilesAt(session, step);
  const asker = await createAsker(session.context);
  const wasChecked = (session.workspace.progress.failing[current.id] ?? []).length > 0;
  const answer = await asker.select<Skipping | 'stay' | 'check'>(
    'Go on anyway?',
    [
      { name: 'No, stay at this step', value: 'stay', leaves: true },
      { name: 'Check it now', value: 'check', description: 'When its checkpoint passes, you go on.' },
      {
        name: `Yes, with the tutor's solution of ${current.id}`,
        value: 'solution',
        description:
          own.length === 0
            ? 'None of your own changes are replaced.'
            : `This replaces your ${listed(own)}; undo brings it back.`,
      },
      { name: 'Yes, with my files as they are', value: 'keep', description: 'Later checks look at this step again.' },
    ],
    wasChecked ? 'stay' : 'check',
  );
  return answer === 'check' ? checkNow({ session, options, output }, current) : answer;
}

/** Runs the checkpoint. A verdict that is not a pass is printed with what to do next. */
async function checkNow(call: Invocation<StartedSession>, step: Step): Promise<'stay' | 'passed'> {
  const checked = await checkStep(call, step, 'pretty');
  if (!checked.ok) printProblem(call.session.context, checked.problem, call.options);
  return checked.ok && checked.value.passed ? 'passed' : 'stay';
}
