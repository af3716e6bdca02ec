// Bundles src/ into dist/: the command line (split, so that a command loads only what it uses), the page host, which
// carries jsdom with it because one file loads in about half the time of jsdom's hundreds, and the instruments that the
// browser engine puts into pages.
import { build } from 'esbuild';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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
    build({
      ...shared,
      outdir,
      entryPoints: { cli: 'src/cli.ts' },
      format: 'esm',
      splitting: true,
      packages: 'external',
      chunkNames: 'chunks/[name]-[hash]',
    }),
    buildDomHost(outdir),
    buildInstruments(outdir),
  ]);
  for (const result of built) if (result.status === 'rejected') throw result.reason;
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

/** @param {string} outdir */
async function buildDomHost(outdir) {
  const { metafile } = await build({
    ...shared,
    outdir,
    metafile: true,
    entryPoints: { 'dom-host': 'src/dom-host.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['canvas', 'bufferutil', 'utf-8-validate'],
    // parse5 and others come as two copies, one for import and one for require; jsdom requires.
    mainFields: ['main', 'module'],
    plugins: [withoutSyncWorker],
    define: { 'import.meta.url': '__fileUrl' },
    banner: { js: "const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  await writeFile(path.join(outdir, 'dom-host.licenses.txt'), await licencesOf(Object.keys(metafile.inputs)));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
