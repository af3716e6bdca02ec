import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerStatus: Register = (program, context) => {
  const command = program
    .command('status')
    .description('show where you are, and what to do next')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CommonOptions) => {
      const { status } = await import('./status.ts');
      context.finish(await status(context, options));
    });
  withExamples(withFolder(command), [
    ['status', 'this folder'],
    ['status --dir ../demo --json', 'another one, for a script'],
  ]);
};
