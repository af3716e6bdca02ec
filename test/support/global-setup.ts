import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from '../../scripts/build.mjs';
import { preferLightBrowser } from './browser.ts';
import { serveTurns } from './turns.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = path.join(root, 'dist');
const fresh = path.join(root, 'node_modules', `.dist-${process.pid}`);

/**
 * Vitest's global setup, once for a run: makes `dist/` as new as the sources, gives the tutor its name as `npm link` does, chooses the browser, and lets checks take turns.
 * @returns what ends that
 */
export async function setup(): Promise<() => Promise<void>> {
  await buildNewest();
  preferLightBrowser();
  return serveTurns();
}

async function buildNewest(): Promise<void> {
  linkCommand(path.join(root, 'node_modules', '.cache', 'linked'));
  const sources = Math.max(...['src', 'scripts'].map((folder) => newestChange(path.join(root, folder))));
  const built = ['cli.cjs', 'dom-host.cjs', 'page-instruments.js', 'coach-instruments.js'].map((file) =>
    changedAt(path.join(dist, file)),
  );
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

/** Tests call the tutor by its path; what it prints is read where the command is installed, unless a test says otherwise. */
function linkCommand(folder: string): void {
  const launcher = path.join(root, 'bin', 'htmx-realtime-tutor.js');
  const command = path.join(folder, process.platform === 'win32' ? 'htmx-realtime-tutor.cmd' : 'htmx-realtime-tutor');
  // Another run may be using it; one that was copied with node_modules belongs to another checkout.
  if (process.platform === 'win32') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(command, `@"${process.execPath}" "${launcher}" %*\r\n`);
  } else if (!existsSync(command) || realpathSync(command) !== launcher) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    symlinkSync(launcher, command);
  }
  process.env['PATH'] = `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`;
}

function changedAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function newestChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((entry) => changedAt(path.join(entry.parentPath, entry.name))));
}
