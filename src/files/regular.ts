import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

const MEGABYTE = 1024 * 1024;

/** Larger files are never read into memory or stored, in bytes: the course's own have a few kilobytes. */
export const LARGEST_FILE = 16 * MEGABYTE;

/** Nothing is there, or a link that leads nowhere. */
const NOTHING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

/**
 * The bytes of a file; undefined: none is there that could be somebody's work (a folder, a pipe, a device, more than `most` bytes).
 * A pipe is never opened: that would wait until somebody writes into it, and no signal ends a wait of the main thread. Throws system errors.
 */
export function readRegular(file: string, most: number = LARGEST_FILE): Buffer | undefined {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= most ? readFileSync(file) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOTHING.has(error.code)) return undefined;
    throw error;
  }
}

/** The same as text (UTF-8); undefined also where the system refuses it. */
export function textOf(file: string, most?: number): string | undefined {
  try {
    return readRegular(file, most)?.toString('utf8');
  } catch {
    return undefined;
  }
}

/** Whether this is a file, of any size, or a link to one. */
export function isFile(file: string): boolean {
  return statOrNothing(file)?.isFile() === true;
}

/** Whether something has the name that is not a file of a moderate size: `readRegular` reads nothing of it. */
export function isOdd(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const real = found.isSymbolicLink() ? statOrNothing(file) : found;
  return real !== undefined && !(real.isFile() && real.size <= LARGEST_FILE);
}

/**
 * Whether a path is a link to a folder that contains it: to the root, somebody's home, or the folder itself. Whoever follows such a link looks
 * through all of the disk, or goes round in a circle.
 */
export function leadsUpwards(file: string): boolean {
  try {
    if (!lstatSync(file).isSymbolicLink()) return false;
    const up = path.relative(realpathSync(file), realpathSync(path.dirname(file)));
    return up !== '..' && !up.startsWith(`..${path.sep}`) && !path.isAbsolute(up);
  } catch {
    return false;
  }
}

function statOrNothing(file: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
