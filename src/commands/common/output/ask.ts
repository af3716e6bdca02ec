import { terminalOptions } from '../../../terminal/terminal.ts';
import type { CommandContext } from '../context.ts';

/** One entry of a menu. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string;
  /** The one that the keys q and Escape choose. */
  readonly leaves?: true;
}

/** Rows of a list besides its entries: the question, the description of an entry, the keys. */
const ROWS_AROUND = 7;

/** The prompts' own signs are not ASCII. */
const ASCII_THEME = {
  prefix: { idle: '?', done: '+' },
  icon: { cursor: '>' },
  style: { keysHelpTip: () => 'arrows: move, Enter: choose' },
};

/**
 * Questions to the person, only where `context.interactive` says that there is one. Ctrl-C in a question throws
 * `ExitPromptError` (or `AbortPromptError`), which the command line answers with exit code 130.
 */
export interface Asker {
  /** The value of the entry that was chosen. `initial`: the one that Enter takes. */
  select<T>(message: string, choices: readonly Choice<T>[], initial?: T): Promise<T>;
  /** Enter takes `initial`. */
  confirm(message: string, options: { readonly initial: boolean }): Promise<boolean>;
  /** One line; `check` returns a sentence when it is not acceptable. */
  text(
    message: string,
    options: { readonly initial: string; readonly check: (answer: string) => string | undefined },
  ): Promise<string>;
}

export async function createAsker(context: CommandContext): Promise<Asker> {
  if (!context.interactive) throw new Error('a question without a terminal');
  const { confirm, input, select } = await import('@inquirer/prompts');
  const by = { signal: context.signal, input: context.stdin, output: context.stdout };
  const theme = terminalOptions(context.stdout, context.env, {}).unicode ? {} : ASCII_THEME;
  return {
    select: async (message, choices, initial) => {
      // The value of a choice may be undefined too, so no initial choice must not select that one.
      const index = initial === undefined ? -1 : choices.findIndex((choice) => choice.value === initial);
      const options = {
        message,
        theme,
        choices: choices.map(menuEntry),
        pageSize: Math.max(3, Math.min(choices.length, (context.stdout.rows || 24) - ROWS_AROUND)),
        loop: false,
        ...(index === -1 ? {} : { default: index }),
      };
      const leaving = leavingBy(context.stdin, choices);
      const signal = AbortSignal.any([context.signal, leaving.signal]);
      try {
        return chosen(choices, await select(options, { ...by, signal }));
      } catch (error) {
        if (!leaving.signal.aborted || context.signal.aborted) throw error;
        return chosen(choices, leaving.choice);
      } finally {
        leaving.end();
      }
    },
    confirm: (message, { initial }) => confirm({ message, theme, default: initial }, by),
    text: (message, { initial, check }) =>
      input({ message, theme, default: initial, validate: (answer) => check(answer) ?? true }, by),
  };
}

/** An entry as the prompts take it; its value is its place among the choices. */
interface MenuEntry {
  readonly name: string;
  readonly value: number;
  readonly description?: string;
}

interface Leaving {
  /** Aborted by the key. */
  readonly signal: AbortSignal;
  /** The place of the choice that the key takes. */
  readonly choice: number;
  readonly end: () => void;
}

/** Listens for the keys that leave, where one of the choices does. */
function leavingBy(stdin: NodeJS.ReadStream, choices: readonly Choice<unknown>[]): Leaving {
  const choice = choices.findIndex(({ leaves }) => leaves === true);
  const controller = new AbortController();
  const onKey = (_: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key.ctrl !== true && (key.name === 'q' || key.name === 'escape')) controller.abort();
  };
  if (choice !== -1) stdin.on('keypress', onKey);
  return { signal: controller.signal, choice, end: () => void stdin.off('keypress', onKey) };
}

function menuEntry({ name, description }: Choice<unknown>, value: number): MenuEntry {
  return { name, value, ...(description === undefined ? {} : { description }) };
}

function chosen<T>(choices: readonly Choice<T>[], picked: number): T {
  const choice = choices[picked];
  if (choice === undefined) throw new Error(`the menu gave ${picked} of ${choices.length} entries`);
  return choice.value;
}
