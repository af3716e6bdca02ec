// How long the command takes, as ratios that are valid on any machine: to `node -e 0`, and to bare programs that do the same core work. The
// budgets are in docs/speed.md. Usage: npm run bench [-- ROUNDS] [--check] [--short]; with --check, a budget that is missed by more than a third
// fails, unless all is within that when the whole table is measured once more; with --short, there are fewer subjects.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersToSaves } from './bench-watch.mjs';
import { accepts, freePort } from './ports.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const BARE = path.join(ROOT, 'scripts', 'bare.mjs');
const given = process.argv.slice(2);
const fails = given.includes('--check');
const isShort = given.includes('--short');
const rounds = Number(given.find((arg) => !arg.startsWith('--')) ?? 7);
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

/** How long the server of a folder takes until it accepts connections. Milliseconds. @param {string} folder */
async function startOf(folder) {
  const port = await freePort();
  const started = performance.now();
  const server = spawn(process.execPath, ['main.js'], {
    cwd: folder,
    env: { ...env, PORT: String(port) },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => server.once('close', resolve));
  try {
    while (!(await accepts(port))) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now() - started;
  } finally {
    server.kill();
    await ended;
  }
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
/** Milliseconds of `node -e 0` on the machine for which the budgets in milliseconds were made (docs/speed.md). */
const USUAL_NODE_MS = 40;
/** By how much a budget may be missed before `--check` fails. */
const TOLERANCE = 4 / 3;

/** Each step with the most that its check may take of the bare program. */
const CHECKS = [
  ['step-2', 2],
  ['step-4', 1.6],
  ['step-5', 1.6],
  ['challenge', 1.15],
];

/** What the short table has of them. */
const SHORT = new Set(['Node: step-2', 'Node: step-4', 'Node: challenge', 'FastAPI: step-2']);

/**
 * The bare programs and the checks of one backend's solution.
 * @param {string} name @param {string} folder @param {readonly string[]} start the command, with PORT where the port belongs
 */
function checksOf(name, folder, start) {
  return CHECKS.filter(([step]) => !isShort || SHORT.has(`${name}: ${step}`)).flatMap(([step, budget]) => {
    const bare = `${name}: bare ${step}`;
    return [
      [bare, () => timed([BARE, step, folder, ...start])],
      [`${name}: check ${step}`, () => timed([LAUNCHER, 'check', step, '--dir', folder, '--quiet']), of(bare, budget)],
    ];
  });
}

const begun = performance.now();
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
    ...(isShort ? [] : [told(['status', '--dir', node], 2.5), told(['explain', 'oob/no-id'], 2.5)]),
    told(['lesson', 'step-4', '--dir', node], 4),
    ...checksOf('Node', node, [process.execPath, 'main.js']),
  ];
  const python = pythonWithFastApi();
  if (python === undefined) process.stdout.write('No Python with FastAPI: its server is not measured.\n');
  else {
    // As a learner's folder is made: with an environment of its own where the first Python on PATH lacks FastAPI. Check and bare program use the same.
    await timed([LAUNCHER, 'start', '--yes', '--backend', 'fastapi', fastapi]);
    await timed([LAUNCHER, 'solution', 'challenge', '--apply', '--dir', fastapi]);
    const own = path.join(fastapi, '.venv', 'bin', 'python');
    const server = [existsSync(own) ? own : python, '-m', 'uvicorn', 'main:app', '--port', 'PORT'];
    subjects.push(...checksOf('FastAPI', fastapi, server));
  }
  const table = async (folder) => {
    const measured = await measure(subjects);
    const isWithin = tell(measured);
    const nodeMs = measured.find(({ name }) => name === NONE).ms;
    const answersInTime = tellWatch(await watchAnswers(path.join(outer, folder)), Math.max(1, nodeMs / USUAL_NODE_MS));
    process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
    return isWithin && answersInTime;
  };
  const isWithin = await table('watched');
  if (!isWithin && fails) {
    process.stdout.write(
      '\nA budget is missed by more than a third. Other programs may have done that: all is measured once more.\n\n',
    );
    process.exitCode = (await table('watched-again')) ? 0 : 1;
  }
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
  for (let round = 0; round < rounds; round += 1) starts.push(await startOf(folder));
  const startMs = median(starts);
  const answers = await answersToSaves({ launcher: LAUNCHER, folder, step: 'step-2', rounds });
  return [
    { name: 'from the save to "Checking"', ms: median(answers.map(({ checking }) => checking)), budget: 50 },
    { name: 'to the first result', ms: median(answers.map(({ first }) => first)) - startMs, budget: 100 },
    { name: 'to the verdict', ms: median(answers.map(({ verdict }) => verdict)) - startMs, budget: 300 },
  ];
}

/**
 * Prints them. Returns whether no budget is missed by more than the tolerance. @param {Awaited<ReturnType<typeof watchAnswers>>} answers
 * @param {number} slowness how many times slower than usual this machine is: a budget in milliseconds grows with it
 */
function tellWatch(answers, slowness) {
  process.stdout.write(`\nwatch, step-2: milliseconds, results without the server's own start\n`);
  for (const { name, ms, budget } of answers)
    process.stdout.write(
      `${name.padEnd(28)}${ms.toFixed(0).padStart(10)}${(budget * slowness).toFixed(0).padStart(20)}\n`,
    );
  return answers.every(({ ms, budget }) => ms <= budget * slowness * TOLERANCE);
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
