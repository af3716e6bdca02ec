import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { ReadOptions } from '../common/output/reading.ts';

export const registerLesson: Register = (program, context) => {
  const command = program
    .command('lesson')
    .argument('[step]', 'a step, or a page as list names them (default: the current step)')
    .description('print the text of a step or a page')
    .option('--plain', 'words instead of drawn characters, no colours, no paging: for a screen reader or a pipe')
    .action(async (step: string | undefined, options: ReadOptions) => {
      const { lesson } = await import('./lesson.ts');
      context.finish(await lesson(context, step, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['lesson', 'the current step'],
    ['lesson step-3', 'step 3'],
    ['lesson --plain', 'the same, for a screen reader'],
    ['lesson pitfalls', 'the most common mistakes, and how they show'],
  ]);
};
