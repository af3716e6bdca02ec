import { expect, test } from 'vitest';
import type { RunResult } from '../../src/model/check.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import { differing, ledgerForms, notAmong } from '../support/ledger-forms.ts';
import type { LedgerForms } from '../support/ledger-forms.ts';

function entry(incoming: LedgerEntry['incoming'], more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    handler: 'htmx',
    incoming,
    predicted: [
      {
        fragment: { tag: 'b', id: undefined, attributes: {}, text: 'x' },
        dropped: 'no-id',
        facts: { selector: '#null' },
      },
    ],
    observed: { appeared: [], vanished: [], changes: [], events: [], thrown: [] },
    ...{ differences: [], uncertain: [], unfinished: false },
    ...more,
  };
}

function formsOf(...entries: readonly LedgerEntry[]): LedgerForms {
  const client = { kind: 'tab', label: 'tab 1' } as const;
  const timeline = entries.map(
    (ledger) => ({ ms: 1, client, direction: 'note', kind: 'htmx', data: '', ledger }) as const,
  );
  const step = { step: 'step-4', title: '', passed: true, durationMs: 1, checks: [], timeline };
  const result: RunResult = { target: 'step-4', passed: true, durationMs: 1, steps: [step], phases: {} };
  return ledgerForms(result, '/folder');
}

test('random words, numbers and repetitions make no difference', () => {
  const first = formsOf(entry('<b>BafiroTuka 12:05</b>'), entry({ name: 'message', data: '1' }));
  const second = formsOf(
    entry('<b>TilomaRude 9:17</b>'),
    entry({ name: 'message', data: '12' }),
    entry({ name: 'message', data: '13' }),
  );
  expect([...first.keys()]).toEqual(['ws <b><word> 0:0</b>', 'sse message: 0']);
  expect(notAmong(first, second)).toEqual([]);
});

test('another reason, another handler and a difference are each noticed', () => {
  const first = formsOf(entry('<b>1</b>'));
  const others = [
    entry('<b>2</b>', { handler: 'page', predicted: [] }),
    entry('<b>2</b>', { differences: [{ kind: 'added', predicted: 1, observed: 0 }] }),
    entry('<b>2</b>', { differences: [{ kind: 'unchanged' }] }),
    entry('<b>2</b>', { differences: [{ kind: 'elements', id: 'a', predicted: 1, observed: 5 }] }),
  ];
  expect(others.flatMap((other) => notAmong(first, formsOf(other)))).toHaveLength(others.length);
  expect(differing(formsOf(...others))).toEqual([
    expect.stringContaining('differs: added  fewer'),
    expect.stringContaining('differs: unchanged'),
    expect.stringContaining('differs: elements a more'),
  ]);
});

test('an uncertain or unfinished entry is not compared', () => {
  expect([...formsOf(entry('a', { uncertain: ['.x'] }), entry('b', { unfinished: true }))]).toEqual([]);
});
