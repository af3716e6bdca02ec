import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandContext } from './commands/common/context.ts';
import { folderAmong } from './commands/common/folder/folder-argument.ts';
import { fitHelp, widthOf } from './commands/common/output/help-text.ts';
import { asTyped } from './commands/common/own-command.ts';
import { COMMANDS } from './commands/index.ts';
import { packageRoot } from './model/package-root.ts';
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
  const program = createProgram(contextOf(surroundings, { finish, atEnd: (work) => void endings.push(work) }));
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

function createProgram(context: CommandContext): Command {
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
  for (const register of COMMANDS) register(program, context);
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

/** Says that it is our bug, or what the machine refused. @returns the exit code. */
export function reportFault(error: unknown, args: readonly string[], stderr: NodeJS.WritableStream): number {
  const refused = refusedBySystem(error);
  if (refused !== undefined) {
    stderr.write(`${refused}\n`);
    return EXIT.environment;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `This is a fault of the tutor itself, not of your files.\n` +
      `Please report it to the project with these lines:\n\n` +
      `htmx-realtime-tutor ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n` +
      `htmx-realtime-tutor ${args.join(' ')}\n${text}\n`,
  );
  return EXIT.bug;
}

/** A permission or a full disk that no command had foreseen is still not our bug. */
function refusedBySystem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const reason = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  }[String(error.code)];
  return reason === undefined ? undefined : `${String(error.path)} cannot be used: ${reason}.`;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
