import { Option } from 'commander';
import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { SolutionOptions } from './solution.ts';

export const registerSolution: Register = (program, context) => {
  const command = program
    .command('solution')
    .argument('[step]', 'which step (default: the current one)')
    .description('show what a step changes in your files, and why')
    .option('--yes', 'show it without a question')
    .option('--apply', 'write the whole state of the step, after a snapshot')
    .addOption(new Option('--to <folder>', 'write the whole state into a new or empty folder').conflicts('apply'))
    .action(async (step: string | undefined, options: SolutionOptions) => {
      const { solution } = await import('./solution.ts');
      context.finish(await solution(context, step, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['solution', 'what the current step changes'],
    ['solution step-4 --apply', 'write the state of step 4; undo reverts it'],
    ['solution 6 --to ../step-6', 'write it elsewhere, and leave your files alone'],
  ]);
};
