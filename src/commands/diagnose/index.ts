import { InvalidArgumentError } from 'commander';
import type { Register } from '../common/context.ts';
import { withExamples, withOutput } from '../common/options.ts';
import { REPORTER_NAMES } from '../../reporters/names.ts';
import type { DiagnoseOptions } from './diagnose.ts';

export const registerDiagnose: Register = (program, context) => {
  const command = program
    .command('diagnose')
    .argument(
      '<page>',
      'the address of a page that is served now (http://localhost:3000/room/7), or a file: markup, or a recording (HAR)',
    )
    .description('open any page with htmx and say what it does with WebSockets and event streams')
    .option('--for <time>', 'how long the page is observed: 5s, 1500ms (default: 5s)')
    .option('--send <text>', 'type this into the form that sends')
    .option('--click <selector>', 'click the first element that matches; may be repeated', repeated)
    .option('--header <header>', 'send this header to the origin of the page: "Name: value"; may be repeated', given)
    .option('--cookie <cookie>', 'send this cookie to the origin of the page: name=value; may be repeated', given)
    .option('--server <folder>', 'the folder with the sources, so that findings name file and line')
    .option('--show-secrets', 'print the values of cookies, tokens and passwords, which are masked without it')
    .option('--migrate', 'run the page under the other major of htmx, too, and say what would differ')
    .option('--proxy <port>', 'listen there and observe your own browser, until Ctrl-C or for the time of --for')
    .option('--dom', 'load the page in the built-in DOM, not in a browser; only for pages of this machine')
    .option('--json', 'print one JSON object and nothing else')
    .option('--html <file>', 'write a report for a browser into this file, besides what is printed')
    .option('--reporter <name>', `how the result is printed: ${REPORTER_NAMES.join(', ')}`)
    .action(async (url: string, options: DiagnoseOptions) => {
      const { diagnosePage } = await import('./diagnose.ts');
      context.finish(await diagnosePage(context, url, options));
    });
  withExamples(withOutput(command), [
    ['diagnose http://localhost:3000/', 'five seconds of the page'],
    ['diagnose http://localhost:3000/ --send hello', 'and what comes back for a message'],
    ['diagnose localhost:3000 --cookie sid=abc1', 'as somebody who is logged in'],
    ['diagnose http://localhost:3000/ --server ./', 'with file and line'],
    ['diagnose localhost:3000 --migrate --send hi', 'what would differ with htmx 4'],
    ['diagnose localhost:3000 --proxy 8001', 'what happens in your own browser, until Ctrl-C'],
    ['diagnose templates/chat.html', 'the markup alone, without a server'],
    ['diagnose room.har', 'a recording of the Network panel of Chrome'],
    ['diagnose http://localhost:3000/ --for 30s --verbose', 'everything that happens in half a minute'],
  ]);
};

function repeated(selector: string, before: readonly string[] = []): readonly string[] {
  if (selector.trim() === '') throw new InvalidArgumentError('The selector is empty.');
  return [...before, selector];
}

/** What it may be is said together with the address. */
function given(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
