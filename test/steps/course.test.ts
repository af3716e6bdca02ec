import { expect, test } from 'vitest';
import { CHECK_IDS, CHECKS } from '../../src/chapter/checks/index.ts';
import { auditCourse } from '../../src/course/audit.ts';
import { CODES } from '../../src/messages/index.ts';
import { realCourse } from '../support/course-folder.ts';

test('nothing is wrong in the course: names, files, excerpts, hints, reasons', async () => {
  expect(await auditCourse({ checkIds: CHECK_IDS, codes: CODES, overlays: ['node', 'fastapi', undefined] })).toEqual(
    [],
  );
});

test('every check belongs to one step, and what it needs comes before it', () => {
  const order = realCourse().steps.flatMap((step) => step.checks);
  expect(order.toSorted()).toEqual([...CHECK_IDS].toSorted());
  for (const check of CHECKS) {
    for (const needed of check.needs)
      expect(order.indexOf(needed), `${check.id} needs ${needed}`).toBeLessThan(order.indexOf(check.id));
    for (const needed of check.needs) expect(CHECK_IDS).toContain(needed);
  }
});

test('the checks of a step stand in the order in which the runner lists them', () => {
  for (const step of realCourse().steps)
    expect(step.checks).toEqual(CHECK_IDS.filter((id) => step.checks.includes(id)));
});

test('a check that breaks others needs none of them: the runner waits for it before it judges them', () => {
  const needsOf = (id: string): readonly string[] => {
    const direct = CHECKS.find((check) => check.id === id)?.needs ?? [];
    return [...direct, ...direct.flatMap(needsOf)];
  };
  for (const check of CHECKS)
    expect(needsOf(check.id).filter((id) => check.breaks?.checks.includes(id) === true)).toEqual([]);
});
