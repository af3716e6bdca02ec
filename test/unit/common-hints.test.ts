import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { chooseHintList, faultLine } from '../../src/course/index.ts';
import { loadCourse } from '../../src/course/load.ts';
import type { Course } from '../../src/model/step.ts';
import { auditCourse } from '../support/audit-course.ts';
import { realCourse } from '../support/course-folder.ts';

const FAKE = path.join(import.meta.dirname, 'fake-course');
const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The fake course with a file of hints for all of its steps. */
function withCommon(hints: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'common-hints-'));
  made.push(folder);
  cpSync(FAKE, folder, { recursive: true });
  writeFileSync(path.join(folder, 'hints.md'), hints);
  return folder;
}

function loaded(folder: string): Course {
  const course = loadCourse(folder);
  if (!course.ok) throw new Error(course.problem.map(faultLine).join('\n'));
  return course.value;
}

describe('hints for all steps', () => {
  const COMMON = '## When ws/no-reply\n\n### 1\n\nOf all steps.\n';

  test('every step has them; its own list for the same code comes first', () => {
    const { steps } = loaded(withCommon(COMMON));
    const hintsOf = (id: string): readonly string[] | undefined => {
      const step = steps.find((one) => one.id === id);
      return step && chooseHintList(step, ['ws/no-reply']).hintList.hints;
    };
    expect(hintsOf('step-1')).toEqual(['Of all steps.']);
    expect(hintsOf('challenge')).toEqual(['Of all steps.']);
    expect(hintsOf('step-2')).not.toContain('Of all steps.');
  });

  test('each step counts them by itself', () => {
    const keys = loaded(withCommon(COMMON)).steps.map((step) => chooseHintList(step, ['ws/no-reply']).key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('a general list belongs to a step', () => {
    const course = loadCourse(withCommon('## Hints\n\n### 1\n\nLook.\n'));
    expect(course.ok ? [] : course.problem.map(faultLine)).toEqual(['hints.md:1: a general list belongs to a step']);
  });

  test('an unknown code is an error of that file', async () => {
    const checkIds = ['first-check', 'second-check', 'third-check', 'fourth-check'];
    const readers = [{ kind: 'node', overlay: 'node', sections: ['node', 'fastapi', 'other'] }];
    const faults = await auditCourse(
      { checkIds, codes: ['ws/no-reply', 'ws/canned-reply'], readers },
      withCommon(COMMON.replace('no-reply', 'no-repli')),
    );
    expect(new Set(faults.map(faultLine))).toContain('hints.md:1: the code "ws/no-repli" is not known');
  });
});

test('a syntax error has a ladder in every step of the course', () => {
  for (const step of realCourse().steps) {
    const { hintList, key } = chooseHintList(step, ['server/syntax-error', 'ws/no-reply']);
    expect(hintList.codes, step.id).toContain('server/syntax-error');
    expect(hintList.hints.length, step.id).toBeGreaterThanOrEqual(4);
    expect(key).toBe(`${step.id}:server/syntax-error`);
  }
});
