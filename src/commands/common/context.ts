import type { Command } from 'commander';
import type { Chapter } from './chapter.ts';

/** What a command may know about the process that it runs in. */
export interface CommandContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** What is taught. */
  readonly chapter: Chapter;
  /** Standard input and output are both terminals: only then may a command ask. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C, TERM, HUP and a closed output. Every wait of a command must end by it. */
  readonly signal: AbortSignal;
  /** What the person types to call the tutor: `htmx-realtime-tutor`, with `npx` before it where that was used. */
  readonly self: string;
  /** Records the exit code of the command that ran. */
  readonly finish: (exitCode: number) => void;
}

/** Whether a command may ask: both streams are a terminal, and it can move its cursor, which every menu needs. */
export function canAsk({ interactive, env }: CommandContext): boolean {
  return interactive && env['TERM'] !== 'dumb';
}

/** Adds a command to the program. Its action is loaded when it runs. */
export type Register = (program: Command, context: CommandContext) => void;

/** Set by npm in a clone whose `npm start` was typed: there the command has no name of its own until it is linked. */
export function isNpmStart(env: Readonly<Record<string, string | undefined>>): boolean {
  return env['npm_lifecycle_event'] === 'start' && env['npm_package_name'] === 'htmx-realtime-tutor';
}

export function selfName(env: Readonly<Record<string, string | undefined>>): string {
  if (isNpmStart(env)) return 'node bin/htmx-realtime-tutor.js';
  return env['npm_command'] === 'exec' ? 'npx htmx-realtime-tutor' : 'htmx-realtime-tutor';
}
