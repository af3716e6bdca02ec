import type { Register } from '../common/context.ts';
import { withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerUndo: Register = (program, context) => {
  const command = program
    .command('undo')
    .argument('[number]', 'which change, as history numbers them (default: the last)')
    .description("undo one of the tutor's changes to your files")
    .action(async (number: string | undefined, options: CommonOptions) => {
      const { undoChange } = await import('./undo.ts');
      context.finish(await undoChange(context, number, options));
    });
  withExamples(withFolder(command), [
    ['undo', 'the last change'],
    ['undo 3', 'change 3; the number of an undo brings back what it removed'],
  ]);
};
