import path from 'node:path';
import type { Command } from 'commander';
import { OWN_SHELL, shellWord } from '../../model/shell.ts';
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

/** How the process was started. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Path of the script as it was typed, made absolute; a link that npm made for a command is not followed. */
  readonly script: string | undefined;
  /** The tutor's own folder. */
  readonly root: string;
}

/** What to type for the tutor in the same place: by its path in a clone that is not linked. */
export function selfName({ env, cwd, script, root }: Start): string {
  if (isNpmStart(env)) return 'node bin/htmx-realtime-tutor.js';
  if (env['npm_command'] === 'exec') return 'npx htmx-realtime-tutor';
  const launcher = path.join(root, 'bin', 'htmx-realtime-tutor.js');
  const isClone = !root.split(path.sep).includes('node_modules');
  const isInside = `${cwd}${path.sep}`.startsWith(`${root}${path.sep}`);
  return isClone && isInside && script === launcher
    ? `node ${shellWord(path.relative(cwd, launcher), OWN_SHELL)}`
    : 'htmx-realtime-tutor';
}

/** Whether it is called by a path that holds in the current folder only. */
export function isCalledByPath({ self }: Pick<CommandContext, 'self'>): boolean {
  return self.startsWith('node ');
}
