import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { exitOf, LAUNCHER, startTutor, temporaryFolder, tutor } from '../cli/tutor.ts';
import { isAlive, noneIsLeft, processesLeft } from '../support/left-processes.ts';
import { servePage } from '../support/page-server.ts';
import { TestTerminal } from '../support/pty.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { ownMs } from '../support/run-delay.ts';

/** Commands that are ended while they run. The whole is two hundred: `FAULT_KILLS=200`. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 8);
/** A server gets two seconds. The time in which the tutor itself gets no processor does not count; that of its server's processes does. */
const LONGEST_END_MS = 10_000;
/** With that time, on a machine that is very busy. */
const DEADLINE_MS = 60_000;
const isUnix = process.platform !== 'win32';

interface Stage {
  readonly demo: string;
  /** The processes that the learner's server has started note themselves here. */
  readonly pids: string;
  /** The tutor's TMPDIR: what it and its programs have in common. */
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A folder with a right step 2, whose server starts processes: one in its group, one in a session of its own that keeps its output open, one with
 * no environment, and one whose parent has ended. It ignores the signals that ask it to end.
 */
async function stage(more = ''): Promise<Stage> {
  const root = temporaryFolder();
  const temporary = path.join(root, 'tmp');
  const pids = path.join(root, 'pids');
  mkdirSync(temporary);
  const env = { TMPDIR: temporary };
  for (const [cwd, ...words] of [
    [root, 'start', 'demo', '--yes'],
    [path.join(root, 'demo'), 'solution', 'step-2', '--apply'],
  ] as const) {
    const done = await tutor(words, { cwd, env });
    expect(done.code, done.stderr).toBe(0);
  }
  const demo = path.join(root, 'demo');
  const main = path.join(demo, 'main.js');
  const hostile = `import * as childProcess from 'node:child_process';
import { appendFileSync as note } from 'node:fs';
{
  const pids = ${JSON.stringify(pids)};
  const begin = (options) => {
    const child = childProcess.spawn('sleep', ['600'], options);
    note(pids, child.pid + '\\n');
    child.unref();
  };
  note(pids, process.pid + '\\n');
  begin({ stdio: 'inherit' });
  begin({ stdio: 'inherit', detached: true });
  begin({ stdio: 'ignore', detached: true, env: { PATH: process.env.PATH } });
  childProcess.spawnSync('sh', ['-c', 'setsid sleep 600 & echo $! >> "$0"', pids], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
}
`;
  writeFileSync(main, `${hostile}${readFileSync(main, 'utf8')}\n${more}`);
  onTestFinished(() => {
    for (const pid of existsSync(pids) ? readFileSync(pids, 'utf8').split('\n').filter(Boolean).map(Number) : [])
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  });
  return { demo, pids, temporary, env };
}

test.skipIf(!isUnix)('a check ends, and ends what its servers have started', async () => {
  const { demo, pids, temporary, env } = await stage();
  // The same program, with the same variable, of somebody else: it is not ours.
  const other = spawn('sleep', ['600'], {
    env: { ...process.env, HTMX_REALTIME_TUTOR_STARTED: 'another.1.' },
    detached: true,
    stdio: 'ignore',
  });
  onTestFinished(() => void other.kill('SIGKILL'));
  const done = await tutor(['check'], { cwd: demo, env, deadlineMs: 60_000 });
  expect(done.stdout).toMatch(/step-2 passed/);
  expect(done.code).toBe(0);
  expect(readFileSync(pids, 'utf8').split('\n').length).toBeGreaterThan(5);
  await noneIsLeft(pids, temporary);
  expect(other.exitCode === null && other.signalCode === null).toBe(true);
});

/** @param page an address that `diagnose` can open */
const commandsOn = (page: string): readonly (readonly string[])[] => [
  ['check'],
  ['watch', '--plain'],
  ['run', '--port', '18471'],
  ['tour'],
  ['grade', '.', '--step', 'step-2'],
  ['diagnose', page, '--dom'],
  ...(browserProgram() === undefined ? [] : [['diagnose', page]]),
];
const WAYS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

test.skipIf(!isUnix)('nothing is left of a command that is ended at a random instant', async () => {
  const { demo, pids, temporary, env } = await stage();
  const server = await servePage('<!doctype html><p>Nothing happens here.</p>');
  onTestFinished(() => server.close());
  const all = commandsOn(server.url).flatMap((words) => WAYS.map((way) => ({ words, way })));
  const first = Math.floor(Math.random() * all.length);
  let longest = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Five is prime to their number: a short run sees most of the commands and each way.
    const { words, way } = all[(first + kill * 5) % all.length] ?? { words: ['check'], way: 'SIGKILL' };
    const child = startTutor(words, { cwd: demo, env, openInput: true });
    const afterMs = 50 + Math.random() * 3500;
    const about = `${words.join(' ')}, ${way} after ${Math.round(afterMs)} ms`;
    const ended = exitOf(child, () => about, DEADLINE_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, afterMs);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    const took = await ownMs(child.pid, () => {
      child.kill(way);
      return ended;
    });
    longest = Math.max(longest, took);
    expect(took, about).toBeLessThan(LONGEST_END_MS);
    await noneIsLeft(pids, temporary).catch((error: unknown) => {
      throw new Error(`${about}: ${String(error)}`, { cause: error });
    });
    if (way !== 'SIGKILL') expect(readdirSync(temporary), about).toEqual([]);
    for (const entry of readdirSync(temporary)) rmSync(path.join(temporary, entry), { recursive: true, force: true });
    rmSync(pids, { force: true });
  }
  process.stdout.write(`${KILLS} commands ended; the longest took ${Math.round(longest)} ms to end\n`);
});

test.skipIf(!isUnix)('a tutor that is killed at the moment at which its server starts leaves nothing', async () => {
  const { demo, pids, temporary, env } = await stage();
  for (let kill = 0; kill < Math.ceil(KILLS / 2); kill += 1) {
    const child = startTutor(['run', '--port', '18481', '--run', `echo $$ >> '${pids}'; exec sleep 600`], {
      cwd: demo,
      env,
    });
    await vi.waitUntil(() => existsSync(pids) && readFileSync(pids, 'utf8').includes('\n'), {
      timeout: 20_000,
      interval: 1,
    });
    const ended = exitOf(child, () => 'run');
    child.kill('SIGKILL');
    await ended;
    await noneIsLeft(pids, temporary);
    expect(processesLeft(pids, temporary)).toEqual([]);
    rmSync(pids, { force: true });
  }
});

const FLOOD = `const text = 'x'.repeat(65536);
const flood = () => { while (process.stdout.write(text)); process.stdout.once('drain', flood); };
setTimeout(flood, 200);`;

test.skipIf(!isUnix)('a looping page does not outlive a tutor that is killed', async () => {
  const root = temporaryFolder();
  const temporary = path.join(root, 'tmp');
  mkdirSync(temporary);
  let isLooping = (): void => undefined;
  const looping = new Promise<void>((resolve) => (isLooping = resolve));
  const server = await servePage('<!doctype html><script src="/looping.js"></script>', {
    routes: { '/looping.js': { headers: { 'content-type': 'text/javascript' }, body: 'for (;;);' } },
    // The check itself asks for the script as well.
    onRequest: ({ url, headers }) => {
      if (url === '/looping.js' && headers['user-agent']?.includes('jsdom') === true) isLooping();
    },
  });
  onTestFinished(() => server.close());
  const check = startTutor(['check', 'step-3', '--url', server.url], { cwd: root, env: { TMPDIR: temporary } });
  await looping;
  const left = () => processesLeft(path.join(root, 'none'), temporary);
  expect(left().some((each) => each.includes('dom-host'))).toBe(true);
  check.kill('SIGKILL');
  await noneIsLeft(path.join(root, 'none'), temporary);
});

test.skipIf(!isUnix).each([
  ['ignores TERM', ''],
  ['prints an endless line', FLOOD],
  ['prints endless short lines', FLOOD.replace("'x'", String.raw`'x\n'`)],
  ['prints an endless line of wide characters', FLOOD.replace("'x'", `'字'`)],
])('watch ends within seconds beside a server that %s', async (_, more) => {
  const { demo, pids, temporary, env } = await stage(more);
  const child = startTutor(['watch', '--plain'], { cwd: demo, env, openInput: true });
  await new Promise<void>((resolve) => {
    let seen = '';
    // What comes afterwards is read and let go: a reader that falls behind would hold up the tutor, whose writes to a pipe wait for it.
    const look = (chunk: string): void => {
      seen = `${seen.slice(-100)}${chunk}`;
      if (!seen.includes('Your server: http')) return;
      child.stdout.off('data', look).resume();
      resolve();
    };
    child.stdout.setEncoding('utf8').on('data', look);
  });
  const ended = exitOf(child, () => 'watch', DEADLINE_MS);
  const took = await ownMs(child.pid, () => {
    child.kill('SIGTERM');
    return ended;
  });
  expect(await ended).toBe(143);
  expect(took).toBeLessThan(LONGEST_END_MS);
  await noneIsLeft(pids, temporary);
});

const ON_A_TERMINAL = [['start', 'demo'], ['watch', '--dir', 'demo'], ['run', '--dir', 'demo'], ['tour']] as const;
const TERMINAL_WAYS = ['closed', 'Ctrl-C', 'SIGKILL'] as const;

test.skipIf(!isUnix)('nothing is left of a command whose terminal is closed, or where Ctrl-C is pressed', async () => {
  const { demo, pids, temporary, env } = await stage();
  const all = ON_A_TERMINAL.flatMap((words) => TERMINAL_WAYS.map((way) => ({ words, way })));
  const first = Math.floor(Math.random() * all.length);
  for (let kill = 0; kill < Math.ceil(KILLS / 4); kill += 1) {
    const { words, way } = all[(first + kill * 5) % all.length] ?? { words: ['tour'], way: 'closed' };
    const finish: (() => unknown)[] = [];
    const terminal = new TestTerminal(process.execPath, [LAUNCHER, ...words], {
      cwd: path.dirname(demo),
      env,
      whenFinished: (task) => void finish.push(task),
    });
    const about = `${words.join(' ')}, ${way}`;
    const afterMs = 300 + Math.random() * 3500;
    await new Promise((resolve) => {
      setTimeout(resolve, afterMs);
    });
    const took = await ownMs(terminal.pid, () => {
      if (way === 'closed') terminal.hangUp();
      else if (way === 'SIGKILL' && isAlive(terminal.pid)) process.kill(terminal.pid, 'SIGKILL');
      else terminal.press('\u0003');
      return vi
        .waitUntil(() => !isAlive(terminal.pid), { timeout: DEADLINE_MS, interval: 20 })
        .catch(() => {
          throw new Error(`${about} after ${Math.round(afterMs)} ms: ${processesLeft(pids, temporary).join(' | ')}`);
        });
    });
    expect(took, about).toBeLessThan(LONGEST_END_MS);
    await noneIsLeft(pids, temporary).catch((error: unknown) => {
      throw new Error(`${about}: ${String(error)}`, { cause: error });
    });
    expect(processesLeft(pids, temporary), about).toEqual([]);
    if (way === 'closed') continue;
    for (const task of finish) await task();
    rmSync(pids, { force: true });
  }
});
