import type { Register } from '../common/context.ts';
import { withExamples, withOutput } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerExplain: Register = (program, context) => {
  const command = program
    .command('explain')
    .argument(
      '[code]',
      'a code (oob/no-id), a line that you see elsewhere, or - to paste text (default: list all codes)',
    )
    .description("say what a finding's code means, or which codes fit what a browser or server says")
    .option('--json', 'print one JSON object and nothing else')
    .action(async (code: string | undefined, options: CommonOptions) => {
      const { explainKnown } = await import('./explanation.ts');
      const known = await explainKnown(context, code, options);
      if (known !== undefined) return context.finish(known);
      const { explainCode } = await import('./explain.ts');
      context.finish(await explainCode(context, code, options));
    });
  withExamples(withOutput(command), [
    ['explain oob/no-id', 'one code'],
    ['explain', 'all codes'],
    ['explain "htmx:oobErrorNoTarget"', 'the codes that fit a line of the console'],
    ['explain 1006', 'a close code or an HTTP status'],
    ['explain - < console.txt', 'a console, a traceback or a response'],
  ]);
};
