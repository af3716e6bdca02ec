import { stepsBefore } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Course, Step } from '../../model/step.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import { ownFilesAt, resetTo } from '../use-cases/change-folder.ts';
import type { CommonOptions } from '../common/options.ts';
import { reportChange } from '../common/output/change-report.ts';
import { createAsker } from '../common/output/ask.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import { openStartedSession, stepOf } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';

export async function reset(
  context: CommandContext,
  stepArg: string | undefined,
  given: CommonOptions,
): Promise<number> {
  const named = withUnit(context, stepArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options = named.value;
  const output = createOutput(context, options);
  const session = await openStartedSession(context, options, { output, command: 'reset' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const step = stepOf(session.value, stepArg, 'first');
  if (!step.ok) return printProblem(context, step.problem, options);
  const own = ownFilesAt(session.value, step.value);
  if (own.length > 0 && canAsk(context)) {
    output.say(
      `This replaces ${listed(own)} with the tutor's starting point for ${step.value.id}${solved(session.value.course, step.value)}. A snapshot keeps what you wrote.`,
    );
    if (!(await (await createAsker(context)).confirm('Replace?', { initial: false }))) return EXIT.passed;
  }
  const report = resetTo(session.value, step.value);
  if (!report.ok) return printProblem(context, report.problem, options);
  const changed = report.value.written.length + report.value.removed.length > 0;
  // Of a backend without files in the course, the tutor has and resets only the page.
  const what = session.value.backend.overlay === undefined ? 'page' : 'folder';
  output.say(
    changed
      ? `The ${what} is at the tutor's starting point for ${step.value.id}, ${step.value.title}, now${solved(session.value.course, step.value)}.`
      : `The ${what} was already at the start of ${step.value.id}.`,
  );
  reportChange(output, report.value);
  if (what === 'page') output.say('The files of your server are unchanged.');
  output.next('lesson', 'what the step asks for');
  return EXIT.passed;
}

/** Whose work a step starts with: ` (the solutions of steps 1 to 5)`. Nothing for the first, which starts with its own files. */
function solved(course: Course, step: Step): string {
  const before = stepsBefore(course, step.id).length;
  if (before === 0) return '';
  return before === 1 ? ' (the solution of step 1)' : ` (the solutions of steps 1 to ${before})`;
}
