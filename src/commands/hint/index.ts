import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { HintOptions } from './hint.ts';

export const registerHint: Register = (program, context) => {
  const command = program
    .command('hint')
    .argument('[step]', 'which step (default: the current one)')
    .description('print the next hint, chosen by what failed in the last check')
    .option('--all', 'print all hints')
    .action(async (step: string | undefined, options: HintOptions) => {
      const { hint } = await import('./hint.ts');
      context.finish(await hint(context, step, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['hint', 'the next hint for the current step'],
    ['hint 4 --all', 'all of step 4'],
  ]);
};
