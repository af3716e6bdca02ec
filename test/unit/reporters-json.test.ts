import { readFileSync } from 'node:fs';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import { check, finding, report, step } from './reporters-runs.ts';
import { fakeWords } from './reporters-words.ts';

// Files of pure tests share their modules: these are loaded anew with the words below, and once more for whoever comes next.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock(import('../../src/messages/index.ts'));
  vi.resetModules();
});

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
  const { command, ...words } = fakeWords(seen);
  const written = { ...words, facts: { tag: 'div' }, try: command, received: '<div>', wire: null };
  const writes = report('json', [step('step-4', [check('a', 'fail', [seen]), check('b', 'skip')], [entry])]);

  expect(writes).toHaveLength(1);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(JSON.parse(writes.join(''))).toEqual({
    schema: 1,
    tutor: version,
    backend: 'node',
    folder: '/tmp/demo',
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
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
        ledger: [],
      },
    ],
  });
});

const ledger: LedgerEntry = {
  handler: 'htmx',
  incoming: { name: 'tick', data: `<p>${'5'.repeat(700)}</p><i>6</i>` },
  predicted: [
    {
      fragment: { tag: 'p', id: undefined, attributes: {}, text: '5' },
      dropped: 'no-id',
      facts: { selector: '#null' },
    },
    {
      fragment: { tag: 'i', id: 'a', attributes: { id: 'a' }, text: '6' },
      ...{ via: 'main', style: 'beforeend', effect: 'appends', notes: ['overwritten'] },
      target: { selector: '#a', count: 1, elements: [3] },
    },
  ],
  observed: {
    ...{ appeared: ['a'], vanished: [], events: [], thrown: ['x'] },
    changes: [{ element: 'div#a', within: 3, added: 1, removed: 0, text: 'yes' }],
  },
  differences: [{ kind: 'unchanged' }],
  ...{ uncertain: ['.a'], unfinished: true },
};

test('what became of a message: in the ledger of its step, and as a line of the timeline', () => {
  const line = { ...entry, direction: 'note', kind: 'htmx', data: '', ledger } as const;
  const [written = ''] = report('json', [step('step-4', [check('a', 'pass')], [line])]);
  const { steps } = JSON.parse(written) as { steps: readonly object[] };
  const text = [
    '<p> has no id → dropped (no-id)',
    '<i id="a"> beforeend → #a: added at the end; a later part of the same message replaced it',
    'but nothing in the page changed',
    'the swap was not over when the record of it ended',
    'not certain: what matches .a',
  ];
  expect(steps[0]).toMatchObject({
    timeline: [{ ms: 12.3, client: 'tab 1', direction: 'note', kind: 'htmx', data: text.join('\n') }],
    ledger: [
      {
        ...{ ms: 12.3, client: 'tab 1', kind: 'sse', event: 'tick', handler: 'htmx' },
        data: expect.stringMatching(/^<p>5+… \(715 characters\)$/) as string,
        parts: [
          { tag: 'p', id: null, text: '5', result: 'dropped', reason: 'no-id', facts: { selector: '#null' } },
          {
            ...{ tag: 'i', id: 'a', text: '6', result: 'swapped', via: 'main', style: 'beforeend', effect: 'appends' },
            ...{ target: { selector: '#a', element: null, count: 1 }, notes: ['overwritten'] },
          },
        ],
        changes: [{ element: 'div#a', added: 1, removed: 0, text: true }],
        ...{ appeared: ['a'], vanished: [], thrown: ['x'], differences: [{ kind: 'unchanged' }] },
        ...{ uncertain: ['.a'], unfinished: true, text },
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

test('quiet and verbose print the same', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const steps = [step('step-2', [check('a', 'pass')], [entry])];
  expect(report('json', steps, { quiet: true })).toEqual(report('json', steps, { verbose: true }));
});
