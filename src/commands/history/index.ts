import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerHistory: Register = (program, context) => {
  const command = program
    .command('history')
    .description("list the tutor's changes to your files")
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CommonOptions) => {
      const { history } = await import('./history.ts');
      context.finish(await history(context, options));
    });
  withExamples(withFolder(command), [['history', 'every change, with its number for undo']]);
};
