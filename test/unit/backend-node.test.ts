import path from 'node:path';
import { expect, test } from 'vitest';
import { inspectRuntime } from '../../src/servers/backends/node/inspect-folder.ts';
import { nodeBackend } from '../../src/servers/backends/node.ts';
import { checkFolder, findingsOf } from '../support/check-folder.ts';
import { realCourse, writeState } from '../support/course-folder.ts';

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
