import { copyFileSync, existsSync } from 'node:fs';
import { writeAtomically } from './atomic.ts';
import { guarded } from './fs-problem.ts';
import { readRegular, safeTarget } from './paths.ts';
import type { Result } from '../model/result.ts';
import type { FileState } from '../model/step.ts';

export interface CopyReport {
  readonly written: readonly string[];
  /** Files that were there and differed: each keeps its contents under another name. Paths in the folder. */
  readonly kept: readonly { readonly file: string; readonly as: string }[];
}

/**
 * Copies files into a folder that may have no `.tutor/`, so without snapshots: what differs is kept beside its copy.
 * @param folder absolute path without links. A file that is already the same is not written.
 */
export function copyInto(folder: string, files: FileState): Result<CopyReport> {
  const written: string[] = [];
  const kept: { file: string; as: string }[] = [];
  for (const [file, bytes] of files) {
    const target = safeTarget(folder, file);
    if (!target.ok) return target;
    const done = guarded(`${file} cannot be written`, () => {
      const before = readRegular(target.value);
      if (before?.equals(bytes) === true) return;
      if (before !== undefined) {
        const ending = freeEnding(target.value);
        copyFileSync(target.value, `${target.value}${ending}`);
        kept.push({ file, as: `${file}${ending}` });
      }
      writeAtomically(target.value, bytes);
      written.push(file);
    });
    if (!done.ok) return done;
  }
  return { ok: true, value: { written, kept } };
}

/** `.old`, or the first of `.old-2`, `.old-3`, … that no file has. */
function freeEnding(target: string): string {
  let ending = '.old';
  for (let number = 2; existsSync(`${target}${ending}`); number++) ending = `.old-${number}`;
  return ending;
}
