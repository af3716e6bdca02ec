import { expect, test } from 'vitest';
import { idleIn, MachineClock, stalledIn, starvedIn } from '../../src/observe/machine-clock.ts';
import type { StartedSample } from '../../src/observe/machine-clock.ts';

test('of a stall only the part inside the window counts', () => {
  const stalls = [
    { fromMs: 100, toMs: 400 },
    { fromMs: 900, toMs: 1500 },
  ];
  expect(stalledIn(stalls, 0, 2000)).toBe(900);
  expect(stalledIn(stalls, 300, 1000)).toBe(200);
  expect(stalledIn(stalls, 400, 900)).toBe(0);
});

test('the share of unused processor time is read from the samples around the window', () => {
  const samples = [
    { ms: 0, idle: 0, total: 0 },
    { ms: 250, idle: 400, total: 500 },
    { ms: 500, idle: 400, total: 1000 },
    { ms: 750, idle: 900, total: 1500 },
  ];
  expect(idleIn(samples, 260, 490)).toBe(0);
  expect(idleIn(samples, 0, 250)).toBe(0.8);
  expect(idleIn(samples, 10, 10_000)).toBe(0.6);
  expect(idleIn([{ ms: 0, idle: 1, total: 2 }], 0, 100)).toBeUndefined();
});

test('a process that does not run sees its own stall, also one that is not over', () => {
  let now = 0;
  const clock = new MachineClock(() => now);
  try {
    expect(clock.during(0, 0).stalledMs).toBe(0);
    now = 900;
    // No timer has rung since: the stall is seen by whoever asks.
    expect(clock.during(0, 900).stalledMs).toBe(875);
    now = 920;
    expect(clock.during(900, 920).stalledMs).toBe(0);
  } finally {
    clock.stop();
  }
});

test('the program that waited longest for a processor counts, and only what it waited inside the window', () => {
  const at = (ms: number, ...delays: readonly (readonly [string, number, number?])[]): StartedSample => ({
    ms,
    times: new Map(delays.map(([pid, delayMs, ranMs = 0]) => [pid, { delayMs, ranMs }])),
  });
  const samples = [
    at(0, ['1', 900]),
    at(250, ['1', 950]),
    at(500, ['1', 1000], ['2', 40]),
    at(750, ['1', 1010], ['2', 240]),
    at(1000, ['1', 1010]),
  ];
  expect(starvedIn(samples, 0, 500)).toBe(100);
  // The second one started in it, and has ended since.
  expect(starvedIn(samples, 300, 900)).toBe(240);
  expect(starvedIn(samples, 800, 1000)).toBe(0);
  expect(starvedIn([], 0, 100)).toBe(0);
  // A loop without an end waits for a processor, too, and has had one.
  expect(starvedIn([at(0, ['1', 500, 3000]), at(5000, ['1', 3000, 4200])], 0, 5000)).toBe(0);
  expect(starvedIn([at(0, ['1', 500, 3000]), at(5000, ['1', 3000, 3200])], 0, 5000)).toBe(2500);
});
