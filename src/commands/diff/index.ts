import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerDiff: Register = (program, context) => {
  const command = program
    .command('diff')
    .argument('[step]', 'which step (default: the current one)')
    .description('compare all your files with the solution of a step')
    .action(async (step: string | undefined, options: CommonOptions) => {
      const { diff } = await import('./diff.ts');
      context.finish(await diff(context, step, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['diff', 'against the current step'],
    ['diff 4 > step-4.patch', 'as a patch for git apply'],
  ]);
};
