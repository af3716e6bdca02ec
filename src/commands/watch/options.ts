import type { CoachOptions, CommonOptions } from '../common/options.ts';

export interface WatchOptions extends CommonOptions, CoachOptions {
  readonly plain?: boolean;
  readonly poll?: boolean;
}
