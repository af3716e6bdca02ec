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

/**
 * Writes a whole file or nothing: into a temporary file beside it, which is then renamed. Keeps the mode of an existing file.
 * Synchronous, so that nothing can interrupt it. Throws system errors.
 * @returns the folders that were created, outermost first.
 */
export function writeAtomically(target: string, bytes: Buffer | string): readonly string[] {
  const made = makeFolders(path.dirname(target));
  const temporary = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
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
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return made;
}

function makeFolders(folder: string): readonly string[] {
  const missing = [];
  for (let each = folder; !existsSync(each); each = path.dirname(each)) missing.unshift(each);
  mkdirSync(folder, { recursive: true });
  return missing;
}
