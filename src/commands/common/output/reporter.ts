import { nearestOf } from '../../../course/index.ts';
import type { Wording } from '../../../messages/index.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { createReporter, isReporterName, REPORTER_NAMES } from '../../../reporters/index.ts';
import type { Reporter, ReporterName } from '../../../reporters/index.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';
import type { Output } from './output.ts';

/** The reporter that a call asks for by `--json` or `--reporter`; a problem: there is none of that name. */
export function reporterName({ json, reporter }: Pick<CommonOptions, 'json' | 'reporter'>): Result<ReporterName> {
  const name = json === true ? 'json' : (reporter ?? 'pretty');
  if (isReporterName(name)) return { ok: true, value: name };
  const near = nearestOf(name, REPORTER_NAMES);
  return wrongUsage(
    `"${name}" is not a reporter.`,
    `${near === undefined ? '' : `The nearest is ${near}. `}Available: ${REPORTER_NAMES.join(', ')}.`,
  );
}

/** The reporter for a call, on standard output. Commands in its texts are typed as they work where they are read. */
export function openReporter(
  name: ReporterName,
  call: {
    readonly context: CommandContext;
    readonly options: Pick<CommonOptions, 'quiet' | 'verbose'>;
    readonly output: Output;
    readonly wording: Wording;
  },
): Reporter {
  const { context, options, output, wording } = call;
  return createReporter(name, {
    ...output.terminal,
    out: context.stdout,
    wording: { ...wording, typed: output.typed },
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    root: context.env['GITHUB_WORKSPACE'] ?? context.cwd,
    summaryFile: context.env['GITHUB_STEP_SUMMARY'],
  });
}
