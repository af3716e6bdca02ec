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
import { packageRoot } from '../../src/model/package-root.ts';

/**
 * `ws` for a learner's server in a test: the project's own, loaded with one `require`. Its eight imports of CommonJS modules take Node
 * 45 ms of the 130 in which such a server starts, and the tests start thousands.
 */
const WRAPPER = `import { createRequire } from 'node:module';
const ws = createRequire(import.meta.url)('./index.js');
export const { createWebSocketStream, extension, PerMessageDeflate, Receiver, Sender, subprotocol, WebSocket, WebSocketServer } = ws;
export default ws;
`;

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
    .update([modules, ...names, manifest, WRAPPER].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const made = path.join(modules, '.cache', `linked-${state}`);
  if (existsSync(made)) return made;
  const fresh = `${made}-${process.pid}`;
  mkdirSync(path.join(fresh, 'ws'), { recursive: true });
  for (const name of names) symlinkSync(path.join(modules, name), path.join(fresh, name), 'junction');
  writeFileSync(path.join(fresh, 'ws', 'package.json'), manifest);
  writeFileSync(path.join(fresh, 'ws', 'wrapper.mjs'), WRAPPER);
  writeFileSync(
    path.join(fresh, 'ws', 'index.js'),
    `module.exports = require(${JSON.stringify(path.join(modules, 'ws'))});\n`,
  );
  try {
    renameSync(fresh, made);
  } catch {
    // Another worker was first.
    rmSync(fresh, { recursive: true, force: true });
  }
  return made;
}
