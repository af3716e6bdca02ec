import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { loadQuiz } from '../../src/course/quiz.ts';
import type { Progress } from '../../src/model/progress.ts';
import { TestTerminal } from '../support/pty.ts';
import { LAUNCHER, temporaryFolder, tutor } from './tutor.ts';

const QUESTIONS = (() => {
  const loaded = loadQuiz(CHAPTER.courseFolder);
  return loaded.ok ? (loaded.value?.questions ?? []) : [];
})();
const COUNT = QUESTIONS.length;

/** A folder of the tutor's, at step 2. */
function ownFolder(quiz?: Progress['quiz'], passed: readonly string[] = []): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, '.tutor'));
  const progress: Progress = {
    schema: 1,
    backend: { kind: 'node' },
    current: 'step-2',
    startedAt: '2026-01-31T09:00:00.000Z',
    passed: Object.fromEntries(['step-1', ...passed].map((step) => [step, { at: '2026-01-31T09:01:00.000Z' }])),
    hints: {},
    failing: {},
    ...(quiz === undefined ? {} : { quiz }),
  };
  writeFileSync(path.join(folder, '.tutor', 'progress.json'), JSON.stringify(progress));
  return folder;
}

function answersIn(folder: string): Progress['quiz'] {
  return (JSON.parse(readFileSync(path.join(folder, '.tutor', 'progress.json'), 'utf8')) as Progress).quiz;
}

function onTerminal(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): TestTerminal {
  return new TestTerminal(process.execPath, [LAUNCHER, ...args], {
    cwd,
    rows: 40,
    env,
    whenFinished: (task) => onTestFinished(task),
  });
}

const DOWN = '\u001b[B';

test('answers are explained and written down one by one; Ctrl-C ends with 130 and loses none', async () => {
  const folder = ownFolder();
  const terminal = onTerminal(['quiz'], folder);
  await terminal.sees(new RegExp(`1 of ${COUNT} · A support chat[\\s\\S]*❯ WebSocket`));
  terminal.press('\r');
  await terminal.sees(/Yes, WebSocket\.[\s\S]*And server-sent events\?[\s\S]*2 of \d+ · [\s\S]*❯ WebSocket/);
  terminal.press('\r');
  await terminal.sees(/Better here: server-sent events\.[\s\S]*And WebSocket\?[\s\S]*3 of \d+ · [\s\S]*❯ WebSocket/);
  terminal.press('\u0003');
  expect(await terminal.exited).toMatchObject({ exitCode: 130 });
  expect(terminal.isAsUsual).toBe(true);
  expect(answersIn(folder)).toEqual({ [QUESTIONS[0]?.id ?? '']: 'right', [QUESTIONS[1]?.id ?? '']: 'missed' });
});

test('what was missed comes back at the end of the chapter, until it is right', async () => {
  const missed = QUESTIONS.findIndex(({ answer }) => answer === 'sse');
  const quiz = Object.fromEntries(
    QUESTIONS.map(({ id }, index) => [id, index === missed ? ('missed' as const) : ('right' as const)]),
  );
  const folder = ownFolder(quiz);
  const terminal = onTerminal(['lesson', 'summary'], folder);
  await terminal.sees(/Space: next page/);
  terminal.press('G');
  await terminal.sees(/One\s+situation\s+that\s+you\s+missed\s+last\s+time\s+comes\s+back\s+here[\s\S]*Start it now\?/);
  terminal.press('y\r');
  await terminal.sees(new RegExp(`1 of 1 · ${QUESTIONS[missed]?.title}[\\s\\S]*❯ WebSocket`));
  terminal.press(`${DOWN}\r`);
  await terminal.sees(/Yes, server-sent events\.[\s\S]*1 of 1 right/);
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  expect(Object.values(answersIn(folder) ?? {})).not.toContain('missed');
});

test('after the last step, what was missed stays open: no end of the chapter comes any more', async () => {
  const missed = QUESTIONS.findIndex(({ answer }) => answer === 'sse');
  const quiz = Object.fromEntries(
    QUESTIONS.flatMap(({ id }, index) => (index === missed ? [] : [[id, 'right' as const]])),
  );
  for (const [isOver, said] of [
    [true, /0 of 1 right\.[\s\S]*One situation stays open/],
    [false, /0 of 1 right\.[\s\S]*One situation will come back at the end of the chapter/],
  ] as const) {
    const terminal = onTerminal(['quiz'], ownFolder(quiz, isOver ? ['challenge'] : []));
    await terminal.sees(/❯ WebSocket/);
    terminal.press('\r');
    await terminal.sees(said);
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  }
});

test('q leaves the quiz, and the list of steps, which begins at the current one', async () => {
  const [quiz, list] = [onTerminal(['quiz'], ownFolder()), onTerminal(['list'], ownFolder())];
  await quiz.sees(/❯ WebSocket/);
  quiz.press('q');
  await list.sees(/❯ step-2 +▸/);
  list.press('q');
  for (const terminal of [quiz, list]) {
    expect(await terminal.exited).toMatchObject({ exitCode: 0 });
    expect(terminal.isAsUsual).toBe(true);
  }
});

test('after the concepts, Enter alone continues without the quiz', async () => {
  const folder = ownFolder();
  const terminal = onTerminal(['lesson', 'concepts'], folder);
  await terminal.sees(/Space: next page/);
  terminal.press('G');
  await terminal.sees(/Start it now\?/);
  terminal.press('\r');
  expect(await terminal.exited).toMatchObject({ exitCode: 0 });
  expect(terminal.text()).toContain('htmx-realtime-tutor quiz');
  expect(answersIn(folder)).toBeUndefined();
});

test('who leaves a lesson early is asked nothing; with an ASCII locale the signs are ASCII', async () => {
  const early = onTerminal(['lesson', 'concepts'], ownFolder());
  const ascii = onTerminal(['quiz'], ownFolder(), { LANG: 'C' });
  await early.sees(/Space: next page/);
  early.press('q');
  expect(await early.exited).toMatchObject({ exitCode: 0 });
  expect(early.isAsUsual).toBe(true);
  expect(early.text()).not.toContain('Start it now');
  await ascii.sees(/> WebSocket[\s\S]*Enter: choose/);
  ascii.press(`${DOWN}${DOWN}\r`);
  expect(await ascii.exited).toMatchObject({ exitCode: 0 });
  expect(ascii.raw).toMatch(/^[\u0000-\u007e]*$/);
});

test('without a terminal, or on one that cannot draw, it prints every situation with its answer and ends', async () => {
  const dumb = onTerminal(['quiz'], temporaryFolder(), { TERM: 'dumb' });
  const { code, stdout, stderr } = await tutor(['quiz'], { cwd: temporaryFolder(), openInput: true });
  expect([code, stderr]).toEqual([0, '']);
  for (const { title } of QUESTIONS) expect(stdout).toContain(title);
  expect(stdout.match(/^Better: /gm)).toHaveLength(COUNT);
  expect(stdout).not.toContain('\u001b');
  expect(await dumb.exited).toMatchObject({ exitCode: 0 });
  expect(dumb.raw).not.toContain('\u001b');
});
