import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import { linesOfCode } from '../../code-scan.ts';
import type { AppPlace } from './find-app.ts';

/** An import statement that begins a line, and so belongs to no `try`, `if` or function. */
const STATEMENT = /^(?:import[ \t]+(?<modules>[^\n#;]+)|from[ \t]+(?<from>[A-Za-z_][\w.]*)[ \t]+import\b)/gmu;

/**
 * The top-level modules that a Python file imports by statements of its own level (Python reference, section 7.11), in lower case. What a comment or
 * a string quotes is none.
 */
export function staticImports(source: string): ReadonlySet<string> {
  const modules = linesOfCode(source, 'python', STATEMENT).flatMap(
    ({ groups }) => groups?.['from'] ?? groups?.['modules']?.split(',') ?? [],
  );
  return new Set(modules.map((module) => /^\w*/u.exec(module.trim())?.[0].toLowerCase() ?? ''));
}

/** What is certainly loaded where the server listens: what its file imports before it starts, and the program that runs it. */
export function loadedByServer(folder: string, { file, runsItself }: AppPlace, starter: string): ReadonlySet<string> {
  const source = textOf(path.join(folder, file)) ?? '';
  if (!runsItself) return new Set([...staticImports(source), starter]);
  // A program that starts the server does not go on until that ends.
  return staticImports(source.slice(0, new RegExp(String.raw`^${starter}\.run\(`, 'mu').exec(source)?.index ?? 0));
}
