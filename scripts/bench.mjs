// How long the command takes, as ratios that are valid on any machine: to `node -e 0`, and to a bare server with bare clients.
// docs/speed.md has the budgets. Usage: npm run bench [-- ROUNDS]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const rounds = Number(process.argv[2] ?? 7);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('How many rounds? For example: npm run bench -- 7\n');
  process.exit(2);
}

// Reading certificates at each start more than doubles it, and is not part of the command.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/** Runs a program to its end. Resolves with the milliseconds that it took. */
function timed(args, expected = 0) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === expected
        ? resolve(performance.now() - started)
        : reject(new Error(`${args.join(' ')} ended with ${code}\n${said}`)),
    );
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The minimum of every check: the learner's server starts, one page, one frame, and it ends. */
async function bareCheck(folder) {
  const signal = AbortSignal.timeout(20_000);
  const port = await freePort();
  const started = performance.now();
  const server = spawn(process.execPath, ['main.js'], {
    cwd: folder,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  server.on('error', () => undefined);
  const ended = new Promise((resolve) => server.once('close', resolve));
  await new Promise((resolve) => server.stdout.once('data', resolve));
  await (await fetch(`http://localhost:${port}/`)).text();
  await new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://localhost:${port}/ws`);
    socket.once('error', reject);
    signal.addEventListener('abort', () => reject(new Error('the bare server did not answer within 20 s')));
    // As htmx's extension sends a form.
    socket.once('open', () => socket.send(JSON.stringify({ message: 'hello', HEADERS: {} })));
    socket.once('message', () => {
      socket.once('close', resolve);
      socket.close();
    });
  });
  server.kill();
  await ended;
  return performance.now() - started;
}

const folder = mkdtempSync(path.join(tmpdir(), 'tutor-bench-'));
try {
  await timed([LAUNCHER, 'solution', 'challenge', '--to', folder]);
  const check = (step) => () => timed([LAUNCHER, 'check', step, '--dir', folder, '--quiet']);
  /** Each round runs all of them, so that a machine that becomes slow affects all. */
  const subjects = {
    'node -e 0': () => timed(['-e', '0']),
    'a bare server and bare clients': () => bareCheck(folder),
    '--version': () => timed([LAUNCHER, '--version']),
    '--help': () => timed([LAUNCHER, '--help']),
    list: () => timed([LAUNCHER, 'list', '--dir', folder]),
    'check step-2': check('step-2'),
    'check step-4': check('step-4'),
    'check step-5': check('step-5'),
    'check challenge': check('challenge'),
  };
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(subjects)) times[name].push(await run());
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${rounds}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const node = median(times['node -e 0']);
  const bare = median(times['a bare server and bare clients']);
  const row = (...cells) =>
    process.stdout.write(`${cells.map((cell, at) => (at === 0 ? cell.padEnd(32) : cell.padStart(12))).join('')}\n`);
  row(`median of ${rounds}`, 'ms', 'to node', 'to bare');
  for (const [name, list] of Object.entries(times)) {
    const ms = median(list);
    row(name, ms.toFixed(0), (ms / node).toFixed(1), (ms / bare).toFixed(1));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
