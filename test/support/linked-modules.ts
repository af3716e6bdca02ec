import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { buildSync } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { packageRoot } from '../../src/model/package-root.ts';

/**
 * `ws` for a learner's server in a test: the project's own, as one file that is loaded with one `require`. Its eight imports and fifteen files of
 * CommonJS take Node 60 ms of the 110 in which such a server starts, and the tests start thousands. The lines are as they are in the package:
 * an uncaught error quotes one.
 */
const WRAPPER = `import { createRequire } from 'node:module';
const ws = createRequire(import.meta.url)('./index.js');
export const { createWebSocketStream, extension, PerMessageDeflate, Receiver, Sender, subprotocol, WebSocket, WebSocketServer } = ws;
export default ws;
`;

const AS_ONE_FILE: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['bufferutil', 'utf-8-validate'],
  logLevel: 'warning',
};

let folder: string | undefined;

/** A folder to link as `node_modules`: the project's packages. Made once for each state of the project's own. */
export function linkedModules(): string {
  folder ??= make(path.join(packageRoot(), 'node_modules'));
  return folder;
}

function make(modules: string): string {
  const names = readdirSync(modules).filter((name) => !name.startsWith('.') && name !== 'ws');
  const manifest = readFileSync(path.join(modules, 'ws', 'package.json'), 'utf8');
  const state = createHash('sha256')
    .update([modules, ...names, manifest, WRAPPER, JSON.stringify(AS_ONE_FILE)].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const made = path.join(modules, '.cache', `linked-${state}`);
  if (existsSync(made)) return made;
  const fresh = `${made}-${process.pid}`;
  mkdirSync(path.join(fresh, 'ws'), { recursive: true });
  for (const name of names) symlinkSync(path.join(modules, name), path.join(fresh, name), 'junction');
  writeFileSync(path.join(fresh, 'ws', 'package.json'), manifest);
  writeFileSync(path.join(fresh, 'ws', 'wrapper.mjs'), WRAPPER);
  buildSync({
    ...AS_ONE_FILE,
    entryPoints: [path.join(modules, 'ws', 'index.js')],
    outfile: path.join(fresh, 'ws', 'index.js'),
  });
  try {
    renameSync(fresh, made);
  } catch {
    // Another worker was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return made;
}
