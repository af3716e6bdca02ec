import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkImports } from '../../scripts/check-imports.mjs';
import { temporaryFolder } from '../support/temporary.ts';

/** Faults of a small tree, each as `file:line: rule`. */
function faults(files: Readonly<Record<string, string>>): readonly string[] {
  const root = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return checkImports(root).map(({ file, line, rule }) => `${file}:${line}: ${rule}`);
}

const MODEL = { 'model/imports.list': '', 'model/page.ts': 'export type Page = string;\n' };

/** Every way to import something. */
const WAYS: readonly (readonly [way: string, code: (target: string) => string])[] = [
  ['a static import', (target) => `import { x } from '${target}';`],
  ['a type-only import', (target) => `import type { X } from '${target}';`],
  ['an import for its effect', (target) => `import '${target}';`],
  ['a re-export', (target) => `export { x } from '${target}';`],
  ['a re-export of all', (target) => `export * from '${target}';`],
  ['a dynamic import', (target) => `export const load = () => import('${target}');`],
  ['an import type', (target) => `export type X = import('${target}').X;`],
  ['an augmented module', (target) => `export {};\ndeclare module '${target}' { interface X { y: 1 } }`],
  ['a required module', (target) => `export const x = require('${target}');`],
];

test.each(WAYS)('%s is detected, in the layer and among the packages', (_, code) => {
  const tree = (list: string): Record<string, string> => ({
    ...MODEL,
    'htmx/imports.list': list,
    'htmx/a.ts': `// A comment.\n${code('../model/page.ts')}\n`,
    'htmx/b.ts': code('parse5/lib/x'),
    'htmx/c.ts': code('node:fs'),
  });
  expect(faults(tree('model\nnpm:parse5 # the parser\nnode:fs\n'))).toEqual([]);
  const seen = faults(tree(''));
  expect(seen.map((fault) => fault.replace(/:\d+:/u, ':'))).toEqual([
    'htmx/a.ts: imports model/page.ts; htmx/imports.list allows nothing',
    'htmx/b.ts: imports npm:parse5; htmx/imports.list allows nothing',
    'htmx/c.ts: imports node:fs; htmx/imports.list allows nothing',
  ]);
  expect(seen[0]).toMatch(code('').startsWith('export {};') ? /^htmx\/a\.ts:3:/u : /^htmx\/a\.ts:2:/u);
});

test('a scoped package is named in full; its folders belong to it', () => {
  const tree = {
    'a/imports.list': 'npm:@inquirer/prompts',
    'a/x.ts': "import '@inquirer/prompts/more'; import '@inquirer/core';",
  };
  expect(faults(tree)).toEqual(['a/x.ts:1: imports npm:@inquirer/core; a/imports.list allows npm:@inquirer/prompts']);
});

test('an entry may be a file, and does not match one whose name begins alike', () => {
  const tree = {
    'model/imports.list': '',
    'model/page.ts': '',
    'model/page.ts.ts': '',
    'modelling/imports.list': '',
    'modelling/x.ts': '',
    'a/imports.list': 'model/page.ts',
    'a/x.ts': "import '../model/page.ts';\nimport '../model/page.ts.ts';\nimport '../modelling/x.ts';",
  };
  expect(faults(tree)).toEqual([
    'a/x.ts:2: imports model/page.ts.ts; a/imports.list allows model/page.ts',
    'a/x.ts:3: imports modelling/x.ts; a/imports.list allows model/page.ts',
  ]);
});

test('entries below a file or folder in brackets are allowed only to it', () => {
  const tree = {
    'observe/imports.list': 'node:*\n[dom]\nnpm:jsdom\n',
    'observe/dom/host.ts': "import 'jsdom'; import 'node:vm';",
    'observe/http.ts': "import 'jsdom'; import 'node:http';",
  };
  expect(faults(tree)).toEqual(['observe/http.ts:1: imports npm:jsdom; observe/imports.list allows node:*']);
});

test('a list in an inner folder replaces the outer one, for that folder only', () => {
  const tree = {
    'observe/imports.list': 'npm:ws\n',
    'observe/socket.ts': "import 'ws'; import './injected/agent.ts';",
    'observe/injected/imports.list': '',
    'observe/injected/agent.ts': "import './text.ts'; import 'ws'; import '../names.ts';",
    'observe/injected/text.ts': '',
    'observe/names.ts': '',
  };
  expect(faults(tree)).toEqual([
    'observe/injected/agent.ts:1: imports npm:ws; observe/injected/imports.list allows nothing',
    'observe/injected/agent.ts:1: imports observe/names.ts; observe/injected/imports.list allows nothing',
  ]);
});

test('the list of the outermost folder applies to its own files, which get only what it names', () => {
  const tree = {
    'imports.list': 'commands',
    'cli.ts': "import './commands/x.ts';\nimport './run/x.ts';",
    'commands/imports.list': '',
    'commands/x.ts': '',
    'run/imports.list': '',
    'run/x.ts': '',
  };
  expect(faults(tree)).toEqual(['cli.ts:2: imports run/x.ts; imports.list allows commands']);
});

test('a layer without a list, a computed address, a path outside and a missing file are reported', () => {
  const tree = {
    'a/x.ts': "import '../b/y.ts';",
    'b/imports.list': '',
    'b/y.ts': 'export const f = (name: string) => import(name);',
    'b/z.ts': "import '../../package.json';\nimport './gone.ts';",
  };
  expect(faults(tree)).toEqual([
    'a/x.ts:1: no imports.list says what this file may import',
    'b/y.ts:1: imports <computed>; b/imports.list allows nothing',
    'b/z.ts:1: imports outside:package.json; b/imports.list allows nothing',
    'b/z.ts:2: b/gone.ts is not a file',
  ]);
});

test('an unused entry is reported', () => {
  const tree = {
    ...MODEL,
    'a/imports.list': '# types\nmodel\n\nnpm:ws',
    'a/x.ts': "import type { Page } from '../model/page.ts';",
  };
  expect(faults(tree)).toEqual(['a/imports.list:4: npm:ws: no file imports it']);
});

test.each([
  ['of imports', "import { b } from './b.ts';\nexport const a = b;"],
  ['of types', "import type { B } from './b.ts';\nexport type A = B;"],
  ['through a dynamic import', "export const load = () => import('./b.ts');"],
])('a circle %s is reported once, with its files', (_, code) => {
  const tree = {
    'a/imports.list': '',
    'a/a.ts': code,
    'a/b.ts': "export * from './c.ts';",
    'a/c.ts': "import './a.ts'; import './d.ts';",
    'a/d.ts': '',
  };
  expect(faults(tree)).toEqual(['a/c.ts:1: circle: a/a.ts -> a/b.ts -> a/c.ts -> a/a.ts']);
});

test('two ways to the same file are not a circle', () => {
  const tree = {
    'a/imports.list': '',
    'a/a.ts': "import './b.ts';\nimport './c.ts';",
    'a/b.ts': "import './d.ts';",
    'a/c.ts': "import './d.ts';",
    'a/d.ts': '',
  };
  expect(faults(tree)).toEqual([]);
});
