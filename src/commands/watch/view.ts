import type { Key, Viewport, WatchEvent, WatchState } from '../../terminal/watch/index.ts';

/** Effects that belong to the terminal, or to a program that gets it. */
export type OfTerminal = 'leave' | 'interrupt' | 'suspend' | 'redraw' | 'edit';

/** How the person sees the state and presses keys: a screen, or lines. */
export interface View {
  /** Starts reading keys and showing states. */
  open(onKey: (key: Key, viewport: Viewport) => void): void;
  /** Shows the state after this event. */
  show(state: WatchState, event: WatchEvent): void;
  /** Effects that concern only the terminal. */
  perform(effect: 'suspend' | 'redraw'): void;
  /** Gives the terminal to another program until it has ended. */
  lend<T>(run: () => Promise<T>): Promise<T>;
  /** Restores the terminal. Idempotent. */
  close(): void;
}
