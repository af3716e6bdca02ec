import { EXIT } from '../../model/result.ts';
import type { Step } from '../../model/step.ts';
import { canAsk } from '../shared/context.ts';
import type { CommandContext } from '../shared/context.ts';
import type { ReadOptions } from '../shared/output/reading.ts';
import { createVoice, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { openSession } from '../shared/folder/session.ts';
import type { Session } from '../shared/folder/session.ts';

/** Prints the steps and pages; on a terminal it lets the person choose one. */
export async function list(context: CommandContext, options: ReadOptions): Promise<number> {
  const voice = createVoice(context, options);
  const session = openSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const { course } = session.value;
  if (options.json === true) {
    const steps = course.steps.map((step) => ({
      step: step.id,
      title: step.title,
      goal: step.goal,
      state: stateOf(session.value, step),
    }));
    voice.lines(
      JSON.stringify(
        { schema: 1, title: course.title, steps, pages: course.pages.map(({ id, title }) => ({ page: id, title })) },
        null,
        2,
      ),
    );
    return EXIT.passed;
  }
  if (canAsk(context) && options.plain !== true && options.quiet !== true) {
    const { chooseFromList } = await import('./list-choice.ts');
    return chooseFromList(session.value, options, voice);
  }
  voice.lines(voice.chalk.bold(course.title), '', ...stepLines(session.value, voice), '', voice.chalk.bold('To read'));
  const width = Math.max(...course.pages.map((page) => page.id.length));
  voice.lines(...course.pages.map((page) => `  ${page.id.padEnd(width)}  ${page.title}`));
  return EXIT.passed;
}

/** A line for each step: what is passed, where one stands, what is to come. */
export function stepLines(session: Session, voice: Voice): readonly string[] {
  const { marks, chalk } = voice;
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

/** A step that is passed shows as passed also while one stands at it. */
export function stateOf({ workspace }: Session, step: Step): 'passed' | 'current' | 'open' {
  if (workspace?.progress.passed[step.id] !== undefined) return 'passed';
  return workspace?.progress.current === step.id ? 'current' : 'open';
}
