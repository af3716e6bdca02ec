import type { Register } from '../shared/context.ts';
import { withBackend, withExamples, withFolder } from '../shared/options.ts';
import type { ReadOptions } from '../shared/output/reading.ts';

export const registerLesson: Register = (program, context) => {
  const command = program
    .command('lesson')
    .argument('[step]', 'a step, or a page as list names them (default: the current step)')
    .description('print the text of a step or a page')
    .option('--plain', 'words instead of anything drawn, no colours, no pages: for a screen reader or a pipe')
    .action(async (step: string | undefined, options: ReadOptions) => {
      const { lesson } = await import('./lesson.ts');
      context.finish(await lesson(context, step, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['lesson', 'the step that you are at'],
    ['lesson step-3', 'step 3'],
    ['lesson --plain', 'the same, to be read aloud'],
    ['lesson pitfalls', 'what goes wrong most, and how it shows'],
  ]);
};
