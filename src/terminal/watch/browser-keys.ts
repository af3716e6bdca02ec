import { nextFilter } from './browser-pane.ts';
import type { Key } from './keys.ts';
import type { Change, WatchEffect, WatchState } from './state.ts';

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
    key: 'v',
    brief: ({ browser: { filter } }) => `shows ${filter}`,
    purpose: 'show all, only causes, only one tab',
    effect: undefined,
  },
  {
    key: 'a',
    brief: ({ browser: { reloads } }) => `auto-reload ${reloads ? 'on' : 'off'}`,
    purpose: 'reload your page at a save, or not',
    effect: { type: 'toggle-reload' },
  },
];

/** The keys that act on the connections of the page, in the order in which they are shown. */
export const WIRE_PANEL_KEYS: readonly { readonly key: Key; readonly brief: string }[] = [
  { key: 's', brief: 'send' },
  { key: '+', brief: 'right' },
  { key: '-', brief: 'wrong' },
  { key: 'd', brief: 'drop' },
  { key: '2', brief: 'double' },
  { key: 'l', brief: 'hold' },
  { key: 'f', brief: 'freeze' },
  { key: 'c', brief: 'cut' },
  { key: 't', brief: 'target' },
];

/** A number may answer a question about a close code. */
const ANSWERS = /^[1-6]$/u;

/** The screen after a key in the panel; undefined: the key means there what it means elsewhere. */
export function afterPanelKey(state: WatchState, key: Key): Change | undefined {
  if (state.text?.kind !== 'browser') return undefined;
  const { browser } = state;
  if (key === 'v') return { state: withNextFilter(state), effects: [{ type: 'wire-key', key }] };
  if (key === 'm' && browser.cause !== undefined)
    return { state, effects: [{ type: 'explain', code: browser.cause.finding.code }] };
  const own = PANEL_KEYS.find((each) => each.key === key)?.effect;
  if (own !== undefined) return { state, effects: [own, { type: 'wire-key', key }] };
  const isWire = ANSWERS.test(key) || WIRE_PANEL_KEYS.some((each) => each.key === key);
  return isWire ? { state, effects: [{ type: 'wire-key', key }] } : undefined;
}

/** The screen after a key while a line is typed. */
export function afterLineKey(state: WatchState, line: string, key: Key): Change {
  if (key === 'enter') return { state: { ...state, line: undefined }, effects: [{ type: 'wire-line', line }] };
  if (key === 'escape') return { state: { ...state, line: undefined }, effects: [] };
  const typed = key === 'backspace' ? [...line].slice(0, -1).join('') : [...key].length === 1 ? line + key : line;
  return { state: { ...state, line: typed }, effects: [] };
}

function withNextFilter(state: WatchState): WatchState {
  const filter = nextFilter(state.browser);
  // The newest cause is on top, of all that happens the newest is at the end.
  return { ...state, browser: { ...state.browser, filter }, scroll: filter === 'causes' ? 0 : Number.MAX_SAFE_INTEGER };
}
