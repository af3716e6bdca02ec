import path from 'node:path';
import { EXIT } from '../../model/result.ts';
import type { ReporterName } from '../../reporters/index.ts';
import type { CommandContext } from '../common/context.ts';
import { htmlFile } from '../common/output/html-file.ts';
import { openHtml, sourceIn } from '../common/output/html-report.ts';
import { printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openReporter } from '../common/output/reporter.ts';
import type { DiagnoseOptions } from './options.ts';
import type { Outcome } from './outcome.ts';

/** How the result is printed. */
export interface Reporting {
  readonly context: CommandContext;
  readonly reporter: ReporterName;
  readonly options: DiagnoseOptions;
  readonly output: Output;
}

/** Prints what came of a diagnosis. @returns the exit code: 0 nothing is wrong, 1 something is */
export function reported(reporting: Reporting, { overview, wording, events, source }: Outcome): number {
  const { context, reporter, options, output } = reporting;
  if (isForPeople(reporting)) output.note(overview);
  const file = htmlFile(options.html, context);
  if (!file.ok) return printProblem(context, file.problem, options);
  const ofFolder = options.server === undefined ? noSource : sourceIn(path.resolve(context.cwd, options.server));
  const html = file.value && openHtml(file.value, { context, output, wording, source: source(ofFolder) });
  const report = openReporter(reporter, { context, options, output, wording });
  for (const event of events) {
    report(event);
    html?.add(event);
  }
  const problem = html?.finish('');
  if (problem !== undefined) output.warn(problem.message);
  const last = events.at(-1);
  if (last?.type !== 'run-finished' || !last.result.passed) return EXIT.notPassed;
  return problem?.exitCode ?? EXIT.passed;
}

function noSource(): undefined {
  return undefined;
}

/** Whether somebody reads along, to whom also is said what is done. */
export function isForPeople({ reporter, options }: Pick<Reporting, 'reporter' | 'options'>): boolean {
  return reporter === 'pretty' && options.quiet !== true;
}
