import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyPath } from '../../model/package-root.ts';

/**
 * Which file of the tutor's own packages answers a script tag for another host: `htmx.org/dist/htmx.min.js`; undefined: none, and
 * the script does not load.
 */
export type FindSubstitute = (url: URL) => string | undefined;

export const NO_SUBSTITUTES: FindSubstitute = () => undefined;

/** @param file of a package, as `FindSubstitute` names it */
export function readSubstitute(file: string): Promise<Buffer> {
  return readFile(path.normalize(dependencyPath(file)));
}
