import type { Register } from '../shared/context.ts';
import { withExamples, withOutput } from '../shared/options.ts';
import type { CommonOptions } from '../shared/options.ts';

export const registerExplain: Register = (program, context) => {
  const command = program
    .command('explain')
    .argument('[code]', 'as a check prints it: oob/no-id (default: list all)')
    .description("say what a finding's code means, with a wrong and a right example")
    .action(async (code: string | undefined, options: CommonOptions) => {
      const { explainCode } = await import('./explain.ts');
      context.finish(await explainCode(context, code, options));
    });
  withExamples(withOutput(command), [
    ['explain oob/no-id', 'one code'],
    ['explain', 'all codes'],
  ]);
};
