import { execa } from 'execa';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FAST_CLOCK_FACTOR, withFastClock } from '../../src/servers/fast-clock.ts';
import type { Launch } from '../../src/model/backend.ts';

const LAUNCH: Launch = {
  command: process.execPath,
  args: [],
  shell: false,
  cwd: '.',
  env: { PORT: '1' },
  display: 'node',
};

/** Milliseconds that a program waits for twenty seconds, as it measures them itself. */
async function waits(launch: Launch, command: string, args: readonly string[]): Promise<number> {
  const { env } = withFastClock(launch);
  const { stdout } = await execa(command, [...args], { env: { ...env } });
  return Number(stdout);
}

const NODE_WAITS = {
  setTimeout: 'await new Promise((resolve) => setTimeout(resolve, 20_000))',
  setInterval:
    'await new Promise((resolve) => { const t = setInterval(() => { clearInterval(t); resolve(); }, 20_000); })',
  'node:timers':
    "const { setTimeout: later } = await import('node:timers'); await new Promise((resolve) => later(resolve, 20_000))",
  'timers/promises': "const { setTimeout: later } = await import('node:timers/promises'); await later(20_000)",
  'an iterator':
    "const { setInterval: each } = await import('node:timers/promises'); for await (const _ of each(20_000)) break",
  promisify: "const { promisify } = await import('node:util'); await promisify(setTimeout)(20_000)",
  scheduler: "const { scheduler } = await import('node:timers/promises'); await scheduler.wait(20_000)",
};

test.each(Object.entries(NODE_WAITS))('Node waits less: %s', async (_name, wait) => {
  const program = `const before = performance.now(); ${wait}; console.log(performance.now() - before);`;
  const waited = await waits(LAUNCH, process.execPath, ['--input-type=module', '--eval', program]);
  expect(waited).toBeGreaterThanOrEqual(20_000 / FAST_CLOCK_FACTOR - 5);
  expect(waited).toBeLessThan(10_000);
});

test('short waits stay as they are', async () => {
  const program =
    'const before = performance.now(); await new Promise((resolve) => setTimeout(resolve, 200)); console.log(performance.now() - before);';
  expect(await waits(LAUNCH, process.execPath, ['--input-type=module', '--eval', program])).toBeGreaterThanOrEqual(195);
});

const python = await execa('python3', ['--version'], { reject: false });

test.skipIf(python.failed).each(['asyncio.run(asyncio.sleep(20))', 'time.sleep(20)'])(
  'Python waits less: %s',
  async (wait) => {
    const program = `import asyncio, time\nbefore = time.monotonic()\n${wait}\nprint((time.monotonic() - before) * 1000)`;
    const waited = await waits(LAUNCH, 'python3', ['-c', program]);
    expect(waited).toBeGreaterThanOrEqual(20_000 / FAST_CLOCK_FACTOR - 5);
    expect(waited).toBeLessThan(10_000);
  },
);

test('what the environment asks for already stays', () => {
  const { env } = withFastClock(LAUNCH, { env: { NODE_OPTIONS: '--no-warnings', PYTHONPATH: 'mine' } });
  expect(env['NODE_OPTIONS']).toMatch(/^--no-warnings --import=file:\/\/\S+node\.mjs$/u);
  expect(env['PYTHONPATH']?.split(path.delimiter).at(-1)).toBe('mine');
  expect(env['PORT']).toBe('1');
});
