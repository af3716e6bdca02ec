import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../src/model/check.ts';
import { undecided } from '../../src/run/doubt.ts';
import { check, finding, report, step } from './reporters-runs.ts';

// A verdict that the machine was too busy for: each report says so, and none of them says that the learner's work is wrong.

const silent = check('ws-echo', 'fail', [finding({ waitedMs: 3000 })]);
const STEPS = [
  step('step-2', [
    check('server-starts', 'pass'),
    undecided(silent, { stalledMs: 2400, share: 0.8 }),
    { ...check('ws-order', 'skip'), blocked: true } satisfies CheckResult,
  ]),
];

const WHY = 'could not tell, after 3 tries: this machine stopped the tutor itself for 2.4 s';

function written(name: Parameters<typeof report>[0], options?: Parameters<typeof report>[2]): string {
  return report(name, STEPS, options).join('');
}

test('the report for people', () => {
  const text = written('pretty');
  expect(text.replaceAll(/\s+/gu, ' ')).toContain(`? Check ws-echo 97 ms ${WHY}`);
  expect(text).toContain('? step-2 could not be decided · 1 of 3 checks undecided · 1 skipped · 2.8 s');
  expect(text).not.toContain('✗');
});

test('JSON', () => {
  expect(JSON.parse(written('json'))).toMatchObject({
    passed: false,
    undecided: true,
    steps: [
      {
        checks: [
          { status: 'pass' },
          { status: 'unknown', undecided: { stalledMs: 2400, suspected: ['oob/no-id'], runs: 3 }, findings: [] },
          { status: 'skip' },
        ],
      },
    ],
  });
});

test('JUnit: an error, no failure', () => {
  const { document } = new JSDOM(written('junit'), { contentType: 'application/xml' }).window;
  const suite = document.querySelector('testsuite');
  expect([suite?.getAttribute('errors'), suite?.getAttribute('failures')]).toEqual(['1', '0']);
  expect(document.querySelector('testcase > error')?.getAttribute('message')).toContain(WHY);
});

test('TAP: not ok, with the reason', () => {
  const text = written('tap');
  expect(text).toMatch(/^not ok 2 - step-2: Check ws-echo$/mu);
  expect(text).toContain(WHY);
  expect(text).toContain('# step-2 could not be decided');
});

test('GitHub: a warning', () => {
  const text = written('github');
  expect(text).toMatch(/^::warning title=Check ws-echo::could not tell/mu);
  expect(text).not.toMatch(/^::error/mu);
});

test('the report says so when the processors were busy all the time', () => {
  const busy = [step('step-2', [undecided(silent, { stalledMs: 0, share: 0 })])];
  expect(report('pretty', busy).join('').replaceAll(/\s+/gu, ' ')).toContain(
    'could not tell, after 3 tries: other programs kept the processors of this machine busy. Close what keeps the machine busy, and check again.',
  );
});
