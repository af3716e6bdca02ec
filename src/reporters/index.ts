import { createJsonReporter } from './json.ts';
import { createPrettyReporter } from './pretty.ts';
import type { Reporter, ReporterFactory, ReporterOptions } from './reporter.ts';

export type { Reporter, ReporterOptions } from './reporter.ts';

// A new reporter is a file and a line here.
const REPORTERS = {
  pretty: createPrettyReporter,
  json: createJsonReporter,
} satisfies Readonly<Record<string, ReporterFactory>>;

export type ReporterName = keyof typeof REPORTERS;

/** What `--reporter` may be. */
export const REPORTER_NAMES: readonly string[] = Object.keys(REPORTERS);

export function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}

/** Begins the report of one run. The reporter writes to `options.out` once, when the run is finished. */
export function createReporter(name: ReporterName, options: ReporterOptions): Reporter {
  return REPORTERS[name](options);
}
