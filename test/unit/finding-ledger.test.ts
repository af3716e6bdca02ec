import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { StepResult } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import { renderFinding } from '../../src/terminal/finding/render.ts';
import { timelineLines } from '../../src/terminal/finding/timeline.ts';
import { findingView } from '../../src/terminal/finding/view.ts';
import { stepMarks } from '../../src/terminal/marks.ts';

const ENTRY: LedgerEntry = {
  handler: 'htmx',
  incoming: '<b>1</b><i>2</i>',
  predicted: ['b', 'i'].map((tag) => ({
    fragment: { tag, id: undefined, attributes: {}, text: '' },
    dropped: 'no-id',
    facts: {},
  })),
  observed: { appeared: [], vanished: [], changes: [], events: [], thrown: [] },
  differences: [],
  uncertain: [],
  unfinished: false,
};

const themeOf = (unicode: boolean): Parameters<typeof renderFinding>[1] => ({
  marks: stepMarks(unicode),
  chalk: new Chalk({ level: 0 }),
});

test.each([
  [true, '→'],
  [false, '->'],
])('a finding shows what happened to its message, a line for each part; unicode %s', (unicode, arrow) => {
  const finding: Finding = {
    code: 'oob/no-id',
    severity: 'error',
    facts: { tag: 'b' },
    evidence: { received: '<b>1</b><i>2</i>', ledger: [ENTRY] },
  };
  const view = findingView(finding, { ...WORDING, language: 'node' });
  const lines = renderFinding(view, themeOf(unicode), 80);
  const at = lines.findIndex((line) => line.startsWith('htmx '));
  expect(lines.slice(at - 1, at + 2)).toEqual([
    'Received  "<b>1</b><i>2</i>"',
    `htmx      <b> has no id ${arrow} dropped (no-id)`,
    `          <i> has no id ${arrow} dropped (no-id)`,
  ]);
});

test('so does the timeline', () => {
  const client = { kind: 'tab', label: 'tab 1' } as const;
  const step: StepResult = {
    ...{ step: 'step-4', title: 'Swap', passed: true, durationMs: 1, checks: [] },
    timeline: [{ ms: 12, client, direction: 'note', kind: 'htmx', data: '', ledger: ENTRY }],
  };
  const [, ...lines] = timelineLines(step, themeOf(true), { width: 80, lines: 'all' });
  expect(lines).toEqual([
    '    12.0  tab 1  · htmx     <b> has no id → dropped (no-id)',
    '    12.0  tab 1  · htmx     <i> has no id → dropped (no-id)',
  ]);
});
