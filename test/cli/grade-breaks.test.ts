import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Format } from '../../src/commands/grade/report/names.ts';
import { FORMATS } from '../../src/commands/grade/report/names.ts';
import { CHECK50, CLASSROOM50, GRADESCOPE, readVpl } from '../support/place-schemas.ts';
import { processesWith } from './processes.ts';
import { exitOf, outputOf, startTutor, temporaryFolder, tutor } from './tutor.ts';

// A class whose check does not come to its end: interrupted, broken by a fault of the tutor, or on a machine that is too busy.

const CLASSROOM = {
  CLASSROOM: 'web',
  ASSIGNMENT: 'chat',
  OWNER: 'ada',
  SUBMISSION_TAG: 'submit/x',
  COMMIT_URL: 'https://github.com/web/chat-ada/commit/a',
  RELEASE_URL: 'https://github.com/web/chat-ada/releases/tag/x',
};
const HANGS = 'setInterval(() => undefined, 1000);\n';
const ONE_REPORT = FORMATS.filter((format) => !['gradescope', 'classroom50', 'vpl', 'check50'].includes(format));

/** `ada` and `bob` have a step's solution, `cy` an empty folder. */
async function classOf(step: string): Promise<string> {
  const cwd = temporaryFolder();
  for (const name of ['ada', 'bob']) expect((await tutor(['solution', step, '--to', name], { cwd })).code).toBe(0);
  mkdirSync(path.join(cwd, 'cy'));
  return cwd;
}

/** What node runs before the tutor. @param source of a module in CommonJS, which knows `isCheckOf` and `isGrade` */
function planted(cwd: string, source: string): Readonly<Record<string, string>> {
  const file = path.join(cwd, 'planted.cjs');
  const which = `const isTutor = /htmx-realtime-tutor/.test(process.argv[1] ?? '');
const isCheckOf = (name) => isTutor && process.argv[2] === 'check' && process.argv.some((word) => word.endsWith(name));
const isGrade = isTutor && process.argv[2] === 'grade';\n`;
  writeFileSync(file, which + source);
  return { NODE_OPTIONS: `--require ${JSON.stringify(file)}` };
}

/** The verdicts in a report of several folders, by name, as its own readers find them. */
const READERS: Readonly<Record<string, (text: string) => readonly (readonly [name: string, verdict: string])[]>> = {
  table: (text) =>
    text
      .split('\n')
      .slice(2, 5)
      .map((line) => [line.split(' ')[0] ?? '', /no verdict +not checked/u.test(line) ? 'unknown' : 'known'] as const),
  json: (text) => {
    const { passed, folders } = JSON.parse(text) as {
      passed: boolean;
      folders: readonly { name: string; reason: string; outcome: string }[];
    };
    expect(passed).toBe(false);
    return folders.map(({ name, reason, outcome }) => [
      name,
      outcome === 'no-verdict' && reason.startsWith('not checked: ') ? 'unknown' : 'known',
    ]);
  },
  junit: (text) => {
    const { document } = new JSDOM(text, { contentType: 'text/xml' }).window;
    return [...document.querySelectorAll('testsuite')].map((suite) => [
      suite.getAttribute('name')?.split(':')[0] ?? '',
      suite.querySelector('error') === null ? 'known' : 'unknown',
    ]);
  },
  tap: (text) => {
    const [, plan] = /^1\.\.(\d+)$/mu.exec(text) ?? [];
    const points = [
      ...text.matchAll(/^(?:not )?ok \d+ - (\w+)(?:: .*)?\n(?: {2}---\n {2}message: "(not checked)?)?/gmu),
    ];
    expect(points).toHaveLength(Number(plan));
    return [...new Map(points.map(([, name = '', unknown]) => [name, unknown === undefined ? 'known' : 'unknown']))];
  },
  github: (text) =>
    [...text.matchAll(/^::(error|warning) .*?title=(\w+)%3A .*$/gmu)].map(([, severity, name = '']) => [
      name,
      severity === 'warning' ? 'unknown' : 'known',
    ]),
  csv: (text) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => [line.split(',')[0] ?? '', line.includes('not checked: ') ? 'unknown' : 'known']),
};

/** The verdicts in a report, by name. */
function verdictsIn(format: Format, text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(READERS[format]?.(text) ?? expect.fail(`${format} has no reader`));
}

test.each(ONE_REPORT.map((format, index) => [format, index % 2 === 0 ? 'SIGINT' : 'SIGTERM'] as const))(
  'what is known is written as %s after %s, how to go on is said, and no process is left',
  async (format, signal) => {
    const cwd = await classOf('step-1');
    for (const name of ['ada', 'bob']) writeFileSync(path.join(cwd, name, 'main.js'), HANGS);
    const call = [
      'grade',
      'cy',
      'ada',
      'bob',
      '--step',
      '2',
      '--jobs',
      '3',
      '--format',
      format,
      '--results',
      'kept.jsonl',
    ];
    const child = startTutor(call, { cwd });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    await outputOf(child, /\[1\/3\].* cy/u);
    child.kill(signal);
    expect(await exitOf(child, () => stderr)).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(verdictsIn(format, stdout)).toEqual({ cy: 'known', ada: 'unknown', bob: 'unknown' });
    expect(stderr.replaceAll(/\s+/gu, ' ')).toContain(
      'Interrupted: 1 of 3 folders had been checked. Repeat the call: it goes on where it was.',
    );
    await expect.poll(() => processesWith(cwd), { timeout: 10_000 }).toEqual([]);
    const kept = readFileSync(path.join(cwd, 'kept.jsonl'), 'utf8').split('\n').filter(Boolean);
    expect(kept.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['cy']);
  },
);

test('a call that was interrupted goes on where it was', async () => {
  const cwd = await classOf('step-1');
  writeFileSync(path.join(cwd, 'bob', 'main.js'), HANGS);
  const call = ['grade', 'ada', 'bob', '--step', '2', '--jobs', '1', '--results', 'kept.jsonl'];
  const child = startTutor(call, { cwd });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  await outputOf(child, /\[1\/2\].* ada/u);
  child.kill('SIGINT');
  expect(await exitOf(child, () => stderr)).toBe(130);
  const again = await tutor([...call, '--timeout', '2'], { cwd });
  expect(again.stderr).toMatch(/^\[1\/2\] .* ada: .*, not changed$/mu);
  expect(again.stderr).toMatch(/^\[2\/2\] .* bob: it took longer than 2 s/mu);
});

test.each(['json', 'junit'] as const)('what is known is written as %s when grade itself breaks', async (format) => {
  const cwd = await classOf('step-1');
  // The second verdict cannot be dated: a fault in the middle of the class.
  const env = planted(
    cwd,
    `const dated = Date.prototype.toISOString;
let count = 0;
if (isGrade) Date.prototype.toISOString = function () {
  count += 1;
  if (count === 2) throw new Error('planted');
  return dated.call(this);
};\n`,
  );
  const call = ['grade', 'cy', 'ada', 'bob', '--step', '1', '--jobs', '1', '--format', format];
  const { code, stdout, stderr } = await tutor(call, { cwd, env });
  expect(code, stderr).toBe(70);
  expect(stderr).toMatch(/fault of the tutor itself[^]*planted/u);
  expect(verdictsIn(format, stdout)).toEqual({ cy: 'known', ada: 'unknown', bob: 'unknown' });
  await expect.poll(() => processesWith(cwd), { timeout: 10_000 }).toEqual([]);
});

test('a place that grades gets its file, too, when grade itself breaks', async () => {
  const cwd = await classOf('step-1');
  const env = {
    ...CLASSROOM,
    ...planted(
      cwd,
      `if (isGrade) process.nextTick(() => setImmediate(() => {
  Date.prototype.toISOString = ((dated) => function () {
    Date.prototype.toISOString = dated;
    throw new Error('planted');
  })(Date.prototype.toISOString);
}));\n`,
    ),
  };
  const graded = async (format: Format): Promise<string> => {
    const { code, stdout, stderr } = await tutor(['grade', 'ada', '--step', '1', '--format', format], { cwd, env });
    expect(code, stderr).toBe(70);
    return stdout;
  };
  const gradescope = v.parse(GRADESCOPE, JSON.parse(await graded('gradescope')));
  expect(gradescope.output).toBe('0 of 1 points. No verdict: not checked: the call broke off.');
  expect(v.parse(CHECK50, JSON.parse(await graded('check50')))).toHaveProperty('error.type', 'NoVerdict');
  expect(v.parse(CLASSROOM50, JSON.parse(await graded('classroom50'))).tests).toMatchObject([{ passed: false }]);
  expect(readVpl(await graded('vpl')).grade).toBeUndefined();
});

test('a fault of the tutor in the check of one folder costs only that folder', async () => {
  const cwd = await classOf('step-1');
  // The seed of a check is random.
  const env = planted(
    cwd,
    `if (isCheckOf('bob')) require('node:crypto').randomBytes = () => { throw new Error('planted'); };\n`,
  );
  const { code, stdout } = await tutor(['grade', 'ada', 'bob', 'cy', '--step', '1', '--json'], { cwd, env });
  expect(code).toBe(1);
  const { folders } = JSON.parse(stdout) as { folders: readonly { outcome: string; reason: string }[] };
  expect(folders.map(({ outcome }) => outcome)).toEqual(['passed', 'no-verdict', 'not-passed']);
  expect(folders[1]?.reason).toMatch(/^a fault of the tutor itself: .*planted/u);
});

test('what the machine was too busy to decide is checked once more, after all others', async () => {
  const cwd = await classOf('step-2');
  // Bob's server says nothing while the machine is busy, and the tutor stands still meanwhile: as long as `busy` exists.
  const busy = path.join(cwd, 'busy');
  writeFileSync(busy, '');
  const main = path.join(cwd, 'bob', 'main.js');
  const deaf = `import { existsSync as busy } from 'node:fs';
import { WebSocket as Silent } from 'ws';
const say = Silent.prototype.send;
Silent.prototype.send = function (...words) {
  if (!busy(${JSON.stringify(busy)})) say.apply(this, words);
};\n`;
  writeFileSync(main, deaf + readFileSync(main, 'utf8'));
  const env = planted(
    cwd,
    `const { existsSync, rmSync } = require('node:fs');
const busy = ${JSON.stringify(busy)};
if (isCheckOf('bob') && existsSync(busy)) {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  // Two thirds of the time: more than half makes the same result again worth nothing.
  setInterval(() => Atomics.wait(cell, 0, 0, 400), 600).unref();
  process.on('exit', () => rmSync(busy));
}\n`,
  );
  const call = ['grade', 'bob', 'ada', '--step', '2', '--jobs', '2', '--results', 'kept.jsonl', '--json'];
  const { code, stdout, stderr } = await tutor(call, { cwd, env });
  expect(existsSync(busy)).toBe(false);
  const kept = readFileSync(path.join(cwd, 'kept.jsonl'), 'utf8').split('\n').filter(Boolean);
  const outcomes = kept.map((line) => JSON.parse(line) as { name: string; outcome: string });
  expect(outcomes.filter(({ name }) => name === 'bob').map(({ outcome }) => outcome)).toEqual(['undecided', 'passed']);
  expect(outcomes.at(-1)?.name).toBe('bob');
  const { folders } = JSON.parse(stdout) as { folders: readonly { name: string; outcome: string }[] };
  expect(folders.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['bob', 'passed'],
    ['ada', 'passed'],
  ]);
  expect([code, stderr.match(/^\[\d\/2\] /gmu)?.length]).toEqual([0, 2]);
});
