import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { ReadOptions } from '../common/output/reading.ts';

export const registerList: Register = (program, context) => {
  const command = program
    .command('list')
    .description('list the steps, labs and pages; on a terminal, choose one')
    .option('--json', 'print one JSON object and nothing else')
    .option('--plain', 'print the list and ask nothing')
    .action(async (options: ReadOptions) => {
      const { list } = await import('./list.ts');
      context.finish(await list(context, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['list', 'choose with the arrows, or type the first letters of a name'],
    ['list --plain', 'the steps, and which have passed; the same in a pipe'],
  ]);
};
