import { solutionState } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import { renderDiff } from '../../terminal/diff.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import { openLearnersSession, stepOf } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';
import { diffsAgainst } from '../use-cases/file-diffs.ts';

/** Standard output is a patch, or empty: everything else goes to standard error. */
export async function diff(
  context: CommandContext,
  stepArg: string | undefined,
  given: CommonOptions,
): Promise<number> {
  const named = withUnit(context, stepArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options = named.value;
  const output = createOutput(context, options);
  const session = await openLearnersSession(context, options, { output, command: 'diff' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const step = stepOf(session.value, stepArg, 'last');
  if (!step.ok) return printProblem(context, step.problem, options);
  const { course, backend, folder } = session.value;
  const diffs = await diffsAgainst(folder, solutionState(course, step.value.id, backend.overlay));
  if (diffs.length === 0) output.note(`No difference from the solution of ${step.value.id} (${step.value.title}).`);
  else output.note(`From your files to the solution of ${step.value.id} (${step.value.title}):`);
  for (const { unified } of diffs) output.lines(renderDiff(unified, output.terminal).replace(/\n$/, ''));
  return EXIT.passed;
}
