import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import { linesOfCode } from '../../code-scan.ts';
import { entryFile } from './manifest.ts';

/** An import declaration that begins a line: its module's name is in one of the two groups. */
const DECLARATION = /^import\b(?:[^'"`;()]*?\bfrom)?\s*(?:'([^'\n]+)'|"([^"\n]+)")/gmu;

/**
 * The modules that a file imports by declarations (ECMAScript section 16.2.2), which are loaded before any of its code runs. One that does not
 * begin its line is not seen; what a comment or a string quotes is none.
 */
export function staticImports(source: string): ReadonlySet<string> {
  return new Set(linesOfCode(source, 'js', DECLARATION).map(([, single, double]) => single ?? double ?? ''));
}

/** Those of the file that starts the folder's server; none where it is missing. */
export async function importsOfEntry(folder: string): Promise<ReadonlySet<string>> {
  const entry = await entryFile(folder);
  if (entry === undefined) return new Set();
  return staticImports(textOf(path.join(folder, entry)) ?? '');
}
