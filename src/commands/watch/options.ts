import type { CommonOptions } from '../common/options.ts';

export interface WatchOptions extends CommonOptions {
  readonly plain?: boolean;
  readonly poll?: boolean;
}
