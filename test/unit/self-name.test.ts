import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isCalledByPath, selfName } from '../../src/commands/common/context.ts';
import { temporaryFolder } from '../support/temporary.ts';

// What a message prints for the tutor must work where it is read.

const NAME = 'htmx-realtime-tutor';

interface Called {
  /** Below a temporary folder. */
  readonly root: string;
  readonly script: string;
  readonly cwd: string;
  /** Folders on the path, those with the command in them. */
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function named({ root, script, cwd, path: folders = [], env = {} }: Called): string {
  const base = temporaryFolder();
  for (const folder of folders) {
    mkdirSync(path.join(base, folder), { recursive: true });
    writeFileSync(path.join(base, folder, process.platform === 'win32' ? `${NAME}.cmd` : NAME), '');
  }
  const at = (inner: string): string => path.join(base, ...inner.split('/'));
  const PATH = ['nothing', ...folders].map(at).join(path.delimiter);
  const self = selfName({ env: { PATH, ...env }, cwd: at(cwd), script: at(script), root: at(root) });
  return self.replaceAll(base + path.sep, '<base>/').replaceAll(path.sep, '/');
}

const CLONE = { root: 'clone', script: `clone/bin/${NAME}.js` };
const IN_PROJECT = { root: `class/node_modules/${NAME}`, script: `class/node_modules/.bin/${NAME}` };

test.each<readonly [string, Called, string]>([
  ['in a clone', { ...CLONE, cwd: 'clone' }, `node bin/${NAME}.js`],
  ['deeper in a clone', { ...CLONE, cwd: 'clone/demo' }, `node ../bin/${NAME}.js`],
  ['a clone called from outside', { ...CLONE, cwd: 'home' }, `node <base>/clone/bin/${NAME}.js`],
  ['beside the clone, by a name that begins like it', { ...CLONE, cwd: 'clone-2' }, `node <base>/clone/bin/${NAME}.js`],
  [
    'a clone called by its path from outside, with another tutor installed',
    { ...CLONE, cwd: 'home', path: ['usr/bin'] },
    process.platform === 'win32' ? NAME : `node <base>/clone/bin/${NAME}.js`,
  ],
  ['a clone after npm link', { root: 'clone', script: `usr/bin/${NAME}`, cwd: 'home', path: ['usr/bin'] }, NAME],
  ['installed for all', { root: `lib/node_modules/${NAME}`, script: `bin/${NAME}`, cwd: 'home', path: ['bin'] }, NAME],
  [
    'installed for all, called by a script of the package manager',
    { root: `lib/node_modules/${NAME}`, script: `lib/node_modules/${NAME}/bin/${NAME}.js`, cwd: 'home', path: ['bin'] },
    NAME,
  ],
  ['installed in a project', { ...IN_PROJECT, cwd: 'class/submissions' }, `npx ${NAME}`],
  [
    'by npm run in a project',
    { ...IN_PROJECT, cwd: 'class', path: ['class/node_modules/.bin'], env: { npm_command: 'run-script' } },
    `npx ${NAME}`,
  ],
  [
    'installed in a project, called from elsewhere',
    { ...IN_PROJECT, cwd: 'home' },
    `<base>/class/node_modules/.bin/${NAME}`,
  ],
  [
    'the launcher of a project, called from elsewhere',
    { root: IN_PROJECT.root, script: `class/node_modules/${NAME}/bin/${NAME}.js`, cwd: 'home' },
    `node <base>/class/node_modules/${NAME}/bin/${NAME}.js`,
  ],
  [
    'by npx',
    {
      root: `cache/node_modules/${NAME}`,
      script: `cache/node_modules/.bin/${NAME}`,
      cwd: 'home',
      env: { npm_command: 'exec' },
    },
    `npx ${NAME}`,
  ],
])('%s', (_, called, expected) => {
  expect(named(called)).toBe(expected);
});

test.each([
  [`node bin/${NAME}.js`, true],
  [`node '../a folder/bin/${NAME}.js'`, true],
  [`node ${path.resolve('/clone/bin')}/${NAME}.js`, false],
  [`node '${path.resolve('/a folder/bin')}/${NAME}.js'`, false],
  [`npx ${NAME}`, false],
  [NAME, false],
])('%s holds in the current folder only: %s', (self, expected) => {
  expect(isCalledByPath({ self })).toBe(expected);
});
