import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inspectRuntime } from '../../src/servers/backends/node/inspect-folder.ts';
import { satisfies } from '../../src/servers/backends/node/version-range.ts';
import { nodeBackend } from '../../src/servers/backends/node.ts';
import { checkFolder, findingsOf } from '../support/check-folder.ts';
import { realCourse, writeState } from '../support/course-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('an old Node is named with what is needed', () => {
  expect(inspectRuntime('18.19.1').findings.map(({ code, facts }) => ({ code, facts }))).toEqual([
    { code: 'env/old-runtime', facts: { runtime: 'Node', found: '18.19.1', needed: '20 or later' } },
  ]);
  expect(inspectRuntime('20.19.0').findings).toEqual([]);
  expect(inspectRuntime('24.1.0').findings).toEqual([]);
});

test('a folder that does not exist is named', async () => {
  const { folder, remove } = writeState(new Map(), { modules: 'none' });
  remove();
  const facts = await nodeBackend.inspect(path.join(folder, 'nowhere'));
  expect(facts.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual(['env/no-folder']);
});

test.each(['step-1', 'step-2'])('in %s a remote server that does not answer is unreachable', async (step) => {
  const { folder, remove } = writeState(new Map(), { modules: 'none' });
  try {
    // Port 1 (tcpmux) is never served on a loopback interface of our days.
    const result = await checkFolder({
      course: realCourse(),
      folder,
      step,
      choice: { kind: 'remote', url: 'http://127.0.0.1:1' },
    });
    expect(findingsOf(result, 'error').map(({ code }) => code)).toEqual(['server/unreachable']);
    expect(result.passed).toBe(false);
  } finally {
    remove();
  }
});

test('a package that a listening server imports is loaded; any other is looked for', async () => {
  const state = new Map([
    ['package.json', Buffer.from('{ "dependencies": { "ws": "^8", "other": "^1" } }')],
    ['main.js', Buffer.from(`import { WebSocketServer } from 'ws';\n// import 'other';\n`)],
  ]);
  const { folder, remove } = writeState(state, { modules: 'none' });
  try {
    const missing = async (listens?: () => Promise<boolean>): Promise<readonly unknown[]> =>
      (await nodeBackend.inspect(folder, listens)).flatMap(({ findings }) => findings.map(({ facts }) => facts));
    const [ws, other] = ['ws', 'other'].map((name) => ({ name, install: `npm install ${name}` }));
    expect(await missing()).toEqual([ws, other]);
    expect(await missing(() => Promise.resolve(false))).toEqual([ws, other]);
    expect(await missing(() => Promise.resolve(true))).toEqual([other]);
  } finally {
    remove();
  }
});

test('what is known before the server listens is told before', async () => {
  const state = new Map([
    ['package.json', Buffer.from('{ "dependencies": { "ws": "^8" } }')],
    ['main.js', Buffer.from(`import { WebSocketServer } from 'ws';\n`)],
  ]);
  const { folder, remove } = writeState(state, { modules: 'none' });
  try {
    const told: string[] = [];
    const listens = (): Promise<boolean> => {
      told.push('listens');
      return Promise.resolve(true);
    };
    const facts = await nodeBackend.inspect(folder, listens, ({ about }) => told.push(about));
    expect(told).toEqual(['runtime', 'manifest', 'listens']);
    expect(facts.map(({ about }) => about)).toEqual(['runtime', 'manifest', 'dependencies']);
  } finally {
    remove();
  }
});

// Expected values: `satisfies` of the package semver 7.8, which npm uses.
test.each([
  ['8.18.3', '^8.18.0', true],
  ['8.18.3', '^18.8.0', false],
  ['8.17.9', '^8.18.0', false],
  ['9.0.0', '^8', false],
  ['0.2.5', '^0.2.3', true],
  ['0.3.0', '^0.2.3', false],
  ['0.0.4', '^0.0.3', false],
  ['0.0.4', '^0.0', true],
  ['8.18.3', '~8.18', true],
  ['8.19.0', '~8.18.1', false],
  ['8.19.0', '~8', true],
  ['8.18.3', '8.x', true],
  ['8.18.3', '*', true],
  ['8.18.3', '', true],
  ['8.18.3', 'v8.18.3', true],
  ['8.18.3', '=8.18.2', false],
  ['8.18.3', '>= 8.18.3', true],
  ['8.18.3', '>8.18', false],
  ['8.18.3', '<=8.18', true],
  ['8.18.3', '<8.18', false],
  ['8.18.3', '>*', false],
  ['8.18.3', '>=7 <8 || 8.18 - 9', true],
  ['8.18.3', '7.0.0 - 8.18', true],
  ['8.18.3', '7 - 8.18.2', false],
  ['8.18.3', 'latest', undefined],
  ['8.18.3', '^8.18.0 || latest', undefined],
  ['8.18.3', 'x.18', undefined],
  ['8.18.3', 'file:../ws', undefined],
  ['8.18.3', '^9.0.0-beta.1', undefined],
  ['9.0.0-beta.1', '^8', undefined],
])('ws %s for "%s": %s', (version, range, expected) => {
  expect(satisfies(version, range)).toBe(expected);
});

/** The findings about a folder whose node_modules, or that of the folder above, has a package. */
async function inspected(spec: unknown, above: '' | '..' = ''): Promise<readonly unknown[]> {
  const folder = path.join(temporaryFolder(), 'demo');
  const installed = path.join(folder, above, 'node_modules', 'ws');
  for (const each of [folder, installed]) mkdirSync(each, { recursive: true });
  writeFileSync(path.join(installed, 'package.json'), '{ "name": "ws", "version": "8.18.3", "main": "ws.js" }');
  writeFileSync(path.join(installed, 'ws.js'), 'module.exports = {};');
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ dependencies: { ws: spec } }, undefined, 2));
  const facts = await nodeBackend.inspect(folder);
  return facts.flatMap(({ findings }) =>
    findings.map(({ code, severity, facts: seen, evidence }) => ({ code, severity, seen, where: evidence.where })),
  );
}

test.each(['', '..'] as const)('a version that is not the installed one, in node_modules of "%s"', async (above) => {
  expect(await inspected('^18.8.0', above)).toEqual([
    {
      code: 'env/other-version',
      severity: 'warning',
      seen: { file: 'package.json', name: 'ws', spec: '^18.8.0', installed: '8.18.3' },
      where: [{ file: 'package.json', line: 3 }],
    },
  ]);
});

test.each(['^8', 'latest', 'file:../ws', 8])('no finding about %s', async (spec) => {
  expect(await inspected(spec)).toEqual([]);
});
