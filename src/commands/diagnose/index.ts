import { InvalidArgumentError } from 'commander';
import type { Register } from '../common/context.ts';
import { withExamples, withOutput } from '../common/options.ts';
import { REPORTER_NAMES } from '../../reporters/names.ts';
import type { DiagnoseOptions } from './diagnose.ts';

export const registerDiagnose: Register = (program, context) => {
  const command = program
    .command('diagnose')
    .argument('<url>', 'the address of a page that is served now: http://localhost:3000/room/7')
    .description('open any page with htmx and say what it does with WebSockets and event streams')
    .option('--for <time>', 'how long the page is observed: 5s, 1500ms (default: 5s)')
    .option('--send <text>', 'type this into the form that sends')
    .option('--click <selector>', 'click the first element that matches; may be repeated', repeated)
    .option('--server <folder>', 'the folder with the sources, so that findings name file and line')
    .option('--dom', 'load the page in the built-in DOM; for pages of this machine only')
    .option('--json', 'print one JSON object and nothing else')
    .option('--reporter <name>', `how the result is printed: ${REPORTER_NAMES.join(', ')}`)
    .action(async (url: string, options: DiagnoseOptions) => {
      const { diagnosePage } = await import('./diagnose.ts');
      context.finish(await diagnosePage(context, url, options));
    });
  withExamples(withOutput(command), [
    ['diagnose http://localhost:3000/', 'five seconds of the page'],
    ['diagnose http://localhost:3000/ --send hello', 'and what comes back for a message'],
    ['diagnose http://localhost:3000/ --server ./', 'with file and line'],
    ['diagnose http://localhost:3000/ --for 30s --verbose', 'everything that happens in half a minute'],
  ]);
};

function repeated(selector: string, before: readonly string[] = []): readonly string[] {
  if (selector.trim() === '') throw new InvalidArgumentError('The selector is empty.');
  return [...before, selector];
}
