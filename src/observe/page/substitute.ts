import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyPath } from '../../model/package-root.ts';

/**
 * The file of the tutor's own packages that replaces a script of another host: `htmx.org/dist/htmx.min.js`; undefined: none, and
 * the script does not load.
 */
export type FindSubstitute = (url: URL) => string | undefined;

export const NO_SUBSTITUTES: FindSubstitute = () => undefined;

/** @param file of a package, as named by `FindSubstitute` */
export function readSubstitute(file: string): Promise<Buffer> {
  return readFile(path.normalize(dependencyPath(file)));
}
