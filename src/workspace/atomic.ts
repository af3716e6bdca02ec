import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { isSystemError } from './fs-problem.ts';

/**
 * Writes a whole file or nothing: into a temporary file beside it, which is then renamed. Keeps the mode of an existing file.
 * Synchronous, so that nothing can interrupt it. Throws system errors.
 */
export function writeAtomically(target: string, bytes: Buffer | string): void {
  makeFolders(path.dirname(target));
  const temporary = writeTemporary(target, bytes);
  try {
    renameSync(temporary, target);
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

/** The names of files that the tutor writes before it gives them their own: one that was killed leaves such a file behind. */
export const TEMPORARY = /^\..+\.\d+-[0-9a-f]{8}\.tmp$/;

/** Number of the process that writes this file, by its name; undefined: it is not one of the tutor's unfinished files. */
export function temporaryOwner(name: string): number | undefined {
  return TEMPORARY.test(name) ? Number(/\.(\d+)-[0-9a-f]+\.tmp$/.exec(name)?.[1]) : undefined;
}

/**
 * Writes a whole file under another name in the same folder, with the mode of the one that it will replace. Throws system errors, and
 * leaves nothing then.
 * @returns its path
 */
export function writeTemporary(target: string, bytes: Buffer | string): string {
  const name = `.${path.basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const temporary = path.join(path.dirname(target), name);
  const mode = existsSync(target) ? statSync(target).mode & 0o7777 : undefined;
  try {
    const handle = openSync(temporary, 'wx', 0o666);
    try {
      const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      for (let written = 0; written < data.length;) written += writeSync(handle, data, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (mode !== undefined) chmodSync(temporary, mode);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  return temporary;
}

/** Removes a file of the tutor's own that nobody needs any more. One that the system does not let go stays, and the command goes on. */
export function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** This folder and those above it, as far as they do not exist, outermost first. */
export function missingFolders(folder: string): readonly string[] {
  const missing = [];
  for (let each = folder; !existsSync(each); each = path.dirname(each)) missing.unshift(each);
  return missing;
}

/** Creates the folder and those above it. Throws system errors. */
export function makeFolders(folder: string): void {
  // One by one: Node's own recursive mkdir never ends where the system answers ENOENT for a parent that is there, as in /proc, and reports
  // ENOENT where the disk fails.
  for (const each of missingFolders(folder)) makeFolder(each);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (!(isSystemError(error) && error.code === 'EEXIST')) throw error;
  }
}
