import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { fixturesOf, fixtureState } from '../support/fixtures.ts';

/** Checks of each submission: as many on the machine as it is as beside two busy loops. The whole is two dozen: `FAULT_RUNS=24`. */
const RUNS = Number(process.env['FAULT_RUNS'] ?? 8);
const ABREAST = 4;
const course = realCourse();
/** By verdict: what its last run saw, for whoever must understand a verdict that differs. */
const stories = new Map<string, string>();
let engine: PageEngine;

beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

function lastRuns(): string {
  return [...stories].map(([seen, text]) => `${seen}\n${text}`).join('\n\n');
}

/** Keeps both cores busy while the body runs. */
async function besideBusyLoops(body: () => Promise<void>): Promise<void> {
  const loops: ChildProcess[] = [0, 1].map(() => spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }));
  try {
    await body();
  } finally {
    for (const loop of loops) loop.kill('SIGKILL');
  }
}

async function verdict(step: string, folder: string, time: number): Promise<string> {
  const result = await checkFolder({ course, folder, step, engine, seed: `run ${time}` });
  const codes = [...findingsOf(result, 'error'), ...findingsOf(result, 'warning')].map(({ code }) => code);
  const seen = `${result.passed} ${codes.join(' ')}`;
  stories.set(seen, story(result));
  return seen;
}

/** Checks of the same folder, four beside each other: a check must not depend on having the machine for itself. */
async function verdicts(step: string, folder: string, times: number): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let time = 0; time < times; time += ABREAST) {
    seen.push(
      ...(await Promise.all(Array.from({ length: ABREAST }, (_, index) => verdict(step, folder, time + index)))),
    );
  }
  return seen;
}

test.each(['step-5'])(
  'the solution of %s passes each time, also beside two busy loops',
  { timeout: 240_000 },
  async (step) => {
    const { folder, remove } = writeState(stepState(course, step, 'solution'), { modules: 'none' });
    try {
      expect(new Set(await verdicts(step, folder, RUNS / 2)), lastRuns()).toEqual(new Set(['true ']));
      await besideBusyLoops(async () => {
        expect(new Set(await verdicts(step, folder, RUNS / 2)), lastRuns()).toEqual(new Set(['true ']));
      });
    } finally {
      remove();
    }
  },
);

test('a wrong attempt gets its code each time, also beside two busy loops', { timeout: 240_000 }, async () => {
  const fixture = fixturesOf('step-4').find(({ code, backend }) => code === 'oob/no-id' && backend === 'node');
  if (fixture === undefined) throw new Error('step-4 has no fixture for oob/no-id');
  const { folder, remove } = writeState(fixtureState(course, fixture), { modules: 'linked' });
  try {
    expect(new Set(await verdicts('step-4', folder, RUNS / 2)), lastRuns()).toEqual(new Set(['false oob/no-id']));
    await besideBusyLoops(async () => {
      expect(new Set(await verdicts('step-4', folder, RUNS / 2)), lastRuns()).toEqual(new Set(['false oob/no-id']));
    });
  } finally {
    remove();
  }
});
