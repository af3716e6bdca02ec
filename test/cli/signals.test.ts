import { createConnection } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { exitOf, outputOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

const SERVER = `import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('pids', process.pid, child.pid));
process.on('SIGTERM', () => {});
`;

function folderWithServer(): string {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'main.js'), SERVER);
  writeFileSync(path.join(cwd, 'package.json'), '{"type":"module"}');
  return cwd;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  "run ends on %s together with its server and the server's child, even when they ignore TERM",
  async (signal, code) => {
    const child = startTutor(['run', '--port', '18431'], { cwd: folderWithServer() });
    // Its first line and our sentence come in either order.
    const output = await outputOf(child, /(?=[^]*Your server is running)(?=[^]*pids)/);
    const pids = /pids (\d+) (\d+)/.exec(output)?.slice(1).map(Number) ?? [];
    const port = Number(/http:\/\/[\w.]+:(\d+)/.exec(output)?.[1]);
    expect(pids.map(isAlive)).toEqual([true, true]);
    expect(await accepts(port)).toBe(true);
    child.kill(signal);
    expect(await exitOf(child, () => output)).toBe(code);
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(await accepts(port)).toBe(false);
  },
);

test.skipIf(process.platform === 'win32')('a tutor that is killed leaves no server and no open port', async () => {
  const child = startTutor(['run', '--port', '18441'], { cwd: folderWithServer() });
  const output = await outputOf(child, /(?=[^]*Your server is running)(?=[^]*pids)/);
  const pids = /pids (\d+) (\d+)/.exec(output)?.slice(1).map(Number) ?? [];
  expect(pids.map(isAlive)).toEqual([true, true]);
  child.kill('SIGKILL');
  await eventually(() => expect(pids.map(isAlive)).toEqual([false, false]));
  expect(await accepts(Number(/http:\/\/[\w.]+:(\d+)/.exec(output)?.[1]))).toBe(false);
});

test('run restarts the server on a save, and reports when it does not parse', async () => {
  const cwd = folderWithServer();
  mkdirSync(path.join(cwd, 'node_modules'));
  const child = startTutor(['run', '--port', '18441'], { cwd });
  await outputOf(child, /Your server is running/);
  const again = outputOf(child, /Restarted/);
  writeFileSync(path.join(cwd, 'main.js'), `${SERVER}\n`);
  await again;
  const failed = outputOf(child, /The next save tries again/);
  writeFileSync(path.join(cwd, 'main.js'), 'const = ;');
  expect(await failed).toContain('SyntaxError');
  child.kill('SIGINT');
  await exitOf(child, () => 'run');
});

test('without a terminal, run ends with exit code 1 when there is nothing to run', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'package.json'), '{}');
  const { code, stdout } = await tutor(['run'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('Then start this command again.');
  expect(stdout).not.toContain('next save');
});

test('a closed pipe prints no error', async () => {
  const child = startTutor(['lesson', 'concepts'], { cwd: temporaryFolder() });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  child.stdout.destroy();
  const code = await exitOf(child, () => stderr);
  expect(stderr).toBe('');
  expect([0, 141]).toContain(code);
});
