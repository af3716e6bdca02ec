import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { backendFor } from '../../src/servers/backends/index.ts';
import { FASTAPI } from '../../src/servers/backends/fastapi.ts';
import { inspectPythonFolder } from '../../src/servers/backends/python/inspect-folder.ts';
import { installPackages, installPython, installVenv } from '../../src/servers/backends/python/install-commands.ts';
import { parseRequirements, readRequirements } from '../../src/servers/backends/python/requirements.ts';
import { wordsOf } from '../support/describe.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { FakePython } from '../support/fake-python.ts';
import { COMPLETE, fakePython, importedBy } from '../support/fake-python.ts';
import { temporaryFolder } from '../support/temporary.ts';

const WHOLE = 'fastapi>=0.92\nuvicorn>=0.17\njinja2>=3.1\nwebsockets>=10.4\n';
const SYSTEM = 'bin/python3';
const OWN = 'folder/.venv/bin/python';

/** The findings of step 1 in a folder with these files, on a machine with these interpreters alone. */
async function findings(
  files: Readonly<Record<string, string>>,
  pythons: Readonly<Record<string, FakePython>>,
): Promise<readonly Finding[]> {
  const root = temporaryFolder();
  const folder = path.join(root, 'folder');
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  for (const [file, fake] of Object.entries(pythons)) fakePython(path.join(root, file), fake);
  const facts = await inspectPythonFolder({
    needs: FASTAPI,
    folder,
    env: { PATH: path.join(root, 'bin') },
    platform: 'linux',
    system: [],
  });
  return facts.flatMap((fact) => fact.findings);
}

function short(found: readonly Finding[]): readonly string[] {
  return found.map(({ code, severity }) => `${severity} ${code}`);
}

describe.skipIf(process.platform === 'win32')(
  'what step 1 finds (skipped on Windows: the fakes are shell scripts)',
  () => {
    const whole = { 'requirements.txt': WHOLE };

    test('nothing, where everything is installed', async () => {
      expect(await findings(whole, { [SYSTEM]: { packages: COMPLETE } })).toEqual([]);
      expect(await findings(whole, { [OWN]: { packages: COMPLETE, virtual: true } })).toEqual([]);
      expect(await findings({ 'requirements.txt': 'fastapi[all]\n' }, { [SYSTEM]: { packages: COMPLETE } })).toEqual(
        [],
      );
      expect(
        await findings(
          { 'pyproject.toml': '[project]\ndependencies = ["fastapi[standard]>=0.110"]\n' },
          { [SYSTEM]: { packages: COMPLETE } },
        ),
      ).toEqual([]);
    });

    test('no Python', async () => {
      const [first, ...rest] = await findings(whole, {});
      expect([first?.code, rest]).toEqual(['python/not-found', []]);
      expect(first?.facts).toMatchObject({ tried: ['python3', 'python'], needed: '3.9 or later' });
    });

    test('a named program that is not a Python is reported, with what was done', async () => {
      const root = temporaryFolder();
      const named = path.join(root, 'nope');
      const facts = await inspectPythonFolder({
        needs: FASTAPI,
        folder: root,
        env: { PATH: root },
        platform: 'linux',
        named,
        required: true,
      });
      const [first] = facts.flatMap((fact) => fact.findings);
      const words = first === undefined ? undefined : wordsOf(first, { language: 'python' });
      expect(words?.title).toBe(`${named} is not Python`);
      expect(words?.did).toBe(`ran \`${named} -c "import sys; print(sys.version)"\``);
      expect(words?.fix).not.toContain('install');
    });

    test("the system's packages are not used for a Python installed next to it", async () => {
      const failing = { jinja2: "ModuleNotFoundError: No module named 'jinja2'" };
      const [first] = await findings(whole, {
        [SYSTEM]: { packages: COMPLETE.filter((name) => name !== 'jinja2'), failing },
      });
      expect(first?.facts).toMatchObject({ name: 'jinja2', install: '' });
      expect(first === undefined ? '' : wordsOf(first, { language: 'python' }).fix).toContain('python3 -m venv .venv');
    });

    test('an old Python', async () => {
      const [first] = await findings(whole, { [SYSTEM]: { version: '3.7.16', packages: COMPLETE } });
      expect([first?.code, first?.facts]).toMatchObject([
        'python/too-old',
        { python: 'python3', found: '3.7.16', needed: '3.9 or later' },
      ]);
    });

    test('no list of requirements, which is a warning wherever the packages are installed, and an error where one is not', async () => {
      for (const python of [{ [SYSTEM]: { packages: COMPLETE } }, { [OWN]: { packages: COMPLETE, virtual: true } }])
        expect(short(await findings({}, python))).toEqual(['warning python/requirements-missing']);
      const failing = { jinja2: "ModuleNotFoundError: No module named 'jinja2'" };
      const packages = COMPLETE.filter((name) => name !== 'jinja2');
      expect(short(await findings({}, { [SYSTEM]: { packages, failing } }))).toContain(
        'error python/requirements-missing',
      );
    });

    test('a line that is not a requirement', async () => {
      const [first] = await findings(
        { 'requirements.txt': 'fastapi\npip install uvicorn\n' },
        { [SYSTEM]: { packages: COMPLETE } },
      );
      expect([first?.code, first?.facts, first?.evidence.where]).toEqual([
        'python/requirement-unreadable',
        { file: 'requirements.txt', text: 'pip install uvicorn' },
        [{ file: 'requirements.txt', line: 2 }],
      ]);
    });

    test.each([
      ['uvicorn', 'fastapi\njinja2\nwebsockets\n'],
      ['websockets', 'fastapi\nuvicorn\njinja2\n'],
      ['jinja2', 'fastapi\nuvicorn[standard]\n'],
    ])('%s is not in the list', async (name, text) => {
      const [first] = await findings({ 'requirements.txt': text }, { [SYSTEM]: { packages: COMPLETE } });
      expect([first?.code, first?.facts]).toEqual([
        'python/requirement-not-listed',
        { file: 'requirements.txt', name },
      ]);
    });

    test('a server without templates needs no Jinja2', async () => {
      const files = {
        'requirements.txt': 'fastapi\nuvicorn\nwebsockets\n',
        'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      };
      expect(await findings(files, { [SYSTEM]: { packages: COMPLETE } })).toEqual([]);
    });

    test('a package that is listed but not installed, with the command for this interpreter', async () => {
      const failing = { jinja2: "ModuleNotFoundError: No module named 'jinja2'" };
      const [first] = await findings(whole, {
        [OWN]: { packages: COMPLETE.filter((name) => name !== 'jinja2'), virtual: true, failing },
      });
      expect([first?.code, first?.facts]).toMatchObject([
        'python/package-missing',
        { name: 'jinja2', python: '.venv/bin/python', install: '.venv/bin/python -m pip install -r requirements.txt' },
      ]);
      expect(first === undefined ? '' : wordsOf(first, { language: 'python' }).fix).toContain(
        '.venv/bin/python -m pip install -r requirements.txt',
      );
    });

    test('an installed package that fails on import', async () => {
      const [first] = await findings(whole, {
        [SYSTEM]: { packages: COMPLETE, failing: { fastapi: "ImportError: cannot import name 'X' from 'pydantic'" } },
      });
      expect(first === undefined ? '' : wordsOf(first, { language: 'python' }).cause).toContain(
        "cannot import name 'X'",
      );
    });

    test('a file that has the name of a package', async () => {
      const [first] = await findings(
        { ...whole, 'fastapi.py': 'import fastapi\n' },
        { [SYSTEM]: { packages: COMPLETE } },
      );
      expect([first?.code, first?.facts]).toEqual(['python/name-shadows', { file: 'fastapi.py', name: 'fastapi' }]);
    });

    test.each([
      ['from fastapi import FastAPI\napp = FastAPI()\n', ['jinja2', 'websockets']],
      ['"""\nimport jinja2\n"""\nimport fastapi.routing, websockets as ws\napp = fastapi.FastAPI()\n', ['jinja2']],
      ['try:\n    import fastapi\nexcept ImportError:\n    pass\n', ['fastapi', 'jinja2', 'websockets']],
      ['import uvicorn\nimport jinja2\nuvicorn.run("app:app")\nimport fastapi\n', ['fastapi', 'websockets']],
    ])('what the server %j has loaded is not imported once more', async (source, imported) => {
      const root = temporaryFolder();
      const python = fakePython(path.join(root, SYSTEM), { packages: COMPLETE });
      writeFileSync(path.join(root, 'main.py'), source);
      writeFileSync(path.join(root, 'requirements.txt'), WHOLE);
      const inspect = (listens: boolean): ReturnType<typeof inspectPythonFolder> =>
        inspectPythonFolder(
          { needs: FASTAPI, folder: root, env: { PATH: path.join(root, 'bin') }, platform: 'linux', system: [] },
          { starter: 'uvicorn', listens: async () => listens },
        );
      await inspect(true);
      expect(importedBy(python).toSorted()).toEqual(imported);
      // A server that does not start proves nothing.
      await inspect(false);
      expect(importedBy(python).slice(imported.length).toSorted()).toEqual([...COMPLETE].toSorted());
    });

    test('a missing folder', async () => {
      const root = temporaryFolder();
      const facts = await inspectPythonFolder({
        needs: FASTAPI,
        folder: path.join(root, 'nowhere'),
        env: { PATH: root },
        platform: 'linux',
        system: [],
      });
      expect(short(facts.flatMap((fact) => fact.findings))).toContain('error env/no-folder');
    });
  },
);

test('a list as pip reads it: extras, markers, comments, options, addresses, continued lines, a byte order mark', () => {
  const text =
    '\uFEFF# the server\nFastAPI [standard] >= 0.92, <1  # and more\n\n-r more.txt\nuvloop; sys_platform != "win32"\ngit+https://example.org/x.git\npython_multipart==0.0.9 --hash=sha256:aa\nzope.interface~=5.0 ; python_version \\\n  < "3.9"\n';
  expect(parseRequirements(text, FASTAPI)).toEqual({
    file: 'requirements.txt',
    names: ['fastapi', 'uvicorn', 'jinja2', 'websockets', 'python-multipart'],
    unreadable: undefined,
  });
});

test.each(['fastapi, uvicorn', '"fastapi"', 'fastapi 0.92', 'pip install fastapi'])(
  '%s is not a requirement',
  (line) => {
    expect(parseRequirements(`jinja2\n${line}\n`, FASTAPI).unreadable).toEqual({ line: 2, text: line });
  },
);

test("poetry's keys count as well", async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, 'pyproject.toml'),
    '[tool.poetry.dependencies]\npython = "^3.11"\nfastapi = "^0.115"\nuvicorn = {version = "*", extras = ["standard"]}\n# jinja2 = "*"\n',
  );
  expect((await readRequirements(folder, FASTAPI))?.names).toEqual(['fastapi', 'uvicorn']);
});

test('each system gets its own commands', () => {
  const ubuntu = { platform: 'linux', ids: ['ubuntu', 'debian'] } as const;
  expect(installPython(ubuntu, FASTAPI)).toBe('sudo apt install python3 python3-venv');
  expect(installVenv(ubuntu, FASTAPI)).toBe('sudo apt install python3-venv');
  expect(installPackages(ubuntu, FASTAPI)).toContain('python3-fastapi');
  expect(installPython({ platform: 'linux', ids: ['rocky', 'rhel', 'centos', 'fedora'] }, FASTAPI)).toBe(
    'sudo dnf install python3',
  );
  expect(installPython({ platform: 'darwin', ids: [] }, FASTAPI)).toBe('brew install python');
  expect(installPython({ platform: 'win32', ids: [] }, FASTAPI)).toMatch(/^winget install Python\.Python\.3\.\d+$/);
  expect(installPackages({ platform: 'darwin', ids: [] }, FASTAPI)).toBeUndefined();
  expect(installPython({ platform: 'linux', ids: ['nixos'] }, FASTAPI)).toContain('3.9');
});

test.skipIf(process.platform === 'win32')(
  'a check asks each interpreter once, for step 1 and the start of the server together; the next check asks again',
  async () => {
    const folder = temporaryFolder();
    const log = path.join(folder, 'asked');
    const real = fakePython(path.join(folder, 'real'), { packages: COMPLETE });
    const python = path.join(folder, 'python');
    writeFileSync(python, `#!/bin/sh\ncase "$2" in *find_spec*) echo asked >> '${log}' ;; esac\nexec '${real}' "$@"\n`);
    chmodSync(python, 0o755);
    writeFileSync(path.join(folder, 'main.py'), 'from fastapi import FastAPI\n\napp = FastAPI()\n');
    writeFileSync(path.join(folder, 'requirements.txt'), WHOLE);
    const backend = backendFor({ kind: 'fastapi', python });
    for (const checks of [1, 2]) {
      const [facts, launch] = await Promise.all([backend.inspect(folder), backend.launch(folder, 8000)]);
      expect(facts.flatMap(({ findings: found }) => found)).toEqual([]);
      expect(launch.ok && launch.value.command).toBe(real);
      expect(readFileSync(log, 'utf8')).toBe('asked\n'.repeat(checks));
    }
  },
);
