import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerDoctor: Register = (program, context) => {
  const command = program
    .command('doctor')
    .description('show what is installed, what is missing and how to get it; exit code 3 when the backend cannot run')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (options: CommonOptions) => {
      const { doctor } = await import('./doctor.ts');
      context.finish(await doctor(context, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['doctor', 'for the backend of the folder; without one, for Node'],
    ['doctor --backend fastapi', 'whether Python has what FastAPI needs'],
    ['doctor --json', 'the same for a script'],
  ]);
};
