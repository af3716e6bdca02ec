import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the tutor's own package.json: the same from `src/` (tests) and from the bundled `dist/`. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json')) || !existsSync(path.join(folder, 'steps'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no package.json with steps/ above ${import.meta.url}`);
    folder = parent;
  }
  return folder;
}

/**
 * Absolute path of something in one of the tutor's own dependencies: `htmx.org/dist/htmx.min.js`, or `ws` for a package's folder.
 * Looks through `node_modules` upwards, because `exports` maps hide files from `require.resolve`.
 */
export function dependencyPath(specifier: string): string {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
  const rest = specifier.slice(name.length + 1);
  const folders = createRequire(path.join(packageRoot(), 'package.json')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const found = path.join(folder, name);
    if (existsSync(path.join(found, 'package.json'))) return path.join(found, rest);
  }
  throw new Error(`the tutor's own package ${name} is not installed`);
}
