import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withFolder } from '../common/options.ts';
import type { CommonOptions } from '../common/options.ts';

export const registerAssets: Register = (program, context) => {
  const command = program
    .command('assets')
    .argument('[file]', 'replace this one by the copy, and keep the old one beside it')
    .description('copy htmx, its extensions and, for Node, the ws package into a folder, without the network')
    .action(async (file: string | undefined, options: CommonOptions) => {
      const { assets } = await import('./assets.ts');
      context.finish(await assets(context, file, options));
    });
  withExamples(withBackend(withFolder(command)), [
    ['assets', 'copy what is missing; what is there stays'],
    ['assets static/htmx.min.js', 'replace another version of htmx'],
  ]);
};
