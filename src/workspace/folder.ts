import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Result } from '../model/result.ts';
import { guarded, isMissing } from './fs-problem.ts';
import { TUTOR_FOLDER } from './paths.ts';

/** What exists at the path that the learner chose for the folder. */
export type FolderKind =
  | { readonly kind: 'missing' }
  /** Nothing in it, or only what an editor, a system or a fresh repository puts there. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'ours' }
  | { readonly kind: 'file' }
  /** Other files: nothing is written there without an explicit yes. */
  | { readonly kind: 'foreign'; readonly entries: readonly string[] };

/** Entries that are safe to share a folder with, because the course never writes them: a freshly cloned repository for a class counts as empty. */
const HARMLESS = new Set([
  '.git',
  '.gitignore',
  '.gitattributes',
  '.editorconfig',
  '.idea',
  '.vscode',
  '.ds_store',
  'thumbs.db',
  'desktop.ini',
  'readme.md',
  'readme',
  'license',
  'license.md',
]);

export function inspectFolder(dir: string): Result<FolderKind> {
  return guarded(`The folder ${dir} cannot be read`, (): FolderKind => {
    try {
      if (!statSync(dir).isDirectory()) return { kind: 'file' };
    } catch (error) {
      if (!isMissing(error)) throw error;
      return parentIsFile(dir) ? { kind: 'file' } : { kind: 'missing' };
    }
    const names = readdirSync(dir).toSorted();
    if (names.includes(TUTOR_FOLDER)) return { kind: 'ours' };
    const entries = names.filter((name) => !HARMLESS.has(name.toLowerCase()));
    return entries.length === 0 ? { kind: 'empty' } : { kind: 'foreign', entries };
  });
}

function parentIsFile(dir: string): boolean {
  let parent = path.dirname(path.resolve(dir));
  while (!existsSync(parent) && parent !== path.dirname(parent)) parent = path.dirname(parent);
  return existsSync(parent) && !statSync(parent).isDirectory();
}
