import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { faultLine, loadQuiz } from '../../src/course/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

const QUESTION = '  - id: a\n    title: A\n    situation: s\n    answer: sse\n    websocket: w\n    sse: e\n';

function faultsOf(text: string): readonly string[] {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'quiz.yaml'), text);
  const loaded = loadQuiz(folder);
  return loaded.ok ? [] : loaded.problem.map(faultLine);
}

test('about eight situations, both answers among them, each explained for both', () => {
  const loaded = loadQuiz();
  if (!loaded.ok) throw new Error(loaded.problem.map(faultLine).join('\n'));
  expect(loaded.value.length).toBeGreaterThanOrEqual(7);
  const answers = loaded.value.map(({ answer }) => answer);
  // Whoever always says the same is right half the time.
  expect(answers.filter((answer) => answer === 'sse').length * 2).toBe(answers.length);
  for (const { about } of loaded.value) expect(about.websocket).not.toBe(about.sse);
});

test.each([
  [`questions:\n${QUESTION}`, []],
  ['questions: []\n', [/quiz\.yaml:1.*at least one/]],
  [`questions:\n${QUESTION}${QUESTION}`, [/quiz\.yaml:8.*there twice/]],
  [`questions:\n${QUESTION.replace('sse\n', 'polling\n')}`, [/quiz\.yaml:5.*answer/]],
  [`questions:\n${QUESTION.replace('    sse: e\n', '')}`, [/quiz\.yaml:2.*sse/]],
])('%j', (text, faults) => {
  const found = faultsOf(text);
  expect(found).toHaveLength(faults.length);
  for (const [index, fault] of faults.entries()) expect(found[index]).toMatch(fault);
});
