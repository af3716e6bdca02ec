import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { FASTAPI } from '../../src/servers/backends/fastapi.ts';
import { preparePython } from '../../src/servers/backends/python/prepare-environment.ts';
import type { Prepared } from '../../src/model/backend.ts';
import type { Result } from '../../src/model/result.ts';
import { COMPLETE, fakePython, WITH_VENV } from '../support/fake-python.ts';
import type { FakePython } from '../support/fake-python.ts';
import { temporaryFolder } from '../support/temporary.ts';

const OFFLINE =
  'echo "WARNING: Retrying after NewConnectionError: Temporary failure in name resolution" >&2; echo "ERROR: No matching distribution found for fastapi" >&2; exit 1';

interface Machine {
  readonly folder: string;
  /** Arguments of each `python -m …`, a line each. */
  calls(): readonly string[];
  prepare(options?: {
    readonly signal?: AbortSignal;
    readonly onStage?: (stage: string) => void;
    readonly named?: string;
    readonly required?: boolean;
  }): Promise<Result<Prepared>>;
}

interface Parts {
  /** The python3 of PATH; undefined: there is none. */
  readonly system?: FakePython;
  /** An environment that is in the folder already. */
  readonly own?: FakePython;
  /** What `python -m pip install` does in the new environment; default: it brings everything. */
  readonly pip?: string;
}

/** A machine whose `python3 -m venv` creates an environment with the system's packages only with the option for that. */
function machine({ system, own, pip }: Parts): Machine {
  const root = temporaryFolder();
  const folder = path.join(root, 'folder');
  const log = path.join(root, 'calls');
  mkdirSync(folder);
  writeFileSync(log, '');
  const filled = fakePython(path.join(root, 'filled'), { packages: [...COMPLETE, 'pip'], virtual: true });
  const bare = fakePython(path.join(root, 'bare'), {
    packages: ['pip'],
    virtual: true,
    module: `echo "$*" >> ${log}\n${pip ?? `echo "Collecting fastapi"\n/bin/cp ${filled} .venv/bin/python`}`,
  });
  const venv = `echo "$*" >> ${log}\n/bin/mkdir -p .venv/bin\ncase "$*" in *system-site*) made=${filled} ;; *) made=${bare} ;; esac\n/bin/cp $made .venv/bin/python`;
  if (system !== undefined) fakePython(path.join(root, 'bin', 'python3'), { module: venv, ...system });
  if (own !== undefined)
    fakePython(path.join(folder, '.venv', 'bin', 'python'), {
      virtual: true,
      module: `echo "$*" >> ${log}\n${pip ?? 'exit 0'}`,
      ...own,
    });
  return {
    folder,
    calls: () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    prepare: ({ signal = new AbortController().signal, onStage = () => undefined, named, required } = {}) =>
      preparePython(
        {
          needs: FASTAPI,
          folder,
          env: { PATH: path.join(root, 'bin') },
          platform: 'linux',
          system: [],
          named,
          required,
        },
        {
          files: new Map([['requirements.txt', Buffer.from('fastapi>=0.92 # the framework\nuvicorn\n')]]),
          signal,
          progress: onStage,
        },
      ),
  };
}

const inFolder = (folder: string): boolean => existsSync(path.join(folder, '.venv'));

describe.skipIf(process.platform === 'win32')(
  'the environment that start makes (skipped on Windows: the fakes are shell scripts)',
  () => {
    test("sees the system's packages, where they are complete", async () => {
      const { folder, calls, prepare } = machine({ system: { packages: [...COMPLETE, ...WITH_VENV] } });
      const prepared = await prepare();
      expect(prepared).toMatchObject({ ok: true, value: { choice: { kind: 'fastapi' }, made: true } });
      expect(calls()).toEqual(['-m venv --system-site-packages .venv']);
      expect(existsSync(path.join(folder, '.venv', '.htmx-realtime-tutor-unfinished'))).toBe(false);
      if (prepared.ok) prepared.value.undo();
      expect(inFolder(folder)).toBe(false);
    });

    test('has no pip where the system ships none, and needs none', async () => {
      const { calls, prepare } = machine({ system: { packages: [...COMPLETE, 'venv'] } });
      expect((await prepare()).ok).toBe(true);
      expect(calls()).toEqual(['-m venv --system-site-packages --without-pip .venv']);
    });

    test('gets the packages from the network, as step 1 lists them', async () => {
      const stages: string[] = [];
      const { calls, prepare } = machine({ system: { packages: WITH_VENV } });
      expect(await prepare({ onStage: (stage) => stages.push(stage) })).toMatchObject({
        ok: true,
        value: { made: true },
      });
      expect(calls()[0]).toBe('-m venv .venv');
      expect(calls()[1]).toMatch(/^-m pip install .* fastapi>=0\.92 uvicorn$/);
      expect([...new Set(stages)]).toEqual([
        'Looking for Python',
        'Creating a virtual environment in .venv',
        'Installing FastAPI, uvicorn, Jinja2 and websockets',
      ]);
    });

    test("is filled by the learner's own list, where there is one", async () => {
      const { folder, calls, prepare } = machine({ system: { packages: WITH_VENV } });
      writeFileSync(path.join(folder, 'requirements.txt'), 'fastapi[all]\n');
      await prepare();
      expect(calls()[1]).toMatch(/-r requirements\.txt$/);
    });

    test('is not created where one with everything exists', async () => {
      const { calls, prepare } = machine({
        own: { packages: COMPLETE },
        system: { packages: [...COMPLETE, ...WITH_VENV] },
      });
      expect(await prepare()).toMatchObject({ ok: true, value: { choice: { kind: 'fastapi' }, made: false } });
      expect(calls()).toEqual([]);
    });

    test('is created again where an earlier start was interrupted', async () => {
      const { folder, calls, prepare } = machine({
        own: { packages: COMPLETE },
        system: { packages: [...COMPLETE, ...WITH_VENV] },
      });
      writeFileSync(path.join(folder, '.venv', '.htmx-realtime-tutor-unfinished'), '');
      expect((await prepare()).ok).toBe(true);
      expect(calls()).toHaveLength(1);
    });

    test('an interpreter that an option names is the only one that is tried', async () => {
      const { folder, prepare } = machine({ system: { packages: [...COMPLETE, ...WITH_VENV] } });
      const named = path.join(folder, 'nowhere', 'python');
      expect(await prepare({ named, required: true })).toMatchObject({
        ok: false,
        problem: { message: expect.stringContaining(named) },
      });
      expect((await prepare({ named })).ok).toBe(true);
    });

    test('a named interpreter with everything is stored instead', async () => {
      const { folder, calls, prepare } = machine({ system: { packages: COMPLETE } });
      const named = fakePython(path.join(folder, '..', 'opt', 'python3.12'), { packages: COMPLETE });
      expect(await prepare({ named })).toMatchObject({
        ok: true,
        value: { choice: { kind: 'fastapi', python: named } },
      });
      expect(calls()).toEqual([]);
    });
  },
);

describe.skipIf(process.platform === 'win32')(
  'after a failure nothing unfinished remains (skipped on Windows: the fakes are shell scripts)',
  () => {
    test.each([
      ['no network', { system: { packages: WITH_VENV }, pip: OFFLINE }, /index does not answer/],
      [
        'a full disk',
        {
          system: { packages: WITH_VENV },
          pip: 'echo "ERROR: Could not install packages: [Errno 28] No space left on device" >&2; exit 1',
        },
        /disk is full/,
      ],
      [
        'another failure of pip',
        { system: { packages: WITH_VENV }, pip: 'echo "ERROR: something else" >&2; exit 1' },
        /ERROR: something else\./,
      ],
      [
        'packages that are still missing afterwards',
        { system: { packages: WITH_VENV }, pip: 'exit 0' },
        /cannot be found/,
      ],
      ['no ensurepip and no packages', { system: { packages: ['venv', 'pip'] } }, /lacks what installs packages/],
      [
        'a venv that fails',
        {
          system: {
            packages: WITH_VENV,
            module: '/bin/mkdir -p .venv/bin; echo "ensurepip is not available" >&2; exit 1',
          },
        },
        /lacks what installs packages/,
      ],
      [
        'an old Python',
        { system: { version: '3.7.16', packages: [...COMPLETE, ...WITH_VENV] } },
        /3\.7\.16 .* needs Python 3\.9 or later/,
      ],
      ['no Python', {}, /No Python was found.*Tried: python3, python\./],
    ] as const)('%s', async (_, parts: Parts, message) => {
      const { folder, prepare } = machine(parts);
      const prepared = await prepare();
      expect(prepared).toMatchObject({ ok: false, problem: { exitCode: 3, message: expect.stringMatching(message) } });
      expect(prepared.ok ? '' : prepared.problem.next).toMatch(/\S/);
      expect(inFolder(folder)).toBe(false);
    });

    test.each([
      [
        'an environment is made',
        { system: { packages: WITH_VENV, module: '/bin/mkdir -p .venv/bin; exec /bin/sleep 60' } },
      ],
      [
        'the packages are installed',
        { system: { packages: WITH_VENV }, pip: '/bin/mkdir .venv/half; exec /bin/sleep 60' },
      ],
    ] as const)('an interruption while %s', async (_, parts: Parts) => {
      const { folder, prepare } = machine(parts);
      const interrupt = new AbortController();
      const begun = path.join(folder, '.venv', parts.pip === undefined ? 'bin' : 'half');
      const watch = setInterval(() => existsSync(begun) && interrupt.abort(), 5);
      const prepared = await prepare({ signal: interrupt.signal }).finally(() => clearInterval(watch));
      expect(prepared).toMatchObject({ ok: false, problem: { message: expect.stringContaining('Interrupted') } });
      expect(inFolder(folder)).toBe(false);
    });

    test("the learner's own environment stays, and the machine's packages are used instead", async () => {
      const { folder, prepare } = machine({ own: { packages: ['pip'] }, pip: OFFLINE });
      expect(await prepare()).toMatchObject({ ok: false, problem: { exitCode: 3 } });
      expect(inFolder(folder)).toBe(true);
      const other = machine({ own: { packages: ['pip'] }, pip: OFFLINE, system: { packages: COMPLETE } });
      expect(await other.prepare()).toMatchObject({ ok: true, value: { made: false, choice: { kind: 'fastapi' } } });
      expect(inFolder(other.folder)).toBe(true);
    });
  },
);
