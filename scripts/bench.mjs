// How long the command takes, as ratios that are valid on any machine: to `node -e 0`, and to bare programs that do the same core work. The
// budgets are in docs/speed.md. Usage: npm run bench [-- ROUNDS] [--check]; with --check, a budget that is missed by more than a third fails.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { answersToSaves } from './bench-watch.mjs';
import { askPageHost } from './page-host.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const given = process.argv.slice(2);
const fails = given.includes('--check');
const rounds = Number(given.find((arg) => arg !== '--check') ?? 7);
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

const ANSWER_MS = 20_000;

/** One message, as htmx's extension sends a form, and its answer. @param {number} port */
function oneFrame(port) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://localhost:${port}/ws`, { handshakeTimeout: ANSWER_MS });
    const timer = setTimeout(() => socket.terminate(), ANSWER_MS);
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ message: 'hello', HEADERS: {} })));
    socket.once('message', () => socket.close());
    socket.once('close', (code) => {
      clearTimeout(timer);
      if (code === 1006) reject(new Error('the bare server did not answer'));
      else resolve(undefined);
    });
  });
}

/** The page in jsdom, with a message that is typed in it and shown. @param {number} port */
function onePage(port) {
  const url = `http://localhost:${port}/`;
  const watch = { watched: ['#chat-window'], events: { recorded: [], requests: [] } };
  const commands = [
    { command: 'open', params: { url, deadlineMs: ANSWER_MS, watch } },
    { command: 'send', params: { text: 'hello' } },
    { command: 'untilText', params: { selector: '#chat-window', text: 'hello', deadlineMs: ANSWER_MS } },
  ];
  return askPageHost(path.join(ROOT, 'dist'), commands, { deadlineMs: ANSWER_MS });
}

/** The first three events of the stream. @param {number} port */
async function threeTicks(port) {
  const response = await fetch(`http://localhost:${port}/sse/counter`, { signal: AbortSignal.timeout(ANSWER_MS) });
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.split(/\r?\n\r?\n/u).length > 3) return;
  }
  throw new Error('the bare stream ended');
}

/**
 * The least that a check can do: the learner's server starts, is asked for its page, serves these clients side by side, and ends.
 * @param {{ command: string, args: (port: number) => readonly string[], cwd: string }} start
 * @param {readonly ((port: number) => Promise<unknown>)[]} clients
 */
async function bareCheck(start, clients) {
  return (await served(start, clients)).wholeMs;
}

/** As `bareCheck`; `startMs`: until the page came. @param {Parameters<typeof bareCheck>[0]} start @param {Parameters<typeof bareCheck>[1]} clients */
async function served({ command, args, cwd }, clients) {
  const port = await freePort();
  const started = performance.now();
  const server = spawn(command, args(port), { cwd, env: { ...env, PORT: String(port) }, stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let startMs = 0;
  try {
    await untilServed(server, port);
    startMs = performance.now() - started;
    await Promise.all(clients.map((client) => client(port)));
  } finally {
    server.kill();
    await ended;
  }
  return { startMs, wholeMs: performance.now() - started };
}

/**
 * Asks for the page until it comes.
 * @param {import('node:child_process').ChildProcess} server
 * @param {number} port
 */
async function untilServed(server, port) {
  const deadline = performance.now() + ANSWER_MS;
  while (server.exitCode === null && performance.now() < deadline) {
    const page = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    if (page !== undefined) return page.text();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the bare server did not start');
}

/** The Python of this machine that the chapter's FastAPI server runs on. */
function pythonWithFastApi() {
  return ['/usr/bin/python3', 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import fastapi, uvicorn, jinja2, websockets'], { env }).status === 0,
  );
}

const NONE = 'node -e 0';
/** What a subject is compared with: the bare program, and the most that it may take of it. */
const of = (bare, budget) => ({ bare, budget });
/** By how much a budget may be missed before `--check` fails. */
const TOLERANCE = 4 / 3;

/** The bare programs and the checks of one backend's solution. @param {string} name @param {string} folder @param {object} start */
function checksOf(name, folder, start) {
  const check = (step) => () => timed([LAUNCHER, 'check', step, '--dir', folder, '--quiet']);
  const [frame, page, ticks] = [`${name}: a frame`, `${name}: and the page`, `${name}: and three ticks`];
  return [
    [frame, () => bareCheck(start, [oneFrame])],
    [page, () => bareCheck(start, [oneFrame, onePage])],
    [ticks, () => bareCheck(start, [oneFrame, onePage, threeTicks])],
    [`${name}: check step-2`, check('step-2'), of(frame, 2)],
    [`${name}: check step-4`, check('step-4'), of(page, 1.6)],
    [`${name}: check step-5`, check('step-5'), of(page, 1.6)],
    [`${name}: check challenge`, check('challenge'), of(ticks, 1.15)],
  ];
}

const outer = mkdtempSync(path.join(tmpdir(), 'tutor-bench-'));
try {
  const [node, fastapi] = ['node', 'fastapi'].map((name) => path.join(outer, name));
  await timed([LAUNCHER, 'solution', 'challenge', '--to', node]);
  const told = (args, budget) => [args[0], () => timed([LAUNCHER, ...args]), of(NONE, budget)];
  const subjects = [
    [NONE, () => timed(['-e', '0'])],
    told(['--version'], 1.3),
    told(['--help'], 1.6),
    told(['list', '--dir', node], 2.5),
    told(['status', '--dir', node], 2.5),
    told(['explain', 'oob/no-id'], 2.5),
    told(['lesson', 'step-4', '--dir', node], 4),
    ...checksOf('Node', node, { command: process.execPath, args: () => ['main.js'], cwd: node }),
  ];
  const python = pythonWithFastApi();
  if (python === undefined) process.stdout.write('No Python with FastAPI: its server is not measured.\n');
  else {
    await timed([LAUNCHER, 'solution', 'challenge', '--backend', 'fastapi', '--to', fastapi]);
    const uvicorn = (port) => ['-m', 'uvicorn', 'main:app', '--port', String(port)];
    subjects.push(...checksOf('FastAPI', fastapi, { command: python, args: uvicorn, cwd: fastapi }));
  }
  const isWithin = tell(await measure(subjects));
  const answersInTime = tellWatch(await watchAnswers(path.join(outer, 'watched')));
  process.exitCode = (isWithin && answersInTime) || !fails ? 0 : 1;
} finally {
  rmSync(outer, { recursive: true, force: true });
}

/** @param {readonly number[]} list */
function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

/** How soon the watch screen answers a save of step 2's solution. Milliseconds; those after the server's start without that. @param {string} folder */
async function watchAnswers(folder) {
  await timed([LAUNCHER, 'start', folder, '--yes', '--backend', 'node']);
  await timed([LAUNCHER, 'solution', 'step-2', '--apply', '--dir', folder]);
  const starts = [];
  const start = { command: process.execPath, args: () => ['main.js'], cwd: folder };
  for (let round = 0; round < rounds; round += 1) starts.push((await served(start, [])).startMs);
  const startMs = median(starts);
  const answers = await answersToSaves({ launcher: LAUNCHER, folder, step: 'step-2', rounds });
  return [
    { name: 'from the save to "Checking"', ms: median(answers.map(({ checking }) => checking)), budget: 50 },
    { name: 'to the first result', ms: median(answers.map(({ first }) => first)) - startMs, budget: 100 },
    { name: 'to the verdict', ms: median(answers.map(({ verdict }) => verdict)) - startMs, budget: 300 },
  ];
}

/** Prints them. Returns whether no budget is missed by more than the tolerance. @param {Awaited<ReturnType<typeof watchAnswers>>} answers */
function tellWatch(answers) {
  process.stdout.write(`\nwatch, step-2: milliseconds, results without the server's own start\n`);
  for (const { name, ms, budget } of answers)
    process.stdout.write(`${name.padEnd(28)}${ms.toFixed(0).padStart(10)}${String(budget).padStart(20)}\n`);
  return answers.every(({ ms, budget }) => ms <= budget * TOLERANCE);
}

/** Each round runs all subjects, so that a machine that becomes slow affects all. Resolves with their medians. */
async function measure(subjects) {
  const times = new Map(subjects.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of subjects) times.get(name).push(await run());
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1} of ${rounds}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  return subjects.map(([name, , against]) => ({ name, against, ms: median(times.get(name)) }));
}

/** Prints the table. Returns whether no budget is missed by more than the tolerance. */
function tell(measured) {
  const row = (...cells) =>
    process.stdout.write(`${cells.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(10))).join('')}\n`);
  row(`median of ${rounds}`, 'ms', 'ratio', 'budget', '', 'compared with');
  let isWithin = true;
  for (const { name, against, ms } of measured) {
    if (against === undefined) {
      row(name, ms.toFixed(0));
      continue;
    }
    const ratio = ms / measured.find((each) => each.name === against.bare).ms;
    const isOver = ratio > against.budget * TOLERANCE;
    if (isOver) isWithin = false;
    const verdict = ratio <= against.budget ? '' : isOver ? 'missed' : 'over';
    row(name, ms.toFixed(0), ratio.toFixed(2), String(against.budget), verdict, `   ${against.bare}`);
  }
  return isWithin;
}
