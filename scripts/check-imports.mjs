// Enforces the allow-lists of imports in src/: each layer says in a file `imports.list` beside its code what it may import.
// Static, type-only and dynamic imports count, re-exports, `import('…')` types and `declare module` as well; circles between files are errors.
//
// In an imports.list: one entry a line, `#` begins a comment. The nearest list upwards counts for a file. Its own folder it may always
// import (but for the list of src/ itself, which is for the files that lie right there).
//   model                 a file or folder of src/
//   npm:parse5            a package
//   node:fs               a module of Node, `node:*` all of them
//   [dom/host.ts]         the entries after it are allowed only to this file or folder, not to the rest of the list's folder
import { parseSync } from 'oxc-parser';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LIST = 'imports.list';

/**
 * Checks a tree of TypeScript sources.
 * @param {string} root absolute path of the folder that is called src/
 * @returns {{ file: string, line: number, rule: string }[]} what breaks a rule, by file and line; file: relative to `root`
 */
export function checkImports(root) {
  const files = sourceFiles(root);
  const lists = new Map();
  const listOf = (folder) => {
    if (!lists.has(folder)) lists.set(folder, readList(root, folder));
    return lists.get(folder) ?? (folder === '' ? undefined : listOf(parentOf(folder)));
  };
  const imports = files.flatMap((file) => importsOf(root, file));
  const faults = imports.flatMap((found) => faultOf(found, listOf(parentOf(found.file)), root));
  const unused = [...new Set(files.map((file) => listOf(parentOf(file))))].flatMap((list) =>
    list === undefined ? [] : unusedEntries(list, imports, (file) => listOf(parentOf(file)) === list),
  );
  return [...faults, ...circles(files, imports), ...unused];
}

function parentOf(file) {
  const parent = path.posix.dirname(file);
  return parent === '.' ? '' : parent;
}

function sourceFiles(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}

/** The list that lies in a folder; undefined: none does. */
function readList(root, folder) {
  const file = path.join(root, folder, LIST);
  if (!existsSync(file)) return undefined;
  let only = '';
  const entries = [];
  for (const [index, text] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    const entry = text.replace(/#.*/, '').trim();
    if (entry === '') continue;
    const section = /^\[(.+)\]$/.exec(entry);
    if (section === null) entries.push({ entry, only, line: index + 1 });
    else only = folder === '' ? section[1] : `${folder}/${section[1]}`;
  }
  return { file: folder === '' ? LIST : `${folder}/${LIST}`, folder, entries };
}

/** Everything that a file imports: `{ file, line, to }`, where `to` is a path in src/, `npm:…`, `node:…` or `outside:…`. */
function importsOf(root, file) {
  const source = readFileSync(path.join(root, file), 'utf8');
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const found = [];
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    const specifier = specifierOf(node);
    if (specifier !== undefined)
      found.push({ file, line: lineAt(source, node.start), to: targetOf(file, specifier), specifier });
    for (const value of Object.values(node)) visit(value);
  };
  visit(program);
  return found;
}

/** What a node of the syntax tree imports; undefined: nothing. */
function specifierOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source?.value;
    case 'ImportExpression':
    case 'TSImportType':
      return literalOf(node.source ?? node.argument);
    case 'TSExternalModuleReference':
      return literalOf(node.expression);
    case 'TSModuleDeclaration':
      return node.id.type === 'Literal' ? node.id.value : undefined;
    case 'CallExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'require'
        ? literalOf(node.arguments[0])
        : undefined;
    default:
      return undefined;
  }
}

/** An import with a computed address cannot be checked against a list: it gets a name that no list allows. */
function literalOf(node) {
  if (node?.type === 'TSLiteralType') return literalOf(node.literal);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : '<computed>';
}

function targetOf(file, specifier) {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return target.startsWith('../') ? `outside:${target.slice(3)}` : target;
  }
  if (specifier.startsWith('node:') || specifier === '<computed>') return specifier;
  const parts = specifier.split('/');
  return `npm:${specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]}`;
}

function lineAt(source, offset) {
  return source.slice(0, offset).split('\n').length;
}

function faultOf({ file, line, to }, list, root) {
  if (list === undefined) return [{ file, line, rule: `no ${LIST} says what this file may import` }];
  const inSources = !/^(?:npm|node|outside):|^</.test(to);
  if (inSources && !existsSync(path.join(root, to))) return [{ file, line, rule: `${to} is not a file` }];
  if (list.folder !== '' && to.startsWith(`${list.folder}/`)) return [];
  if (list.entries.some((entry) => permits(entry, file, to))) return [];
  const allowed = list.entries.filter(({ only }) => covers(only, file)).map(({ entry }) => entry);
  return [{ file, line, rule: `imports ${to}; ${list.file} allows ${allowed.join(', ') || 'nothing'}` }];
}

function permits({ entry, only }, file, to) {
  if (!covers(only, file)) return false;
  return entry === 'node:*' ? to.startsWith('node:') : covers(entry, to);
}

/** Whether a path is this file or folder, or lies in it; '': everything. */
function covers(folder, file) {
  return folder === '' || file === folder || file.startsWith(`${folder}/`);
}

/** An unused entry is an error: the lists say what is imported now. */
function unusedEntries(list, imports, isOfList) {
  return list.entries
    .filter((entry) => !imports.some(({ file, to }) => isOfList(file) && permits(entry, file, to)))
    .map(({ entry, line }) => ({ file: list.file, line, rule: `${entry}: no file imports it` }));
}

/** One fault for each set of files that import one another in a circle. Types count. */
function circles(files, imports) {
  const next = new Map(files.map((file) => [file, []]));
  for (const { file, to, line } of imports) if (next.has(to)) next.get(file).push({ to, line });
  const state = new Map();
  const faults = [];
  const visit = (file, trail) => {
    state.set(file, 'open');
    for (const { to, line } of next.get(file)) {
      if (state.get(to) === 'open') {
        const circle = [...trail.slice(trail.indexOf(to)), to];
        faults.push({ file, line, rule: `circle: ${circle.join(' -> ')}` });
      } else if (!state.has(to)) visit(to, [...trail, to]);
    }
    state.set(file, 'done');
  };
  for (const file of files) if (!state.has(file)) visit(file, [file]);
  return faults;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'src');
  const faults = checkImports(root);
  for (const { file, line, rule } of faults) process.stdout.write(`src/${file}:${line}: ${rule}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
