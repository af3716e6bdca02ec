import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dependencyPath } from '../../model/package-root.ts';

/**
 * The file of the tutor's own packages that replaces a script of another host: `htmx.org/dist/htmx.min.js`; undefined: none, and
 * the script does not load.
 */
export type FindSubstitute = (url: URL) => string | undefined;

export const NO_SUBSTITUTES: FindSubstitute = () => undefined;

/** The packages that such files come from: the process of a page may read these and no others. */
export const SUBSTITUTE_PACKAGES = ['htmx.org', 'htmx-1', 'htmx-4', 'htmx-ext-ws', 'htmx-ext-sse'] as const;

/** Absolute folders of the packages, by name. */
export type PackageFolders = Readonly<Record<string, string>>;

/** A package that is not installed is absent: no page gets its files then. */
export function substituteFolders(): PackageFolders {
  const found: Record<string, string> = {};
  for (const name of SUBSTITUTE_PACKAGES) {
    try {
      found[name] = dependencyPath(name);
    } catch {
      continue;
    }
  }
  return found;
}

/** @param file of a package, as named by `FindSubstitute` */
export function readSubstitute(file: string, folders = substituteFolders()): Promise<Buffer> {
  const [name = '', ...rest] = file.split('/');
  const folder = folders[name];
  if (folder === undefined) return Promise.reject(new Error(`the tutor's own package ${name} is not installed`));
  return readFile(path.join(folder, ...rest));
}
