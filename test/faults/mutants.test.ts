import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { diffLines } from 'diff';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { atMost } from '../support/at-most.ts';
import { checkFolder, findingsOf } from '../support/check-folder.ts';
import { conversation } from '../support/conversation.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { processesLeft } from '../support/left-processes.ts';
import { mutated, numbers, saysTheSame } from '../support/mutant.ts';
import { eventually } from '../support/eventually.ts';

/** Solutions with a slip. The whole is four hundred: `FAULT_MUTANTS=400`. */
const MUTANTS = Number(process.env['FAULT_MUTANTS'] ?? 3);
const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_129);
const LONGEST_MS = 30_000;

const course = realCourse();
const steps = course.steps.slice(1).map(({ id }) => id);
let engine: PageEngine;
let temporary = '';
beforeAll(async () => {
  engine = await openDomEngine();
  temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tutor-mutants-')));
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(async () => {
  await engine.close();
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

interface Mutant {
  readonly seed: number;
  readonly step: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

function mutantOf(seed: number): Mutant {
  const below = numbers(seed);
  const step = steps[below(steps.length)] ?? '';
  const state = stepState(course, step, 'solution');
  const file = step !== 'step-2' && below(5) < 2 ? 'templates/index.html' : 'main.js';
  const before = state.get(file)?.toString() ?? '';
  for (let after = before; ; after = mutated(after, below))
    if (after !== before) return { seed, step, file, before, after };
}

function shown({ seed, step, file, before, after }: Mutant): string {
  const lines = diffLines(before, after).flatMap(({ added, removed, value }) =>
    added || removed ? [`${added ? '+' : '-'} ${value.trimEnd()}`] : [],
  );
  return `${seed} ${step} ${file}\n${lines.join('\n')}`;
}

/** The first line in which they differ, around the place. */
function differenceOf(right: string, seen: string): string {
  const [was, now] = [right.split('\n'), seen.split('\n')];
  const line = Math.max(
    0,
    was.findIndex((each, index) => each !== now[index]),
  );
  const [one, other] = [was[line] ?? '', now[line] ?? 'nothing'];
  const at = Math.max(0, [...one].findIndex((each, index) => each !== other[index]) - 60);
  return `  was ${one.slice(at, at + 160)}\n  now ${other.slice(at, at + 160)}`;
}

/** Slips that have been looked at: what they change is the learner's own to choose, or works all the same. */
const ACCEPTED: readonly RegExp[] = [
  // Relative to the page, which is at /.
  /^\+ .*(?:ws-connect="ws"|sse-connect="sse\/counter"|src="static\/)/mu,
  // A second connection around the first: each element uses the nearest one.
  /^\+ +<div hx-ext="ws" ws-connect="\/ws">$/mu,
  // An element that is not closed contains the form, too; messages come in below it.
  /^\+ .*<div id="chat-window".*><div>$/mu,
  // Words of the learner's own.
  /^\+ .*(?:Server SAYS|Current COUNT)/mu,
  // Before there is a page: a server that dies, or is silent, when it is asked for a path that no step has yet.
  /^\d+ step-2 main\.js\n(?:[+-] +response\.(?:end\(|writeHead\().*\n?)+$/u,
  /^\+ +response\.end\(`\$\{text\}\\n`\);$/mu,
  // Names of classes, and elements, in which a message is shown.
  /^\+ .*<(?:\w+) class="\w+ server-message">\$\{text\}/mu,
  // An end tag that is none: the next one ends its element.
  /^\+ .*(?:\$\{text\}<\/div<|<div id="chat-window".*><\/(?!div>)\w+>$)/mu,
  // A window that stands twice is told, as a warning.
  /^(?!-).*\n\+ +<div id="chat-window".*><\/div>$/u,
  // The window a line further up or down, at the beginning of the form for example, where messages come in as well.
  /^- ( +<div id="chat-window".*<\/div>)\n\+ \1$/mu,
  // What a phone makes of the page.
  /^\+ .*meta name=.?viewport"/mu,
  // Always on port 8000, which is told, as a warning.
  /process\.env\.PORT && 8000/u,
  // What is printed when the port is in use.
  /^\+ .*console\.error\('Stop that program/mu,
];

function isAccepted(mutant: Mutant): boolean {
  return ACCEPTED.some((slip) => slip.test(shown(mutant)));
}

/** What plain clients see otherwise than of the solution, each time of three: a busy machine is late. Empty: nothing. */
async function clientsDiffer({ step, file, before, after }: Mutant, folder: string): Promise<string> {
  const withStream = stepState(course, step, 'solution').get('main.js')?.includes('/sse') ?? false;
  let difference = '';
  for (let tries = 0; tries < 3; tries += 1) {
    writeFileSync(path.join(folder, file), after);
    const seen = await conversation(folder, withStream);
    writeFileSync(path.join(folder, file), before);
    const right = await conversation(folder, withStream);
    if (seen === right) return '';
    difference = differenceOf(right, seen);
  }
  return difference;
}

const outcomes = new Map<string, number>();

/** What is wrong with the verdict about a mutant; empty: nothing. */
async function judged(mutant: Mutant): Promise<string> {
  const { step, file, before, after } = mutant;
  const { folder, remove } = writeState(stepState(course, step, 'solution'), { modules: 'none' });
  try {
    writeFileSync(path.join(folder, file), after);
    const since = performance.now();
    const result = await checkFolder({ course, folder, step, engine, seed: `mutant ${mutant.seed}` });
    const tookMs = performance.now() - since;
    if (tookMs > LONGEST_MS * Math.max(1, (os.loadavg()[0] ?? 0) / os.availableParallelism()))
      return `${shown(mutant)}\ntook ${Math.round(tookMs)} ms`;
    const [first] = findingsOf(result, 'error');
    const outcome = result.passed ? 'passed' : (first?.code ?? 'undecided');
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (!result.passed)
      return saysTheSame(file, before, after) ? `${shown(mutant)}\nis right, and fails: ${outcome}` : '';
    if (saysTheSame(file, before, after)) return '';
    if (file === 'main.js') {
      const difference = isAccepted(mutant) ? '' : await clientsDiffer(mutant, folder);
      return difference === '' ? '' : `${shown(mutant)}\npasses, and plain clients see another thing:\n${difference}`;
    }
    return isAccepted(mutant) ? '' : `${shown(mutant)}\npasses, and the page differs`;
  } catch (error) {
    return `${shown(mutant)}\n${error instanceof Error ? error.stack : String(error)}`;
  } finally {
    remove();
  }
}

test(
  `${MUTANTS} solutions with a slip: each check ends, none passes that clients see behave otherwise`,
  { timeout: 3_600_000 },
  async () => {
    const turn = atMost(3);
    const all = Array.from({ length: MUTANTS }, (_, index) => mutantOf(SEED + index));
    const wrong = await Promise.all(all.map((mutant) => turn(() => judged(mutant))));
    // The reaper waits until this process ends.
    const left = (): readonly string[] => processesLeft('', temporary).filter((each) => !each.includes('reaper.cjs'));
    await eventually(() => expect(left()).toEqual([]));
    process.stdout.write(`${JSON.stringify([...outcomes].toSorted(([, a], [, b]) => b - a))}\n`);
    expect(wrong.filter(Boolean).join('\n\n')).toBe('');
  },
);
