import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

// Starts the page host. Its program is large: V8 needs a quarter less processor time with what it compiled of it when the tutor was built
// (scripts/code-cache.mjs). It refuses that from another version of Node, or with other options, and compiles the program as usual.
const PROGRAM = path.join(__dirname, 'dom-host-program.cjs');
const CACHE = path.join(__dirname, 'dom-host-program.cache');
/** With this argument the host reads no cache, and writes one when it ends. */
const writesCache = process.argv[3] === '--writes-code-cache';

// Plain ASCII, which needs no decoder.
const source = wrap(readFileSync(PROGRAM, 'latin1'));
const script = new Script(source, { filename: PROGRAM, cachedData: writesCache ? undefined : readCache() });
// Before the host gives up what it does not need.
if (writesCache) process.on('exit', () => writeFileSync(CACHE, script.createCachedData()));

const own = { exports: {} };
const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
run(own.exports, createRequire(PROGRAM), own, PROGRAM, __dirname);

function readCache(): Buffer | undefined {
  try {
    return readFileSync(CACHE);
  } catch {
    return undefined;
  }
}
