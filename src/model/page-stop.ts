import type { ProcessEnd } from './observed.ts';

/**
 * `load`: its load event did not come within `ms`. `answer`: it did not answer for so long. `script`: its scripts ran for so long without a
 * pause.
 */
export interface PageHang {
  readonly reason: 'hung';
  /** `use`: in a person's own browser. */
  readonly during: 'load' | 'answer' | 'script' | 'use';
  readonly ms: number;
  /** More messages and events came from the server each second than a page handles: about so many. Absent: they did not. */
  readonly perSecond?: number;
}

/** `megabytes`: how many it may use; absent: the browser says only that the page crashed. */
export interface PageFull {
  readonly reason: 'out-of-memory';
  readonly megabytes?: number;
}

/** `exit`: how the engine's process ended, where it did. `error`: what it reported; may be empty then. */
export interface PageCrash {
  readonly reason: 'engine-died';
  readonly exit?: ProcessEnd;
  readonly error: string;
}

/** How a page that was there stopped. */
export type PageStop = PageHang | PageFull | PageCrash;
