import { afterLineKey, afterPanelKey } from './browser-keys.ts';
import type { Key } from './keys.ts';
import type { Change, Question, Viewport, WatchEffect, WatchState } from './state.ts';

/** What each key does, and its description, in the order in which they are shown. `brief` is for the line of keys. */
export const KEYS: readonly {
  readonly key: Key;
  readonly brief: string;
  readonly purpose: string;
  readonly effect: WatchEffect;
}[] = [
  { key: 'n', brief: 'next', purpose: 'go to the next step', effect: { type: 'next' } },
  {
    key: 'h',
    brief: 'hint',
    purpose: 'a hint; again: the next one',
    effect: { type: 'hint' },
  },
  { key: 'l', brief: 'lesson', purpose: 'the lesson of this step', effect: { type: 'lesson' } },
  {
    key: 's',
    brief: 'solution',
    purpose: 'what this step changes, and why',
    effect: { type: 'ask-solution' },
  },
  { key: 'o', brief: 'open', purpose: 'open your page in the browser', effect: { type: 'open' } },
  {
    key: 'b',
    brief: 'browser',
    purpose: 'what happens in your browser',
    effect: { type: 'browser' },
  },
  {
    key: 'r',
    brief: 'recheck',
    purpose: 'check again; start an ended server',
    effect: { type: 'check', again: true },
  },
  { key: 'd', brief: 'diff', purpose: 'your files beside the solution', effect: { type: 'ask-diff' } },
  {
    key: 't',
    brief: 'timeline',
    purpose: 'what went over the wire',
    effect: { type: 'timeline' },
  },
  { key: 'e', brief: 'edit', purpose: 'open the line in your editor', effect: { type: 'edit' } },
  { key: 'm', brief: 'meaning', purpose: "what the finding's code means", effect: { type: 'explain' } },
  { key: 'u', brief: 'undo', purpose: "undo the tutor's last change", effect: { type: 'ask-undo' } },
  { key: 'w', brief: 'server', purpose: 'earlier output of your server', effect: { type: 'server-output' } },
  {
    key: 'x',
    brief: 'stop server',
    purpose: 'stop your server, or start it',
    effect: { type: 'toggle-server' },
  },
  {
    key: 'p',
    brief: 'pages',
    purpose: "the chapter's pages, one by one",
    effect: { type: 'page', follows: undefined },
  },
];

/** Keys that are always shown, at the end of the line of keys. */
export const LAST_KEYS: readonly { readonly key: Key; readonly brief: string; readonly purpose: string }[] = [
  { key: '?', brief: 'keys', purpose: 'all keys' },
  { key: 'q', brief: 'leave', purpose: 'leave; everything is kept' },
];

const CLOSES: ReadonlySet<Key> = new Set(['q', 'escape', 'enter', 'backspace']);

/** The screen after a key. An open question gets it first, then an open text, then the screen itself. */
export function afterKey(before: WatchState, key: Key, viewport: Viewport): Change {
  if (key === 'ctrl-c') return { state: before, effects: [{ type: 'interrupt' }] };
  if (key === 'ctrl-z') return { state: before, effects: [{ type: 'suspend' }] };
  if (key === 'ctrl-l') return { state: before, effects: [{ type: 'redraw' }] };
  const state = { ...before, notice: [], hasClosed: false };
  if (state.question !== undefined) {
    const answer = state.question.answers.find((each) => each.key === key);
    return { state: { ...state, question: undefined }, effects: answer === undefined ? [] : [answer.effect] };
  }
  if (before.line !== undefined) return afterLineKey(before, before.line, key);
  const scrolled = scrollBy(state.scroll, key, viewport);
  if (scrolled !== undefined) return { state: { ...state, scroll: followed(state, scrolled, viewport) }, effects: [] };
  const panel = afterPanelKey(state, key);
  if (panel !== undefined) return panel;
  if (state.text !== undefined && (CLOSES.has(key) || key === toggleOf(state))) {
    const { after } = state.text;
    const closed = { ...state, text: undefined, scroll: 0, hasClosed: key === 'q' };
    return { state: closed, effects: after === undefined ? [] : [after] };
  }
  if (key === 'q' && mayMeanClose(before)) return { state: { ...state, question: LEAVE }, effects: [] };
  return { state, effects: effectsOf(state, key) };
}

/** Who is at the end of what happens in the browser stays there. */
function followed({ text, browser }: WatchState, scrolled: number, { rows, total }: Viewport): number {
  const isAtEnd = scrolled >= total - rows;
  return text?.kind === 'browser' && browser.filter !== 'causes' && isAtEnd ? Number.MAX_SAFE_INTEGER : scrolled;
}

const LEAVE: Question = {
  sentences: ['Leave? Everything is kept.'],
  answers: [{ key: 'q', label: 'leave', effect: { type: 'leave' } }],
  otherwise: 'stay',
};

/** Who has just closed a text, or was answered by a notice in place of one, may press `q` to come back from it. */
function mayMeanClose({ hasClosed, notice, isNoticeRead }: WatchState): boolean {
  return hasClosed || (notice.length > 0 && !isNoticeRead);
}

function effectsOf(state: WatchState, key: Key): readonly WatchEffect[] {
  if (key === 'q' || key === 'ctrl-d') return [{ type: 'leave' }];
  if (key === '?') return [{ type: 'keys' }];
  if (key === 'a') return state.text?.kind === 'solution' ? [{ type: 'apply' }] : [];
  if (key === 'p') return [{ type: 'page', follows: state.text?.page }];
  const effect = KEYS.find((each) => each.key === key)?.effect;
  return effect === undefined ? [] : [effect];
}

/** The key that opened a text also closes it, except where pressing it again leads on. */
function toggleOf({ text }: WatchState): Key | undefined {
  switch (text?.kind) {
    case 'lesson':
      return 'l';
    case 'diff':
      return 'd';
    case 'timeline':
      return 't';
    case 'server':
      return 'w';
    case 'explain':
      return 'm';
    case 'browser':
      return 'b';
    case 'keys':
      return '?';
    case 'hint':
    case 'last-hint':
    case 'solution':
    case 'same-solution':
    case 'page':
    case 'end':
    case undefined:
      return undefined;
  }
}

/** The first visible line after a key that scrolls; undefined: the key does not scroll. */
function scrollBy(scroll: number, key: Key, { rows, total }: Viewport): number | undefined {
  const last = Math.max(0, total - rows);
  const from = Math.min(scroll, last);
  // One line of the previous page stays visible.
  const page = Math.max(1, rows - 1);
  const to: Readonly<Record<Key, number>> = {
    up: from - 1,
    k: from - 1,
    down: from + 1,
    j: from + 1,
    'page-up': from - page,
    'page-down': from + page,
    space: from + page,
    home: 0,
    g: 0,
    end: last,
    G: last,
  };
  const wanted = to[key];
  return wanted === undefined ? undefined : Math.min(last, Math.max(0, wanted));
}
