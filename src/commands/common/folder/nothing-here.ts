import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../../model/result.ts';
import type { Problem } from '../../../model/result.ts';
import { shellPath } from '../../../model/shell.ts';
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
  return startedBelow(folder).length > 0 && recogniseBackend(folder) === undefined ? noServer : undefined;
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
  const shown = shellPath(path.relative(context.cwd, path.join(folder, last)));
  return `Name yours: \`htmx-realtime-tutor ${command} --dir ${shown}\`.`;
}
