import { rmdirSync } from 'node:fs';
import path from 'node:path';

/** Removes the folders that are empty now; the others stay. The list is outermost first; removal goes innermost first. */
export function removeEmptyFolders(folder: string, folders: readonly string[]): void {
  for (const inner of folders.toReversed()) {
    try {
      rmdirSync(path.join(folder, inner));
    } catch {
      // Not empty, or gone: both are fine.
    }
  }
}
