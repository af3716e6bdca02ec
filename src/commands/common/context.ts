import { existsSync, realpathSync } from 'node:fs';
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
  /** What is to be done when the command has ended, however it did. */
  readonly atEnd: (work: () => void) => void;
}

/** Whether a command may ask: both streams are a terminal, and it can move its cursor, which every menu needs. */
export function canAsk({ interactive, env }: CommandContext): boolean {
  return interactive && env['TERM'] !== 'dumb';
}

/** Adds a command to the program. Its action is loaded when it runs. */
export type Register = (program: Command, context: CommandContext) => void;

const NAME = 'htmx-realtime-tutor';

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

/**
 * What to type for the tutor at the same place, so that it works there: its plain name only where the shell finds that.
 * @returns a path from `cwd` inside the tutor's own folder, and else an absolute one
 */
export function selfName({ env, cwd, script, root }: Start): string {
  if (isNpmStart(env)) return `node bin/${NAME}.js`;
  if (env['npm_command'] === 'exec') return `npx ${NAME}`;
  if (script === undefined) return NAME;
  const launcher = path.join(root, 'bin', `${NAME}.js`);
  if (root.split(path.sep).includes('node_modules') || script !== launcher) return installedName(script, { env, cwd });
  if (isWithin(root, cwd)) return `node ${shellWord(path.relative(cwd, launcher), OWN_SHELL)}`;
  const isLinked = namesOnPath({ env, cwd }).some((each) => OWN_SHELL === 'windows' || realpathSync(each) === launcher);
  return isLinked ? NAME : `node ${shellWord(launcher, OWN_SHELL)}`;
}

/** @param script what a package manager made for the command, or the launcher in its folder */
function installedName(script: string, { env, cwd }: Pick<Start, 'env' | 'cwd'>): string {
  if (namesOnPath({ env, cwd }).length > 0) return NAME;
  const [project] = script.split(`${path.sep}node_modules${path.sep}`);
  if (project !== undefined && project !== script && isWithin(project, cwd)) return `npx ${NAME}`;
  return `${script.endsWith('.js') ? 'node ' : ''}${shellWord(script, OWN_SHELL)}`;
}

/** What the person's shell finds by the plain name: absolute paths. */
function namesOnPath({ env, cwd }: Pick<Start, 'env' | 'cwd'>): readonly string[] {
  const ofProject = path.join('node_modules', '.bin');
  // `npm run` has the project's own commands on its path, and the shell that called it has not.
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter((each) => !each.endsWith(ofProject));
  // On Windows a script calls the launcher.
  const names = OWN_SHELL === 'windows' ? [`${NAME}.cmd`, `${NAME}.ps1`] : [NAME];
  return folders
    .flatMap((each) => names.map((name) => path.resolve(cwd, each, name)))
    .filter((each) => existsSync(each));
}

function isWithin(folder: string, inner: string): boolean {
  return `${inner}${path.sep}`.startsWith(`${folder}${path.sep}`);
}

/** Whether it is called by a path that holds in the current folder only. */
export function isCalledByPath({ self }: Pick<CommandContext, 'self'>): boolean {
  const [, script = ''] = /^node ['"]?(.*)$/u.exec(self) ?? [];
  return script !== '' && !path.isAbsolute(script);
}
