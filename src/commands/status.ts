import type { Register } from './context.ts';
import { withExamples, withFolder } from './options.ts';
import type { CommonOptions } from './options.ts';

export const registerStatus: Register = (program, context) => {
  const command = program
    .command('status')
    .description('say where you stand, and what to do next')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CommonOptions) => {
      const { status } = await import('./actions/status.ts');
      context.finish(status(context, options));
    });
  withExamples(withFolder(command), [
    ['status', 'this folder'],
    ['status --dir ../demo --json', 'another one, for a script'],
  ]);
};
