import { describe, expect, test } from 'vitest';
import { expandMarkdown, lessonMarkdown, pageMarkdown } from '../../src/course/index.ts';
import type { Reader } from '../../src/course/index.ts';
import { commandKind } from '../../src/servers/backends/command.ts';
import { fastapiKind } from '../../src/servers/backends/fastapi.ts';
import { nodeKind } from '../../src/servers/backends/node.ts';
import { courseOf, labSteps, realCourse } from '../support/course-folder.ts';

const OF_NODE =
  /\bnode\b|node_modules|\bnpm\b|\bnpx\b|package\.json|\bmain\.js\b|WebSocketServer|setInterval|JSON\.parse|createServer|flushHeaders|new Date\(|toTimeString/giu;
/** Only Node's class: `buffer` is also what a proxy does. */
const BUFFER = /\bBuffer\b/gu;
const OF_PYTHON =
  /\bpython\b|fastapi|uvicorn|\bpip\b|jinja|starlette|asyncio|\bmain\.py\b|requirements\.txt|\.venv|StreamingResponse|HTMLResponse|WebSocketDisconnect|\basync def\b|json\.loads|datetime|strftime/giu;

const READERS: readonly { readonly of: string; readonly reader: Reader; readonly foreign: readonly RegExp[] }[] = [
  ...surfaces('Node', nodeKind, [OF_PYTHON]),
  ...surfaces('FastAPI', fastapiKind, [OF_NODE, BUFFER]),
  ...surfaces('any other backend', commandKind, [OF_NODE, BUFFER, OF_PYTHON]),
];

/** A lesson is read on the command line and on the watch screen, and each has sections of its own. */
function surfaces(backend: string, { overlay, sections }: Reader, foreign: readonly RegExp[]): typeof READERS {
  return ['commands', 'screen'].map((surface) => ({
    of: `${backend}, in sections for ${surface}`,
    reader: { overlay, sections: [...sections, surface, 'started', 'prepared'] },
    foreign,
  }));
}

const course = realCourse();

function foreignWords(text: string, foreign: readonly RegExp[]): readonly string[] {
  return foreign.flatMap((words) => [...text.matchAll(words)].map(([word]) => word));
}

describe.each(READERS)('for a learner with $of', ({ reader, foreign }) => {
  test.each([...course.steps, ...labSteps()].map((step) => [step.id, step] as const))(
    'lesson and hints of %s mention no other backend, and none is empty',
    async (_, step) => {
      const own = courseOf(step.id);
      const lesson = await lessonMarkdown(own, step, reader);
      const hints = await Promise.all(
        step.hintLists.flatMap((hintList) => hintList.hints).map((hint) => expandMarkdown(own, step, reader, hint)),
      );
      const texts = [lesson, step.goal, step.proves, ...hints.map(({ markdown }) => markdown)];
      expect(texts.flatMap((text) => foreignWords(text, foreign))).toEqual([]);
      expect(texts.filter((text) => text.trim().length < 20)).toEqual([]);
      // What is announced must follow in every backend's text.
      expect(texts.filter((text) => text.trimEnd().endsWith(':'))).toEqual([]);
      expect(hints.flatMap(({ faults }) => faults)).toEqual([]);
    },
  );

  test.each(course.pages.map((page) => [page.id, page] as const))('page %s mentions no other backend', (_, page) => {
    expect(foreignWords(pageMarkdown(page, reader), foreign)).toEqual([]);
  });
});

test('the words that are looked for are those of the backends', async () => {
  for (const step of course.steps.filter(({ id }) => id !== 'step-3' && id !== 'step-7')) {
    expect(foreignWords(await lessonMarkdown(course, step, nodeKind), [OF_NODE]), step.id).not.toEqual([]);
    expect(foreignWords(await lessonMarkdown(course, step, fastapiKind), [OF_PYTHON]), step.id).not.toEqual([]);
  }
});

test('each step describes what the server must do without naming a language', () => {
  const texts = course.steps.flatMap(({ server }) => server ?? []);
  expect(texts.length).toBeGreaterThanOrEqual(5);
  expect(texts.flatMap((text) => foreignWords(text, [OF_NODE, BUFFER, OF_PYTHON]))).toEqual([]);
});
