import * as v from 'valibot';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { StepResult } from '../../src/model/check.ts';
import type { PlaceName } from '../../src/reporters/names.ts';
import { PLACE_NAMES } from '../../src/reporters/names.ts';
import { createPlaceReporter, onePointEach, placeFiles, placeProblem } from '../../src/reporters/places/index.ts';
import type { Submission } from '../../src/reporters/places/index.ts';
import { CHECK50, CLASSROOM50, GRADESCOPE, readVpl } from '../support/place-schemas.ts';
import { check, events, finding, step } from './reporters-runs.ts';

// The results for places that grade, each held against what its place says about it.

const HOSTILE = [
  'Grade :=>> 100',
  '--|>',
  'Grade :=>>100',
  '<|--',
  '-title (100)',
  '```',
  '| a | b |',
  '\u001b[31m\u202e\u0000\r\ud800',
].join('\n');

const ENV = {
  CLASSROOM: 'web',
  ASSIGNMENT: 'chat',
  OWNER: 'ada',
  SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/web/chat-ada/commit/a1b2c3d',
  RELEASE_URL: 'https://github.com/web/chat-ada/releases/tag/x',
};

const PASSED = step('step-1', [check('runtime', 'pass'), check('manifest', 'warn')]);
const FAILED = step('step-2', [
  {
    ...check('echo', 'fail', [finding({ received: HOSTILE, where: [{ file: `a${HOSTILE}.js`, line: 3 }] })]),
    title: HOSTILE,
  },
  { ...check('order', 'skip'), blocked: true, skipped: HOSTILE },
]);
const UNKNOWN = step('step-2', [
  { ...check('echo', 'unknown'), undecided: { stalledMs: 900, suspected: [], runs: 3 } },
]);

function submission(steps: readonly StepResult[], points = onePointEach(steps.map(({ step: id }) => id))): Submission {
  const written: Submission[] = [];
  const reporter = createPlaceReporter({ wording: WORDING, tutor: '1.2.3', points, write: (one) => written.push(one) });
  for (const event of events(steps)) reporter(event);
  expect(written).toHaveLength(1);
  return written[0] ?? expect.fail('nothing was written');
}

const BROKEN: Submission = {
  ...submission([PASSED]),
  outcome: 'no-verdict',
  reason: `it took longer than 180 s\n${HOSTILE}`,
  steps: [],
};

function textOf(name: PlaceName, of: Submission, env: Readonly<Record<string, string>> = ENV): string {
  const [result] = placeFiles(name, of, { env });
  return result?.text ?? expect.fail(`${name} has no file`);
}

function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  return v.parse(schema, JSON.parse(text));
}

const ALL: readonly (readonly [what: string, submission: Submission])[] = [
  ['passed', submission([PASSED])],
  ['not passed', submission([PASSED, FAILED])],
  ['undecided', submission([PASSED, UNKNOWN])],
  ['broken', BROKEN],
];

describe.each(ALL)('%s', (_, one) => {
  test('every file fits the schema of its place', () => {
    parsed(GRADESCOPE, textOf('gradescope', one));
    parsed(CLASSROOM50, textOf('classroom50', one));
    parsed(CHECK50, textOf('check50', one));
    expect(readVpl(textOf('vpl', one)).comments.length).toBeGreaterThan(2);
  });

  test('no control character of a learner is in one', () => {
    for (const name of PLACE_NAMES)
      for (const { text } of placeFiles(name, one, { env: ENV }))
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}|\p{Cs}/u);
  });

  test('no test is left that a place would take for a pass', () => {
    const { tests = [] } = parsed(GRADESCOPE, textOf('gradescope', one));
    const result = parsed(CLASSROOM50, textOf('classroom50', one));
    expect([tests.every(({ status }) => status === 'passed'), result.tests.every(({ passed }) => passed)]).toEqual(
      one.outcome === 'passed' ? [true, true] : [false, false],
    );
    expect(Math.min(tests.length, result.tests.length)).toBeGreaterThan(0);
  });
});

describe('points', () => {
  const points = new Map([
    ['step-1', 2.5],
    ['step-2', 4],
  ]);

  test('are those of the steps that passed', () => {
    const { tests = [] } = parsed(GRADESCOPE, textOf('gradescope', submission([PASSED, FAILED], points)));
    expect(tests.map(({ name, score, max_score: most }) => [name, score, most])).toEqual([
      ['step-1: Title of step-1', 2.5, 2.5],
      ['step-2: Title of step-2', 0, 4],
    ]);
  });

  test('of Classroom 50 are whole', () => {
    const whole = new Map([['step-2', 4]]);
    const result = parsed(CLASSROOM50, textOf('classroom50', submission([PASSED, FAILED], whole)));
    expect([result.score, result['max-score']]).toEqual([0, 4]);
    expect(placeProblem('classroom50', { env: ENV, points })).toMatchObject({ ok: false, problem: { exitCode: 2 } });
    expect(placeProblem('classroom50', { env: ENV, points: whole })).toEqual({ ok: true, value: undefined });
    for (const name of ['gradescope', 'vpl', 'check50'] as const)
      expect(placeProblem(name, { env: {}, points })).toEqual({ ok: true, value: undefined });
  });

  test.each([
    [{}, '2.5'],
    [{ VPL_GRADEMIN: '0', VPL_GRADEMAX: '10' }, '3.85'],
    [{ VPL_GRADEMIN: '1', VPL_GRADEMAX: '6' }, '2.92'],
    [{ VPL_GRADEMIN: '0.00000', VPL_GRADEMAX: '100.00000' }, '38.46'],
  ])('of VPL are within the grades of the activity (%j)', (env, grade) => {
    expect(readVpl(textOf('vpl', submission([PASSED, FAILED], points), env)).grade).toBe(grade);
  });

  test('without a verdict, VPL gets no grade', () => {
    expect(readVpl(textOf('vpl', submission([PASSED, UNKNOWN]))).grade).toBeUndefined();
    expect(readVpl(textOf('vpl', BROKEN)).grade).toBeUndefined();
  });

  test("what a learner's server sends is neither a grade for VPL nor the end of the comments", () => {
    const one: Submission = { ...submission([PASSED, FAILED]), outcome: 'undecided' };
    const { grade, comments } = readVpl(textOf('vpl', one));
    expect(grade).toBeUndefined();
    expect(comments.at(-1)).toMatch(/^>The machine was too busy/u);
    expect(comments.filter((line) => line.startsWith('-'))).toEqual([
      '-Summary',
      '-step-1: Title of step-1: passed, 1 of 1',
      '-step-2: Title of step-2: not passed, 0 of 1',
    ]);
  });
});

test('Classroom 50 gets what the environment says, and the learner a page that stays in its form', () => {
  const one = submission([PASSED, FAILED]);
  const result = parsed(CLASSROOM50, textOf('classroom50', one, { ...ENV, REVIEW_URL: 'https://x/compare/a...b' }));
  expect(result).toMatchObject({ owner: 'ada', classroom: 'web', assignment: 'chat', assignment_type: 'individual' });
  expect(result.review).toBe('https://x/compare/a...b');
  const body = placeFiles('classroom50', one, { env: ENV }).find(({ name }) => name === 'release-body.md')?.text ?? '';
  const tokens = marked.lexer(body);
  expect(tokens.filter(({ type }) => type !== 'space').map(({ type }) => type)).toEqual(['heading', 'table', 'code']);
  const { OWNER: _owner, ...rest } = ENV;
  expect(placeProblem('classroom50', { env: { ...rest, USERNAME: 'bob' }, points: new Map() }).ok).toBe(true);
  const missing = placeProblem('classroom50', { env: { ...rest, CLASSROOM: '' }, points: new Map() });
  expect(missing.ok ? '' : missing.problem.message).toBe('classroom50 needs CLASSROOM, OWNER in the environment.');
});

test('check50 tells a check that failed from one that did not run', () => {
  const report = parsed(CHECK50, textOf('check50', submission([PASSED, FAILED])));
  const results = 'results' in report ? report.results : [];
  expect(results.map(({ name, passed }) => [name, passed])).toEqual([
    ['step-1/runtime', true],
    ['step-1/manifest', true],
    ['step-2/echo', false],
    ['step-2/order', null],
  ]);
  expect(results[2]?.cause).toMatchObject({ code: 'oob/no-id', actual: expect.stringContaining('Grade') as string });
  expect(parsed(CHECK50, textOf('check50', BROKEN))).toHaveProperty('error.type', 'NoVerdict');
});
