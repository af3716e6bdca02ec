import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = path.join(root, 'dist');
const fresh = path.join(root, 'node_modules', `.dist-${process.pid}`);

/** Vitest's global setup: makes `dist/` as new as the sources, once for a run. */
export async function setup(): Promise<void> {
  const sources = Math.max(...['src', 'scripts'].map((folder) => newestChange(path.join(root, folder))));
  const built = ['cli.js', 'dom-host.cjs', 'page-instruments.js'].map((file) => changedAt(path.join(dist, file)));
  if (Math.min(...built) > sources) return;
  // Built beside and renamed, so that another run at the same time never sees half a dist.
  try {
    await buildAll(fresh);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (process.env['CI'] !== undefined) throw error;
    // Unit tests are of use while the sources do not build.
    process.stderr.write(`dist/ is stale, because the sources do not build: ${String(error)}\n`);
  }
}

function changedAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function newestChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((entry) => changedAt(path.join(entry.parentPath, entry.name))));
}
