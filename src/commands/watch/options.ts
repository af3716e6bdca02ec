import type { CommonOptions } from '../common/options.ts';

export interface WatchOptions extends CommonOptions {
  readonly plain?: boolean;
  readonly poll?: boolean;
  /** False by `--no-coach`. */
  readonly coach?: boolean;
  /** False by `--no-reload`. */
  readonly reload?: boolean;
}
