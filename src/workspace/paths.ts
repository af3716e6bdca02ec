import { lstatSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { LARGEST_FILE } from '../files/regular.ts';
import { wrongUsage } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { isMissing, isSystemError } from './fs-problem.ts';

/** The folder in which the tutor stores its data. */
export const TUTOR_FOLDER = '.tutor';

const MEGABYTE = 1024 * 1024;

/**
 * The absolute path that a write to `file` really goes to. Links inside the folder are followed, links that point outside it
 * (or nowhere) are refused, so that nothing outside is ever written.
 * @param folder absolute path without links (`realpath`). @param file relative, with forward slashes.
 */
export function safeTarget(folder: string, file: string): Result<string> {
  const parts = file.split('/');
  if (
    file === '' ||
    path.isAbsolute(file) ||
    parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes(':'))
  ) {
    throw new Error(`not a path inside a folder: ${file}`);
  }
  let current = folder;
  for (const [index, part] of parts.entries()) {
    const here = path.join(current, part);
    const shown = parts.slice(0, index + 1).join('/');
    const isLast = index === parts.length - 1;
    const stats = lstatOrNothing(here);
    if (stats === undefined) return { ok: true, value: path.join(here, ...parts.slice(index + 1)) };
    const real = stats.isSymbolicLink() ? realpathOrNothing(here) : here;
    if (real === undefined)
      return wrongUsage(`${shown} is a link to something that does not exist.`, 'Remove the link, then try again.');
    if (!isInside(folder, real))
      return wrongUsage(
        `${shown} is a link that points outside the folder.`,
        'Replace the link with a copy, then try again.',
      );
    const found = statSync(real);
    const isFolder = found.isDirectory();
    if (isLast && isFolder)
      return wrongUsage(`${shown} is a folder, and a file belongs there.`, 'Rename the folder, then try again.');
    if (isLast && !found.isFile())
      return wrongUsage(
        `${shown} is a pipe, a socket or a device, and a file belongs there.`,
        'Rename it, then try again.',
      );
    if (isLast && found.size > LARGEST_FILE)
      return wrongUsage(
        `${shown} has ${Math.round(found.size / MEGABYTE)} MB, which is too much for a file of the chapter.`,
        'Rename it, then try again.',
      );
    if (!isLast && !isFolder)
      return wrongUsage(`${shown} is a file, and a folder belongs there.`, 'Rename the file, then try again.');
    current = real;
  }
  return { ok: true, value: current };
}

function isInside(folder: string, target: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** What is at a path itself, links not followed; undefined: nothing. Throws other system errors. */
export function lstatOrNothing(file: string): ReturnType<typeof lstatSync> | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function realpathOrNothing(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (error) {
    if (isMissing(error) || (isSystemError(error) && error.code === 'ELOOP')) return undefined;
    throw error;
  }
}
