import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAUNCHER } from '../cli/tutor.ts';
import { atMost } from '../support/at-most.ts';
import { noStrace, traced } from '../support/strace.ts';
import type { Injected, SystemCall, Traced } from '../support/strace.ts';

/** `all`: each call of each command fails in each way. A number: so many of each command's, evenly chosen, each in one way. */
const CALLS = process.env['FAULT_CALLS'] ?? '1';
/** `2/4`: of all, the second, the sixth, and so on, so that the whole can be run in parts. */
const [PART = 1, PARTS = 1] = (process.env['FAULT_PART'] ?? '1/1').split('/').map(Number);
const WAYS: readonly Injected[] = ['error=EIO', 'error=ENOSPC', 'error=EACCES', 'signal=KILL'];
const REASONS: Readonly<Record<Injected, RegExp>> = {
  'error=EIO': /the disk reports an error/u,
  'error=ENOSPC': /the disk is full/u,
  'error=EACCES': /permission denied/u,
  'signal=KILL': /^$/u,
};
const MINE = '// what the learner wrote\n';

interface Command {
  readonly words: readonly string[];
  /** Commands that come before, in the same folder. */
  readonly before: readonly (readonly string[])[];
  /** A file that is the learner's, in a folder that `start` did not make. */
  readonly own?: string;
}

const COMMANDS: readonly Command[] = [
  { words: ['start', 'demo', '--yes'], before: [] },
  { words: ['solution', 'step-5', '--apply'], before: [['start', 'demo', '--yes']] },
  {
    words: ['reset', 'step-2'],
    before: [
      ['start', 'demo', '--yes'],
      ['solution', 'step-6', '--apply'],
    ],
  },
  {
    words: ['undo'],
    before: [
      ['start', 'demo', '--yes'],
      ['solution', 'step-6', '--apply'],
    ],
  },
  { words: ['next', '--skip'], before: [['start', 'demo', '--yes']] },
  { words: ['assets', 'htmx.min.js'], before: [], own: 'static/htmx.min.js' },
  { words: ['solution', 'step-3', '--to', 'demo'], before: [] },
  { words: ['check', 'step-1'], before: [['start', 'demo', '--yes']] },
];

const reason = noStrace();
let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tutor-calls-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** All files of a folder without the tutor's own, and its step: what a command changes. */
function stateOf(demo: string): string {
  if (!existsSync(demo)) return 'nothing';
  const entries = readdirSync(demo, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).toSorted();
  const texts = files
    .filter((file) => !file.includes('/.tutor/') && !file.endsWith('.tmp'))
    .map((file) => [path.relative(demo, file), readFileSync(file, 'utf8')]);
  const progress = path.join(demo, '.tutor/progress.json');
  const { current, passed } = existsSync(progress)
    ? (JSON.parse(readFileSync(progress, 'utf8')) as { current: string; passed: object })
    : { current: undefined, passed: {} };
  return JSON.stringify({ texts, current, passed: Object.keys(passed) });
}

/** Whether the learner's text is in a file below the folder. */
function isKept(folder: string): boolean {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.some((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8').includes(MINE));
}

let runs = 0;
/** A copy of a folder, and the command run there. */
async function run(
  from: string,
  words: readonly string[],
  inject?: { call: SystemCall; what: Injected },
): Promise<Traced & { readonly cwd: string; readonly demo: string }> {
  const cwd = path.join(root, `run-${(runs += 1)}`);
  cpSync(from, cwd, { recursive: true });
  const demo = path.join(cwd, 'demo');
  const there = words.includes('demo') ? cwd : demo;
  const result = await traced([LAUNCHER, ...words], {
    cwd: there,
    folder: demo,
    ...(inject === undefined ? {} : { inject }),
  });
  return { ...result, cwd, demo };
}

/** What is wrong after one call of the command failed; empty: nothing. */
async function faultsOf(
  { words }: Command,
  { from, before, after }: { readonly from: string; readonly before: string; readonly after: string },
  inject: { call: SystemCall; what: Injected },
): Promise<readonly string[]> {
  const { call, what } = inject;
  const wrong: string[] = [];
  const about = `${words.join(' ')}: ${call.name} ${call.number} ${call.file}, ${what}`;
  let faulty = await run(from, words, inject);
  // Node's own threads are woken by writes, too, whose number varies.
  for (let tries = 1; faulty.hit === undefined && tries < 5; tries += 1) {
    rmSync(faulty.cwd, { recursive: true, force: true });
    faulty = await run(from, words, inject);
  }
  if (faulty.hit === undefined) return [];
  const say = (text: string): void => {
    const fault = `${about} (hit ${faulty.hit?.file}): ${text}\n${faulty.err.slice(0, 600)}`;
    wrong.push(fault);
    // The whole takes many minutes: what was found is not lost when it is stopped.
    process.stdout.write(`${fault}\n`);
  };
  const isKill = what === 'signal=KILL';
  if (!isKill && ![0, 3].includes(faulty.code ?? -1)) say(`exit code ${faulty.code}`);
  const isTold = REASONS[what].test(faulty.err.replaceAll(/\s+/gu, ' '));
  if (faulty.code === 3 && !isTold) say('the reason is not said');
  // The exit code of a check is its verdict, also where that cannot be noted.
  const isDone = stateOf(faulty.demo) === after || (words[0] === 'check' && isTold);
  if (faulty.code === 0 && !isDone) say('exit code 0, but it is not done');
  if (before !== 'nothing' && !isKept(faulty.cwd)) say('a byte is lost');
  const completes = ['start', 'assets'].includes(words[0] ?? '') || words.includes('--to');
  const next = await run(faulty.cwd, completes ? words : ['status']);
  if (next.code !== 0) say(`the next command: exit code ${next.code}: ${next.err.slice(0, 600)}`);
  const states = completes ? [after] : [before, after];
  if (!states.includes(stateOf(next.demo))) say('neither as before nor as after');
  if (before !== 'nothing' && !isKept(next.cwd)) say('a byte is lost by the next command');
  const unfinished = readdirSync(next.cwd, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  if (unfinished.length > 0) say(`left by the next command: ${unfinished.join(', ')}`);
  for (const each of [faulty, next]) rmSync(each.cwd, { recursive: true, force: true });
  return wrong;
}

/** Which calls fail, and how. */
function chosen(calls: readonly SystemCall[]): readonly { readonly call: SystemCall; readonly what: Injected }[] {
  if (CALLS === 'all') {
    const all = calls.flatMap((call) => WAYS.map((what) => ({ call, what })));
    // The ways take turns: each part has each of them.
    return all.filter((_, index) => (index + Math.floor(index / WAYS.length)) % PARTS === PART - 1);
  }
  const count = Number(CALLS);
  return Array.from({ length: count }, (_, index) => {
    const call = calls[Math.floor(((index + 0.5) * calls.length) / count)];
    if (call === undefined) throw new Error('the command writes nothing');
    return { call, what: WAYS[(index + calls.length) % WAYS.length] ?? 'error=EIO' };
  });
}

describe.skipIf(reason !== undefined)('a system call that fails', () => {
  test.each(COMMANDS.map((each) => ({ ...each, typed: each.words.join(' ') })))(
    'loses nothing, is told, and leaves what the next command completes or takes back: $typed',
    { timeout: 3_600_000, ...(reason === undefined ? {} : { meta: { optional: reason } }) },
    async (command) => {
      let from = path.join(root, `from-${(runs += 1)}`);
      cpSync(mkdtempSync(path.join(root, 'empty-')), from, { recursive: true });
      if (command.own !== undefined) {
        const file = path.join(from, 'demo', command.own);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, MINE);
      }
      for (const words of command.before) {
        const done = await run(from, words);
        expect(done.code, done.err).toBe(0);
        from = done.cwd;
        if (words[0] === 'start') writeFileSync(path.join(done.demo, 'main.js'), MINE);
      }
      const before = stateOf(path.join(from, 'demo'));
      const whole = await run(from, command.words);
      expect(whole.code, whole.err).toBe(0);
      const turn = atMost(2);
      const places = { from, before, after: stateOf(whole.demo) };
      const all = chosen(whole.calls);
      const wrong = await Promise.all(all.map((inject) => turn(() => faultsOf(command, places, inject))));
      process.stdout.write(`${command.words.join(' ')}: ${all.length} failing calls\n`);
      expect(wrong.flat().join('\n')).toBe('');
    },
  );
});
