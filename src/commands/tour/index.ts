import { SCAFFOLDED } from '../../servers/backends/index.ts';
import type { Register } from '../common/context.ts';
import { withExamples, withOutput } from '../common/options.ts';
import type { TourOptions } from './tour.ts';

export const registerTour: Register = (program, context) => {
  const command = program
    .command('tour')
    .description('play the whole chapter by itself in a temporary folder')
    .option('--backend <name>', `the kind of server: ${SCAFFOLDED.map(({ kind }) => kind).join(', ')}`)
    .option('--browser', 'load the page in Chrome, Chromium or Edge instead of the built-in DOM')
    .option('--seed <text>', 'repeat the random words of an earlier tour')
    .action(async (options: TourOptions) => {
      const { tour } = await import('./tour.ts');
      context.finish(await tour(context, options));
    });
  withExamples(withOutput(command), [
    ['tour', 'every step, with what went over the wire'],
    ['tour --quiet', 'only whether each step passed: a smoke test'],
  ]);
};
