import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../../model/package-root.ts';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { shellPath } from '../../../model/shell.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { CommandContext } from '../context.ts';
import { guarded } from '../../../workspace/index.ts';

type Whereabouts = Pick<CommandContext, 'cwd' | 'chapter'>;

/**
 * The folder that a command works in. `--dir` wins. Else this folder, when the tutor started it or it looks like a server's (the tutor's own
 * repository does, too, and is none); else the nearest one above that the tutor started; else the one below that `start` creates by
 * default, if the tutor started that; else this one.
 */
export function findFolder({ cwd, chapter }: Whereabouts, dir: string | undefined): Result<string> {
  if (dir !== undefined) {
    const folder = path.resolve(cwd, dir);
    const kind = guarded(`The folder ${dir} cannot be read`, () => {
      const found = statSync(folder, { throwIfNoEntry: false });
      return found === undefined ? 'missing' : found.isDirectory() ? 'folder' : 'file';
    });
    if (!kind.ok) return kind;
    if (kind.value === 'file') return wrongUsage(`${dir} is a file.`, 'Name a folder with --dir.');
    if (kind.value === 'missing')
      return wrongUsage(`The folder ${dir} does not exist.`, `htmx-realtime-tutor start ${shellPath(dir)} creates it.`);
    return { ok: true, value: folder };
  }
  if (isOurs(cwd)) return { ok: true, value: cwd };
  const below = path.join(cwd, chapter.folder);
  if (recogniseBackend(cwd) !== undefined && !(isOurs(below) && isTutorsOwn(cwd))) return { ok: true, value: cwd };
  for (let above = path.dirname(cwd); above !== path.dirname(above); above = path.dirname(above))
    if (isOurs(above)) return { ok: true, value: above };
  return { ok: true, value: isOurs(below) ? below : cwd };
}

/** The tutor's own repository has a manifest, too, and `npm start` in it puts the learner's folder below it. */
export function isTutorsOwn(folder: string): boolean {
  return samePath(folder, packageRoot());
}

/** ` --dir demo2` for a folder that a command typed here would not find by itself; else nothing. @param folder absolute path */
export function dirOption(context: Whereabouts, folder: string): string {
  const found = findFolder(context, undefined);
  if (found.ok && samePath(found.value, folder)) return '';
  const shown = path.relative(context.cwd, folder);
  const name = shown.startsWith('..') ? folder : shown;
  return ` --dir ${shellPath(name)}`;
}

function samePath(one: string, other: string): boolean {
  return realpathSync(one) === realpathSync(other);
}

/** Whether `start` made the folder. */
export function isOurs(folder: string): boolean {
  return existsSync(progressFile(folder));
}

/** Names of the folders directly below that `start` made, the one that was used last first: each check writes its progress. Throws system errors. */
export function startedBelow(folder: string): readonly string[] {
  const used = (name: string): number => statSync(progressFile(path.join(folder, name))).mtimeMs;
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isOurs(path.join(folder, entry.name)))
    .map(({ name }) => name)
    .toSorted((one, other) => used(other) - used(one));
}

/** Where `start` keeps what it knows of a folder. */
export function progressFile(folder: string): string {
  return path.join(folder, '.tutor', 'progress.json');
}
