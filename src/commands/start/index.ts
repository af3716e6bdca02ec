import type { Register } from '../common/context.ts';
import { withBackend, withCoach, withEditor, withExamples, withOutput } from '../common/options.ts';
import type { StartCommandOptions } from './start.ts';

export const registerStart: Register = (program, context) => {
  const command = program
    .command('start')
    .argument(
      '[dir]',
      `the folder to create or to continue in (default: ${context.chapter.folder}), or a lab, such as lab-resume`,
    )
    .description('start the chapter, or continue where you stopped')
    .option('--dir <folder>', 'the same as [dir]')
    .option('--yes', 'ask nothing and take the defaults')
    .option('--vscode', 'write tasks for VS Code into the folder, which list the findings as problems')
    .option('--plain', 'lines instead of a screen that is redrawn, for screen readers and simple terminals')
    .action(async (dir: string | undefined, options: StartCommandOptions) => {
      const { start } = await import('./start.ts');
      context.finish(await start(context, dir, options));
    });
  withExamples(withEditor(withCoach(withBackend(withOutput(command)))), [
    ['start', 'asks for folder and backend, then leads through the steps'],
    ['start lab-resume', 'begins a lab in a folder of its own, or goes on there'],
    ['start demo --yes', 'creates ./demo, prints the first lesson and ends'],
    ['start --vscode', 'the same, with tasks for VS Code'],
  ]);
};
