import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Chapter } from './commands/common/chapter.ts';
import { selfName } from './commands/common/context.ts';
import { knownHelp } from './commands/common/output/known-help.ts';
import { packageRoot } from './model/package-root.ts';
import { EXIT } from './model/result.ts';
import { PROGRAM } from './labs/index.ts';
import type { Surroundings } from './command-line.ts';
import { reportFault } from './fault.ts';

/** Milliseconds that a command may take to end after a signal before the process is ended. */
const GRACE_MS = 2000;
/** Exit code of a command whose reader has gone: 128 + SIGPIPE, as for any other program in a pipe. */
const PIPE_CLOSED = 141;

/**
 * Runs the command line and ends the process. Exit codes: `EXIT` in model/result.ts; after TERM and HUP 128 + the signal's number.
 * @param args without the runtime and the script.
 * @param chapter what is taught.
 */
export async function main(args: readonly string[], chapter: Chapter = PROGRAM): Promise<never> {
  const run = new Run();
  const cwd = currentFolder(args);
  if (cwd === undefined) {
    process.stderr.write(
      'The current folder has been removed.\nChange to another one with cd, then run the command again.\n',
    );
    process.exit(EXIT.environment);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => run.interrupt(128 + (constants.signals[signal] ?? 2)));
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EIO') run.interrupt(PIPE_CLOSED);
      else process.exit(unwritable(error));
    });
  }
  process.on('uncaughtException', (error) => process.exit(reportFault(error, args, process.stderr)));
  process.on('unhandledRejection', (error) => process.exit(reportFault(error, args, process.stderr)));

  // A wait that nothing can end any more empties the event loop, and Node would exit with 0, as if the check had passed.
  process.on('beforeExit', () => process.exit(reportFault(new Error('a wait has no end'), args, process.stderr)));

  const exitCode = await answer(args, surroundingsOf(run, chapter, cwd));
  await drained(process.stdout);
  await drained(process.stderr);
  process.exit(run.interruptedBy ?? exitCode);
}

/** @returns the exit code */
async function answer(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const help = knownHelp(args, surroundings);
  if (help !== undefined) {
    surroundings.stdout.write(help);
    return EXIT.passed;
  }
  // Most of what a short command costs is loaded with it.
  const { runCommandLine } = await import('./command-line.ts');
  return runCommandLine(args, surroundings);
}

/** The output is a file on a full disk, for example. @returns the exit code. */
function unwritable(error: NodeJS.ErrnoException): number {
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message);
  try {
    writeSync(process.stderr.fd, `The output cannot be written: ${reason}.\n`);
  } catch {
    // Neither can this.
  }
  return EXIT.environment;
}

/** Undefined: it has been removed, and the command needs it. What a command is for can be read anywhere. */
function currentFolder(args: readonly string[]): string | undefined {
  try {
    return process.cwd();
  } catch {
    const asksForHelp = args.length === 0 || args[0] === 'help' || args.some((arg) => arg === '--help' || arg === '-h');
    return asksForHelp ? packageRoot() : undefined;
  }
}

/** What the signals change. */
class Run {
  readonly #controller = new AbortController();
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

function surroundingsOf(run: Run, chapter: Chapter, cwd: string): Surroundings {
  return {
    chapter,
    cwd,
    env: process.env,
    // Opened when it is first read: most commands read nothing.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    interactive: process.stdout.isTTY && process.stdin.isTTY,
    signal: run.signal,
    self: selfName({ env: process.env, cwd, script: process.argv[1], root: packageRoot() }),
  };
}

/** Resolves when everything written has been handed to the system: `process.exit` would cut a pipe short. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}
