import { NOWHERE } from '../../src/rules/locate.ts';
import { expect, test } from 'vitest';
import {
  blockedFor,
  clientDisagrees,
  complaintsIn,
  leavingHarms,
  streamBlocksOthers,
} from '../../src/rules/stream/clients.ts';
import {
  emptyHeartbeat,
  heldBack,
  intervalsOf,
  isAboutRate,
  isFarTooSlow,
  isSteadilyOff,
  isSuspicious,
  isUnclear,
  largestBurst,
  whyNotSoon,
  pacesOf,
  wrongRate,
} from '../../src/rules/stream/rate.ts';
import type { WatchedStream } from '../../src/rules/stream/rate.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { errorReport, logOf, serverSource } from '../support/server-source.ts';
import { streamView } from '../support/stream-view.ts';

const locate = serverSource('main.py', 'async def count():\n    yield "data: 1"\n    time.sleep(1)');
const EVENT = 'data: 1\n\n';

test('the mean of the intervals decides, around the one that is wanted', () => {
  expect(isAboutRate([600], 1000)).toBe(true);
  expect(isAboutRate([599], 1000)).toBe(false);
  expect(isAboutRate([2000], 1000)).toBe(true);
  expect(isAboutRate([2001], 1000)).toBe(false);
  expect(isAboutRate([100, 1900], 1000)).toBe(true);
  expect(isAboutRate([5000], 5000)).toBe(true);
  expect(isAboutRate([], 1000)).toBe(false);
  expect(intervalsOf([{ ms: 10 }, { ms: 1010.4 }, { ms: 1500 }])).toEqual([1000, 490]);
});

test('three events within a moment came together, two are chance', () => {
  expect(largestBurst([0, 5, 10, 1000])).toBe(3);
  expect(largestBurst([0, 5, 1000, 1005])).toBe(0);
  expect(largestBurst([0, 20, 40])).toBe(0);
  expect(largestBurst([])).toBe(0);
});

test('the first event comes soon, or late, or never', () => {
  expect(whyNotSoon(streamView([[4000, EVENT]]))).toBeUndefined();
  expect(whyNotSoon(streamView([[4001, EVENT]], { locate }))).toMatchObject({
    code: 'sse/wrong-rate',
    facts: { intervals: [4001], wantedMs: 1000, late: 'first' },
    evidence: { waitedMs: 5000, where: [{ file: 'main.py', line: 3 }] },
  });
  // Where events are to come every three seconds, the first may take as long as the slowest interval that is accepted.
  const slow = { contract: { intervalMs: 3000 } };
  expect(whyNotSoon(streamView([[5900, EVENT]], slow))).toBeUndefined();
  expect(whyNotSoon(streamView([[6001, EVENT]], slow))).toMatchObject({ facts: { intervals: [6001], wantedMs: 3000 } });
  expect(whyNotSoon(streamView([[4001, EVENT]], { contract: {} }))?.facts).toEqual({
    intervals: [4001],
    late: 'first',
  });
  expect(whyNotSoon(streamView([[4500, EVENT.repeat(4)]]))).toMatchObject({
    code: 'sse/buffered',
    facts: { encoding: '', atOnce: 4 },
  });
  expect(whyNotSoon(streamView(': hi\n\n'))).toMatchObject({ code: 'sse/no-event', facts: { bytes: 6 } });
  expect(whyNotSoon(streamView('', { headers: { 'content-encoding': 'gzip' } }))).toMatchObject({
    code: 'sse/buffered',
    facts: { encoding: 'gzip', atOnce: 0 },
  });
  expect(whyNotSoon(streamView('', { headers: { 'content-encoding': 'identity' } }))?.code).toBe('sse/no-event');
  expect(whyNotSoon(streamView('', { ended: 'yes' }))?.code).toBe('sse/ends-early');
  expect(whyNotSoon(streamView('', { ended: 'yes', log: logOf('E: x') }))?.code).toBe('sse/server-error');
});

test('events that were held back, and a wrong rate', () => {
  const ticks = (...times: readonly number[]): Parameters<typeof streamView>[0] => times.map((ms) => [ms, EVENT]);
  expect(heldBack(streamView(ticks(3000, 3001, 3002)))).toMatchObject({ code: 'sse/buffered', facts: { atOnce: 3 } });
  expect(heldBack(streamView(ticks(100, 101, 102)))).toBeUndefined();
  expect(heldBack(streamView(ticks(3000, 4000, 5000)))).toBeUndefined();
  expect(heldBack(streamView(ticks(3000, 3001, 3002), { contract: { intervalMs: 1500 } }))).toBeUndefined();
  expect(wrongRate(streamView(ticks(0, 1000, 2000)))).toBeUndefined();
  expect(wrongRate(streamView(ticks(0, 100, 200), { locate }))).toMatchObject({
    code: 'sse/wrong-rate',
    facts: { intervals: [100, 100], wantedMs: 1000 },
    evidence: { waitedMs: 5000, where: [{ file: 'main.py', line: 3 }] },
  });
  // Without an interval in the contract no rate is wrong.
  expect(wrongRate(streamView(ticks(0, 100, 200), { contract: {} }))).toBeUndefined();
});

test('empty data under the same name clears what is shown; under another name it does not', () => {
  expect(emptyHeartbeat(streamView('data: 1\n\ndata:  \n\n', { locate }))).toMatchObject({
    code: 'sse/empty-heartbeat',
    evidence: { where: [{ file: 'main.py', line: 2 }] },
  });
  expect(emptyHeartbeat(streamView('data: 1\n\nevent: ping\ndata:\n\n'))).toBeUndefined();
  expect(emptyHeartbeat(streamView('data: 1\n\n: ping\n\n'))).toBeUndefined();
});

test('a stream blocks others when every other answer is late', () => {
  expect(blockedFor({ quiet: [30, 5], besideStream: [1, 900, 800] })).toBe(800);
  expect(blockedFor({ quiet: [30, 5], besideStream: [1, 900, 20] })).toBeUndefined();
  expect(blockedFor({ quiet: [400, 300], besideStream: [1, 800, 800] })).toBeUndefined();
  expect(blockedFor({ quiet: [5], besideStream: [] })).toBeUndefined();
  const view = { path: '/live/count', waitedMs: 900, log: SILENT, locate };
  expect(streamBlocksOthers(view)).toEqual({
    code: 'sse/blocks-others',
    severity: 'error',
    facts: { waitedMs: 900 },
    evidence: { did: { kind: 'sse', path: '/live/count' }, waitedMs: 900, where: [{ file: 'main.py', line: 3 }] },
  });
  const notAwaited = { call: 'sleep', where: { file: 'main.py', line: 3 }, warning: 'w' };
  expect(streamBlocksOthers({ ...view, log: { ...SILENT, notAwaited } })).toMatchObject({
    code: 'python/not-awaited',
    facts: { call: 'sleep' },
    evidence: { output: ['w'] },
  });
});

test('the same error is counted, and not the lines of its report', () => {
  const count = (...lines: string[]): number => complaintsIn(lines.map((text) => ({ text })));
  expect(count('terrors', 'ok')).toBe(0);
  expect(count('Error: write EPIPE', 'read ECONNRESET', 'ERR_STREAM_DESTROYED', 'ok')).toBe(1);
  expect(count('10:00:01 [4711] Error: write EPIPE', '10:00:02 [4711] Error: write EPIPE')).toBe(2);
  const once = ['Error handling request', 'Traceback (most recent call last):', 'ConnectionResetError: closing'];
  const chained = [...once.slice(0, 2), 'OSError: broken', 'During handling of the above exception', ...once.slice(1)];
  expect(count(...once)).toBe(1);
  expect(count(...chained)).toBe(1);
  expect(count(...once, ...once, ...once)).toBe(3);
});

test('a client that leaves harms the others', () => {
  const report = errorReport('Error: write EPIPE');
  expect(
    leavingHarms('/live/count', { exit: { kind: 'running' }, report, port: 1, lines: ['x'], locate: NOWHERE }, 3),
  ).toEqual({
    code: 'sse/crashes-on-disconnect',
    severity: 'error',
    facts: { exit: { kind: 'running' }, error: 'Error: write EPIPE', repeats: 3 },
    evidence: { did: { kind: 'sse', path: '/live/count' }, output: ['x'], where: [{ file: 'main.py', line: 7 }] },
  });
  expect(clientDisagrees(streamView('data: 1\n\n'), { reason: 'status', status: 503 })).toMatchObject({
    code: 'sse/client-disagrees',
    facts: { failure: { reason: 'status', status: 503 } },
    evidence: { received: 'data: 1\n\n' },
  });
});

test('a timer that is off is steady; one event that is late, and the next one sooner, are not', () => {
  expect(isSteadilyOff([1500, 1510, 1490], 1000)).toBe(true);
  expect(isSteadilyOff([1500, 1510], 1000)).toBe(false);
  expect(isSuspicious([1500, 1510], 1000)).toBe(true);
  expect(isSteadilyOff([1300, 1300, 1300], 1000)).toBe(false);
  expect(isSteadilyOff([2000, 2000, 1050], 1000)).toBe(false);
  expect(isSteadilyOff([1900, 1010, 1900], 1000)).toBe(false);
  expect(isSteadilyOff([650, 760, 560], 1000)).toBe(true);
  expect(isSteadilyOff([750, 750, 750], 1000)).toBe(false);
  expect(isSteadilyOff([500, 950, 600], 1000)).toBe(false);
  expect(isSteadilyOff([], 1000)).toBe(false);
  // The machine stood still for a second: the third event is late, and the fourth comes all the sooner.
  expect(isUnclear([1501, 2433, 570], 1000)).toBe(true);
  expect(isUnclear([1501, 2433, 570, 1500], 1000)).toBe(true);
  expect(isUnclear([1501, 2433, 570, 1500, 1500], 1000)).toBe(false);
  expect(isSteadilyOff([1501, 2433, 570, 1500, 1500], 1000)).toBe(true);
  expect(isUnclear([1000, 1900], 1000)).toBe(true);
  expect(isUnclear([1000, 1900, 100], 1000)).toBe(false);
  expect(isSteadilyOff([1000, 1900, 1000, 1000, 1000], 1000)).toBe(false);
  expect(isSteadilyOff([600, 1700, 100, 600, 600], 1000)).toBe(true);
  expect(isUnclear([], 1000)).toBe(false);
  const at = (ms: number): [number, string] => [ms, EVENT];
  const counted = (times: readonly number[]): WatchedStream => {
    const view = streamView(times.map(at));
    return { ...view, counted: view.events };
  };
  expect(wrongRate(counted([0, 1500, 3000, 4500]))).toMatchObject({ facts: { intervals: [1500, 1500, 1500] } });
  expect(wrongRate(counted([0, 1500, 3000]))).toBeUndefined();
  expect(wrongRate(counted([0, 1120, 2240, 3360]))).toBeUndefined();
  // The wait for the first event is one more, if it is of the same length.
  expect(wrongRate({ ...counted([0, 1500, 3000]), askedMs: -1500 })).toMatchObject({ code: 'sse/wrong-rate' });
  expect(wrongRate({ ...counted([0, 1500, 3000]), askedMs: -1900 })).toBeUndefined();
  expect(pacesOf({ ...counted([0, 1000]), askedMs: -1150 })).toEqual([1150, 1000]);
  expect(pacesOf({ ...counted([0, 1000]), askedMs: -1151 })).toEqual([1000]);
  expect([pacesOf(counted([])), pacesOf(counted([0]))]).toEqual([[], []]);
});

test('two waits in a row of more than two seconds are no delay', () => {
  expect(isFarTooSlow([2201, 2201], 1000)).toBe(true);
  expect(isFarTooSlow([3000, 2200], 1000)).toBe(false);
  expect(isFarTooSlow([1000, 3000, 3000], 1000)).toBe(true);
  expect(isFarTooSlow([3000, 3000, 1000], 1000)).toBe(false);
  expect([isFarTooSlow([3000], 1000), isFarTooSlow([], 1000)]).toEqual([false, false]);
});
