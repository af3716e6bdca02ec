import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { recogniseBackend } from '../../../servers/backends/index.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { CommandContext } from '../context.ts';
import { guarded } from '../../../workspace/index.ts';

/**
 * The folder that a command works in. `--dir` wins. Else this folder, when the tutor started it or it looks like a server's;
 * else the nearest one above that the tutor started; else the one below that `start` creates by default, if the tutor started that; else this one.
 */
export function findFolder({ cwd, chapter }: CommandContext, dir: string | undefined): Result<string> {
  if (dir !== undefined) {
    const folder = path.resolve(cwd, dir);
    const kind = guarded(`The folder ${dir} cannot be read`, () =>
      existsSync(folder) ? (statSync(folder).isDirectory() ? 'folder' : 'file') : 'missing',
    );
    if (!kind.ok) return kind;
    if (kind.value === 'file') return wrongUsage(`${dir} is a file.`, 'Name a folder with --dir.');
    if (kind.value === 'missing')
      return wrongUsage(`There is no folder ${dir}.`, `htmx-realtime-tutor start ${dir} creates it.`);
    return { ok: true, value: folder };
  }
  if (isOurs(cwd) || recogniseBackend(cwd) !== undefined) return { ok: true, value: cwd };
  for (let above = path.dirname(cwd); above !== path.dirname(above); above = path.dirname(above))
    if (isOurs(above)) return { ok: true, value: above };
  const below = path.join(cwd, chapter.folder);
  return { ok: true, value: isOurs(below) ? below : cwd };
}

function isOurs(folder: string): boolean {
  return existsSync(path.join(folder, '.tutor', 'progress.json'));
}
