import type { Key, Viewport, WatchEvent, WatchState } from '../../terminal/watch/index.ts';

/** How the person sees the watching and presses keys: a drawn screen, or lines. */
export interface View {
  /** From now on keys are read and states shown. */
  open(onKey: (key: Key, viewport: Viewport) => void): void;
  /** Shows the state after this event. */
  show(state: WatchState, event: WatchEvent): void;
  /** What concerns the terminal alone. */
  perform(effect: 'suspend' | 'redraw'): void;
  /** The terminal is as it was before. Idempotent. */
  close(): void;
}
