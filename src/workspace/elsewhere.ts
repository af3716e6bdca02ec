import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../files/regular.ts';
import type { Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';
import { makeFolders, temporaryOwner, writeAtomically } from './atomic.ts';
import { dropUnfinished } from './copy.ts';
import { guarded } from './fs-problem.ts';

/**
 * Writes into a folder that is new or empty, or has only a part of this state, without the tutor's own files and without a snapshot, because
 * nothing can be lost.
 */
export function writeFolder(folder: string, state: FileState): Result<void> {
  return guarded(`${folder} cannot be written`, () => {
    makeFolders(folder);
    dropUnfinished(realpathSync(folder), state.keys());
    for (const [file, bytes] of state) {
      const target = path.join(folder, file);
      if (readRegular(target)?.equals(bytes) !== true) writeAtomically(target, bytes);
    }
  });
}

/** Whether nothing is in a folder but a part of this state: it is empty, or `writeFolder` was interrupted there. Throws system errors. */
export function isPartOf(folder: string, state: FileState): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).every((entry) => {
    if (entry.isDirectory()) return true;
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) return false;
    if (temporaryOwner(entry.name) !== undefined) return true;
    const bytes = readRegular(file);
    const name = path.relative(folder, file).split(path.sep).join('/');
    return bytes !== undefined && state.get(name)?.equals(bytes) === true;
  });
}
