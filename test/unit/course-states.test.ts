import path from 'node:path';
import { expect, test } from 'vitest';
import {
  expandMarkdown,
  findLesson,
  findStep,
  chooseHintList,
  lessonMarkdown,
  providedFiles,
  providedState,
  solutionState,
  startState,
  stepById,
  unifiedDiff,
} from '../../src/course/index.ts';
import { loadCourse } from '../../src/course/load.ts';
import { excerpt } from '../../src/course/excerpt.ts';

const loaded = loadCourse(path.join(import.meta.dirname, 'fake-course'));
if (!loaded.ok) throw new Error('the fake course does not load');
const course = loaded.value;

const NODE = { overlay: 'node', sections: ['node'] };
const FASTAPI = { overlay: 'fastapi', sections: ['fastapi'] };

const names = (state: ReadonlyMap<string, Buffer>): string[] => [...state.keys()].toSorted();
const text = (state: ReadonlyMap<string, Buffer>, file: string): string | undefined =>
  state.get(file)?.toString('utf8');

test('the solution of a step merges all overlays up to it', () => {
  expect(names(solutionState(course, 'step-1', 'node'))).toEqual(['package.json']);
  expect(names(solutionState(course, 'step-2', 'node'))).toEqual(['main.js', 'package.json', 'pages/index.html']);
  expect(text(solutionState(course, 'step-2', 'node'), 'main.js')).toContain('return 1;');
  expect(text(solutionState(course, 'challenge', 'node'), 'main.js')).toContain('return 2;');
});

test('without an overlay only shared files are there', () => {
  expect(names(solutionState(course, 'challenge', undefined))).toEqual(['pages/index.html']);
});

test('the start of a step is the solution before it and its starter', () => {
  expect(names(startState(course, 'step-1', 'node'))).toEqual([]);
  expect(text(startState(course, 'step-2', 'node'), 'main.js')).not.toContain('return');
  expect(names(startState(course, 'step-2', 'node'))).toEqual(['main.js', 'package.json']);
  expect(text(startState(course, 'challenge', 'node'), 'main.js')).toContain('return 1;');
});

test('provided files accumulate, and each belongs to its backends', () => {
  expect(providedFiles(course, 'challenge', 'node').map((file) => file.to)).toEqual([
    'node_modules/ws',
    'static/htmx.min.js',
  ]);
  expect(providedFiles(course, 'challenge', 'command').map((file) => file.to)).toEqual(['static/htmx.min.js']);
  const state = providedState(providedFiles(course, 'step-1', 'node'));
  expect(text(state, 'node_modules/ws/package.json')).toContain('"name": "ws"');
  expect(state.has('node_modules/ws/lib/websocket.js')).toBe(true);
});

test('a lesson has its excerpts, diffs and only its backend', async () => {
  const first = await lessonMarkdown(course, stepById(course, 'step-1'), NODE);
  expect(first).toContain('```json\n{\n  "name": "tiny"\n}\n```');
  expect(first).not.toContain('Python');
  expect(first).not.toContain('<!--');
  expect(await lessonMarkdown(course, stepById(course, 'step-1'), FASTAPI)).toContain('for Python');
  const second = await lessonMarkdown(course, stepById(course, 'step-2'), NODE);
  expect(second).toContain('```js\nfunction answer() {\n  if (true) {\n    return 1;\n  }\n}\n```');
  expect(second).toContain('```diff\n--- a/main.js\n+++ b/main.js\n@@');
  expect(second).toContain('\n+    return 1;\n');
});

test('a fence grows when the file contains fences', async () => {
  const { markdown } = await expandMarkdown(course, stepById(course, 'step-1'), NODE, '````md file=package.json\n````');
  expect(markdown).toBe('```md\n{\n  "name": "tiny"\n}\n```\n');
});

test('an excerpt ends at the indentation of its first line and loses it', () => {
  const source = 'a(() => {\n  b({\n    c,\n  });\n});\n';
  expect(excerpt(source, { from: 'b({', to: '})' })).toEqual({ ok: true, value: 'b({\n  c,\n});' });
  expect(excerpt(source, { from: 'c,' })).toEqual({ ok: true, value: 'c,' });
  expect(excerpt(source, { from: 'c,', to: '}' }).ok).toBe(false);
});

test.each([
  ['2', 'step-2'],
  ['step-2', 'step-2'],
  ['Step2', 'step-2'],
  ['step 2', 'step-2'],
  ['02', 'step-2'],
  ['second', 'step-2'],
  ['first THINGS', 'step-1'],
  ['step-2-second', 'step-2'],
  ['chal', 'challenge'],
])('"%s" means %s', (words, id) => {
  const found = findStep(course, words);
  expect(found.ok && found.value.id).toBe(id);
});

test('an unknown step is answered with the nearest one and the list', () => {
  const wrong = findStep(course, 'chalenge');
  expect(wrong.ok ? '' : wrong.problem).toMatchObject({ exitCode: 2, message: '"chalenge" is not a step.' });
  expect(wrong.ok ? '' : wrong.problem.next).toContain('The nearest is challenge');
  expect(wrong.ok ? '' : wrong.problem.next).toContain('step-1     First things');
  const several = findStep(course, 'server');
  expect(several.ok ? '' : several.problem.message).toContain('several');
  for (const words of ['9', 'step-0', '', '  ']) expect(findStep(course, words).ok).toBe(false);
});

test('a lesson may be a page', () => {
  expect(findLesson(course, 'pitfalls')).toMatchObject({ ok: true, value: { kind: 'page', page: { id: 'pitfalls' } } });
  expect(findLesson(course, 'goes wrong')).toMatchObject({ ok: true, value: { kind: 'page' } });
  expect(findLesson(course, '2')).toMatchObject({ ok: true, value: { kind: 'step', step: { id: 'step-2' } } });
  const wrong = findLesson(course, 'pitfals');
  expect(wrong.ok ? '' : wrong.problem.next).toContain('The nearest page is pitfalls');
});

test('the hints are those of the first failing code that has one', () => {
  const step = stepById(course, 'step-2');
  expect(chooseHintList(step, ['ws/no-route', 'ws/canned-reply'])).toMatchObject({
    key: 'step-2:ws/no-reply',
    hintList: { codes: ['ws/no-reply', 'ws/canned-reply'] },
  });
  expect(chooseHintList(step, ['server/exited'])).toMatchObject({ key: 'step-2', hintList: { codes: [] } });
  expect(chooseHintList(step, []).hintList.hints).toHaveLength(3);
});

test('a diff ignores line ends and names new files', async () => {
  const [lf, crlf] = [Buffer.from('a\nb\n'), Buffer.from('a\r\nb\r\n')];
  expect(await unifiedDiff({ file: 'x', before: lf, after: crlf })).toBe('');
  expect(await unifiedDiff({ file: 'x', before: undefined, after: lf })).toBe(
    '--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n',
  );
  expect(await unifiedDiff({ file: 'x', before: Buffer.from([0, 1]), after: lf })).toBe('Binary file x differs\n');
});
