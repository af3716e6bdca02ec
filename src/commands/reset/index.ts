import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerReset: Register = (program, context) => {
  const command = program
    .command('reset')
    .argument('[step]', 'which step (default: the current one)')
    .description("return the folder to a step's start, after a snapshot")
    .action(async (step: string | undefined, options: CommonOptions) => {
      const { reset } = await import('./reset.ts');
      context.finish(await reset(context, step, options));
    });
  withExamples(withFolder(command), [
    ['reset', 'start the current step again'],
    ['reset step-2', 'go back to step 2'],
  ]);
};
