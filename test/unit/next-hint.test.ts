import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { hintSequences, isAsGiven, nextHint } from '../../src/commands/use-cases/next-hint.ts';
import type { HintPlace } from '../../src/commands/use-cases/next-hint.ts';
import { starterFiles } from '../../src/course/index.ts';
import { loadCourse } from '../../src/course/load.ts';
import type { Progress } from '../../src/model/progress.ts';
import type { Step } from '../../src/model/step.ts';

const OVERLAY = 'node';
let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'hints-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stepOf(id: string): Step {
  const course = loadCourse(CHAPTER.courseFolder);
  const step = course.ok ? course.value.steps.find((each) => each.id === id) : undefined;
  if (step === undefined) throw new Error(`no ${id}`);
  return step;
}

/** The folder with the step's starter, after a check that failed with these codes. */
function place(step: Step, failing: readonly string[], hints: Progress['hints'] = {}): HintPlace {
  for (const [file, bytes] of starterFiles(step, OVERLAY)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), bytes);
  }
  const progress: Progress = {
    schema: 1,
    backend: { kind: 'node' },
    current: step.id,
    startedAt: '2026-01-02T03:04:05.000Z',
    passed: {},
    hints,
    failing: { [step.id]: failing },
  };
  return { folder, backend: { overlay: OVERLAY }, workspace: { folder, progress } };
}

test('while the starter is as it was given, the hints of the step come before those of what fails', () => {
  const step = stepOf('step-2');
  const given = place(step, ['ws/no-route']);
  expect(isAsGiven(given, step)).toBe(true);
  expect(hintSequences(given, step).map(({ code }) => code)).toEqual([undefined, 'ws/no-route']);
  // Line ends of another editor are no work of the learner's.
  const [[file, bytes] = ['', Buffer.from('')]] = starterFiles(step, OVERLAY);
  writeFileSync(path.join(folder, file), bytes.toString('utf8').replaceAll('\n', '\r\n'));
  expect(isAsGiven(given, step)).toBe(true);
  writeFileSync(path.join(folder, file), `${bytes.toString('utf8')}\nconst otter = 7;\n`);
  expect(isAsGiven(given, step)).toBe(false);
  expect(hintSequences(given, step).map(({ code }) => code)).toEqual(['ws/no-route', undefined]);
  rmSync(path.join(folder, file));
  expect(isAsGiven(given, step)).toBe(false);
});

test('a step without a starter begins with what fails', () => {
  const step = stepOf('step-6');
  expect(isAsGiven(place(step, ['sse/no-route']), step)).toBe(false);
  expect(hintSequences(place(step, ['sse/no-route']), step)[0]?.code).toBe('sse/no-route');
});

test('each hint is shown once, and only the one after which no other comes is the last', () => {
  const step = stepOf('step-2');
  const codes = ['ws/no-route'];
  const total = hintSequences(place(step, codes), step).reduce((sum, { hintList }) => sum + hintList.hints.length, 0);
  let hints: Progress['hints'] = {};
  const seen = Array.from({ length: total + 1 }, () => {
    const hint = nextHint(place(step, codes, hints), step);
    if (hint === undefined) throw new Error('no hint');
    hints = { ...hints, [hint.sequence.key]: hint.index + 1 };
    return hint;
  });
  const last = Array.from({ length: total }, (_, index) => index === total - 1);
  expect(seen.map(({ isLast }) => isLast)).toEqual([...last, true]);
  expect(seen.map(({ isRepeated }) => isRepeated)).toEqual([...last.map(() => false), true]);
  expect(new Set(seen.map(({ sequence, index }) => `${sequence.key} ${index}`)).size).toBe(total);
});
