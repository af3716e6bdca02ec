import { nearestOf } from '../../../course/index.ts';
import type { Wording } from '../../../messages/index.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { createReporter, REPORTER_NAMES } from '../../../reporters/index.ts';
import { isPlaceName, PLACE_NAMES } from '../../../reporters/names.ts';
import type { PlaceName } from '../../../reporters/names.ts';
import type { Reporter, ReporterName } from '../../../reporters/index.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';
import type { Output } from './output.ts';

/** The reporter that a call asks for by `--json` or `--reporter`; a problem: the command has none of that name. */
export function reporterName(options: Asked): Result<ReporterName> {
  return nameAmong(REPORTER_NAMES, options);
}

/** The same for a check, whose result a place that grades may want. */
export function checkReporterName(options: Asked): Result<ReporterName | PlaceName> {
  return nameAmong([...REPORTER_NAMES, ...PLACE_NAMES], options);
}

type Asked = Pick<CommonOptions, 'json' | 'reporter'>;

function nameAmong<N extends string>(names: readonly N[], { json, reporter }: Asked): Result<N> {
  const asked = json === true ? 'json' : (reporter ?? 'pretty');
  const name = names.find((each) => each === asked);
  if (name !== undefined) return { ok: true, value: name };
  const near = nearestOf(asked, names);
  return wrongUsage(
    `"${asked}" is not a reporter${isPlaceName(asked) ? ' of this command' : ''}.`,
    `${near === undefined ? '' : `The nearest is ${near}. `}Available: ${names.join(', ')}.`,
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
