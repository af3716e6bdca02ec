import { expect, test } from 'vitest';
import { ChangeSignal, withinDeadline } from '../../src/model/waiting.ts';

const soon = { deadlineMs: 20 };
const long = { deadlineMs: 60_000 };

test('what exists already is found and not changed', async () => {
  expect(await new ChangeSignal().find(() => 'here', long)).toBe('here');
});

test('each change makes every wait look again, and a wait that has ended looks no more', async () => {
  const signal = new ChangeSignal();
  let value = 0;
  let looks = 0;
  const first = signal.until(() => value >= 1, long);
  const second = signal.find(() => {
    looks += 1;
    return value >= 2 ? value : undefined;
  }, long);
  value = 1;
  signal.wake();
  expect(await first).toBe(true);
  value = 2;
  signal.wake();
  expect(await second).toBe(2);
  signal.wake();
  expect(looks).toBe(3);
});

test('a falsy value is found; only undefined is nothing', async () => {
  expect(await new ChangeSignal().find(() => 0, long)).toBe(0);
});

test('at the deadline the condition is tested once more', async () => {
  const signal = new ChangeSignal();
  let late = false;
  const unnoticed = signal.until(() => late, soon);
  late = true;
  expect(await unnoticed).toBe(true);
  expect(await signal.until(() => false, soon)).toBe(false);
  expect(await signal.until(() => false, { deadlineMs: -1 })).toBe(false);
});

test('a wait ends when nothing more can come, after a last look', async () => {
  const signal = new ChangeSignal();
  let closed = false;
  let last = false;
  const limits = { ...long, over: () => closed };
  const met = signal.until(() => last, limits);
  const missed = signal.until(() => false, limits);
  closed = last = true;
  signal.wake();
  expect([await met, await missed]).toEqual([true, false]);
});

test('a condition that throws rejects only its own wait', async () => {
  const signal = new ChangeSignal();
  let broken = false;
  const throws = signal.until(() => {
    if (broken) throw new Error('a bug');
    return false;
  }, long);
  const other = signal.until(() => broken, long);
  broken = true;
  signal.wake();
  await expect(throws).rejects.toThrow('a bug');
  expect(await other).toBe(true);
});

test('a promise may take as long as the deadline allows', async () => {
  expect(await withinDeadline(Promise.resolve(undefined), 60_000)).toEqual({ value: undefined });
  expect(await withinDeadline(new Promise(() => undefined), 10)).toBeUndefined();
  await expect(withinDeadline(Promise.reject(new Error('no')), 60_000)).rejects.toThrow('no');
});
