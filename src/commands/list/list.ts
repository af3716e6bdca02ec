import { EXIT } from '../../model/result.ts';
import type { Course } from '../../model/step.ts';
import { stateOf } from '../use-cases/step-state.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import type { ReadOptions } from '../common/output/reading.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { isLab } from '../common/chapter.ts';
import { openSession } from '../common/folder/session.ts';
import type { FolderSession } from '../common/folder/session.ts';
import { labLines, labsOf } from './labs.ts';

/** Prints the steps and pages; on a terminal it lets the person choose one. */
export async function list(context: CommandContext, options: ReadOptions): Promise<number> {
  const output = createOutput(context, options);
  const session = await openSession(context, options, output);
  if (!session.ok) return printProblem(context, session.problem, options);
  const { course } = session.value;
  const labs = await labsOf(context);
  if (options.json === true) {
    const steps = course.steps.map((step) => ({
      step: step.id,
      title: step.title,
      goal: step.goal,
      state: stateOf(session.value, step),
    }));
    output.lines(
      JSON.stringify(
        {
          schema: 1,
          title: course.title,
          steps,
          labs: labs.map(({ step: { id, title, goal }, state }) => ({ lab: id, title, goal, state })),
          pages: course.pages.map(({ id, title }) => ({ page: id, title })),
        },
        null,
        2,
      ),
    );
    return EXIT.passed;
  }
  if (canAsk(context) && options.plain !== true && options.quiet !== true) {
    const { chooseFromList } = await import('./list-choice.ts');
    return chooseFromList({ session: session.value, options, output }, labs);
  }
  const parts = [
    // A lab's folder has the lab alone, which is one of those below.
    ...(isLab(session.value.chapter) ? [] : [[output.chalk.bold(course.title)], progressLines(session.value, output)]),
    labLines(labs, output),
    pageLines(course, output),
  ].filter((part) => part.length > 0);
  output.lines(...parts.flatMap((part, index) => (index === 0 ? part : ['', ...part])));
  return EXIT.passed;
}

function pageLines({ pages }: Course, { chalk }: Output): readonly string[] {
  if (pages.length === 0) return [];
  const width = Math.max(...pages.map((page) => page.id.length));
  return [chalk.bold('To read'), ...pages.map((page) => `  ${page.id.padEnd(width)}  ${page.title}`)];
}

/** A line for each step: those that have passed, the current one, those to come. */
export function progressLines(session: FolderSession, output: Output): readonly string[] {
  const { marks, chalk } = output;
  const width = Math.max(...session.course.steps.map((step) => step.id.length));
  return session.course.steps.map((step) => {
    const state = stateOf(session, step);
    const line = `${step.id.padEnd(width)}  ${step.title}`;
    if (state === 'passed') return `${chalk.green(marks.pass)} ${line}`;
    return state === 'current'
      ? `${chalk.cyan(marks.current)} ${chalk.bold(line)}`
      : `${chalk.dim(marks.open)} ${line}`;
  });
}
