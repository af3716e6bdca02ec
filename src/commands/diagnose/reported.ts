import { EXIT } from '../../model/result.ts';
import type { ReporterName } from '../../reporters/index.ts';
import type { CommandContext } from '../common/context.ts';
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
export function reported(reporting: Reporting, { overview, wording, events }: Outcome): number {
  const { context, reporter, options, output } = reporting;
  if (isForPeople(reporting)) output.note(overview);
  const report = openReporter(reporter, { context, options, output, wording });
  for (const event of events) report(event);
  const last = events.at(-1);
  return last?.type === 'run-finished' && last.result.passed ? EXIT.passed : EXIT.notPassed;
}

/** Whether somebody reads along, to whom also is said what is done. */
export function isForPeople({ reporter, options }: Pick<Reporting, 'reporter' | 'options'>): boolean {
  return reporter === 'pretty' && options.quiet !== true;
}
