import { EXIT } from '../../model/result.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createVoice, printProblem } from '../shared/output/output.ts';
import { currentStep, edgeStep, openSession } from '../shared/folder/session.ts';
import { stateOf, stepLines } from '../list/list.ts';

export function status(context: CommandContext, options: CommonOptions): number {
  const voice = createVoice(context, options);
  const session = openSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const { course, folder, backend, workspace } = session.value;
  const current = currentStep(session.value);
  const passed = course.steps.filter((step) => stateOf(session.value, step) === 'passed').length;
  if (options.json === true) {
    const steps = course.steps.map((step) => ({
      step: step.id,
      title: step.title,
      state: stateOf(session.value, step),
      passedAt: workspace?.progress.passed[step.id]?.at ?? null,
    }));
    voice.lines(
      JSON.stringify(
        {
          schema: 1,
          folder,
          started: workspace !== undefined,
          backend: backend.kind,
          current: current?.id ?? null,
          passed,
          steps,
        },
        null,
        2,
      ),
    );
    return EXIT.passed;
  }
  if (workspace === undefined || current === undefined) {
    voice.say(`The tutor has not started anything in ${folder}.`);
    voice.next('start', 'begin the chapter');
    return EXIT.passed;
  }
  voice.lines(...stepLines(session.value, voice), '');
  voice.say(`Folder: ${folder}`);
  voice.say(`Backend: ${backend.title}`);
  voice.say(`Passed: ${passed} of ${course.steps.length}. You are at ${current.id} (${current.title}).`);
  if (stateOf(session.value, current) !== 'passed') voice.next('check', 'its checkpoint');
  else if (current === edgeStep(course, 'last'))
    voice.next('lesson summary', 'what you have built, and where to go from here');
  else voice.next('next', 'the next step');
  return EXIT.passed;
}
