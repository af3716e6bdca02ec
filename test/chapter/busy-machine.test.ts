import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/check.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { MachineLoad } from '../../src/observe/machine-clock.ts';
import type { Check, Outcome } from '../../src/run/check.ts';
import { failed, PASSED } from '../../src/run/check.ts';
import type { CodesByCheck } from '../../src/run/doubt.ts';
import { runCheck } from '../../src/run/runner.ts';
import { backendFor } from '../../src/servers/backends/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

type Id = 'silent' | 'needs-it' | 'certain';

function check(id: Id, needs: readonly Id[], run: () => Outcome): Check<Id> {
  return {
    id,
    title: `Check ${id}`,
    observes: id === 'certain' ? 'environment' : 'socket',
    needs,
    run: async () => run(),
  };
}

const SILENCE = failed({
  code: 'ws/no-reply',
  severity: 'error',
  facts: { sent: 'hello' },
  evidence: { waitedMs: 3000 },
});
const QUIET: MachineLoad = { stalledMs: 0, idle: 0.8, starvedMs: 0 };
const STALLED: MachineLoad = { stalledMs: 2000, idle: 0.8, starvedMs: 0 };

/** Runs three checks; the first one has these outcomes in turn, while the machine has these loads. */
async function play(
  outcomes: readonly Outcome[],
  loads: readonly MachineLoad[],
  codesBefore?: CodesByCheck,
): Promise<{
  readonly result: RunResult;
  readonly events: readonly string[];
  readonly runs: Readonly<Record<Id, number>>;
}> {
  const runs = { silent: 0, 'needs-it': 0, certain: 0 };
  const count = (id: Id): number => (runs[id] += 1);
  const checks = [
    check('silent', [], () => outcomes[count('silent') - 1] ?? PASSED),
    check('needs-it', ['silent'], () => (count('needs-it'), PASSED)),
    check('certain', [], () => (count('certain'), PASSED)),
  ];
  const events: string[] = [];
  const tell = (event: RunEvent): void => {
    if (event.type === 'check-finished') events.push(`${event.result.id} ${event.result.status}`);
    if (event.type === 'checks-repeated') events.push(`again ${event.ids.join()} ${event.stalledMs}`);
  };
  const run = await runCheck({
    chapter: { contract: {}, htmx: 2, serverFamilies: [], loadChecks: async () => checks },
    step: {
      id: 'step-1',
      title: 'One',
      goal: '',
      proves: '',
      checks: checks.map(({ id }) => id),
      wants: [],
    } as unknown as Parameters<typeof runCheck>[0]['step'],
    earlier: [],
    folder: temporaryFolder(),
    backend: backendFor({ kind: 'node' }),
    pageEngine: 'dom',
    machine: { during: () => loads[runs.silent - 1] ?? QUIET, stop: () => undefined },
    ...(codesBefore === undefined ? {} : { codesBefore }),
    signal: new AbortController().signal,
    emit: tell,
  });
  if (!run.ok) throw new Error(run.problem.message);
  return { result: run.value, events, runs };
}

describe('a check that saw silence', () => {
  test('on a quiet machine has failed', async () => {
    const { result, runs } = await play([SILENCE], [QUIET]);
    expect(result.passed).toBe(false);
    expect(runs.silent).toBe(1);
  });

  test('a check that ran while the machine stood still runs again and passes; its first result is not reported', async () => {
    const { result, events, runs } = await play([SILENCE, PASSED], [STALLED, QUIET]);
    expect(result.passed).toBe(true);
    expect(runs).toEqual({ silent: 2, 'needs-it': 1, certain: 1 });
    expect(events).not.toContain('silent fail');
    expect(events).toContain('again silent 2000');
    expect(events.slice(events.indexOf('again silent 2000') + 1)).toEqual(['silent pass', 'needs-it pass']);
    const [step] = result.steps;
    expect(step?.timeline.map(({ data }) => data).join()).toContain('stopped the tutor for 2000 ms');
  });

  test('fails when it sees the same on a machine that is quiet again', async () => {
    const { result, runs, events } = await play([SILENCE, SILENCE], [STALLED, QUIET]);
    expect(result.steps[0]?.checks[0]).toMatchObject({ status: 'fail', findings: [{ code: 'ws/no-reply' }] });
    expect(runs.silent).toBe(2);
    expect(events.filter((event) => event.startsWith('silent'))).toEqual(['silent fail']);
  });

  test('has failed at once where an earlier run over the same files saw the same, and runs again where that saw something else', async () => {
    const busy: MachineLoad = { stalledMs: 0, idle: 0, starvedMs: 0 };
    const same = await play([SILENCE], [busy], new Map([['silent', ['ws/no-reply']]]));
    expect([same.result.passed, same.runs.silent]).toEqual([false, 1]);
    const other = await play([SILENCE], [busy], new Map([['silent', ['ws/no-route']]]));
    expect([other.result.passed, other.runs.silent]).toEqual([true, 2]);
    // Nobody could see anything.
    const stalled = await play([SILENCE], [STALLED], new Map([['silent', ['ws/no-reply']]]));
    expect([stalled.result.passed, stalled.runs.silent]).toEqual([true, 2]);
  });

  test('is undecided when the machine stands still each time', async () => {
    const { result, runs, events } = await play([SILENCE, SILENCE, SILENCE], [STALLED, STALLED, STALLED]);
    expect(runs.silent).toBe(3);
    expect(result.passed).toBe(false);
    expect(result.steps[0]?.checks.map(({ status }) => status)).toEqual(['unknown', 'skip', 'pass']);
    expect(events.at(-1)).toBe('silent unknown');
  });
});
