import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { checkFolder, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { pythonOrReason } from '../support/python.ts';

/** Runs of each solution. The whole is five (`FAULT_LOAD=5`) of every step; the short part one of the last step on each backend. */
const RUNS = Number(process.env['FAULT_LOAD'] ?? 0);
const LOOPS = 4;
const course = realCourse();
const ids = course.steps.map(({ id }) => id);
const steps = RUNS === 0 ? ids.slice(-1) : ids;
const { skipped, python } = await pythonOrReason();
let engine: PageEngine;
let loops: readonly { kill(signal: NodeJS.Signals): boolean }[] = [];

beforeAll(async () => {
  engine = await openDomEngine();
  loops = Array.from({ length: LOOPS }, () => spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }));
});
afterAll(async () => {
  for (const loop of loops) loop.kill('SIGKILL');
  await engine.close();
});

/** A right solution beside four endless loops: no check of it fails, at most one cannot be decided. */
async function neverFails(step: string, overlay: 'node' | 'fastapi', choice: BackendChoice): Promise<void> {
  const { folder, remove } = writeState(stepState(course, step, 'solution', overlay), { modules: 'none' });
  let undecided = 0;
  try {
    for (let run = 0; run < Math.max(1, RUNS); run += 1) {
      const result = await checkFolder({ course, folder, step, engine, choice, seed: `load ${run}` });
      const checks = result.steps.flatMap((each) => each.checks);
      expect(
        checks.filter(({ status }) => status === 'fail' || status === 'warn'),
        story(result),
      ).toEqual([]);
      if (checks.some(({ status }) => status === 'unknown')) undecided += 1;
      else expect(result.passed, story(result)).toBe(true);
    }
  } finally {
    remove();
  }
  process.stdout.write(`${overlay} ${step}: ${Math.max(1, RUNS)} runs beside ${LOOPS} loops, ${undecided} undecided\n`);
}

test.each(steps)('beside four busy loops the solution of %s never fails: Node', { timeout: 600_000 }, async (step) => {
  await expect(neverFails(step, 'node', { kind: 'node' })).resolves.toBeUndefined();
});

test.skipIf(skipped !== undefined).each(steps)(
  `beside four busy loops the solution of %s never fails: FastAPI ${skipped ?? ''}`,
  { timeout: 600_000 },
  async (step) => {
    const choice: BackendChoice = { kind: 'fastapi', ...(python === undefined ? {} : { python: python.executable }) };
    await expect(neverFails(step, 'fastapi', choice)).resolves.toBeUndefined();
  },
);
