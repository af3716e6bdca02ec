import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { faultLine } from '../../src/course/index.ts';
import { loadQuiz } from '../../src/course/quiz.ts';
import { temporaryFolder } from '../support/temporary.ts';

const ANSWERS = 'answers:\n  - { id: websocket, name: W }\n  - { id: sse, name: S }\n';
const HEAD = `title: T?\nquestion: Q?\n${ANSWERS}questions:`;
const QUESTION =
  '  - id: a\n    title: A\n    situation: s\n    answer: sse\n    about:\n      websocket: w\n      sse: e\n';

function faultsOf(text: string): readonly string[] {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'quiz.yaml'), text);
  const loaded = loadQuiz(folder);
  return loaded.ok ? [] : loaded.problem.map(faultLine);
}

test('about eight situations, with each answer right in some, and both explained in all', () => {
  const loaded = loadQuiz(CHAPTER.courseFolder);
  if (!loaded.ok) throw new Error(loaded.problem.map(faultLine).join('\n'));
  const questions = loaded.value?.questions ?? [];
  expect(questions.length).toBeGreaterThanOrEqual(7);
  const answers = questions.map(({ answer }) => answer);
  // Whoever always says the same is right half the time.
  expect(answers.filter((answer) => answer === 'sse').length * 2).toBe(answers.length);
  for (const { about } of questions) expect(about['websocket']).not.toBe(about['sse']);
});

test.each([
  [`${HEAD}\n${QUESTION}`, []],
  [`${HEAD} []\n`, [/quiz\.yaml:6.*at least one/]],
  [`${HEAD}\n${QUESTION}${QUESTION}`, [/quiz\.yaml:14.*used twice/]],
  [`${HEAD}\n${QUESTION.replace('sse\n', 'polling\n')}`, [/quiz\.yaml:10.*"polling" is not one of websocket, sse/]],
  [`${HEAD}\n${QUESTION.replace('      sse: e\n', '')}`, [/quiz\.yaml:12.*nothing is said about sse/]],
  [`${HEAD}\n${QUESTION}      polling: p\n`, [/quiz\.yaml:14.*"polling" is not one/]],
  [`${HEAD}\n${QUESTION}`.replace(ANSWERS, 'answers: [{ id: sse, name: S }]\n'), [/quiz\.yaml:3.*at least two/]],
])('%j', (text, faults) => {
  const found = faultsOf(text);
  expect(found).toHaveLength(faults.length);
  for (const [index, fault] of faults.entries()) expect(found[index]).toMatch(fault);
});
