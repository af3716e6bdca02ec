import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  installPackages,
  installPython,
  installVenv,
  systemKind,
} from '../../src/servers/backends/python/install-commands.ts';
import { FASTAPI } from '../../src/servers/backends/fastapi.ts';
import { CHAPTER } from '../../src/chapter/index.ts';
import { doctor } from '../../src/commands/doctor/doctor.ts';
import type { CommandContext } from '../../src/commands/common/context.ts';
import type { Line, Host } from '../../src/commands/doctor/line.ts';
import { loopbackLineOf } from '../../src/commands/doctor/network.ts';
import type { CommonOptions } from '../../src/commands/common/options.ts';
import { displayWidth } from '../../src/terminal/text.ts';
import { COMPLETE, fakePython, WITH_VENV } from '../support/fake-python.ts';
import { pythonOrReason } from '../support/python.ts';
import { startTutor, temporaryFolder, tutor } from './tutor.ts';
import { freePort } from '../../src/servers/listening.ts';

interface Report {
  readonly ready: boolean;
  readonly backend: string;
  readonly backends: readonly { readonly backend: string; readonly usable: boolean; readonly lacks: string }[];
  readonly lines: readonly Line[];
}

/** Runs the command in this process, on a machine whose surroundings are the test's. */
async function examined(
  options: CommonOptions & Readonly<Record<string, unknown>>,
  { cwd, env = {}, ...host }: Partial<Host> & { readonly cwd: string },
): Promise<{ readonly code: number; readonly text: string }> {
  let [code, text] = [-1, ''];
  const stream = { isTTY: true, columns: 80, write: (chunk: string) => (text += chunk).length > 0 };
  // Nothing of whoever runs the tests: PATH leads to no program at all. A browser would take its time to say its version.
  const alone = { PATH: path.join(cwd, 'no-such-folder'), LANG: 'C.UTF-8', CHROME_PATH: process.execPath, ...env };
  const context = {
    chapter: CHAPTER,
    cwd,
    env: alone,
    stdin: process.stdin,
    stdout: stream as unknown as NodeJS.WriteStream,
    stderr: stream as unknown as NodeJS.WriteStream,
    interactive: false,
    signal: new AbortController().signal,
    self: 'htmx-realtime-tutor',
    finish: () => undefined,
    atEnd: () => undefined,
  } satisfies CommandContext;
  code = await doctor(context, options, {
    platform: process.platform,
    env: alone,
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    systemPrograms: [],
    usualPort: 8000,
    ...host,
  });
  return { code, text };
}

async function reported(
  options: CommonOptions & Readonly<Record<string, unknown>>,
  host: Partial<Host> & { readonly cwd: string },
): Promise<Report & { readonly code: number; line(subject: string): Line | undefined }> {
  const { code, text } = await examined({ ...options, json: true }, host);
  const report = JSON.parse(text) as Report;
  return { ...report, code, line: (subject) => report.lines.find((line) => line.subject === subject) };
}

function usable(report: Report): Readonly<Record<string, boolean>> {
  return Object.fromEntries(report.backends.map((each) => [each.backend, each.usable]));
}

const { skipped, python } = await pythonOrReason();

describe('Python', () => {
  test('a machine without Python: FastAPI cannot run, Node can', async () => {
    const cwd = temporaryFolder();
    const [fastapi, node] = await Promise.all([reported({ backend: 'fastapi' }, { cwd }), reported({}, { cwd })]);
    expect([fastapi.code, fastapi.ready, usable(fastapi)]).toEqual([
      3,
      false,
      { node: true, fastapi: false, command: true },
    ]);
    expect(fastapi.line('python')).toMatchObject({
      state: 'needed',
      found: expect.stringMatching(/^none was found; tried python3(?: and |, )python\b/),
      run: [installPython(systemKind(), FASTAPI)],
    });
    expect([node.code, node.ready, usable(node).fastapi]).toEqual([0, true, false]);
    expect(node.line('python')?.state).toBe('optional');
  });

  test.skipIf(process.platform === 'win32')(
    'a Python without packages: they are named, with how to get them',
    async () => {
      const cwd = temporaryFolder();
      const bare = fakePython(path.join(cwd, 'bare', 'python3'), { packages: ['jinja2'] });
      const able = fakePython(path.join(cwd, 'able', 'python3'), { packages: WITH_VENV });
      const [without, withVenv] = await Promise.all(
        [bare, able].map((file) => reported({ backend: 'fastapi' }, { cwd, env: { PATH: path.dirname(file) } })),
      );
      const packages = installPackages(systemKind(), FASTAPI);
      expect([without?.code, without && usable(without)]).toEqual([3, { node: true, fastapi: false, command: true }]);
      expect(without?.line('python')).toMatchObject({
        state: 'needed',
        found: expect.stringContaining('without fastapi, uvicorn and websockets'),
        run: [...(packages === undefined ? [] : [packages]), installVenv(systemKind(), FASTAPI)],
      });
      expect(withVenv?.code).toBe(3);
      expect(withVenv?.line('python')?.run?.[0]).toBe('htmx-realtime-tutor start --backend fastapi');
    },
  );

  test.skipIf(process.platform === 'win32')('an old Python, and one that an option names', async () => {
    const cwd = temporaryFolder();
    const env = {
      PATH: path.dirname(fakePython(path.join(cwd, 'old', 'python3'), { version: '3.6.9', packages: COMPLETE })),
    };
    const named = fakePython(path.join(cwd, 'named', 'python'), { packages: COMPLETE });
    const [old, good] = await Promise.all([
      reported({ backend: 'fastapi' }, { cwd, env }),
      reported({ python: named }, { cwd, env }),
    ]);
    expect([old.code, old.line('python')?.found]).toEqual([3, expect.stringMatching(/^3\.6\.9 .*too old$/)]);
    expect([good.code, good.backend, usable(good).fastapi]).toEqual([0, 'fastapi', true]);
    expect(good.line('python')?.found).toContain('with fastapi 1.0, uvicorn 1.0, jinja2 1.0, websockets 1.0');
  });

  test.skipIf(skipped !== undefined)(`a Python with all packages can be used ${skipped ?? ''}`, async () => {
    const cwd = temporaryFolder();
    const args = ['doctor', '--json', '--backend', 'fastapi', '--python', python?.executable ?? 'python3'];
    const { code, stdout, stderr } = await tutor(args, { cwd, env: { VIRTUAL_ENV: '' } });
    expect([code, stderr]).toEqual([0, '']);
    const report = JSON.parse(stdout) as Report;
    expect([report.ready, usable(report)]).toEqual([true, { node: true, fastapi: true, command: true }]);
    const line = report.lines.find(({ subject }) => subject === 'python');
    expect(line?.found).toContain(`fastapi ${python?.packages['fastapi']}`);
    expect(line?.found).toContain(python?.version);
  });
});

describe('the folder', () => {
  /** A folder that was started. */
  function begun(cwd: string, backend: object): string {
    const folder = path.join(cwd, 'demo');
    mkdirSync(path.join(folder, '.tutor'), { recursive: true });
    const progress = {
      schema: 1,
      backend,
      current: 'step-2',
      startedAt: '2026-01-31T09:05:00.000Z',
      passed: {},
      hints: {},
      failing: {},
    };
    writeFileSync(path.join(folder, '.tutor', 'progress.json'), JSON.stringify(progress));
    return folder;
  }

  test('its backend decides, and a missing dependency is named with the command that installs it', async () => {
    const cwd = temporaryFolder();
    const folder = begun(cwd, { kind: 'node' });
    writeFileSync(path.join(folder, 'package.json'), '{ "dependencies": { "ws": "^8" } }');
    const report = await reported({}, { cwd: folder });
    expect([report.code, report.backend, usable(report)]).toEqual([
      3,
      'node',
      { node: false, fastapi: false, command: true },
    ]);
    expect(report.line('folder')).toMatchObject({ state: 'ok', found: '.: started, now at step-2' });
    expect(report.line('dependencies')).toMatchObject({
      state: 'needed',
      advice: expect.stringContaining('npm install ws'),
    });
  });

  test('another backend that an option names is not judged by the files of this one', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'requirements.txt'), 'fastapi');
    const { code, line } = await reported({ backend: 'node' }, { cwd });
    expect([code, line('dependencies')]).toEqual([0, undefined]);
  });

  test('unreadable progress is reported, and nothing is written', async () => {
    const folder = begun(temporaryFolder(), { kind: 'node' });
    const file = path.join(folder, '.tutor', 'progress.json');
    writeFileSync(file, '{');
    const { code, line } = await reported({}, { cwd: folder });
    expect([code, line('folder')?.state]).toEqual([0, 'note']);
    expect([readdirSync(folder), readdirSync(path.dirname(file)), readFileSync(file, 'utf8')]).toEqual([
      ['.tutor'],
      ['progress.json'],
      '{',
    ]);
  });

  test('a missing command, and a server that does not answer', async () => {
    const folder = begun(temporaryFolder(), { kind: 'command', run: 'no-such-program main.x' });
    const [command, remote] = await Promise.all([
      reported({}, { cwd: folder }),
      reported({ url: 'http://localhost:1' }, { cwd: folder }),
    ]);
    expect([command.code, command.line('program')]).toEqual([
      3,
      expect.objectContaining({ state: 'needed', found: expect.stringContaining('no-such-program') }),
    ]);
    expect(usable(command)).toMatchObject({ node: true, command: false });
    expect([remote.code, remote.line('server')?.state]).toEqual([3, 'needed']);
  });
});

describe('the machine', () => {
  test('a port in use is reported, with its program and a free one', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, line } = await reported({}, { cwd: temporaryFolder(), usualPort: port });
    expect([code, line('port')?.state]).toEqual([0, 'note']);
    // Only Linux reports it without a program that may be missing.
    if (process.platform === 'linux') expect(line('port')?.found).toContain(`(process ${process.pid})`);
    const [, other] = /^htmx-realtime-tutor run --port (\d+)$/.exec(line('port')?.run?.[0] ?? '') ?? [];
    expect(Number(other)).toBeGreaterThan(0);
    expect(Number(other)).not.toBe(port);
  });

  test("the learner's own server beside the tutor is named as such, and the command for another port leads to its folder", async () => {
    const cwd = temporaryFolder();
    await tutor(['start', 'my-chat', '--yes'], { cwd });
    const main = `import { createServer } from 'node:http'; createServer((_, to) => to.end()).listen(process.env.PORT, '127.0.0.1');`;
    writeFileSync(path.join(cwd, 'my-chat', 'main.js'), main);
    const port = await freePort();
    const serving = startTutor(['run', '--dir', 'my-chat', '--port', String(port)], { cwd, openInput: true });
    await new Promise<void>((resolve) => {
      serving.stdout.on('data', (chunk) => String(chunk).includes('is running') && resolve());
    });
    const { line } = await reported({ dir: 'my-chat' }, { cwd, usualPort: port });
    // Only Linux and the BSDs show the environment of a process.
    if (process.platform === 'linux')
      expect(line('port')?.found).toMatch(/^used by your server, which the tutor runs: \S+ \(process \d+\)$/u);
    expect(line('port')?.run?.[0]).toMatch(/^htmx-realtime-tutor run --dir my-chat --port \d+$/u);
    expect(line('port')?.advice).toContain('`htmx-realtime-tutor run --dir my-chat` uses');
  });

  test('variables are mentioned only where they are set, and no password is printed', async () => {
    const cwd = temporaryFolder();
    const proxy = { HTTP_PROXY: 'http://me:secret@proxy:3128' };
    const [none, some, excepted] = await Promise.all([
      examined({ json: true }, { cwd }),
      examined({ json: true }, { cwd, env: { ...proxy, NODE_OPTIONS: '--no-warnings', PORT: '9' } }),
      examined({ json: true }, { cwd, env: { ...proxy, NO_PROXY: 'example.org,localhost' } }),
    ]);
    const subjects = ({ text }: { readonly text: string }): readonly string[] =>
      (JSON.parse(text) as Report).lines.map(({ subject }) => subject).slice(subjectsOfAll);
    const subjectsOfAll = (JSON.parse(none.text) as Report).lines.length;
    expect(subjects(some)).toEqual(['proxy', 'NODE_OPTIONS', 'PORT']);
    expect(subjects(excepted)).toEqual([]);
    expect(some.text).not.toContain('secret');
  });

  test('with an old Node, or a localhost without 127.0.0.1, nothing can run', async () => {
    const { code, line, backends } = await reported({}, { cwd: temporaryFolder(), nodeVersion: '20.9.0' });
    expect([code, line('node')?.state, backends.map((each) => each.usable)]).toEqual([
      3,
      'needed',
      [false, false, false],
    ]);
    const host = { platform: 'linux' } as Host;
    expect(loopbackLineOf(['::1', '127.0.0.1'], host)).toMatchObject({ state: 'ok', found: '::1 and 127.0.0.1' });
    expect(loopbackLineOf(['::1'], host)).toMatchObject({
      state: 'needed',
      advice: expect.stringContaining('/etc/hosts'),
    });
    expect(loopbackLineOf([], host).state).toBe('needed');
  });

  test('the text fits 80 columns and says each state in a word', async () => {
    const cwd = temporaryFolder();
    const [whole, quiet, ascii] = await Promise.all([
      examined({ backend: 'fastapi' }, { cwd, env: { PORT: '9' } }),
      examined({ backend: 'fastapi', quiet: true }, { cwd }),
      examined({ backend: 'fastapi' }, { cwd, env: { LC_ALL: 'C' } }),
    ]);
    const lines = whole.text.trimEnd().split('\n');
    // A command is on a line of its own, unbroken, so that it can be copied.
    for (const line of lines.filter((each) => !each.startsWith('    ')))
      expect(displayWidth(line)).toBeLessThanOrEqual(80);
    for (const word of [/^✓ ok /m, /^! note /m, /^– optional /m, /^✗ needed /m])
      expect(whole.text.replaceAll(/\u001b\[\d+m/g, '')).toMatch(word);
    expect(whole.text).toMatch(/\s+missing\.\n$/);
    expect(quiet.text).not.toMatch(/ ok | optional /);
    expect(ascii.text.replaceAll(/\u001b\[\d+m/g, '')).toMatch(/^x needed {4}Python/m);
  });
});
