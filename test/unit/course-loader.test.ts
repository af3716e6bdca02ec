import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { auditCourse } from '../support/audit-course.ts';
import { faultLine } from '../../src/course/index.ts';
import { loadCourse } from '../../src/course/load.ts';

const FAKE = path.join(import.meta.dirname, 'fake-course');
const CHECKS = ['first-check', 'second-check', 'third-check', 'fourth-check'];
const READERS = [
  { kind: 'node', overlay: 'node', sections: ['node'] },
  { kind: 'fastapi', overlay: 'node', sections: ['fastapi', 'other'] },
];
const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A copy of the fake course with one file changed. */
function spoiled(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'fake-course-'));
  made.push(folder);
  cpSync(FAKE, folder, { recursive: true });
  const target = path.join(folder, file);
  writeFileSync(target, change(readFileSync(target, 'utf8')));
  return folder;
}

async function faultsOf(folder: string): Promise<string[]> {
  const known = { checkIds: CHECKS, codes: ['ws/no-reply', 'ws/canned-reply'], readers: READERS };
  return (await auditCourse(known, folder)).map(faultLine);
}

test('reads the steps, pages and hintLists in their order', () => {
  const course = loadCourse(FAKE);
  if (!course.ok) throw new Error(course.problem.map(faultLine).join('\n'));
  expect(course.value.steps.map((step) => step.id)).toEqual(['step-1', 'step-2', 'challenge']);
  expect(course.value.pages.map((page) => page.title)).toEqual(['What this is', 'What goes wrong']);
  expect(course.value.steps[0]?.hintLists).toEqual([
    { codes: [], hints: ['Look at the folder.', '```sh\n## not a heading\nnpm init\n```', 'Write `package.json`.'] },
  ]);
  expect(course.value.steps[1]?.hintLists[1]?.codes).toEqual(['ws/no-reply', 'ws/canned-reply']);
  expect(course.value.steps[0]?.provides).toEqual([{ to: 'node_modules/ws', from: 'ws', backend: 'node' }]);
});

test('a correct course has no mistakes', async () => {
  expect(await faultsOf(FAKE)).toEqual([]);
});

test.each<[name: string, file: string, change: (text: string) => string, fault: string]>([
  [
    'an unknown check',
    'step-1-first/lesson.md',
    (t) => t.replace('first-check', 'frist-check'),
    'step-1-first/lesson.md:6: the check "frist-check" is not known',
  ],
  [
    'an unknown code of an example',
    'step-2-second/lesson.md',
    (t) =>
      t.replace(
        'provides:',
        'examples:\n  into: socket\n  right: { text: a }\n  wrong: { text: b, code: a/b }\nprovides:',
      ),
    'step-2-second/lesson.md:10: the code "a/b" is not known',
  ],
  [
    'a missing file in the index',
    'course.yaml',
    (t) => t.replace('step-1-first', 'step-9-none'),
    'step-9-none/lesson.md:1: the file is missing',
  ],
  [
    'an empty hint',
    'step-1-first/hints.md',
    (t) => t.replace('Look at the folder.', ''),
    'step-1-first/hints.md:3: an empty hint',
  ],
  [
    'hints out of order',
    'step-2-second/hints.md',
    (t) => t.replace('### 2', '### 5'),
    'step-2-second/hints.md:7: hint "5" must be "2": hints are numbered from 1',
  ],
  [
    'no general list of hints',
    'challenge-extra/hints.md',
    (t) => t.replace('## Hints', '## When ws/no-reply'),
    'challenge-extra/hints.md:1: the general list "## Hints" is missing',
  ],
  [
    'an unknown code',
    'step-2-second/hints.md',
    (t) => t.replace('ws/canned-reply', 'ws/tinned-reply'),
    'step-2-second/hints.md:15: the code "ws/tinned-reply" is not known',
  ],
  [
    'an unknown key',
    'challenge-extra/lesson.md',
    (t) => t.replace('goal:', 'gaol:'),
    'challenge-extra/lesson.md:4: gaol',
  ],
  [
    'a wrong type',
    'challenge-extra/lesson.md',
    (t) => t.replace('[fourth-check]', '[]'),
    'challenge-extra/lesson.md:6: checks: a step needs at least one check',
  ],
  [
    'no valid YAML',
    'challenge-extra/lesson.md',
    (t) => t.replace('title: Extra', 'title: "Extra'),
    'challenge-extra/lesson.md:',
  ],
  [
    'no front matter',
    'pages/pitfalls.md',
    (t) => t.replace('---\n', ''),
    'pages/pitfalls.md:1: the file must begin with front matter',
  ],
  [
    'an id twice',
    'challenge-extra/lesson.md',
    (t) => t.replace('id: challenge', 'id: step-2'),
    'challenge-extra/lesson.md:2: the id "step-2" is already used by step-2-second/lesson.md',
  ],
  [
    'a reason for no change',
    'step-2-second/lesson.md',
    (t) => t.replace('  main.js:', '  mian.js:'),
    'step-2-second/lesson.md:10: a reason for mian.js, which the step does not change',
  ],
  [
    'a change without reason',
    'step-2-second/lesson.md',
    (t) => t.replace(/  pages\/index.html: .*\n/, ''),
    'step-2-second/lesson.md:10: the step changes pages/index.html and gives no reason',
  ],
  [
    'an excerpt that is gone',
    'step-2-second/node/main.js',
    (t) => t.replace('answer() {', 'reply() {'),
    'step-2-second/lesson.md:16: main.js: no line contains from="function answer("',
  ],
  [
    'an excerpt without end',
    'step-2-second/node/main.js',
    (t) => t.replace('\n}\n', '\n  }\n'),
    'step-2-second/lesson.md:16: main.js: after from="function answer(" no line at its indentation begins with to="}"',
  ],
  [
    'an excerpt of no file',
    'step-2-second/lesson.md',
    (t) => t.replace('diff file=main.js', 'diff file=nope.js'),
    "step-2-second/lesson.md:19: the step's solution has no file nope.js",
  ],
  [
    'a directive with text',
    'step-2-second/lesson.md',
    (t) => t.replace('```diff file=main.js\n', '```diff file=main.js\n+typed\n'),
    'step-2-second/lesson.md:20: a block that names a file must be empty',
  ],
  [
    'a section without end',
    'step-1-first/lesson.md',
    (t) => t.replace(/<!-- end -->\n$/, ''),
    'step-1-first/lesson.md:23: the section has no <!-- end -->',
  ],
  [
    'a package that is not there',
    'step-2-second/lesson.md',
    (t) => t.replace('htmx.org/dist/htmx.min.js', 'htmx.org/dist/none.js'),
    "step-2-second/lesson.md:8: the tutor's packages have no htmx.org/dist/none.js",
  ],
  [
    'a provided file outside',
    'step-2-second/lesson.md',
    (t) => t.replace('static/htmx', '../htmx'),
    'step-2-second/lesson.md:8: provides.0.to: must be a relative path',
  ],
])('names file and line of %s', async (_name, file, change, fault) => {
  const faults = await faultsOf(spoiled(file, change));
  expect(
    faults.some((line) => line.startsWith(fault)),
    faults.join('\n'),
  ).toBe(true);
});
