import { expect, test } from 'vitest';
import { SURFACE_SECTIONS } from '../../src/commands/common/folder/session.ts';
import { expandMarkdown, pageMarkdown } from '../../src/course/lesson.ts';
import { changedFiles, starterFiles } from '../../src/course/states.ts';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { courseOf, labSteps, realCourse } from '../support/course-folder.ts';

/**
 * What fits an 80-column terminal beside a margin and a sign of a diff. A line that the terminal wraps is copied as two, and the second
 * half of a comment is not a comment.
 */
const WIDTH = 72;

const courses = [realCourse(), ...labSteps().map(({ id }) => courseOf(id))];
const overlays = [...new Set(BACKENDS.flatMap(({ overlay }) => overlay ?? []))];
const readers = BACKENDS.flatMap((backend) =>
  Object.values(SURFACE_SECTIONS).map((place) => ({ ...backend, sections: [...backend.sections, ...place] })),
);

test.each(overlays)('%s: no file of a step has a line wider than 72 columns', (overlay) => {
  const files = courses
    .flatMap(({ steps }) => steps)
    .flatMap((step) => [
      ...[...changedFiles(step, overlay)].map(([file, bytes]) => [`${step.id}/${file}`, bytes] as const),
      ...[...starterFiles(step, overlay)].map(([file, bytes]) => [`${step.id}/starter/${file}`, bytes] as const),
    ]);
  expect(files).not.toEqual([]);
  expect(files.flatMap(([name, bytes]) => tooWide(name, bytes.toString().split('\n')))).toEqual([]);
});

test.each(readers.map((reader) => [reader.kind, reader.sections.at(-1), reader] as const))(
  '%s, %s: no code in a lesson, a hint or a page is wider than 72 columns',
  async (_kind, _surface, reader) => {
    const wide: string[] = [];
    for (const course of courses) {
      for (const step of course.steps) {
        const texts = [step.lesson, ...step.hintLists.flatMap(({ hints }) => hints)];
        for (const text of texts) {
          const { markdown } = await expandMarkdown(course, step, reader, text);
          wide.push(...tooWide(step.id, codeLines(markdown)));
        }
      }
      for (const page of course.pages) wide.push(...tooWide(page.id, codeLines(pageMarkdown(page, reader))));
    }
    expect(wide).toEqual([]);
  },
);

test('a wide line of code is found, a wide line of prose is not', () => {
  const wide = 'x'.repeat(WIDTH + 1);
  const text = `${wide}\n\n- item\n\n  \`\`\`js\n  ${wide}\n  ${wide.slice(1)}\n  \`\`\`\n\n${wide}\n`;
  expect(tooWide('lesson', codeLines(text))).toEqual([`lesson: ${wide}`]);
});

/** The lines of all fenced code of a Markdown text, without the indentation of their fence. */
function codeLines(markdown: string): readonly string[] {
  const lines: string[] = [];
  let indentation: number | undefined;
  for (const line of markdown.split('\n')) {
    const fence = /^(\s*)```/.exec(line);
    if (fence !== null) indentation = indentation === undefined ? (fence[1] ?? '').length : undefined;
    else if (indentation !== undefined) lines.push(line.slice(indentation));
  }
  return lines;
}

function tooWide(name: string, lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.length > WIDTH).map((line) => `${name}: ${line}`);
}
