import type { CommandContext } from './context.ts';

/** One entry of a menu. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string;
}

/**
 * Questions to the person, only where `context.interactive` says that there is one. Ctrl-C in a question throws
 * `ExitPromptError` (or `AbortPromptError`), which the command line answers with exit code 130.
 */
export interface Asker {
  /** The value of the entry that was chosen. `initial`: the one that Enter takes. */
  select<T>(message: string, choices: readonly Choice<T>[], initial?: T): Promise<T>;
  /** Enter takes `initial`. */
  confirm(message: string, options: { readonly initial: boolean }): Promise<boolean>;
  /** One line; `check` gives a sentence when it cannot be taken. */
  text(
    message: string,
    options: { readonly initial: string; readonly check: (answer: string) => string | undefined },
  ): Promise<string>;
}

export async function createAsker(context: CommandContext): Promise<Asker> {
  if (!context.interactive) throw new Error('a question without a terminal');
  const { confirm, input, select } = await import('@inquirer/prompts');
  const by = { signal: context.signal, input: context.stdin, output: context.stdout };
  return {
    select: async (message, choices, initial) => {
      const index = choices.findIndex((choice) => choice.value === initial);
      const entries = choices.map((choice, value) => ({
        name: choice.name,
        value,
        ...(choice.description === undefined ? {} : { description: choice.description }),
      }));
      const picked = await select(
        {
          message,
          choices: entries,
          pageSize: choices.length,
          loop: false,
          ...(index === -1 ? {} : { default: index }),
        },
        by,
      );
      const choice = choices[picked];
      if (choice === undefined) throw new Error(`the menu gave ${picked} of ${choices.length} entries`);
      return choice.value;
    },
    confirm: (message, { initial }) => confirm({ message, default: initial }, by),
    text: (message, { initial, check }) =>
      input({ message, default: initial, validate: (answer) => check(answer) ?? true }, by),
  };
}
