import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FASTAPI } from '../../src/servers/backends/fastapi.ts';
import { findApp } from '../../src/servers/backends/python/find-app.ts';
import { recogniseBackend } from '../../src/servers/backends/index.ts';
import { candidates, isComplete, searchPython } from '../../src/servers/backends/python/find-interpreters.ts';
import type { Surroundings } from '../../src/servers/backends/python/find-interpreters.ts';
import { COMPLETE, fakePython } from '../support/fake-python.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Machine {
  readonly surroundings: Surroundings;
  /** A program on PATH. */
  readonly bin: (name: string) => string;
  /** The interpreter of an environment in the folder. */
  readonly own: (name: string) => string;
}

/** A machine whose PATH has only `bin`. */
function machine(options: { readonly named?: string } = {}): Machine {
  const root = temporaryFolder();
  const folder = path.join(root, 'folder');
  mkdirSync(folder);
  const surroundings = {
    needs: FASTAPI,
    folder,
    env: { PATH: path.join(root, 'bin') },
    platform: 'linux',
    system: [],
    named: options.named,
  } as const;
  return {
    surroundings,
    bin: (name) => path.join(root, 'bin', name),
    own: (name) => path.join(folder, name, 'bin', 'python'),
  };
}

describe('the places that are searched', () => {
  test("named, active, the folder's own, the machine's, in this order and each once", () => {
    const { surroundings, own } = machine({ named: 'python3.12' });
    fakePython(own('.venv'), {});
    fakePython(own('venv'), {});
    const active = { ...surroundings, env: { VIRTUAL_ENV: '/opt/class' } };
    expect(
      candidates({ ...active, system: ['/usr/bin/python3'] }).map(({ display, place }) => [display, place]),
    ).toEqual([
      ['python3.12', 'named'],
      ['/opt/class/bin/python', 'active'],
      ['.venv/bin/python', 'folder'],
      ['venv/bin/python', 'folder'],
      ['python3', 'machine'],
      ['/usr/bin/python3', 'machine'],
      ['python', 'machine'],
    ]);
    const activated = { ...surroundings, env: { VIRTUAL_ENV: path.join(surroundings.folder, '.venv') } };
    expect(candidates(activated).map(({ place }) => place)).toEqual([
      'named',
      'folder',
      'folder',
      'machine',
      'machine',
    ]);
  });

  test('on Windows the launcher, and Scripts in an environment', () => {
    const { surroundings } = machine();
    const found = candidates({ ...surroundings, platform: 'win32', env: { VIRTUAL_ENV: '/opt/class' } });
    expect(found[0]?.command).toMatch(/Scripts.python\.exe$/);
    expect(found.map(({ display }) => display)).toContain('py -3');
    expect(found.map(({ display }) => display)).not.toContain('/usr/bin/python3');
  });

  test('a named path is relative to the folder', () => {
    const { surroundings } = machine({ named: 'tools/python' });
    expect(candidates(surroundings)[0]?.command).toBe(path.join(surroundings.folder, 'tools', 'python'));
  });
});

describe.skipIf(process.platform === 'win32')('the search (skipped on Windows: the fakes are shell scripts)', () => {
  test('ends at the first interpreter that has everything', async () => {
    const { surroundings, bin, own } = machine();
    fakePython(own('.venv'), { packages: ['pip'], virtual: true });
    fakePython(bin('python3'), { packages: COMPLETE });
    fakePython(bin('python'), { packages: COMPLETE });
    const { best, tried } = await searchPython(surroundings);
    expect(best?.executable).toBe(bin('python3'));
    expect(tried).toEqual(['.venv/bin/python', 'python3']);
  });

  test("a named, an active and the folder's own interpreter come before the machine's", async () => {
    const { surroundings, bin, own } = machine();
    fakePython(bin('python3'), { packages: COMPLETE });
    fakePython(own('.venv'), { packages: COMPLETE, virtual: true });
    expect((await searchPython(surroundings)).best?.display).toBe('.venv/bin/python');
    const active = fakePython(path.join(path.dirname(bin('x')), '..', 'class', 'bin', 'python'), {
      packages: COMPLETE,
      virtual: true,
    });
    const inActive = { ...surroundings, env: { ...surroundings.env, VIRTUAL_ENV: path.dirname(path.dirname(active)) } };
    expect((await searchPython(inActive)).best?.place).toBe('active');
    fakePython(bin('python3.13'), { packages: COMPLETE });
    expect((await searchPython({ ...inActive, named: 'python3.13' })).best?.place).toBe('named');
  });

  test('an old one is skipped, whatever it has', async () => {
    const { surroundings, bin, own } = machine();
    fakePython(own('.venv'), { version: '3.8.18', packages: COMPLETE, virtual: true });
    fakePython(bin('python3'), { version: '3.9.0', packages: [...COMPLETE.slice(0, 3), 'wsproto'] });
    const { best } = await searchPython(surroundings);
    expect(best?.executable).toBe(bin('python3'));
    expect(best === undefined ? undefined : isComplete(best)).toBe(true);
  });

  test('when none has everything, the one that lacks the least is best', async () => {
    const { surroundings, bin } = machine();
    fakePython(bin('python3'), { packages: [] });
    fakePython(bin('python'), { packages: ['fastapi', 'uvicorn'] });
    const { best } = await searchPython(surroundings);
    expect(best?.executable).toBe(bin('python'));
    expect(best === undefined ? undefined : best.missing).toEqual(['jinja2', 'websockets']);
  });

  test('a program that is not a Python, or answers nonsense, is not an interpreter', async () => {
    const { surroundings, bin, own } = machine();
    fakePython(bin('python3'), { packages: COMPLETE });
    mkdirSync(path.dirname(own('.venv')), { recursive: true });
    writeFileSync(own('.venv'), 'not a program', { mode: 0o755 });
    fakePython(own('venv'), { version: 'x'.repeat(10) });
    writeFileSync(own('venv'), '#!/bin/sh\necho "Python was not found"\n', { mode: 0o755 });
    const { seen } = await searchPython(surroundings);
    expect(seen.map(({ executable }) => executable)).toEqual([bin('python3')]);
  });
});

describe('the application', () => {
  test.each([
    ['main.py', 'from fastapi import FastAPI\n\napp = FastAPI()\n', 'main:app'],
    ['main.py', 'import fastapi\n\nserver: fastapi.FastAPI = fastapi.FastAPI(title="x")\n', 'main:server'],
    ['main.py', 'from shop import build\n\napp = build()\n', 'main:app'],
    ['chat.py', 'from fastapi import FastAPI\nchat = FastAPI()\n', 'chat:chat'],
    ['app/main.py', 'from fastapi import FastAPI\napp = FastAPI()\n', 'app.main:app'],
  ])('in %s', async (file, text, target) => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    writeFileSync(path.join(folder, 'helpers.py'), 'def build(): ...\n');
    expect(await findApp(folder, FASTAPI.makers)).toEqual({ file, target, runsItself: false });
  });

  test('is missing when no file creates one', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'notes.py'), 'print("hello")\n');
    expect(await findApp(folder, FASTAPI.makers)).toBeUndefined();
  });
});

test.each([
  [['main.py', 'requirements.txt'], 'fastapi'],
  [['main.py', 'package.json'], 'fastapi'],
  [['requirements.txt'], 'fastapi'],
  [['main.js', 'main.py'], 'node'],
  [['package.json', 'requirements.txt'], 'node'],
  [['notes.txt'], undefined],
])('a folder with %s is of the backend %s', (files, kind) => {
  const folder = temporaryFolder();
  for (const file of files) writeFileSync(path.join(folder, file), '');
  expect(recogniseBackend(folder)?.kind).toBe(kind);
});
