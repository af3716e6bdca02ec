import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Dropped, LedgerEntry, Swapped } from '../../src/model/ledger.ts';
import type { Client, TimelineEntry } from '../../src/model/timeline.ts';
import type { StepResult } from '../../src/model/check.ts';
import { createHtmlReport } from '../../src/reporters/html/index.ts';
import type { SourceReader } from '../../src/reporters/html/source-lines.ts';

// Runs and conversations for the tests of the report in HTML.

export const TAB: Client = { kind: 'tab', label: 'tab 1', server: 'server' };
export const SERVER: Client = { kind: 'server', label: 'server' };

export function entry(ms: number, data: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return { ms, client: TAB, direction: 'received', kind: 'ws', data, ...more };
}

const FRAGMENT = { tag: 'div', id: undefined, attributes: {}, text: 'hello' };

export const DROPPED: Dropped = { fragment: FRAGMENT, dropped: 'no-id', facts: {} };

export const SWAPPED: Swapped = {
  fragment: { ...FRAGMENT, id: 'chat' },
  via: 'out-of-band',
  target: { selector: '#chat', count: 1, elements: [0] },
  style: 'beforeend',
  effect: 'appends',
  notes: [],
};

export function ledger(incoming: LedgerEntry['incoming'], predicted: LedgerEntry['predicted']): LedgerEntry {
  return {
    handler: 'htmx',
    incoming,
    predicted,
    observed: { appeared: [], vanished: [], events: [], thrown: [], changes: [] },
    differences: [],
    uncertain: [],
    unfinished: false,
  };
}

/** The line of a timeline that says what became of a message. */
export function became(ms: number, of: LedgerEntry): TimelineEntry {
  return entry(ms, '', { direction: 'note', kind: 'htmx', ledger: of });
}

export function runStarted(steps: readonly StepResult[], folder = '/home/ada/demo'): RunEvent {
  return {
    type: 'run-started',
    folder,
    backend: 'Node',
    backendKind: 'node',
    language: 'node',
    target: steps.at(-1)?.step ?? '',
    seed: 'seed-1',
    steps: steps.map(({ step: id, title, checks }) => ({ id, title, proves: `\`${id}\` works.`, checks })),
  };
}

export function runFinished(steps: readonly StepResult[]): RunEvent {
  const passed = steps.every((step) => step.passed);
  const result = { target: steps.at(-1)?.step ?? '', passed, durationMs: 2824, steps, phases: {} };
  return { type: 'run-finished', result };
}

/** The page of these events. */
export function pageOf(events: readonly RunEvent[], source: SourceReader = () => undefined): string {
  const report = createHtmlReport({ wording: WORDING, source });
  for (const event of events) report.add(event);
  const page = report.page('It ended early.');
  if (page === undefined) throw new Error('no page');
  return page;
}

/** The page of a run that came to its end. */
export function pageOfSteps(steps: readonly StepResult[], source?: SourceReader): string {
  return pageOf([runStarted(steps), runFinished(steps)], source);
}
