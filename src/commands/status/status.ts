import { EXIT } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { sayClosing } from '../common/output/closing.ts';
import { createOutput, printProblem, shownFolder } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { startedBelow } from '../common/folder/find-folder.ts';
import { nextOf } from '../common/folder/nothing-here.ts';
import { openLearnersSession } from '../common/folder/session.ts';
import type { FolderSession } from '../common/folder/session.ts';
import { serverOption } from '../common/backend/choice.ts';
import { recogniseBackend } from '../../servers/backends/index.ts';
import { shellPath } from '../../model/shell.ts';
import { brokenStep, currentStep, lastStep, stateOf } from '../use-cases/step-state.ts';
import { progressLines } from '../list/list.ts';

export async function status(context: CommandContext, options: CommonOptions): Promise<number> {
  const output = createOutput(context, options);
  const session = await openLearnersSession(context, options, { output, command: 'status' });
  if (!session.ok) return printProblem(context, session.problem, options);
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
    output.lines(
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
    sayUnstarted(session.value, options, output);
    return EXIT.passed;
  }
  output.lines(...progressLines(session.value, output), '');
  output.say(`Folder: ${folder}`);
  output.say(`Backend: ${backend.title}`);
  output.say(`Passed: ${passed} of ${course.steps.length}. You are at ${current.id} (${current.title}).`);
  const broken = brokenStep({ course, workspace });
  if (broken !== undefined) output.say(`In the last check ${broken.id} (${broken.title}) no longer passed.`);
  if (stateOf(session.value, current) !== 'passed' || broken !== undefined) output.next('check', 'its checkpoint');
  else if (current === lastStep(course)) sayClosing(session.value.course, output);
  else output.next('next', 'the next step');
  return EXIT.passed;
}

/** A folder that `start` did not make has no progress: says what works in it. */
function sayUnstarted(session: FolderSession, options: CommonOptions, output: Output): void {
  const { folder, backend, context, fromFlags } = session;
  output.say(`The tutor has not started anything in ${folder}.`);
  if (startedBelow(folder).length > 0) return output.say(nextOf(session, 'status'));
  if (!fromFlags && recogniseBackend(folder) === undefined) return output.next('start', 'begin the chapter');
  output.say(`Backend: ${backend.title}. Without notes of the tutor, no progress is kept here.`);
  output.next('check', 'how far the program in this folder is');
  output.next('lesson step-2', 'the lesson of a step');
  const shown = shellPath(shownFolder(context.cwd, folder));
  output.next(`start${serverOption(options)} ${shown}`, 'keep progress here; your files stay as they are');
}
