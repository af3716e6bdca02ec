import type { Diagnosis } from '../../diagnose/index.ts';
import { EXIT } from '../../model/result.ts';
import type { ReporterName } from '../../reporters/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { Output } from '../common/output/output.ts';
import { openReporter } from '../common/output/reporter.ts';
import type { DiagnoseOptions } from './options.ts';
import { runEvents, wordingOf } from './report.ts';
import type { Reported } from './report.ts';
import type { Secrets } from './secrets.ts';

/** How the result is printed. */
export interface Reporting {
  readonly context: CommandContext;
  readonly reporter: ReporterName;
  readonly options: DiagnoseOptions;
  readonly output: Output;
  readonly secrets: Secrets;
}

/** Prints a diagnosis without its secrets. @returns the exit code: 0 nothing is wrong, 1 something is */
export function reported(reporting: Reporting, diagnosis: Diagnosis, about: Reported): number {
  const { context, reporter, options, output, secrets } = reporting;
  const wording = wordingOf({ ...diagnosis, names: secrets.mask(diagnosis.names) });
  const report = openReporter(reporter, { context, options, output, wording });
  const events = runEvents(diagnosis, about);
  for (const event of events) report(secrets.mask(event));
  const last = events.at(-1);
  return last?.type === 'run-finished' && last.result.passed ? EXIT.passed : EXIT.notPassed;
}
