import type { Register } from '../common/context.ts';
import { withBackend, withCheck, withExamples, withFolder } from '../common/options.ts';
import type { CheckOptions } from './place.ts';

export const registerCheck: Register = (program, context) => {
  const command = program
    .command('check')
    .argument('[step]', 'step-1 … step-7, challenge, a part of a title, a lab, or all (default: the current step)')
    .description('run the checkpoint of a step; the exit code says whether it passed')
    .option('--read-only', 'write nothing into the folder, not even the verdict')
    .action(async (step: string | undefined, options: CheckOptions) => {
      const { check } = await import('./check.ts');
      context.finish(await check(context, step, options));
    });
  withExamples(withCheck(withBackend(withFolder(command))), [
    ['check', 'the current step'],
    ['check 4 --verbose', 'step 4, with everything that went over the wire'],
    ['check all --json', 'the whole chapter, for a script'],
    ['check all --reporter gradescope', 'the file results.json for Gradescope'],
    ['check all --html report.html', 'the whole chapter, as a page for a browser'],
    ['check step-6 --url http://localhost:8000', 'a server that is already running'],
    ['check step-2 --run "python3 main.py"', 'a server in any language'],
  ]);
};
