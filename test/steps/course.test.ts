import { expect, test } from 'vitest';
import { CHECK_IDS, WANTS } from '../../src/chapter/check.ts';
import type { ChapterCheck } from '../../src/chapter/check.ts';
import { CHECKS } from '../../src/chapter/checks/index.ts';
import { solutionState, startState } from '../../src/course/states.ts';
import { isSelected } from '../../src/run/check.ts';
import { CHAPTER } from '../../src/chapter/index.ts';
import { auditCourse } from '../support/audit-course.ts';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { CODES } from '../support/describe.ts';
import { courseOf, labSteps, realCourse } from '../support/course-folder.ts';
import { LABS } from '../../src/labs/index.ts';

test('nothing is wrong in the course: names, files, excerpts, hints, reasons', async () => {
  expect(
    await auditCourse({ checkIds: CHECK_IDS, wants: WANTS, codes: CODES, readers: BACKENDS }, CHAPTER.courseFolder),
  ).toEqual([]);
});

test('every check belongs to one step, and what it needs comes before it', () => {
  const order: readonly string[] = realCourse().steps.flatMap((step) => step.checks);
  expect(order.toSorted()).toEqual([...CHECK_IDS].toSorted());
  for (const check of CHECKS) {
    for (const needed of check.needs)
      expect(order.indexOf(needed), `${check.id} needs ${needed}`).toBeLessThan(order.indexOf(check.id));
  }
});

test('the checks of a step are in the order in which the runner lists them', () => {
  for (const step of realCourse().steps)
    expect(step.checks).toEqual(CHECK_IDS.filter((id) => step.checks.includes(id)));
});

test('a check that breaks others needs none of them: the runner waits for it before it judges them', () => {
  const needsOf = (id: string): readonly string[] => {
    const direct = CHECKS.find((check) => check.id === id)?.needs ?? [];
    return [...direct, ...direct.flatMap(needsOf)];
  };
  const breaks = (check: ChapterCheck, other: ChapterCheck): boolean =>
    check.breaks !== undefined && isSelected(other, check.breaks.checks);
  for (const check of CHECKS)
    expect(CHECKS.filter((other) => needsOf(check.id).includes(other.id) && breaks(check, other))).toEqual([]);
});

test('every step in which something is swapped has a right and a wrong example', () => {
  const { steps } = realCourse();
  const first = steps.findIndex(({ wants }) => wants.includes('json'));
  expect(steps.filter(({ examples }) => examples === undefined)).toEqual(steps.slice(0, first));
});

test('nothing is wrong in the course of the labs, and each step there is a lab of the program', async () => {
  const checks = await Promise.all(LABS.map((lab) => lab.loadChecks()));
  const checkIds = checks.flat().map(({ id }) => id);
  const folders = [...new Set(LABS.map(({ courseFolder }) => courseFolder))];
  expect(folders).toHaveLength(1);
  expect(await auditCourse({ checkIds, wants: WANTS, codes: CODES, readers: BACKENDS }, folders[0] ?? '')).toEqual([]);
  expect(labSteps().map(({ id }) => id)).toEqual(LABS.map(({ id }) => id));
  expect(labSteps().flatMap((step) => step.checks)).toEqual(checkIds);
  for (const lab of LABS) expect(lab).toMatchObject({ step: lab.id, folder: `htmx-${lab.id}` });
});

test("a lab's course has the lab alone, so that no lab builds on another", () => {
  for (const { id } of labSteps()) expect(courseOf(id)).toMatchObject({ steps: [{ id }], pages: [], opening: [] });
});

test('the lab about htmx 4 begins with the finished chapter, and its server stays as it is', () => {
  const [chapter, lab] = [realCourse(), courseOf('lab-htmx-4')];
  for (const backend of ['node', 'fastapi'] as const) {
    const finished = solutionState(chapter, 'challenge', backend);
    const [start, solution] = [startState, solutionState].map((state) => state(lab, 'lab-htmx-4', backend));
    const page = 'templates/index.html';
    expect(start?.get(page)).toEqual(finished.get(page));
    expect(solution?.get(page)).not.toEqual(finished.get(page));
    const server = backend === 'node' ? 'main.js' : 'main.py';
    expect([start?.get(server), solution?.get(server)]).toEqual([finished.get(server), finished.get(server)]);
  }
});
