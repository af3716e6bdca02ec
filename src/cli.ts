import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { CHAPTER } from './chapter/index.ts';
import type { Chapter } from './commands/shared/chapter.ts';
import type { CommandContext } from './commands/shared/context.ts';
import { selfName } from './commands/shared/context.ts';
import { COMMANDS } from './commands/index.ts';
import { packageRoot } from './model/package-root.ts';
import { EXIT } from './model/result.ts';
import { killAllServers } from './servers/process.ts';

/** How long a command may take to end after a signal, before everything of ours is ended at once; milliseconds. */
const GRACE_MS = 5000;
/** Exit code of a command whose reader has gone: 128 + SIGPIPE, as for any other program in a pipe. */
const PIPE_CLOSED = 141;

/**
 * Runs the command line and ends the process. Exit codes: `EXIT` in model/result.ts; after TERM and HUP 128 + the signal's number.
 * @param args without the runtime and the script.
 * @param chapter what is taught.
 */
export async function main(args: readonly string[], chapter: Chapter = CHAPTER): Promise<never> {
  const run = new Run();
  process.on('exit', killAllServers);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => run.interrupt(128 + (constants.signals[signal] ?? 2)));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      run.interrupt(PIPE_CLOSED);
    });
  }
  process.on('uncaughtException', (error) => process.exit(reportFault(error, args)));
  process.on('unhandledRejection', (error) => process.exit(reportFault(error, args)));

  const context = createContext(run, chapter);
  const exitCode = await runCommand(args, context, run);
  await drained(process.stdout);
  await drained(process.stderr);
  process.exit(run.interruptedBy ?? exitCode);
}

/** What the signals change. */
class Run {
  readonly #controller = new AbortController();
  exitCode: number = EXIT.passed;
  interruptedBy: number | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first one asks the command to end; a second one, or a command that does not, ends the process. */
  interrupt(exitCode: number): void {
    if (this.interruptedBy !== undefined) {
      // A pipe reports itself once for each line that is written into it.
      if (exitCode !== PIPE_CLOSED) process.exit(exitCode);
      return;
    }
    this.interruptedBy = exitCode;
    this.#controller.abort();
    setTimeout(() => process.exit(exitCode), GRACE_MS).unref();
  }
}

function createContext(run: Run, chapter: Chapter): CommandContext {
  return {
    chapter,
    cwd: process.cwd(),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    signal: run.signal,
    self: selfName(process.env),
    finish: (exitCode) => void (run.exitCode = exitCode),
  };
}

function createProgram(context: CommandContext): Command {
  const program = new Command('htmx-realtime-tutor')
    .description(context.chapter.about)
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  for (const register of COMMANDS) register(program, context);
  return program.addHelpText(
    'after',
    '\nExamples:\n  htmx-realtime-tutor start             begin, or go on\n  htmx-realtime-tutor check             check the current step\n  htmx-realtime-tutor tour              see the whole chapter played\n\nExit codes: 0 passed, 1 not passed, 2 wrong usage, 3 the environment, 70 a fault of the tutor, 130 interrupted.',
  );
}

async function runCommand(args: readonly string[], context: CommandContext, run: Run): Promise<number> {
  const program = createProgram(context);
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return run.exitCode;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? EXIT.passed : await reportUsage(program, error, args);
    if (isPromptEnd(error)) return EXIT.interrupted;
    if (run.interruptedBy !== undefined) return run.interruptedBy;
    return reportFault(error, args);
  }
}

async function reportUsage(program: Command, error: CommanderError, args: readonly string[]): Promise<number> {
  const command = program.commands.find((each) => each.name() === args[0]);
  if (error.code === 'commander.unknownCommand') {
    const { nearestOf } = await import('./course/find.ts');
    const names = program.commands.map((each) => each.name());
    const near = nearestOf(args[0] ?? '', names);
    process.stderr.write(
      `There is no command "${args[0]}".\n${near === undefined ? '' : `The nearest is ${near}. `}The commands: ${names.join(', ')}.\n`,
    );
    return EXIT.usage;
  }
  const fact = error.message.replace(/^error: /, '').replace(/^./, (letter) => letter.toUpperCase());
  process.stderr.write(
    `${fact}\n${selfName(process.env)} ${command === undefined ? '' : `${command.name()} `}--help lists what there is.\n`,
  );
  return EXIT.usage;
}

/** Ctrl-C (or an abort) while a question was open. */
function isPromptEnd(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
}

/** Says that it is our bug, or what the machine refused. @returns the exit code. */
function reportFault(error: unknown, args: readonly string[]): number {
  const refused = refusedBySystem(error);
  if (refused !== undefined) {
    process.stderr.write(`${refused}\n`);
    return EXIT.environment;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
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
    EACCES: 'there is no permission',
    EPERM: 'there is no permission',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  }[String(error.code)];
  return reason === undefined ? undefined : `${String(error.path)} cannot be used: ${reason}.`;
}

/** Resolves when everything that was written has gone to the system: `process.exit` would cut a pipe short. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
