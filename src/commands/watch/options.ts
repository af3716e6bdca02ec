import type { CoachOptions, CommonOptions } from '../common/options.ts';

/** The reporters that can be printed again and again; `pretty` is what the lines are without one. */
export const WATCH_REPORTERS = ['pretty', 'compact'] as const;

export interface WatchOptions extends CommonOptions, CoachOptions {
  readonly plain?: boolean;
  /** The command of the person's editor. */
  readonly editor?: string;
  readonly poll?: boolean;
}
