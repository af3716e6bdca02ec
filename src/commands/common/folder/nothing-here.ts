import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../../model/result.ts';
import type { Problem } from '../../../model/result.ts';
import { shellPath } from '../../../model/shell.ts';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { isOurs, isTutorsOwn } from './find-folder.ts';
import type { FolderSession } from './session.ts';
import { shownFolder } from '../output/output.ts';

/** What does not make a folder a learner's: an environment, packages, and what has a name with a dot in front. */
const NOT_A_SERVER = /^(?:\..*|node_modules|venv)$/u;

/**
 * Why a folder that `start` did not make has nothing of a learner in it: it is empty, it is the tutor's own, or the learner's is below it.
 * Undefined: it has something, or the call names its server by an option.
 */
export function nothingHere({ context, folder, workspace, fromFlags }: FolderSession): Problem | undefined {
  if (workspace !== undefined || fromFlags) return undefined;
  const shown = shownFolder(context.cwd, folder);
  const name = shown === '.' ? 'This folder' : `The folder ${shown}`;
  const entries = readdirSync(folder, { withFileTypes: true });
  const started = entries
    .filter((entry) => entry.isDirectory() && isOurs(path.join(folder, entry.name)))
    .map((entry) => path.relative(context.cwd, path.join(folder, entry.name)));
  const [first] = started;
  const next =
    first === undefined
      ? 'Run `htmx-realtime-tutor start` to create one with the chapter, or name yours with `--dir`.'
      : `Name yours: \`htmx-realtime-tutor check --dir ${shellPath(first)}\`.`;
  if (isTutorsOwn(folder))
    return { exitCode: EXIT.usage, message: `${name} is the tutor's own, not a learner's.`, next };
  if (entries.length === 0) return { exitCode: EXIT.notPassed, message: `${name} is empty.`, next };
  const isBare = entries.every((entry) => NOT_A_SERVER.test(entry.name));
  if (isBare) return { exitCode: EXIT.notPassed, message: `${name} has no server in it.`, next };
  return first !== undefined && recogniseBackend(folder) === undefined
    ? { exitCode: EXIT.notPassed, message: `${name} has no server in it.`, next }
    : undefined;
}
