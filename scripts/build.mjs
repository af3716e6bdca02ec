// Makes dist/ from src/ and steps/: the command line with the packages that it uses (split, so that a command loads only
// what it needs, and with a code cache), the page host, which carries jsdom with it because one file loads in about half the time of jsdom's
// hundreds, the instruments that the browser engine puts into pages, and the validated course.
import { build } from 'esbuild';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCommandCaches } from './cli-cache.mjs';
import { writeCodeCache } from './code-cache.mjs';
import { asCommonJs, commonJsName } from './commonjs.mjs';
import { rulesByName } from './default-rules.mjs';
import { writeTexts } from './texts.mjs';
import { writeTypes } from './types.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: false,
  logLevel: 'warning',
};

/** @param {string} outdir absolute path that is emptied first */
export async function buildAll(outdir = path.join(root, 'dist')) {
  rmSync(outdir, { recursive: true, force: true });
  // All are awaited even when one fails: nothing is written to `outdir` after this function has ended.
  const built = await Promise.allSettled([
    buildCommandLine(outdir),
    buildDomHost(outdir),
    buildReaper(outdir),
    buildInstruments(outdir),
    buildCoachInstruments(outdir),
    writeTypes(outdir, root),
    // The runtimes of learners' servers load these by themselves.
    cp(path.join(root, 'src/servers/fast-clock'), path.join(outdir, 'fast-clock'), { recursive: true }),
  ]);
  for (const result of built) if (result.status === 'rejected') throw result.reason;
  await Promise.all([writeTexts(outdir, shared), writeCache('The page engine', () => writeEngineCache(outdir))]);
  await writeCache('The command line', () => writeCommandCaches(outdir, root));
}

/** With what other programs import, which shares nearly all of its files. @param {string} outdir */
async function buildCommandLine(outdir) {
  const { metafile, outputFiles } = await build({
    ...shared,
    outdir,
    metafile: true,
    write: false,
    entryPoints: { cli: 'src/cli.ts', library: 'src/library/index.ts' },
    // esbuild splits nothing else.
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // It looks for files beside its own; only a check in a browser loads it.
    external: ['playwright-core', 'bufferutil', 'utf-8-validate', 'fsevents'],
    mainFields: ['module', 'main'],
    // Node parses what it loads; names are kept, because a report of a fault quotes them.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [withoutChildProcess, withoutColourLevel, withoutGlobalDispatcher],
  });
  await mkdir(path.join(outdir, 'chunks'), { recursive: true });
  await Promise.all(outputFiles.map(async (file) => writeFile(commonJsName(file.path), await asCommonJs(file.text))));
  await writeFile(path.join(outdir, 'cli.licenses.txt'), await licencesOf(Object.keys(metafile.inputs)));
  await build({
    ...shared,
    outdir,
    entryPoints: { 'cli-start': 'src/cli-start.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
}

/** What runs inside the pages of a browser: a script that only declares `pageInstruments`. @param {string} outdir */
function buildInstruments(outdir) {
  return build({
    ...shared,
    outdir,
    platform: 'browser',
    target: 'es2022',
    entryPoints: { 'page-instruments': 'src/observe/page/injected/browser-entry.ts' },
    format: 'iife',
    globalName: 'pageInstruments',
  });
}

/** What runs inside a person's own pages, through the proxy: a script that only declares `coachInstruments`. @param {string} outdir */
function buildCoachInstruments(outdir) {
  return build({
    ...shared,
    outdir,
    platform: 'browser',
    target: 'es2022',
    minifyWhitespace: true,
    entryPoints: { 'coach-instruments': 'src/observe/page/injected/coach-entry.ts' },
    format: 'iife',
    globalName: 'coachInstruments',
  });
}

/** One small file: it is started beside each server, and should take no time from it. @param {string} outdir */
function buildReaper(outdir) {
  return build({
    ...shared,
    outdir,
    entryPoints: { reaper: 'src/reaper.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
}

/** @param {string} outdir */
async function buildDomHost(outdir) {
  const { metafile } = await build({
    ...shared,
    outdir,
    metafile: true,
    entryPoints: { 'dom-host-program': 'src/dom-host.ts' },
    // dom-host.licenses.txt has them.
    legalComments: 'none',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['canvas', 'bufferutil', 'utf-8-validate'],
    // parse5 and others come as two copies, one for import and one for require; jsdom requires.
    mainFields: ['main', 'module'],
    // Not minifySyntax: in a jsdom that it has changed, htmx connects nothing (`elt.querySelectorAll is not a function`).
    minifyWhitespace: true,
    plugins: [withoutSyncWorker, withLastChild, rulesByName, withoutFunctionFromText],
    define: { 'import.meta.url': '__fileUrl' },
    // Strict throughout, as esbuild means it, although it writes its own directive below this: a function in strict mode does not show itself
    // or its `this` to whoever it calls.
    banner: { js: "'use strict'; const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  await writeFile(path.join(outdir, 'dom-host.licenses.txt'), await licencesOf(Object.keys(metafile.inputs)));
  const program = await readFile(path.join(outdir, 'dom-host-program.cjs'));
  if (program.some((byte) => byte > 0x7f))
    throw new Error('dom-host-program.cjs is not plain ASCII, as which it is read');
  await build({
    ...shared,
    outdir,
    entryPoints: { 'dom-host': 'src/dom-host-start.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  });
}

/** Without its cache a program works as well: where it cannot be made, the build goes on. @param {string} program @param {() => Promise<void>} write */
async function writeCache(program, write) {
  try {
    await write();
  } catch (error) {
    process.stderr.write(`${program} has no code cache and starts more slowly: ${String(error)}\n`);
  }
}

/** @param {string} outdir */
function writeEngineCache(outdir) {
  return writeCodeCache(outdir, createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js'));
}

/** The licences of the packages in a bundle: they must be distributed with the code. @param {string[]} inputs */
async function licencesOf(inputs) {
  const folders = inputs
    .map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
    .filter((folder) => folder !== undefined);
  const texts = [...new Set(folders)].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(path.join(root, folder))).find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? '' : await readFile(path.join(root, folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

// jsdom looks for the file of its helper for synchronous requests when it is loaded; inside a bundle there is none.
const withoutSyncWorker = {
  name: 'without-sync-worker',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /XMLHttpRequest-impl\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      const contents = source.replace(/require\.resolve \? require\.resolve\([^)]*\) : null/, 'null');
      if (contents === source)
        throw new Error('jsdom finds its xhr-sync-worker.js in a different way: see scripts/build.mjs');
      return { contents, loader: 'js' };
    });
  },
};

// Only for commands in files of their own, which the tutor has none of, commander loads what starts programs and, with it, sockets: 3 of the
// 35 milliseconds that a short command takes beyond Node's own start.
const withoutChildProcess = {
  name: 'without-child-process',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /commander[\\/]lib[\\/]command\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      const contents = source.replace(
        "const childProcess = require('node:child_process');",
        "const childProcess = { spawn: (...args) => require('node:child_process').spawn(...args) };",
      );
      if (contents === source) throw new Error('commander starts programs in a different way: see scripts/build.mjs');
      return { contents, loader: 'js' };
    });
  },
};

// chalk asks the terminals how many colours they have, for which it loads sockets. The tutor always says it itself.
const withoutColourLevel = {
  name: 'without-colour-level',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /chalk[\\/]source[\\/]vendor[\\/]supports-color[\\/]index\.js$/ }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
      loader: 'js',
    }));
  },
};

// undici puts its dispatcher where Node's own `fetch` finds it, as soon as it is loaded: the requests of a program that imports the tutor would be sent
// by another undici from then on.
const withoutGlobalDispatcher = {
  name: 'without-global-dispatcher',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /undici[\\/]lib[\\/]global\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      if (!source.includes('Object.defineProperty(globalThis, globalDispatcher'))
        throw new Error('undici keeps its dispatcher in a different way: see scripts/build.mjs');
      return { contents: `const ownGlobals = {};\n${source.replaceAll('globalThis', 'ownGlobals')}`, loader: 'js' };
    });
  },
};

// For each text parse5 asks jsdom for all children of its parent, to take the last one: ten thousand paragraphs take it 20 seconds. The page
// host keeps places of elements, so it needs that node, and jsdom's nodes know it.
const SIBLINGS =
  /const siblings = this\.treeAdapter\.getChildNodes\(parent\);\s*const textNodeIdx = [^;]*;\s*const textNode = siblings\[textNodeIdx - 1\];/;
const withLastChild = {
  name: 'with-last-child',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /parse5[\\/]dist[\\/]cjs[\\/]parser[\\/]index\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      const last = 'const textNode = beforeElement ? beforeElement.previousSibling : parent.lastChild;';
      const contents = source.replace(SIBLINGS, last);
      if (contents === source)
        throw new Error('parse5 finds the node of a text in a different way: see scripts/build.mjs');
      return { contents, loader: 'js' };
    });
  },
};

// The page host runs without code generation from strings (see src/observe/page/dom/host-process.ts). Where jsdom and its selector engine
// compile with `Function`, they get the compiler of node:vm, which no page can reach.
const COMPILE = "require('node:vm').compileFunction";
const COMPILERS = [
  {
    filter: /nwsapi\.js$/,
    from: /Function\('s', ([^;]*?;' \+ loop \+ 'return r;}')\)\(Snapshot\)/,
    to: `${COMPILE}($1, ['s'])(Snapshot)`,
  },
  { filter: /create-event-accessor\.js$/, from: /\bFunction\(body\);/, to: `${COMPILE}(body);` },
];
const withoutFunctionFromText = {
  name: 'without-function-from-text',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    for (const { filter, from, to } of COMPILERS)
      builder.onLoad({ filter }, async (file) => {
        const source = await readFile(file.path, 'utf8');
        const contents = source.replace(from, to);
        if (contents === source)
          throw new Error(`${file.path} compiles code in a different way: see scripts/build.mjs`);
        return { contents, loader: 'js' };
      });
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
