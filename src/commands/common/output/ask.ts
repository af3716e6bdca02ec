import { terminalOptions } from '../../../terminal/terminal.ts';
import type { CommandContext } from '../context.ts';

/** One entry of a menu. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string;
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
  /** As `select`, for long lists: typing narrows it to the entries whose names contain every typed word. */
  search<T>(message: string, choices: readonly Choice<T>[]): Promise<T>;
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
  const { confirm, input, search, select } = await import('@inquirer/prompts');
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
        pageSize: choices.length,
        loop: false,
        ...(index === -1 ? {} : { default: index }),
      };
      return chosen(choices, await select(options, by));
    },
    search: async (message, choices) => {
      const pageSize = Math.max(3, Math.min(choices.length, (context.stdout.rows || 24) - ROWS_AROUND));
      const source = (typed: string | undefined): readonly SearchEntry[] => matching(choices, typed ?? '');
      return chosen(choices, await search({ message, theme, pageSize, source }, by));
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

interface SearchEntry extends MenuEntry {
  /** What remains in the terminal after the choice. */
  readonly short: string;
}

function menuEntry({ name, description }: Choice<unknown>, value: number): MenuEntry {
  return { name, value, ...(description === undefined ? {} : { description }) };
}

function matching(choices: readonly Choice<unknown>[], typed: string): readonly SearchEntry[] {
  const words = typed.toLowerCase().split(/\s+/);
  return choices
    .map((choice, at) => ({ ...menuEntry(choice, at), short: choice.name.replaceAll(/\s+/g, ' ').trim() }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

function chosen<T>(choices: readonly Choice<T>[], picked: number): T {
  const choice = choices[picked];
  if (choice === undefined) throw new Error(`the menu gave ${picked} of ${choices.length} entries`);
  return choice.value;
}
