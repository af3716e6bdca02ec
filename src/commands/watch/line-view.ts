import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { KEYS, LAST_KEYS, renderAsLines } from '../../terminal/watch/index.ts';
import type { Key, ScreenTheme, Viewport, WatchState } from '../../terminal/watch/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { Output } from '../common/output/output.ts';
import type { View } from './view.ts';

/** Printed lines do not scroll. */
const NOWHERE: Viewport = { rows: 0, total: 0 };

/** The keys that mean something where nothing scrolls; a question has its own. */
const KNOWN: ReadonlySet<Key> = new Set([...[...KEYS, ...LAST_KEYS].map(({ key }) => key), 'a', 'enter']);

/** Prints what happens, line by line, and reads keys that are followed by Enter. Without a person who types, it only prints. */
export function createLineView(
  context: CommandContext,
  theme: ScreenTheme,
  output: Output,
  { readsKeys }: { readonly readsKeys: boolean },
): View {
  let state: WatchState | undefined;
  let input: Interface | undefined;
  /** What is to be printed when another program gives the terminal back; undefined: none has it. */
  let held: string[] | undefined;
  return {
    open: (onKey) => {
      if (!readsKeys) return output.say('Every save is checked. Ctrl-C ends.');
      input = createInterface({ input: context.stdin, terminal: false });
      input.on('line', (line) => press(line, { state, onKey, output }));
    },
    show: (next, event) => {
      state = next;
      const lines = renderAsLines(event, next, output.terminal.width, theme);
      // Printed into an editor, they would be taken for its text.
      if (held === undefined) output.lines(...lines);
      else held.push(...lines);
    },
    perform: () => undefined,
    lend: async (run) => {
      held = [];
      input?.pause();
      try {
        return await run();
      } finally {
        output.lines(...held);
        held = undefined;
        input?.resume();
      }
    },
    close: () => {
      input?.close();
      context.stdin.pause();
    },
  };
}

interface Pressing {
  readonly state: WatchState | undefined;
  readonly onKey: Parameters<View['open']>[0];
  readonly output: Output;
}

/** The key, or the text, that a line is. */
function press(line: string, { state, onKey, output }: Pressing): void {
  if (state?.line !== undefined) {
    for (const key of [...line, 'enter']) onKey(key, NOWHERE);
    return;
  }
  const key = keyOf(line);
  const isKnown = key !== undefined && (KNOWN.has(key) || state?.question !== undefined || isInPanel(state));
  if (!isKnown) return output.say(`"${line.trim()}" is not a key; ? and Enter lists the keys.`);
  // A printed text covers nothing, so there is nothing to close first.
  const leaves = key === 'q' && state?.question === undefined;
  if (leaves && state?.text !== undefined) onKey('escape', NOWHERE);
  onKey(key, NOWHERE);
}

/** What is printed of the browser covers nothing, but it has keys of its own. */
function isInPanel(state: WatchState | undefined): boolean {
  return state?.text?.kind === 'browser';
}

/** The key that a line names: by its character, or by its word. */
function keyOf(line: string): Key | undefined {
  const word = line.trim().toLowerCase();
  if (word === '') return 'enter';
  if ([...word].length === 1) return word;
  return [...KEYS, ...LAST_KEYS].find(({ brief }) => brief === word)?.key;
}
