import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { examinePython } from '../../src/servers/backends/python/examine.ts';
import { inspectPythonFolder } from '../../src/servers/backends/python/inspect-folder.ts';
import { pythonKind } from '../../src/servers/backends/python/kind.ts';
import type { PythonNeeds } from '../../src/servers/backends/python/needs.ts';
import { preparePython } from '../../src/servers/backends/python/prepare-environment.ts';
import { fakePython, WITH_VENV } from '../support/fake-python.ts';
import type { FakePython } from '../support/fake-python.ts';
import { temporaryFolder } from '../support/temporary.ts';

// Another framework than FastAPI: the search, the inspection, the installation and the advice know only what it says that it needs.
const NEEDS: PythonNeeds = {
  kind: 'quart',
  framework: 'Quart',
  oldest: [3, 10],
  packages: [
    { name: 'quart', title: 'Quart' },
    { name: 'hypercorn', title: 'Hypercorn', alternatives: ['daphne'] },
  ],
  extras: { 'quart[all]': ['hypercorn'] },
  systemPackages: { debian: 'python3-quart python3-hypercorn' },
  makers: ['Quart'],
};

/** A folder with a list of requirements, and one interpreter on PATH. */
function machine(list: string, python: FakePython): { readonly folder: string; readonly env: { PATH: string } } {
  const root = temporaryFolder();
  const folder = path.join(root, 'folder');
  mkdirSync(folder);
  if (list !== '') writeFileSync(path.join(folder, 'requirements.txt'), list);
  fakePython(path.join(root, 'bin', 'python3'), python);
  return { folder, env: { PATH: path.join(root, 'bin') } };
}

async function inspected(list: string, python: FakePython): Promise<readonly (readonly [string, unknown])[]> {
  const facts = await inspectPythonFolder({ needs: NEEDS, ...machine(list, python), platform: 'linux', system: [] });
  return facts.flatMap(({ findings }) => findings.map(({ code, facts: values }) => [code, values] as const));
}

test.skipIf(process.platform === 'win32')('step 1 of another framework asks for its packages alone', async () => {
  expect(await inspected('quart\ndaphne\n', { packages: ['quart', 'daphne'] })).toEqual([]);
  expect(await inspected('quart[all]\n', { packages: ['quart', 'hypercorn'] })).toEqual([]);
  expect(await inspected('quart\n', { packages: ['quart', 'hypercorn'] })).toEqual([
    ['python/requirement-not-listed', { file: 'requirements.txt', name: 'hypercorn' }],
  ]);
  expect(await inspected('quart\nhypercorn\n', { version: '3.9.2', packages: ['quart', 'hypercorn'] })).toEqual([
    ['python/too-old', expect.objectContaining({ found: '3.9.2', needed: '3.10 or later' })],
  ]);
});

test.skipIf(process.platform === 'win32')("doctor's advice names the framework and its packages", async () => {
  const { folder, env } = machine('', { packages: ['hypercorn', ...WITH_VENV] });
  const report = await examinePython(NEEDS, {
    folder,
    choice: { kind: 'quart' },
    required: false,
    env,
    platform: 'darwin',
    systemPrograms: [],
    self: 'tutor',
    signal: new AbortController().signal,
  });
  expect(report).toMatchObject({
    usable: false,
    found: expect.stringContaining('without quart'),
    advice: expect.stringContaining('The Quart backend needs them.'),
    run: ['tutor start --backend quart'],
  });
  expect(JSON.stringify(report)).not.toMatch(/fastapi|uvicorn|jinja/iu);
});

test.skipIf(process.platform === 'win32')('start installs and stores what belongs to the framework', async () => {
  const { folder, env } = machine('', { packages: ['quart', 'hypercorn'] });
  const stages: string[] = [];
  const options = {
    files: new Map(),
    signal: new AbortController().signal,
    progress: (stage: string) => void stages.push(stage),
  };
  const named = path.join(env.PATH, 'python3');
  const complete = await preparePython({ needs: NEEDS, folder, env, platform: 'linux', named, system: [] }, options);
  expect(complete).toMatchObject({ ok: true, value: { choice: { kind: 'quart', python: named } } });

  const bare = machine('', { packages: [] });
  const own = path.join(bare.folder, '.venv', 'bin', 'python');
  fakePython(own, { packages: ['pip'], virtual: true, module: 'exit 0' });
  await preparePython({ needs: NEEDS, ...bare, platform: 'linux', system: [] }, options);
  expect(stages).toContain('Installing Quart and Hypercorn');
});

test('its kind starts its own application with its own command', async () => {
  const kind = pythonKind({
    needs: NEEDS,
    title: 'Python with Quart',
    overlay: 'quart',
    sections: ['quart'],
    serverFile: 'serve.py',
    starter: 'hypercorn',
    command: 'hypercorn serve:app',
    launch: ({ executable, display }, { target }, { folder, port }) => ({
      command: executable,
      args: [target, String(port)],
      shell: false,
      cwd: folder,
      env: {},
      display,
    }),
  });
  const { folder, env } = machine('', { version: '3.12.0', packages: ['quart', 'hypercorn'] });
  const backend = kind.open({ kind: 'quart', python: path.join(env.PATH, 'python3') }, { required: true });
  expect(await backend.launch(folder, 4711)).toMatchObject({
    ok: false,
    problem: {
      code: 'server/no-entry-file',
      facts: { expected: 'serve.py' },
      evidence: { did: { command: 'hypercorn serve:app' } },
    },
  });
  writeFileSync(path.join(folder, 'serve.py'), 'from quart import Quart\nchat = Quart(__name__)\n');
  const launched = await backend.launch(folder, 4711);
  if (process.platform !== 'win32')
    expect(launched).toMatchObject({ ok: true, value: { args: ['serve:chat', '4711'] } });
});
