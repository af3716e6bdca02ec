import type { Register } from './context.ts';
import { withExamples, withFolder } from './options.ts';
import type { CommonOptions } from './options.ts';

export const registerList: Register = (program, context) => {
  const command = program
    .command('list')
    .description('list the steps and pages of the chapter')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CommonOptions) => {
      const { list } = await import('./actions/list.ts');
      context.finish(list(context, options));
    });
  withExamples(withFolder(command), [['list', 'the steps, with what is passed']]);
};
