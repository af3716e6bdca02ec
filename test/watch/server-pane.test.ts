import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { stepMarks } from '../../src/terminal/marks.ts';
import { serverLines } from '../../src/terminal/watch/draw-foot.ts';
import { initialState } from '../../src/terminal/watch/index.ts';

const THEME = {
  marks: stepMarks(true),
  chalk: new Chalk({ level: 0 }),
  spinnerFrames: ['/'],
  describe: () => ({}) as never,
  finding: () => [],
  summary: () => [],
};
const CRASH = [
  'Listening',
  '/x/main.js:7',
  '  foo();',
  '  ^',
  '',
  'ReferenceError: foo is not defined',
  '    at main.js:7',
];

test.each([
  ['an error and its stack', [...CRASH, "  code: 'X'", '}', '', 'Node.js v20.20.2'], /server │ ReferenceError/u],
  ['a traceback', ['Traceback:', '  File "main.py"', "NameError: name 'x' is not defined"], /server │ NameError/u],
  ['what came after an error', [...CRASH, 'one', 'two', 'three', 'four', 'five', 'six'], /server │ six/u],
])('the rows of the server show %s', (_, lines, wanted) => {
  const state = { ...initialState([], 0, 'demo'), server: { status: 'http://localhost:8000/', lines } };
  const [rule, ...rows] = serverLines(state, 80, 5, THEME);
  expect(rule).toContain('demo: your server · http://localhost:8000/');
  expect(rows.length).toBeLessThanOrEqual(4);
  expect(rows.join('\n')).toMatch(wanted);
  for (const row of rows) expect(row).not.toMatch(/│ *$|Node\.js v/u);
});

test('a status that does not fit beside the name of the folder is shown without it', () => {
  const server = { status: 'ended by itself, exit code 1; save to start it again', lines: [] };
  const state = { ...initialState([], 0, 'htmx-realtime-demo'), server };
  expect(serverLines(state, 80, 5, THEME)[0]).toContain(`Your server`);
  expect(serverLines(state, 80, 5, THEME)[0]).toContain(server.status);
  expect(serverLines(state, 100, 5, THEME)[0]).toContain('htmx-realtime-demo: your server');
});
