import { EXIT } from '../../model/result.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import type { Spinner } from '../../terminal/spinner.ts';
import type { CommandContext } from '../common/context.ts';
import { htmlFile } from '../common/output/html-file.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import { reporterName } from '../common/output/reporter.ts';
import { diagnosed } from './diagnosed.ts';
import { readFileName } from './file-name.ts';
import type { DiagnoseOptions } from './options.ts';
import { isForPeople, reported } from './reported.ts';

export type { DiagnoseOptions } from './options.ts';

/** Exit code 0: nothing is wrong, 1: something is, 2: wrong usage, 3: the page cannot be reached. */
export async function diagnosePage(
  context: CommandContext,
  address: string,
  options: DiagnoseOptions,
): Promise<number> {
  const reporter = reporterName(options);
  if (!reporter.ok) return printProblem(context, reporter.problem, options);
  // Before a minute has been observed for nothing.
  const html = htmlFile(options.html, context);
  if (!html.ok) return printProblem(context, html.problem, options);
  const output = createOutput(context, options);
  const reporting = { context, reporter: reporter.value, options, output };
  if (options.proxy !== undefined && readFileName(context, address) === undefined) {
    const { diagnoseProxied } = await import('./proxied.ts');
    return diagnoseProxied(reporting, address);
  }
  const isWatched = isForPeople(reporting);
  const { cwd, signal, stderr } = context;
  let spinner: Spinner | undefined;
  const busy = (text: string | (() => string)): void => {
    if (!isWatched) return;
    spinner ??= startSpinner(typeof text === 'string' ? text : text(), { stream: stderr, ...output.terminal });
    spinner.update(text);
  };
  const outcome = await diagnosed({ cwd, signal, busy }, address, options).finally(() => spinner?.stop());
  if (signal.aborted) return EXIT.interrupted;
  return outcome.ok ? reported(reporting, outcome.value) : printProblem(context, outcome.problem, options);
}
