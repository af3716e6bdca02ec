import { execa } from 'execa';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { noneIsLeft } from '../support/left-processes.ts';
import { temporaryFolder } from '../support/temporary.ts';

const TUTOR = path.join(import.meta.dirname, '../../bin/htmx-realtime-tutor.js');
/** The whole is two hundred instants: `FAULT_KILLS=200`. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? 8);
/** Within this the command has ended by itself on a quiet machine, milliseconds. */
const LONGEST_MS = 700;

async function tutor(cwd: string, ...words: readonly string[]): Promise<{ code: number | undefined; said: string }> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [TUTOR, ...words], { cwd, reject: false });
  return { code: exitCode, said: `${stdout}\n${stderr}` };
}

/** Starts a command and kills it, with SIGKILL, at a random instant. */
async function killed(cwd: string, ...words: readonly string[]): Promise<void> {
  const child = execa(process.execPath, [TUTOR, ...words], { cwd, reject: false, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60 + Math.random() * LONGEST_MS);
  await child;
  clearTimeout(timer);
}

/** All files of the folder, without the tutor's own: path -> contents. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name));
  const own = files.filter((file) => !path.relative(folder, file).startsWith('.tutor'));
  return Object.fromEntries(own.toSorted().map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}

function unfinished(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:tmp|partial)$|\.tutor\/(?:lock|change)$/.test(name));
}

test('a killed start is completed by the next one', async () => {
  const whole = temporaryFolder();
  await tutor(whole, 'start', 'demo', '--yes');
  for (let kill = 0; kill < KILLS; kill += 1) {
    const cwd = temporaryFolder();
    await killed(cwd, 'start', 'demo', '--yes');
    const again = await tutor(cwd, 'start', 'demo', '--yes');
    expect(again.code, again.said).toBe(0);
    expect(filesOf(path.join(cwd, 'demo')), again.said).toEqual(filesOf(path.join(whole, 'demo')));
    expect(unfinished(cwd)).toEqual([]);
  }
});

test('a killed command has written all of its files or none, and the progress fits them', async () => {
  const cwd = temporaryFolder();
  await tutor(cwd, 'start', 'demo', '--yes');
  const demo = path.join(cwd, 'demo');
  // Each state of the folder that the commands below can leave, with the step at which they leave it.
  const commands = [
    ['solution', 'step-3', '--apply'],
    ['solution', 'step-6', '--apply'],
    ['reset', 'step-5'],
  ];
  const states = [];
  // Twice: what a later state brings and an earlier one does not know stays in the folder.
  for (const words of [...commands, ...commands]) {
    const done = await tutor(demo, ...words);
    expect(done.code, done.said).toBe(0);
    states.push({ files: filesOf(demo), step: words[1] });
  }
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killed(demo, ...(commands[kill % commands.length] ?? []));
    const status = await tutor(demo, 'status');
    const { current } = JSON.parse(readFileSync(path.join(demo, '.tutor/progress.json'), 'utf8')) as {
      current: string;
    };
    const files = filesOf(demo);
    const state = states.slice(commands.length).find((each) => JSON.stringify(each.files) === JSON.stringify(files));
    expect(state?.step, `${status.said}\n${Object.keys(files).join(' ')}`).toBe(current);
    expect(unfinished(demo)).toEqual([]);
  }
});

/** Commands that write a folder which is not there yet, or which `start` has not made, and the exit codes of what may end them. */
const WRITERS = [
  ['start', 'demo', '--yes'],
  ['assets', '--dir', 'demo', '--backend', 'node'],
  ['solution', 'step-5', '--to', 'demo'],
] as const;
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGKILL: undefined } as const;

test.skipIf(process.platform === 'win32')(
  'start, assets and solution --to that get a signal leave no process and no temporary file, and are completed by the same command',
  async () => {
    const ways = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
    const all = WRITERS.flatMap((words) => ways.map((way) => ({ words, way })));
    const first = Math.floor(Math.random() * all.length);
    for (let kill = 0; kill < Math.ceil(KILLS / 2); kill += 1) {
      // Five is prime to their number: four in a row are each way, and each command.
      const { words, way } = all[(first + kill * 5) % all.length] ?? { words: WRITERS[0], way: 'SIGKILL' };
      const cwd = temporaryFolder();
      const temporary = path.join(cwd, 'tmp');
      mkdirSync(temporary);
      mkdirSync(path.join(cwd, 'demo'));
      const env = { TMPDIR: temporary };
      const child = execa(process.execPath, [TUTOR, ...words], { cwd, env, reject: false, stdio: 'ignore' });
      const afterMs = 60 + Math.random() * LONGEST_MS;
      const timer = setTimeout(() => child.kill(way), afterMs);
      const { exitCode, signal } = await child;
      clearTimeout(timer);
      const about = `${words.join(' ')}, ${way} after ${Math.round(afterMs)} ms: ${exitCode ?? signal}`;
      // Before Node itself listens to signals, they end it as any program.
      expect([0, SIGNALS[way], undefined], about).toContain(exitCode);
      await noneIsLeft(path.join(cwd, 'none'), temporary);
      // Each file is written at once: no signal but KILL comes in between.
      if (way !== 'SIGKILL') expect(unfinished(cwd), about).toEqual([]);
      const again = await tutor(cwd, ...words);
      expect(again.code, `${about}\n${again.said}`).toBe(0);
      expect(unfinished(cwd), about).toEqual([]);
      expect(readdirSync(temporary), about).toEqual([]);
    }
  },
);
