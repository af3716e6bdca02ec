/** The values of `--reporter`, in the order of the help. Separate from the reporters, so that the help need not load them. */
export const REPORTER_NAMES = ['pretty', 'json', 'junit', 'tap', 'github', 'compact'] as const;

export type ReporterName = (typeof REPORTER_NAMES)[number];

export function isReporterName(name: string): name is ReporterName {
  return REPORTER_NAMES.some((each) => each === name);
}
