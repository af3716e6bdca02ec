import type { Register } from '../common/context.ts';
import { withBackend, withCoach, withEditor, withExamples, withFolder } from '../common/options.ts';
import { WATCH_REPORTERS } from './options.ts';
import type { WatchOptions } from './options.ts';

export const registerWatch: Register = (program, context) => {
  const command = program
    .command('watch')
    .description('check on every save, on one screen: the step, its checks, what is wrong; the rest by a key')
    .option('--plain', 'print each result as lines and redraw nothing, for screen readers and simple terminals')
    .option(
      '--reporter <name>',
      `how each result is printed as lines: ${WATCH_REPORTERS.join(', ')}; compact is for editors`,
    )
    .option('--poll', 'look for changes every quarter of a second, for network drives that report none')
    .option('--browser', 'load the page in Chrome, Chromium or Edge instead of the built-in DOM')
    .action(async (options: WatchOptions) => {
      const { watch } = await import('./watch.ts');
      context.finish(await watch(context, options));
    });
  withExamples(withEditor(withCoach(withBackend(withFolder(command)))), [
    ['watch', 'beside your editor; ? shows the keys'],
    ['watch --plain', 'the same as lines, with keys followed by Enter'],
    ['watch --reporter compact', 'the same for an editor, which lists the findings'],
  ]);
};
