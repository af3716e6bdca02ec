import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../../files/regular.ts';

/** What a check's result does not depend on, or what is too much to read; the tutor's notes change with each check of the learner's own. */
const NOT_READ: ReadonlySet<string> = new Set(['.git', '.tutor', '.venv', '__pycache__', 'node_modules']);
/** Files of a submission; more of them are no submission. */
const MOST_FILES = 5000;

/**
 * A text that differs when a file of the folder does, or one of the words. Empty: there is something in it that cannot be read, or too much.
 * @param folder absolute path @param words what else the result depends on
 */
export function fingerprintOf(folder: string, words: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(words));
  let left = MOST_FILES;
  const add = (inner: string): void => {
    const entries = readdirSync(path.join(folder, inner), { withFileTypes: true });
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      if (NOT_READ.has(entry.name)) continue;
      left -= 1;
      if (left < 0) throw new Error('too many files');
      const name = path.join(inner, entry.name);
      if (entry.isDirectory()) add(name);
      else hash.update(`\0${name}\0`).update(contentOf(path.join(folder, name), entry));
    }
  };
  try {
    add('');
    return hash.digest('hex');
  } catch {
    return '';
  }
}

function contentOf(file: string, entry: Dirent): Buffer | string {
  if (entry.isSymbolicLink()) return readlinkSync(file);
  if (!entry.isFile()) return 'other';
  const bytes = readRegular(file);
  if (bytes !== undefined) return bytes;
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}
