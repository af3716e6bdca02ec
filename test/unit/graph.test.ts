import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PageDriver } from '../../src/model/page.ts';
import type { Outcome } from '../../src/run/check.ts';
import { DEAD, OTHER_STEP, play } from '../support/play-graph.ts';

const NO_ID: Finding = { code: 'oob/no-id', severity: 'error', facts: { tag: 'div' }, evidence: {} };
const NO_HTMX = { code: 'page/not-served', severity: 'error', facts: { status: 404 }, evidence: {} } as Finding;
const HEARTBEAT: Finding = { code: 'sse/empty-heartbeat', severity: 'warning', facts: {}, evidence: {} };
const VANISHED = {
  code: 'ws/crashes-on-disconnect',
  severity: 'error',
  facts: { exit: { kind: 'code', code: 1 } },
  evidence: {},
} as Finding;

function failing(...findings: readonly Finding[]): Outcome {
  return { findings };
}

describe('what a check saw becomes its status', () => {
  test.each([
    ['nothing', { findings: [] }, 'pass'],
    ['a warning', failing(HEARTBEAT), 'warn'],
    ['an error', failing(NO_ID), 'fail'],
    ['an error beside a warning', failing(HEARTBEAT, NO_ID), 'fail'],
    ['that it cannot be made here', { skipped: 'no browser' }, 'skip'],
  ])('%s', async (_, outcome, status) => {
    const { results } = await play({ one: { outcome } });
    expect(results['one']).toMatchObject({ id: 'one', title: 'Check one', status, durationMs: expect.any(Number) });
  });

  test('with its findings, or the reason why it was skipped', async () => {
    const { results } = await play({
      one: { outcome: failing(HEARTBEAT) },
      two: { outcome: { skipped: 'no browser' } },
    });
    expect(results['one']?.findings).toEqual([HEARTBEAT]);
    expect(results['two']).toMatchObject({ findings: [], skipped: 'no browser', blocked: false });
  });

  test('both ends of a check are reported, with its step', async () => {
    const { events } = await play({ one: {}, two: { step: OTHER_STEP, needs: ['one'] } });
    expect(events).toEqual([
      'step-1 one Check one started',
      'step-1 one pass',
      'step-2 two Check two started',
      'step-2 two pass',
    ]);
  });
});

test('a check yields to one of a later step: it waits, and is skipped where that one fails, without failing its own step', async () => {
  const one = { yieldsTo: ['two'] };
  const failed = await play({ one, two: { step: OTHER_STEP, outcome: failing(NO_ID) } });
  expect(failed.results['one']).toMatchObject({ skipped: 'until "Check two" passes', blocked: false });
  const passed = await play({ one, two: { step: OTHER_STEP } });
  expect(passed.events.slice(-2)).toEqual(['step-1 one Check one started', 'step-1 one pass']);
});

describe('a check that may harm its server', () => {
  const checks = {
    first: {},
    harmful: { needs: ['first'], harmsServer: true },
    late: {},
    last: { harmsServer: true },
  } as const;
  const slowly = { outcome: () => new Promise<Outcome>((resolve) => setTimeout(resolve, 20, { findings: [] })) };

  test('runs beside the others', async () => {
    const { events } = await play({ ...checks, slow: slowly });
    expect(events.indexOf('step-1 last pass')).toBeLessThan(events.indexOf('step-1 slow pass'));
    expect(events).not.toContain('clients closed');
  });

  test('runs after all of them where only one server can run, one after the other, without the clients of the others', async () => {
    const { events, statuses } = await play({ ...checks, slow: slowly }, { single: true });
    const after = events.slice(events.indexOf('step-1 slow pass') + 1);
    expect(after).toEqual([
      'clients closed',
      'step-1 harmful Check harmful started',
      'step-1 harmful pass',
      'clients closed',
      'step-1 last Check last started',
      'step-1 last pass',
    ]);
    expect(Object.values(statuses)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  });

  test('is skipped without a wait when what it needs has failed', async () => {
    const { statuses } = await play(
      { ...checks, first: { outcome: { findings: [NO_ID] } }, slow: slowly },
      { single: true },
    );
    expect(statuses).toMatchObject({ harmful: 'skip', last: 'pass' });
  });
});

describe('a check that needs another one', () => {
  test('runs after it, wherever it stands in the list, and once', async () => {
    const { ran } = await play({ last: { needs: ['first'] }, other: { needs: ['first'] }, first: {} });
    expect(ran).toEqual(['first', 'last', 'other']);
  });

  test('is skipped when that fails, and so is what needs the skipped one; the step cannot pass', async () => {
    const { results, ran } = await play({
      first: { outcome: failing(NO_ID) },
      second: { needs: ['first'] },
      third: { needs: ['second'] },
    });
    expect(ran).toEqual(['first']);
    expect(results['second']).toMatchObject({ status: 'skip', skipped: 'until "Check first" passes', blocked: true });
    expect(results['third']).toMatchObject({ status: 'skip', skipped: 'until "Check second" passes', blocked: true });
  });

  test('runs after a warning, and after a check that this machine cannot do', async () => {
    const { statuses } = await play({
      warned: { outcome: failing(HEARTBEAT) },
      left: { outcome: { skipped: 'no browser' } },
      both: { needs: ['warned', 'left'] },
    });
    expect(statuses['both']).toBe('pass');
  });

  test('does not wait for a check of another course', async () => {
    expect((await play({ one: { needs: ['of-another-course'] } })).statuses['one']).toBe('pass');
  });

  test('is skipped for one that could not be decided', async () => {
    const undecided: CheckResult = { id: 'first', title: 'First', status: 'unknown', durationMs: 1, findings: [] };
    const { results } = await play(
      { first: {}, second: { needs: ['first'] } },
      {},
      { known: new Map([['first', undecided]]) },
    );
    expect(results['second']).toMatchObject({ status: 'skip', blocked: true });
  });
});

test('a check that comes after another one waits for it and runs whatever came of it', async () => {
  const order: string[] = [];
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (end = resolve));
  const playing = play({
    loud: { outcome: async () => (order.push('loud'), await held, order.push('loud ends'), failing(NO_ID)) },
    quiet: { after: ['loud'], outcome: async () => (order.push('quiet'), { findings: [] }) },
    free: { outcome: async () => (order.push('free'), end(), { findings: [] }) },
  });
  expect((await playing).statuses).toEqual({ loud: 'fail', quiet: 'pass', free: 'pass' });
  expect(order).toEqual(['loud', 'free', 'loud ends', 'quiet']);
});

describe('a check that breaks others', () => {
  const breaks = { codes: ['page/not-served'], checks: { observing: ['page'], tagged: ['start'] } } as const;

  test('is the reason why they were skipped', async () => {
    const { results } = await play({
      page: { observes: 'page', outcome: failing(NO_ID) },
      started: { tags: ['start'], outcome: failing(NO_ID) },
      breaker: { breaks, outcome: failing(NO_HTMX) },
      socket: { observes: 'socket', outcome: failing(NO_ID) },
    });
    for (const id of ['page', 'started'])
      expect(results[id]).toMatchObject({ status: 'skip', skipped: 'until "Check breaker" passes', blocked: true });
    expect(results['socket']?.status).toBe('fail');
  });

  test('is not the reason when it found something else, or when they passed', async () => {
    const { statuses } = await play({
      page: { observes: 'page', outcome: failing(NO_ID) },
      fine: { observes: 'page' },
      breaker: { breaks, outcome: failing(NO_ID) },
    });
    expect(statuses).toEqual({ page: 'fail', fine: 'pass', breaker: 'fail' });
    expect(
      (await play({ fine: { observes: 'page' }, breaker: { breaks, outcome: failing(NO_HTMX) } })).statuses,
    ).toEqual({
      fine: 'pass',
      breaker: 'fail',
    });
  });
});

describe('a server that ended by itself', () => {
  test('is one finding, and the reason why other failures are skipped; what passed stays', async () => {
    const { results, statuses } = await play(
      { one: { outcome: failing(NO_ID) }, two: { outcome: failing(NO_ID) }, three: {} },
      { crashed: DEAD },
    );
    expect(results['one']).toMatchObject({ status: 'fail', findings: [{ code: 'server/crashed-during-check' }] });
    expect(results['one']?.findings[0]?.facts).toMatchObject({ during: 'one' });
    expect(results['two']).toMatchObject({ status: 'skip', skipped: 'the server had crashed', blocked: true });
    expect(statuses['three']).toBe('pass');
  });

  test('does not replace a finding that says why it ended', async () => {
    const { results } = await play({ one: { outcome: failing(VANISHED) } }, { crashed: DEAD });
    expect(results['one']?.findings.map(({ code }) => code)).toEqual(['ws/crashes-on-disconnect']);
  });

  test('replaces the finding that it does not answer', async () => {
    const silent: Finding = {
      code: 'server/stopped-answering',
      severity: 'error',
      facts: { request: { kind: 'http', path: '/' } },
      evidence: {},
    };
    const ended = await play({ one: { outcome: failing(silent) } }, { crashed: DEAD });
    expect(ended.results['one']?.findings.map(({ code }) => code)).toEqual(['server/crashed-during-check']);
    const running = await play({ one: { outcome: failing(silent) } });
    expect(running.results['one']?.findings).toEqual([silent]);
  });

  test('blocks the checks that could not run after it', async () => {
    const { results } = await play(
      { one: { outcome: failing(NO_ID) }, two: { needs: [], after: ['one'], outcome: { skipped: 'no stream' } } },
      { crashed: DEAD },
    );
    expect(results['two']).toMatchObject({ skipped: 'no stream', blocked: true });
  });
});

describe('places', () => {
  test("a finding of the server that has none names the server's file", async () => {
    const { results } = await play({ one: { outcome: failing(NO_ID) } });
    expect(results['one']?.findings[0]?.evidence.where).toEqual([{ file: 'main.js' }]);
  });

  test('one that has a place keeps it, and a finding about the page gets none', async () => {
    const placed = { ...NO_ID, evidence: { where: [{ file: 'page.html', line: 3 }] } };
    const { results } = await play({ one: { outcome: failing(placed, NO_HTMX) } });
    expect(results['one']?.findings.map(({ evidence }) => evidence.where)).toEqual([
      [{ file: 'page.html', line: 3 }],
      undefined,
    ]);
  });
});

describe('a check that looks at a tab', () => {
  test('reports why the tab did not open', async () => {
    const problem = failing(NO_HTMX);
    const { results, ran } = await play({ one: { tab: 'tab 1', observes: 'page' } }, { tab: { ok: false, problem } });
    expect(results['one']).toMatchObject({ status: 'fail', findings: [{ code: 'page/not-served' }] });
    expect(ran).toEqual([]);
  });

  test('runs on the tab that opened', async () => {
    const { ran } = await play({ one: { tab: 'tab 1' } }, { tab: { ok: true, value: {} as PageDriver } });
    expect(ran).toEqual(['one']);
  });

  test('is skipped where pages cannot be looked at; other failures stay', async () => {
    const { results } = await play(
      { page: { observes: 'page', outcome: failing(NO_ID) }, socket: { outcome: failing(NO_ID) } },
      { notRun: { what: 'module scripts need a browser', isLax: false } },
    );
    expect(results['page']).toMatchObject({
      status: 'skip',
      skipped: 'module scripts need a browser; install Chrome, Chromium or Edge to have this checked',
      blocked: false,
    });
    expect(results['socket']?.status).toBe('fail');
    for (const isLax of [true, false]) {
      const seen = await play({ page: { observes: 'page' } }, { notRun: { what: 'Trusted Types', isLax } });
      expect(seen.results['page']?.status).toBe(isLax ? 'skip' : 'pass');
    }
  });
});

test('a known result is taken as it is and reported', async () => {
  const before: CheckResult = { id: 'one', title: 'Before', status: 'pass', durationMs: 7, findings: [] };
  const { results, ran, events } = await play(
    { one: { outcome: failing(NO_ID) } },
    {},
    { known: new Map([['one', before]]) },
  );
  expect(results['one']).toBe(before);
  expect(ran).toEqual([]);
  expect(events).toEqual(['step-1 one pass']);
});

test('a result in doubt is not reported', async () => {
  const { events } = await play(
    { one: { outcome: failing(NO_ID) }, two: {} },
    {},
    { isDoubtful: ({ status }) => status === 'fail' },
  );
  expect(events).toContain('step-1 two pass');
  expect(events.join()).not.toContain('one fail');
});

test('after an interruption no check begins', async () => {
  const { results, ran } = await play({ one: {} }, {}, { signal: AbortSignal.abort() });
  expect(results['one']).toMatchObject({ status: 'skip', skipped: 'interrupted', blocked: false });
  expect(ran).toEqual([]);
});
