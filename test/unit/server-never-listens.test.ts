import { execa } from 'execa';
import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Launch } from '../../src/model/backend.ts';
import { freePort } from '../../src/servers/listening.ts';
import { startServer } from '../../src/servers/server.ts';

/** How a program is started. */
interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

const node = (text: string): Program => ({ command: process.execPath, args: ['--input-type=module', '--eval', text] });
const python = (text: string): Program => ({ command: 'python3', args: ['-c', text] });

function launchOf({ command, args }: Program, port: number): Launch {
  return { command, args: [...args], shell: false, cwd: '.', env: { PORT: String(port) }, display: command };
}

/** What comes of a program within the deadline of a real check. */
async function startOf(program: Program, deadlineMs = 20_000): Promise<unknown> {
  const port = await freePort();
  const started = await startServer(launchOf(program, port), {
    port,
    deadlineMs,
    copy: async () => launchOf(program, await freePort()),
  });
  if (!started.ok) {
    const { code, facts, evidence } = started.problem;
    return { code, never: 'never' in facts ? facts.never : undefined, waitedMs: evidence.waitedMs };
  }
  await started.value.stop();
  return started.value.port === port ? 'listens' : started.value.port;
}

const LISTEN =
  "const { createServer } = await import('node:http'); createServer().listen(process.env.PORT, '127.0.0.1');";
const SLEEP = 'const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));';
const PYTHON_LISTENS =
  'import http.server, os; http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), http.server.BaseHTTPRequestHandler).serve_forever()';

const hasPython = !(await execa('python3', ['--version'], { reject: false })).failed;

/** Only Linux says what a process waits for. */
describe.skipIf(process.platform !== 'linux')('known before the deadline', () => {
  test.concurrent.each([
    [
      'a promise that nobody resolves',
      node("new MessageChannel().port1.on('message', () => {}); await new Promise(() => {});"),
    ],
    ...(hasPython
      ? ([
          [
            'an event of asyncio',
            python('import asyncio\nasync def main(): await asyncio.Event().wait()\nasyncio.run(main())'),
          ],
          ['a lock of Python', python('import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()')],
        ] as const)
      : []),
  ] as const)('nothing is left to wait for: %s', async (_title, program) => {
    expect(await startOf(program)).toMatchObject({ code: 'server/never-listens', never: 'nothing' });
  });

  // One after the other: the copy of each is watched for some seconds, in which it must get its turns; where it gets none, another is started.
  test.each([
    ['an endless row of attempts', node(`${SLEEP} for (;;) await sleep(1000);`)],
    [
      'attempts, started by a shell',
      { command: 'sh', args: ['-c', `"${process.execPath}" -e "setInterval(() => {}, 3000)"; true`] },
    ],
    ...(hasPython
      ? ([
          [
            'attempts in asyncio',
            python('import asyncio\nasync def main():\n  while True: await asyncio.sleep(1)\nasyncio.run(main())'),
          ],
        ] as const)
      : []),
  ] as const)('timers alone are left: %s', async (_title, program) => {
    expect(await startOf(program, 60_000)).toMatchObject({ code: 'server/never-listens', never: 'timers' });
  });
});

/** Each of them takes six seconds, which is longer than the watch needs for a verdict. */
describe('a slow server that is right', () => {
  /** Answers after six seconds. */
  async function slowAnswer(): Promise<number> {
    const server = net.createServer((socket) => void setTimeout(() => socket.end('ready'), 6000));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  test.concurrent.each([
    ['waits once', () => node(`${SLEEP} await sleep(6000); ${LISTEN}`)],
    ['tries six times', () => node(`${SLEEP} for (let n = 0; n < 6; n += 1) await sleep(1000); ${LISTEN}`)],
    ['tries many times, quickly', () => node(`${SLEEP} for (let n = 0; n < 60; n += 1) await sleep(100); ${LISTEN}`)],
    [
      'waits by the clock',
      () => node(`${SLEEP} const until = Date.now() + 6000; while (Date.now() < until) await sleep(500); ${LISTEN}`),
    ],
    [
      'waits by a new Date',
      () => node(`${SLEEP} const from = new Date(); while (new Date() - from < 6000) await sleep(500); ${LISTEN}`),
    ],
    ['waits by performance.now', () => node(`${SLEEP} while (performance.now() < 6000) await sleep(500); ${LISTEN}`)],
    ['computes', () => node(`const until = Date.now() + 6000; while (Date.now() < until); ${LISTEN}`)],
    [
      'waits in a shell',
      () => ({
        command: 'sh',
        args: ['-c', `sleep 6; "${process.execPath}" -e "require('http').createServer().listen(process.env.PORT)"`],
      }),
    ],
    [
      'waits for an answer',
      async () =>
        node(
          `const net = await import('node:net'); await new Promise((resolve) => net.connect(${await slowAnswer()}, '127.0.0.1').on('data', resolve)); ${LISTEN}`,
        ),
    ],
    [
      'waits for a child in a session of its own',
      () =>
        node(
          `const { spawn } = await import('node:child_process'); const child = spawn('sleep', ['6'], { detached: true }); await new Promise((resolve) => child.on('exit', resolve)); ${LISTEN}`,
        ),
    ],
    ...(hasPython
      ? ([
          ['waits in Python', () => python(`import time\ntime.sleep(6)\n${PYTHON_LISTENS}`)],
          [
            'waits by the clock of Python',
            () =>
              python(
                `import time\nbegun = time.monotonic()\nwhile time.monotonic() - begun < 6: time.sleep(0.5)\n${PYTHON_LISTENS}`,
              ),
          ],
        ] as const)
      : []),
  ] as const)('%s', async (_title, program) => {
    expect(await startOf(await program())).toBe('listens');
  });
});

/** Whether this machine has the address at all. */
async function canListenOn(host: string): Promise<boolean> {
  const server = net.createServer();
  server.listen(0, host);
  const [event] = await Promise.race([
    once(server, 'listening').then(() => ['listening']),
    once(server, 'error').then(() => ['error']),
  ]);
  server.close();
  return event === 'listening';
}

test.skipIf(!(await canListenOn('::1')))(
  'a server on ::1 alone is found where localhost leads there, and reported elsewhere',
  async () => {
    const leads = (await lookup('localhost', { all: true })).some(({ address }) => address === '::1');
    const port = await freePort();
    const program = node(
      "const { createServer } = await import('node:http'); createServer().listen(process.env.PORT, '::1');",
    );
    const started = await startServer(launchOf(program, port), { port, deadlineMs: 20_000 });
    if (started.ok) onTestFinished(() => started.value.stop());
    if (leads) expect(started.ok && started.value.origin).toBe(`http://localhost:${port}`);
    else
      expect(started).toMatchObject({
        ok: false,
        problem: { code: 'server/never-listens', facts: { port, listens: 'elsewhere' } },
      });
  },
);
