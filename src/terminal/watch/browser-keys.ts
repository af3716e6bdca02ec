import type { Key } from './keys.ts';
import type { WatchEffect, WatchState } from './state.ts';

/** A key of the panel "Browser". */
export interface PanelKey {
  readonly key: Key;
  /** For the line of keys. */
  readonly brief: (state: WatchState) => string;
  readonly purpose: string;
  /** undefined: the panel itself answers it, in `update-keys.ts`. */
  readonly effect: WatchEffect | undefined;
}

/** The keys that mean something else in the panel "Browser", or only something there, in the order in which they are shown. */
export const PANEL_KEYS: readonly PanelKey[] = [
  {
    key: 'f',
    brief: ({ browser: { filter } }) => `shows ${filter}`,
    purpose: 'show all, only causes, only one tab',
    effect: undefined,
  },
  {
    key: 'a',
    brief: ({ browser: { reloads } }) => `auto-reload ${reloads ? 'on' : 'off'}`,
    purpose: 'whether your page loads again when you save a template, or a script or style of it',
    effect: { type: 'toggle-reload' },
  },
];
