import type { Register } from './context.ts';
import { withExamples, withFolder } from './options.ts';
import type { CommonOptions } from './options.ts';

export const registerReset: Register = (program, context) => {
  const command = program
    .command('reset')
    .argument('[step]', 'which step (default: the current one)')
    .description("bring the folder back to a step's start, after a snapshot")
    .action(async (step: string | undefined, options: CommonOptions) => {
      const { reset } = await import('./actions/reset.ts');
      context.finish(reset(context, step, options));
    });
  withExamples(withFolder(command), [
    ['reset', 'begin the current step again'],
    ['reset step-2', 'go back to step 2'],
  ]);
};
