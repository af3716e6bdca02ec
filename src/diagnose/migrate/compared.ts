import type { ObservedPage } from '../../rules/observed-page.ts';

/** A page under its own major and under another one. */
export interface Compared {
  readonly before: ObservedPage;
  readonly after: ObservedPage;
  readonly majors: { readonly from: number; readonly to: number };
  /** What was typed, one word in each run. */
  readonly words: readonly string[];
}
