import type { Register } from '../common/context.ts';
import { withBackend, withExamples, withOutput } from '../common/options.ts';
import type { GradeOptions } from './options.ts';
import { FORMATS } from './report/names.ts';

export const registerGrade: Register = (program, context) => {
  const command = program
    .command('grade')
    .argument('[folders...]', 'the folders to check; - reads them from standard input, one in a line')
    .description('check many folders, several at a time, and print a table')
    .option('--step <step>', 'how far to check (default: all)')
    .option('--roster <file>', 'a CSV file with the columns name and folder, instead of folders')
    .option('--jobs <number>', 'how many folders are checked at a time (default: the processors and one)')
    .option('--timeout <seconds>', 'a folder that takes longer is stopped and has no verdict (default: 180)')
    .option(
      '--memory <megabytes>',
      'a folder whose processes take more is stopped and has no verdict; 0: no limit (default: 1000)',
    )
    .option('--inside <program>', 'runs each check: it is called with the folder, then the command and its arguments')
    .option('--shard <part>', 'only a part of the folders: 1/4 is the first of four')
    .option('--results <file>', 'keep results there; a folder that did not change is not checked again')
    .option('--merge', 'report results that other calls have kept: name their files instead of folders')
    .option('--points <points>', 'points for each step: step-2=1,step-4=3, or a file with such lines')
    .option('--format <name>', `how the result is printed: ${FORMATS.join(', ')} (default: table)`)
    .option('--to <folder>', 'the files that a place that grades wants, in a folder there for each submission')
    .option('--json', 'the same as --format json')
    .option('--html <file>', 'write a report for a browser into this file, besides what is printed')
    .option('--browser', 'load pages in Chrome, Chromium or Edge instead of the built-in DOM')
    .action(async (folders: readonly string[], options: GradeOptions) => {
      const { grade } = await import('./grade.ts');
      context.finish(await grade(context, folders, options));
    });
  withExamples(withOutput(withBackend(command)), [
    ['grade submissions/*', 'everybody, up to the challenge'],
    ['grade submissions/* --step 4 --jobs 2', 'up to step 4, two at a time'],
    ['grade --roster class.csv --results class.jsonl', 'only what changed since the last time'],
    ['grade submissions/* --shard 1/4 --results 1.jsonl', 'one of four jobs of a pipeline'],
    ['grade submissions/* --format gradescope --to results', 'a results.json for each'],
    ['grade submissions/* --html class.html', 'and a page for a browser'],
    ['grade --merge *.jsonl --format junit', 'one report of all jobs'],
  ]);
};
