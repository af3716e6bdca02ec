import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProcessDeadline } from '../../src/observe/page/dom/host-delay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When the deadline is over for a process that gets no processor for this share of each second, in seconds. */
async function overAfter(share: number): Promise<number> {
  const since = performance.now();
  const over: number[] = [];
  startProcessDeadline(
    6000,
    () => (performance.now() - since) * share,
    () => over.push(performance.now() - since),
  );
  while (over.length === 0) await vi.advanceTimersByTimeAsync(100);
  return Math.round((over[0] ?? 0) / 1000);
}

test('time in which a process got no processor does not count', async () => {
  expect(await overAfter(0)).toBe(6);
  expect(await overAfter(0.5)).toBe(12);
  expect(await overAfter(0.8)).toBe(30);
});

test('a process that gets no processor at all is not waited for without end', async () => {
  expect(await overAfter(1)).toBe(66);
});

test('one that is cancelled while it is put off is not called', async () => {
  const since = performance.now();
  const onOver = vi.fn<() => void>();
  const cancel = startProcessDeadline(1000, () => (performance.now() - since) * 0.9, onOver);
  await vi.advanceTimersByTimeAsync(5000);
  cancel();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onOver).not.toHaveBeenCalled();
});
