import { expect, test } from 'vitest';
import { SURFACE_SECTIONS } from '../../src/commands/common/folder/session.ts';
import { lessonMarkdown, pageMarkdown } from '../../src/course/lesson.ts';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { commandKind } from '../../src/servers/backends/command.ts';
import { realCourse } from '../support/course-folder.ts';

const course = realCourse();

/** What a folder that `start` did not prepare has not: notes, files of the tutor, a current step, snapshots. */
const OF_START = /\.tutor\/|tutor (?:has )?put|tutor next|--apply|remembers\s+the\s+command/u;

async function lessons(
  kind: (typeof BACKENDS)[number],
  place: keyof typeof SURFACE_SECTIONS,
): Promise<readonly string[]> {
  const reader = { ...kind, sections: [...kind.sections, ...SURFACE_SECTIONS[place]] };
  return Promise.all(course.steps.map((step) => lessonMarkdown(course, step, reader)));
}

test.each(BACKENDS)('$kind: lessons promise only a folder of start what is there', async (kind) => {
  const found = async (place: keyof typeof SURFACE_SECTIONS): Promise<readonly string[]> =>
    (await lessons(kind, place)).flatMap((text) => OF_START.exec(text)?.[0] ?? []);
  expect(await found('ownStarted')).toEqual([]);
  expect(await found('ownRunning')).toEqual([]);
  expect(await found('started')).not.toEqual([]);
});

test('a section with several names is for readers who have all of them', async () => {
  const [first = ''] = await lessons(commandKind, 'ownStarted');
  expect(first).toContain('give it each time');
  expect((await lessons(commandKind, 'started'))[0]).not.toContain('give it each time');
});

test('on the watch screen a server that the tutor does not start is not said to start by itself', async () => {
  const text = async (place: keyof typeof SURFACE_SECTIONS): Promise<string> => {
    const reader = { ...commandKind, sections: [...commandKind.sections, ...SURFACE_SECTIONS[place]] };
    return [...(await lessons(commandKind, place)), ...course.pages.map((page) => pageMarkdown(page, reader))].join(
      '\n',
    );
  };
  const ofTheTutor = /starts? again (?:whenever|at each)|Press `x`|Save the server's file/u;
  expect(await text('screen')).toMatch(ofTheTutor);
  expect(await text('screenRunning')).not.toMatch(ofTheTutor);
});
