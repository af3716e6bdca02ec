import type { Register } from '../common/context.ts';
import { withBackend, withCoach, withExamples, withFolder } from '../common/options.ts';
import type { RunCommandOptions } from './run.ts';

export const registerRun: Register = (program, context) => {
  const command = program
    .command('run')
    .description('run your server, restart it whenever you save a file, and say what happens in your browser')
    .option('--port <number>', 'the port to listen on (default: 8000, or the next free one)')
    .action(async (options: RunCommandOptions) => {
      const { run } = await import('./run.ts');
      context.finish(await run(context, options));
    });
  withCoach(withBackend(withFolder(command)));
  // It starts the server; what it says to somebody who names a running one tells more than an unknown option.
  command.options.find(({ long }) => long === '--url')?.hideHelp();
  withExamples(command, [
    ['run', 'on http://localhost:8000, until Ctrl-C; on a terminal, the key h says the keys'],
    ['run --port 3000', 'on another port'],
    ['run --no-coach', 'your server alone, with nothing in front of it'],
  ]);
};
