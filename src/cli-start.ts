import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';

// Loads the command line, with what V8 compiled of it when the tutor was built (scripts/cli-cache.mjs): a short command takes a third less processor
// time. V8 refuses that from another version of Node, or with other options, and compiles as usual.

interface Loaded {
  exports: unknown;
}

const modules = new Map<string, Loaded>();
const scripts = new Map<string, Script>();

/** What one of the build's files exports. @param file absolute path */
function load(file: string): unknown {
  const known = modules.get(file);
  if (known !== undefined) return known.exports;
  const own: Loaded = { exports: {} };
  // Before it runs: files may need each other.
  modules.set(file, own);
  // Plain ASCII, which needs no decoder.
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'latin1')}\n});`;
  const script = new Script(source, { filename: file, cachedData: readCache(file) });
  scripts.set(file, script);
  const folder = path.dirname(file);
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  run(own.exports, (name: string) => requireFrom(folder, name), own, file, folder);
  return own.exports;
}

/** The build's files are loaded here, Node's own modules and packages by Node. */
function requireFrom(folder: string, name: string): unknown {
  return name.startsWith('.') ? load(path.join(folder, name)) : (module.require(name) as unknown);
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(cacheOf(file));
  } catch {
    return undefined;
  }
}

function cacheOf(file: string): string {
  return file.replace(/cjs$/u, 'cache');
}

/** For the build: keeps what V8 has compiled up to now of all files that were loaded. */
export function writeCaches(): void {
  for (const [file, script] of scripts) writeFileSync(cacheOf(file), script.createCachedData());
}

/** The files that were loaded from a cache, or in spite of one: V8 has refused it. */
export function cacheUse(): Readonly<Record<string, 'taken' | 'refused' | 'none'>> {
  const use = ({ cachedDataRejected: refused }: Script): 'taken' | 'refused' | 'none' =>
    refused === undefined ? 'none' : refused ? 'refused' : 'taken';
  return Object.fromEntries([...scripts].map(([file, script]) => [path.basename(file), use(script)]));
}

type Main = (args: readonly string[]) => Promise<never>;

/** Runs the command line and ends the process. @param args without the runtime and the script */
export const { main } = load(path.join(__dirname, 'cli.cjs')) as { readonly main: Main };
