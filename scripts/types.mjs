// The declarations of what other programs import (src/library/index.ts), beside its code in dist/: those files alone that they need of each other.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ENTRY = 'library/index.d.ts';
/** Files of ours: `from '…'`, `import('…')`, `declare module '…'`. */
const OWN = /(?<before>\bfrom |\bimport\(|\bimport |\bdeclare module )(?<quote>['"])(?<name>\.[^'"]*)\.ts\k<quote>/gu;

/** @param {string} outdir absolute path of dist/ @param {string} root of the package */
export async function writeTypes(outdir, root) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tutor-build-'));
  try {
    await runCompiler(root, folder);
    const found = new Map();
    const read = async (/** @type {string} */ name) => {
      if (found.has(name)) return;
      found.set(name, '');
      const text = await readFile(path.join(folder, name), 'utf8');
      found.set(name, text);
      const needed = [...text.matchAll(OWN)].map(({ groups }) => `${groups?.['name']}.d.ts`);
      await Promise.all(needed.map((each) => read(path.posix.join(path.posix.dirname(name), each))));
    };
    await read(ENTRY);
    for (const [name, text] of found) {
      const target = path.join(outdir, 'types', name.replace(/\.d\.ts$/u, '.d.cts'));
      await mkdir(path.dirname(target), { recursive: true });
      // CommonJS, as the code is.
      await writeFile(target, text.replaceAll(OWN, '$<before>$<quote>$<name>.cjs$<quote>'));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} root @param {string} outDir */
function runCompiler(root, outDir) {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const args = [path.join(path.dirname(manifest), 'bin/tsc'), '-p', path.join(root, 'scripts', 'tsconfig.types.json')];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args, '--outDir', outDir], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`the declarations cannot be written (${code})\n${said}`));
    });
  });
}
