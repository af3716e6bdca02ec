/** The values of `--reporter`, in the order of the help. Separate from the reporters, so that the help need not load them. */
export const REPORTER_NAMES = ['pretty', 'json', 'junit', 'tap', 'github', 'compact'] as const;

/** Places that grade: each wants files of its own form. For `check` and `grade`, which know steps and points. */
export const PLACE_NAMES = ['gradescope', 'classroom50', 'vpl', 'check50'] as const;

export type ReporterName = (typeof REPORTER_NAMES)[number];

export type PlaceName = (typeof PLACE_NAMES)[number];

export function isPlaceName(name: string): name is PlaceName {
  return PLACE_NAMES.some((each) => each === name);
}
