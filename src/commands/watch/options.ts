import type { CommonOptions } from '../shared/options.ts';

export interface WatchOptions extends CommonOptions {
  readonly plain?: boolean;
  readonly poll?: boolean;
}
