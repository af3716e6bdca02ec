import { Command, CommanderError } from 'commander';
import type { CommandContext } from './commands/common/context.ts';
import { folderAmong } from './commands/common/folder/folder-argument.ts';
import { fitHelp, widthOf } from './commands/common/output/help-text.ts';
import { asTyped } from './commands/common/own-command.ts';
import { commandsFor } from './commands/index.ts';
import { reportFault, version } from './fault.ts';
import { EXIT } from './model/result.ts';
import type { Problem } from './model/result.ts';

/** The process and the chapter that the commands run in. */
export type Surroundings = Omit<CommandContext, 'finish' | 'atEnd'>;

/**
 * Runs one command line to its end and gives its exit code: `EXIT` in model/result.ts. It neither reads nor ends the process itself.
 * @param args without the runtime and the script.
 */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { signal, stderr, self, env } = surroundings;
  let exitCode: number = EXIT.passed;
  const endings: (() => void)[] = [];
  const finish = (code: number): void => void (exitCode = code);
  const context = contextOf(surroundings, { finish, atEnd: (work) => void endings.push(work) });
  const program = createProgram(context, args[0]);
  try {
    const folder = folderAmong(surroundings.cwd, args, program.commands);
    if (folder !== undefined) return reportFolder(folder, surroundings);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' }).finally(() => endings.forEach((work) => work()));
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT.passed : await reportUsage(program, error, { args, stderr, self, env });
    if (isPromptEnd(error) || signal.aborted) return EXIT.interrupted;
    return reportFault(error, args, stderr);
  }
}

/** What is read of the surroundings only when it is needed stays so. */
function contextOf(surroundings: Surroundings, own: Pick<CommandContext, 'finish' | 'atEnd'>): CommandContext {
  return Object.defineProperties(own as CommandContext, Object.getOwnPropertyDescriptors(surroundings));
}

/** The commands that a command line needs, with their options and their help. @param word its first one; undefined: all */
export function createProgram(context: CommandContext, word?: string): Command {
  const width = widthOf(context.stdout, context.env);
  const program = new Command('htmx-realtime-tutor')
    .description(context.chapter.about)
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(fitHelp(asTyped(text, { self: context.self, dir: '' }), width)),
      getOutHelpWidth: () => width,
      writeErr: () => {},
    })
    .exitOverride();
  for (const register of commandsFor(word)) register(program, context);
  return program.addHelpText(
    'after',
    '\nExamples:\n  htmx-realtime-tutor start             begin, or go on\n  htmx-realtime-tutor check             check the current step\n  htmx-realtime-tutor tour              see the whole chapter played\n\nExit codes: 0 passed, 1 not passed, 2 wrong usage, 3 the environment, 70 a fault of the tutor, 130 interrupted.',
  );
}

/** @returns the exit code */
function reportFolder({ message, next = '', exitCode }: Problem, { stderr, self, env }: Surroundings): number {
  const width = widthOf(stderr, env);
  const said = [message, ...asTyped(next, { self, dir: '' }).split('\n')];
  stderr.write(`${said.map((line) => fitHelp(line, width)).join('\n')}\n`);
  return exitCode;
}

async function reportUsage(
  program: Command,
  error: CommanderError,
  { args, stderr, self, env }: Pick<Surroundings, 'stderr' | 'self' | 'env'> & { readonly args: readonly string[] },
): Promise<number> {
  const width = widthOf(stderr, env);
  const command = program.commands.find((each) => each.name() === args[0]);
  const asked = args[0] === 'help' ? args[1] : args[0];
  const isUnknown =
    error.code === 'commander.unknownCommand' ||
    (args[0] === 'help' && !program.commands.some((each) => each.name() === asked));
  const { escapeControls, safeLines } = await import('./terminal/text.ts');
  if (asked !== undefined && isUnknown) {
    const { nearestOf } = await import('./course/find.ts');
    const names = program.commands.map((each) => each.name());
    const near = nearestOf(asked, names);
    const known = `${near === undefined ? '' : `The nearest is ${near}. `}The commands: ${names.join(', ')}.`;
    stderr.write(`Unknown command "${escapeControls(asked)}".\n${fitHelp(known, width)}\n`);
    return EXIT.usage;
  }
  const fact = error.message.replace(/^error: /, '').replace(/^./, (letter) => letter.toUpperCase());
  stderr.write(
    `${fitHelp(safeLines(fact).join('\n'), width)}\n${self} ${command === undefined ? '' : `${command.name()} `}--help lists what there is.\n`,
  );
  return EXIT.usage;
}

/** Ctrl-C (or an abort) while a question was open. */
function isPromptEnd(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
}
