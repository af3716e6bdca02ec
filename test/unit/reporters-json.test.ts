import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { check, finding, report, step } from './reporters-runs.ts';
import { fakeWords } from './reporters-words.ts';

vi.mock(import('../../src/messages/index.ts'), async (original) => ({
  ...(await original()),
  describe: (await import('./reporters-words.ts')).fakeWords,
}));

const entry = {
  ms: 12.3,
  client: { kind: 'tab', label: 'tab 1' },
  direction: 'sent',
  kind: 'ws',
  data: 'hi\u009b31m\u202e',
} as const;

test('one object in one write, with every field of the schema', () => {
  const seen = finding({ received: '<div>', waitedMs: 500, output: ['boom'], where: [{ file: 'main.js', line: 31 }] });
  const words = fakeWords(seen);
  const written = { ...words, facts: { tag: 'div' }, did: words.did?.text, received: '<div>' };
  const writes = report('json', [step('step-4', [check('a', 'fail', [seen]), check('b', 'skip')], [entry])]);

  expect(writes).toHaveLength(1);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(JSON.parse(writes.join(''))).toEqual({
    schema: 1,
    tutor: version,
    backend: 'node',
    seed: 'seed-1',
    passed: false,
    undecided: false,
    durationMs: 2824,
    phases: { server: 120.5 },
    steps: [
      {
        step: 'step-4',
        title: 'Title of step-4',
        passed: false,
        durationMs: 1412,
        checks: [
          { id: 'a', title: 'Check a', status: 'fail', durationMs: 97.4, findings: [written] },
          {
            id: 'b',
            title: 'Check b',
            status: 'skip',
            durationMs: 97.4,
            skipped: 'it needs page-connects',
            findings: [],
          },
        ],
        timeline: [{ ...entry, client: 'tab 1' }],
      },
    ],
  });
});

test('a finding without a wait says null, so that the field is always there', () => {
  const [written = ''] = report('json', [step('step-4', [check('a', 'fail', [finding()])])]);
  expect(written).toContain('"waitedMs": null');
});

test('no control character of a learner reaches the terminal raw, and none is lost', () => {
  const [written = ''] = report('json', [step('step-2', [check('a', 'pass')], [entry])]);
  expect(written).not.toMatch(/[\u0080-\u009f\u202e]/);
  expect(written).toContain('hi\\u009b31m\\u202e');
});

test('quiet and verbose say the same', () => {
  const steps = [step('step-2', [check('a', 'pass')], [entry])];
  expect(report('json', steps, { quiet: true })).toEqual(report('json', steps, { verbose: true }));
});
