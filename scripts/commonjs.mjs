// The command line as CommonJS: Node loads it without starting its loader of ES modules, and V8 takes a cache for it (src/cli-start.ts). esbuild
// splits only ES modules, so what it has split is changed afterwards.
import { transform } from 'esbuild';
import path from 'node:path';

const IMPORT_OF_FILE = /require\("(\.[^"]*)\.js"\)/gu;
/** A module of Node's own that is used by its names alone. */
const IMPORT_OF_NODE = /(?<=[ ,])(import_\w+)=require\("(node:[\w/]+)"\)(?=[,;])/gu;

/**
 * @param {string} text one of the files that esbuild has split
 * @returns {Promise<string>} the same as CommonJS, in plain ASCII; what it needs of Node itself is loaded when it is first used
 */
export async function asCommonJs(text) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    define: { 'import.meta.url': '__fileUrl' },
    // `require` in its place.
    supported: { 'dynamic-import': false },
  });
  const files = code.replaceAll(IMPORT_OF_FILE, (_, name) => `require("${name}.cjs")`);
  const own = files.includes('__fileUrl')
    ? `const __fileUrl=require("node:url").pathToFileURL(__filename).href;${files}`
    : files;
  return `"use strict";${asAscii(withLazyNode(own))}`;
}

/** Half of the start of a short command is Node's own crypto, net and streams for what it does not do. @param {string} code */
function withLazyNode(code) {
  const names = [...code.matchAll(IMPORT_OF_NODE)].map(([, name]) => name);
  return names.reduce(
    // In brackets for `new`.
    (changed, name) => changed.replaceAll(new RegExp(String.raw`(?<![\w$.])${name}\.`, 'gu'), `(${name}()).`),
    code.replaceAll(IMPORT_OF_NODE, (_, name, module) => `${name}=()=>require("${module}")`),
  );
}

/** Outside of regular expressions, where escapes mean the same, and of comments, esbuild has done so. @param {string} code */
function asAscii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @param {string} file a file as esbuild names it */
export function commonJsName(file) {
  return path.join(path.dirname(file), `${path.basename(file, '.js')}.cjs`);
}
