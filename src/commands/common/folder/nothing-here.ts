import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../../model/result.ts';
import type { Problem } from '../../../model/result.ts';
import { shellCommand, shellPath } from '../../../model/shell.ts';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { isTutorsOwn, startedBelow } from './find-folder.ts';
import type { Workspace } from '../../../workspace/index.ts';
import type { CommandContext } from '../context.ts';
import { shownFolder } from '../output/output.ts';

/** The folder that a command has opened; a session. */
export interface Opened {
  readonly context: Pick<CommandContext, 'cwd'>;
  /** Absolute path. */
  readonly folder: string;
  /** Undefined in a folder that `start` did not create. */
  readonly workspace: Workspace | undefined;
  /** The backend was chosen by an option of this call. */
  readonly fromFlags: boolean;
}

/** What does not make a folder a learner's: an environment, packages, and what has a name with a dot in front. */
const NOT_A_SERVER = /^(?:\..*|node_modules|venv)$/u;

/**
 * Why a folder that `start` did not make has nothing of a learner in it: it is empty, it is the tutor's own, or the learner's is below it.
 * Undefined: it has something, or the call names its server by an option.
 * @param command as it was typed: `check`
 */
export function nothingHere(session: Opened, command: string): Problem | undefined {
  const { folder, workspace, fromFlags } = session;
  if (workspace !== undefined || fromFlags) return undefined;
  const own = tutorsOwn(session, command);
  if (own !== undefined) return own;
  const name = nameOf(session);
  const next = nextOf(session, command);
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.length === 0) return { exitCode: EXIT.notPassed, message: `${name} is empty.`, next };
  const noServer: Problem = { exitCode: EXIT.notPassed, message: `${name} has no server in it.`, next };
  if (entries.every((entry) => NOT_A_SERVER.test(entry.name))) return noServer;
  if (recogniseBackend(folder) !== undefined) return undefined;
  if (startedBelow(folder).length > 0) return noServer;
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  if (files.some((file) => OF_NODE.test(file))) return undefined;
  const inner = entries.find((entry) => entry.isDirectory() && recogniseBackend(path.join(folder, entry.name)));
  if (inner !== undefined) return { ...noServer, next: naming(session, command, inner.name) };
  return otherProgram(name, command, files) ?? { ...noServer, message: `${noServer.message}${whatIsThere(files)}` };
}

/** Sources that the findings of a Node server are about, also where its manifest is missing. */
const OF_NODE = /\.[cm]?[jt]s$/u;

/** What starts a program of a language, by the ending of its file. */
const STARTS: Readonly<Record<string, string>> = { py: 'python3', pl: 'perl', rb: 'ruby', php: 'php', go: 'go run' };

/** A program in another language, which the tutor starts only by its command. */
function otherProgram(name: string, command: string, files: readonly string[]): Problem | undefined {
  const endingOf = (file: string): string => /\.(\w+)$/u.exec(file)?.[1] ?? '';
  const file = files.find((each) => STARTS[endingOf(each)] !== undefined);
  if (file === undefined) return undefined;
  const starts = shellCommand(`${STARTS[endingOf(file)] ?? ''} ${shellPath(file)}`);
  return {
    exitCode: EXIT.notPassed,
    message: `${name} has ${file}, which the tutor cannot start by itself.`,
    next: `Give the command that starts the server: \`htmx-realtime-tutor ${command} --run ${starts}\`.`,
  };
}

function whatIsThere(files: readonly string[]): string {
  const [first] = files;
  if (first === undefined) return '';
  return ` It has ${first}${files.length === 1 ? '' : ` and ${files.length - 1} more`}.`;
}

/**
 * Why a command that works with a learner's files does not work in the tutor's own folder. Undefined: it is another one.
 * @param command as it was typed: `run`
 */
export function tutorsOwn(session: Opened, command: string): Problem | undefined {
  if (session.workspace !== undefined || !isTutorsOwn(session.folder)) return undefined;
  const message = `${nameOf(session)} is the tutor's own, not a learner's.`;
  return { exitCode: EXIT.usage, message, next: nextOf(session, command) };
}

function nameOf({ context, folder }: Opened): string {
  const shown = shownFolder(context.cwd, folder);
  return shown === '.' ? 'This folder' : `The folder ${shown}`;
}

/** What to type instead: the command for the learner's folder below, where one is. */
export function nextOf({ context, folder }: Opened, command: string): string {
  const [last] = startedBelow(folder);
  if (last === undefined)
    return 'Run `htmx-realtime-tutor start` to create one with the chapter, or name yours with `--dir`.';
  return naming({ context, folder }, command, last);
}

/** @param name of a folder below */
function naming({ context, folder }: Pick<Opened, 'context' | 'folder'>, command: string, name: string): string {
  const shown = shellPath(path.relative(context.cwd, path.join(folder, name)));
  return `Name yours: \`htmx-realtime-tutor ${command} --dir ${shown}\`.`;
}
