import { createCompactReporter } from './compact.ts';
import { createGithubReporter } from './github.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter } from './junit.ts';
import type { ReporterName } from './names.ts';
import { createPrettyReporter } from './pretty.ts';
import type { Reporter, ReporterFactory, ReporterOptions } from './reporter.ts';
import { createTapReporter } from './tap.ts';

export { REPORTER_NAMES } from './names.ts';
export type { ReporterName } from './names.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';

// A new reporter is a file, a line here and its name in names.ts.
const REPORTERS: Readonly<Record<ReporterName, ReporterFactory>> = {
  pretty: createPrettyReporter,
  json: createJsonReporter,
  junit: createJunitReporter,
  tap: createTapReporter,
  github: createGithubReporter,
  compact: createCompactReporter,
};

/** Starts the report of one run. The reporter writes to `options.out` once, when the run is finished. */
export function createReporter(name: ReporterName, options: ReporterOptions): Reporter {
  return REPORTERS[name](options);
}
