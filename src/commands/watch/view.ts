import type { Key, Viewport, WatchEvent, WatchState } from '../../terminal/watch/index.ts';

/** How the person sees the state and presses keys: a screen, or lines. */
export interface View {
  /** Starts reading keys and showing states. */
  open(onKey: (key: Key, viewport: Viewport) => void): void;
  /** Shows the state after this event. */
  show(state: WatchState, event: WatchEvent): void;
  /** Effects that concern only the terminal. */
  perform(effect: 'suspend' | 'redraw'): void;
  /** Restores the terminal. Idempotent. */
  close(): void;
}
