import { describe, expect, test } from 'vitest';
import { isUndecided } from '../../src/model/check.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { Machine } from '../../src/observe/machine-clock.ts';
import type { Finding } from '../../src/model/finding.ts';
import { LAB_DROPS } from '../../src/labs/drops/index.ts';
import { codesOf, doubtOf, isDecided, loadDuring, settled, undecided } from '../../src/run/doubt.ts';

function silence(waitedMs: number): Finding {
  return { code: 'ws/no-reply', severity: 'error', facts: { sent: 'hello' }, evidence: { waitedMs } };
}

const NO_ID: Finding = { code: 'oob/no-id', severity: 'error', facts: { tag: 'div' }, evidence: {} };

const ONE_ONLY: Finding = {
  code: 'ws/one-client-only',
  severity: 'error',
  facts: { code: undefined },
  evidence: {},
};

function failed(durationMs: number, ...findings: readonly Finding[]): CheckResult {
  return { id: 'echo', title: 'It answers', status: 'fail', durationMs, findings };
}

const QUIET = { stalledMs: 0, idle: 0.7, starvedMs: 0 };

describe('a failure is in doubt', () => {
  test.each([
    [
      'silence while the tutor itself stood still',
      failed(3100, silence(3000)),
      { stalledMs: 900, idle: 0.5, starvedMs: 0 },
      900,
    ],
    ['silence while no processor was free', failed(3100, silence(3000)), { stalledMs: 0, idle: 0.01, starvedMs: 0 }, 0],
    [
      'silence without a wait in its evidence',
      failed(4000, ONE_ONLY),
      { stalledMs: 800, idle: undefined, starvedMs: 0 },
      800,
    ],
  ])('%s', (_, result, load, stalledMs) => {
    expect(doubtOf(result, load)?.stalledMs).toBe(stalledMs);
  });
});

test('silence while the server got no processor is in doubt, and the same again decides nothing', () => {
  const load = { stalledMs: 0, idle: 0.3, starvedMs: 2000 };
  const result = failed(3100, silence(3000));
  const doubt = doubtOf(result, load);
  expect(doubt?.stalledMs).toBe(0);
  expect(doubt !== undefined && isDecided(doubt, result, ['ws/no-reply'])).toBe(false);
  // With a processor for most of the time it could have answered.
  const less = doubtOf(result, { ...load, starvedMs: 800 });
  expect(less !== undefined && isDecided(less, result, ['ws/no-reply'])).toBe(true);
  expect(doubtOf(result, { ...load, starvedMs: 100 })).toBeUndefined();
});

test('a client that was turned away, or whose reply went to another, is what did come', () => {
  const load = { stalledMs: 3000, idle: 0, starvedMs: 3000 };
  const turnedAway: Finding = { ...ONE_ONLY, facts: { code: 1013 } };
  const wentElsewhere: Finding = { ...ONE_ONLY, facts: { code: undefined, wentTo: 'the second client' } };
  expect(doubtOf(failed(4000, ONE_ONLY), load)).toBeDefined();
  expect(doubtOf(failed(4000, turnedAway), load)).toBeUndefined();
  expect(doubtOf(failed(4000, wentElsewhere), load)).toBeUndefined();
});

test("a chapter's own silence is in doubt as any other, and its other codes are not", () => {
  const load = { stalledMs: 3000, idle: 0, starvedMs: 3000 };
  const lost: Finding = {
    code: 'drops/price-lost',
    severity: 'error',
    facts: { price: 'ACME', through: 'client' },
    evidence: {},
  };
  expect(doubtOf(failed(4000, lost), load, LAB_DROPS.silences)).toBeDefined();
  expect(doubtOf(failed(4000, lost), load, ['drops/silent'])).toBeUndefined();
  expect(doubtOf(failed(4000, NO_ID), load, LAB_DROPS.silences)).toBeUndefined();
});

test('what did come was sent by a server that ran', () => {
  const tooFast = { ...silence(3000), evidence: { waitedMs: 3000, received: 'data: 1' } };
  expect(doubtOf(failed(3100, tooFast), { stalledMs: 0, idle: 0.3, starvedMs: 2900 })).toBeUndefined();
});

describe('a failure is certain', () => {
  test.each([
    ['silence on a quiet machine', failed(3100, silence(3000)), QUIET],
    ['a stall that is short beside the wait', failed(9100, silence(9000)), { stalledMs: 400, idle: 0.5, starvedMs: 0 }],
    ['a stall that no deadline minds', failed(1300, silence(1200)), { stalledMs: 200, idle: 0.5, starvedMs: 0 }],
    [
      'a stall that is short beside a check of many rounds',
      failed(11_000, silence(900)),
      { stalledMs: 1000, idle: 0.5, starvedMs: 0 },
    ],
    ['something that did come', failed(80, NO_ID), { stalledMs: 5000, idle: 0, starvedMs: 0 }],
    ['something that came late', failed(4000, NO_ID), { stalledMs: 5000, idle: 0, starvedMs: 0 }],
    [
      'a server that nothing can wake',
      failed(5800, {
        code: 'server/never-listens',
        severity: 'error',
        facts: { port: 1, never: 'timers' },
        evidence: { waitedMs: 5800 },
      }),
      { stalledMs: 5000, idle: 0, starvedMs: 0 },
    ],
    [
      'one finding of two that rests on no time',
      failed(900, silence(3000), NO_ID),
      { stalledMs: 5000, idle: 0, starvedMs: 0 },
    ],
  ])('%s', (_, result, load) => {
    expect(doubtOf(result, load)).toBeUndefined();
  });

  test('a check that passed is never in doubt', () => {
    expect(doubtOf({ ...failed(5000), status: 'pass' }, { stalledMs: 5000, idle: 0, starvedMs: 0 })).toBeUndefined();
  });
});

test.each(['page/hung', 'sse/client-disagrees', 'sse/one-client-only', 'ws/one-client-only'] as const)(
  '%s rests on the time of its check, although it names no wait',
  (code) => {
    // What is asked is the code alone; the facts are of another one.
    const silent = { ...ONE_ONLY, code } as Finding;
    expect(doubtOf(failed(4000, silent), { stalledMs: 800, idle: 0.5, starvedMs: 0 })).toEqual({
      stalledMs: 800,
      share: 0.2,
    });
    expect(doubtOf(failed(400, silent), { stalledMs: 400, idle: 0.5, starvedMs: 0 })).toBeUndefined();
  },
);

test('a page whose process ended by itself is opened again before it is blamed, on any machine', () => {
  const crashed: Finding = {
    code: 'page/crashed',
    severity: 'error',
    facts: { reason: 'engine-died', error: '' },
    evidence: { did: { kind: 'page' } },
  };
  const doubt = doubtOf(failed(100, crashed), { stalledMs: 0, idle: 0.9, starvedMs: 0 });
  expect(doubt).toEqual({ stalledMs: 0, share: 0, pageEnded: true });
  expect(doubt && isDecided(doubt, failed(100, crashed), undefined)).toBe(false);
  expect(doubt && isDecided(doubt, failed(100, crashed), ['page/crashed'])).toBe(true);
});

test('a stall counts from a quarter of a second and a tenth of the wait, a busy machine below a twentieth unused', () => {
  const result = failed(2500, silence(2500));
  expect(doubtOf(result, { stalledMs: 250, idle: 0.5, starvedMs: 0 })).toEqual({ stalledMs: 250, share: 0.1 });
  expect(doubtOf(result, { stalledMs: 249, idle: 0.5, starvedMs: 0 })).toBeUndefined();
  expect(doubtOf(failed(2600, silence(2600)), { stalledMs: 250, idle: 0.5, starvedMs: 0 })).toBeUndefined();
  expect(doubtOf(result, { stalledMs: 0, idle: 0.05, starvedMs: 0 })).toBeUndefined();
  expect(doubtOf(result, { stalledMs: 0, idle: 0.049, starvedMs: 0 })).toEqual({ stalledMs: 0, share: 0 });
  expect(doubtOf(result, { stalledMs: 0, idle: undefined, starvedMs: 0 })).toBeUndefined();
  expect(doubtOf(failed(500, silence(500)), { stalledMs: 250, idle: 0.5, starvedMs: 0 })?.stalledMs).toBe(250);
});

test('a warning beside a silent error makes it no more certain', () => {
  const warning: Finding = { ...NO_ID, severity: 'warning' };
  expect(doubtOf(failed(3100, silence(3000), warning), { stalledMs: 900, idle: 0.5, starvedMs: 0 })?.stalledMs).toBe(
    900,
  );
  expect(doubtOf(failed(3100, warning), { stalledMs: 900, idle: 0, starvedMs: 0 })).toBeUndefined();
});

test('the load is that of the time that the check observed, which may begin before it', () => {
  const asked: (readonly [number, number])[] = [];
  const machine: Machine = {
    during: (from: number, to: number) => {
      asked.push([from, to]);
      return QUIET;
    },
  } as Machine;
  expect(loadDuring(failed(1000, silence(3000)), machine, 9000)).toBe(QUIET);
  loadDuring(failed(4000, silence(3000)), machine, 9000);
  expect(asked).toEqual([
    [6000, 9000],
    [5000, 9000],
  ]);
});

test('the same code again decides, unless the machine stood still most of the time', () => {
  const result = failed(3100, silence(3000));
  const short = { stalledMs: 600, share: 0.2 } as const;
  const long = { stalledMs: 2400, share: 0.8 } as const;
  expect(isDecided({ stalledMs: 0, share: 0 }, result, undefined)).toBe(false);
  expect(isDecided({ stalledMs: 0, share: 0 }, result, codesOf(result))).toBe(true);
  expect(isDecided(short, result, codesOf(result))).toBe(true);
  expect(isDecided(long, result, codesOf(result))).toBe(false);
  expect(isDecided({ stalledMs: 1550, share: 0.5 }, result, codesOf(result))).toBe(false);
  expect(isDecided(short, result, codesOf(failed(3100, NO_ID)))).toBe(false);
});

test('an undecided check has no finding, and a run with nothing worse has no verdict', () => {
  const unknown = undecided(failed(3100, silence(3000)), { stalledMs: 2400, share: 0.8 });
  expect(unknown).toMatchObject({
    status: 'unknown',
    findings: [],
    undecided: { stalledMs: 2400, suspected: ['ws/no-reply'] },
  });
  const step = { step: 's', title: '', passed: false, durationMs: 0, timeline: [] };
  expect(isUndecided({ passed: false, steps: [{ ...step, checks: [unknown] }] })).toBe(true);
  expect(isUndecided({ passed: false, steps: [{ ...step, checks: [unknown, failed(1, NO_ID)] }] })).toBe(false);
});

test('a certain failure is not checked again; what was skipped is, because it may yield to a check that was in doubt', () => {
  const results = new Map<string, CheckResult>([
    ['a', { ...failed(1), id: 'a', status: 'pass' }],
    ['b', { ...failed(3100, silence(3000)), id: 'b' }],
    ['c', { ...failed(0), id: 'c', status: 'skip', skipped: 'until "b" passes', blocked: true }],
    ['d', { ...failed(1, NO_ID), id: 'd' }],
    ['e', { ...failed(0), id: 'e', status: 'skip', skipped: 'until "b" passes', blocked: false }],
    ['f', { ...failed(1), id: 'f', status: 'pass' }],
  ]);
  const observes = (id: string): string => (id === 'b' || id === 'f' ? 'stream' : 'socket');
  expect([...settled(results, new Set(['b']), observes).keys()]).toEqual(['a', 'd']);
});
