import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { providedFiles, providedState } from '../../src/course/index.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse } from '../support/course-folder.ts';
import { wordsOf } from '../support/describe.ts';
import { pythonOrReason } from '../support/python.ts';
import { pythonWithEvents } from '../support/python-events.ts';
import {
  FAULTS,
  PRINTED_PAGE,
  REPLY_OF_STEP_2,
  REPLY_OF_STEP_4,
  WINDOW_OF_STEP_3,
  WINDOW_OF_STEP_4,
} from './printed-chapter.ts';
import type { Fault } from './printed-chapter.ts';

// A reader types the printed chapter and does what each report says; nothing may have to be guessed.

const course = realCourse();
const { skipped, python: usual } = await pythonOrReason();
const { python: newest, about } = pythonWithEvents();

const STEPS = ['step-2', 'step-3', 'step-4', 'step-5'] as const;
const MINUTES = 5 * 60_000;

describe('the printed chapter, from its first line to the chat that runs', () => {
  test.skipIf(skipped !== undefined)(
    `with the machine's FastAPI ${skipped ?? ''}`,
    async () => expect(await follow(usual?.executable ?? 'python3', usual?.packages['starlette'] ?? '')).toEqual(STEPS),
    MINUTES,
  );
  test.skipIf(newest === undefined)(
    `with the newest (${about})`,
    { timeout: MINUTES, meta: { optional: 'the newest FastAPI comes as wheels that few machines have' } },
    async () => expect(await follow(newest ?? '', 'new')).toEqual(STEPS),
  );
});

/** @returns the steps that pass at their end */
async function follow(python: string, starlette: string): Promise<readonly string[]> {
  const passed: string[] = [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tutor-printed-'));
  const age = starlette === 'new' || Number.parseInt(starlette, 10) >= 1 ? 'new' : 'old';
  try {
    writeFileSync(path.join(folder, 'requirements.txt'), 'fastapi[all]\nuvicorn\n');
    for (const step of STEPS) {
      if (step === 'step-3' && age === 'new') type(folder, ['templates/index.html', '', PRINTED_PAGE]);
      if (step === 'step-4') {
        type(folder, ['templates/index.html', WINDOW_OF_STEP_3, WINDOW_OF_STEP_4]);
        type(folder, ['main.py', REPLY_OF_STEP_2, REPLY_OF_STEP_4]);
      }
      const faults = FAULTS[step].filter(({ onlyWhere }) => onlyWhere === undefined || onlyWhere === age);
      for (const fault of faults) await meet(folder, { step, python, fault });
      const result = await checkFolder({ course, folder, step, choice: { kind: 'fastapi', python } });
      expect(result.passed, story(result)).toBe(true);
      passed.push(step);
    }
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The next report is about this fault, and its fix says all that is typed then. */
async function meet(
  folder: string,
  { step, python, fault }: { readonly step: string; readonly python: string; readonly fault: Fault },
): Promise<void> {
  const result = await checkFolder({ course, folder, step, choice: { kind: 'fastapi', python } });
  const [first] = findingsOf(result, 'error');
  expect(first?.code, story(result)).toBe(fault.code);
  if (first === undefined) return;
  const { fix } = wordsOf(first, { language: 'python' });
  for (const said of fault.says) expect(fix).toContain(said);
  if (fault.edits !== 'copy') for (const edit of fault.edits) type(folder, edit);
  else
    for (const [file, bytes] of providedState(providedFiles(course, 'step-6', 'fastapi'))) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), bytes);
    }
}

function type(folder: string, [file, from, to]: readonly [string, string, string]): void {
  const where = path.join(folder, file);
  if (file.endsWith('/')) mkdirSync(where);
  else if (from === '') {
    mkdirSync(path.dirname(where), { recursive: true });
    writeFileSync(where, to, { flag: 'wx' });
  } else {
    const before = readFileSync(where, 'utf8');
    expect(before.split(from), `${file} has once: ${from}`).toHaveLength(2);
    writeFileSync(
      where,
      before.replace(from, () => to),
    );
  }
}
