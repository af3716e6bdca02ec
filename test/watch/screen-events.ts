import { Chalk } from 'chalk';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Finding } from '../../src/model/finding.ts';
import { stepMarks } from '../../src/terminal/marks.ts';
import { draw, initialState, update } from '../../src/terminal/watch/index.ts';
import type { ScreenTheme, Size, WatchEffect, WatchEvent, WatchState } from '../../src/terminal/watch/index.ts';

// The watch screen by its events, without a terminal: three steps, of which the first has passed and the second is checked.

export const STEPS = ['one', 'two', 'three'].map((name, index) => ({
  id: `step-${index + 1}`,
  title: `The title of ${name}`,
  proves: `That ${name} works.`,
  passed: index === 0,
}));

export function paintOf({ unicode = true, colour = false }: { unicode?: boolean; colour?: boolean } = {}): ScreenTheme {
  return {
    marks: stepMarks(unicode),
    chalk: new Chalk({ level: colour ? 1 : 0 }),
    spinnerFrames: ['/', '-'],
    describe: (finding) =>
      ({
        title: finding.code,
        code: finding.code,
        fix: 'do it',
        cause: 'because',
        where: [{ file: 'main.js', line: 7 }],
      }) as never,
    finding: (finding, width) => [`finding ${finding.code}`, 'x'.repeat(width)],
    summary: (finding) => [`summary ${finding.code}`],
  };
}

export const FINDING: Finding = {
  code: 'ws/no-route',
  severity: 'error',
  facts: { status: 404 },
  evidence: {},
};

export function finished(id: string, status: CheckResult['status'], findings: readonly Finding[] = []): RunEvent {
  return {
    type: 'check-finished',
    step: 'step-2',
    result: { id, title: `check ${id}`, status, durationMs: 5, findings },
  };
}

export const STARTED: RunEvent = {
  type: 'run-started',
  folder: '/f',
  backend: 'Node',
  backendKind: 'node',
  language: 'node',
  target: 'step-2',
  seed: 's',
  steps: [
    { id: 'step-1', title: 'The title of one', proves: 'One.', checks: [{ id: 'a', title: 'check a' }] },
    {
      id: 'step-2',
      title: 'The title of two',
      proves: 'Two.',
      checks: [
        { id: 'b', title: 'check b' },
        { id: 'c', title: 'check c' },
      ],
    },
  ],
};

export function over({ passed, target = 'step-2' }: { passed: boolean; target?: string }): RunEvent {
  const result: RunResult = { target, passed, durationMs: 1234, steps: [], phases: {} };
  return { type: 'run-finished', result };
}

/** The state after these events, and the effects of the last. */
export function after(...events: readonly WatchEvent[]): { state: WatchState; effects: readonly WatchEffect[] } {
  let state = initialState(STEPS, 1, 'demo');
  let effects: readonly WatchEffect[] = [];
  for (const event of events) ({ state, effects } = update(state, event));
  return { state, effects };
}

export const run = (event: RunEvent): WatchEvent => ({ type: 'run', event });
export const key = (name: string, viewport = { rows: 10, total: 10 }): WatchEvent => ({
  type: 'key',
  key: name,
  viewport,
});
export const text = (
  kind: 'lesson' | 'hint' | 'solution' | 'same-solution' | 'page',
  lines = 100,
  more = {},
): WatchEvent => ({
  type: 'text',
  text: { kind, title: kind, document: () => Array.from({ length: lines }, (_, line) => `line ${line + 1}`), ...more },
});
export const FAILED = [
  run(STARTED),
  run(finished('a', 'pass')),
  run(finished('b', 'fail', [FINDING])),
  run(finished('c', 'skip')),
  run(over({ passed: false })),
];

export function shown(state: WatchState, size: Size = { columns: 80, rows: 24 }, theme = paintOf()): string {
  return draw(state, size, theme).lines.join('\n');
}
