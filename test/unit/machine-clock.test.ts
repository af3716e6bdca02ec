import { expect, test } from 'vitest';
import { idleIn, MachineClock, stalledIn } from '../../src/observe/machine-clock.ts';

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
