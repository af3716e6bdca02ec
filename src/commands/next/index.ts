import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';
import type { NextOptions } from './next.ts';

export const registerNext: Register = (program, context) => {
  const command = program
    .command('next')
    .description('go to the next step and get the files that it starts with')
    .option('--skip', 'go on although the step has not passed: its solution is written, after a snapshot')
    .option('--keep', 'with --skip: leave your files as they are')
    .action(async (options: NextOptions) => {
      const { next } = await import('./next.ts');
      context.finish(await next(context, options));
    });
  withExamples(withFolder(command), [
    ['next', 'after the checkpoint has passed'],
    ['next --skip', 'take the solution of this step and go on'],
  ]);
};
