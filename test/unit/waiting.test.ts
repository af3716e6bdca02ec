import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { ChangeSignal, deadlineSignal, startDeadline, withinDeadline } from '../../src/model/waiting.ts';

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

test('a falsy value counts as found; only undefined does not', async () => {
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

test('a wait ends after one last look when nothing more can come', async () => {
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

/** Keeps this process from running anything else. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('what arrived while the process stood still is read before the deadline is over', async () => {
  const { server, near, far } = await connection();
  const seen: string[] = [];
  near.on('data', () => seen.push('data'));
  const over = new Promise<void>((resolve) => {
    startDeadline(100, () => {
      seen.push('over');
      resolve();
    });
  });
  far.write('x');
  block(300);
  await over;
  expect(seen).toEqual(['data', 'over']);
  near.destroy();
  far.destroy();
  server.close();
});

test('time in which the process stood still does not count, except for the current slice', async () => {
  const started = performance.now();
  let over: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (over = resolve));
  startDeadline(600, over);
  block(800);
  await ended;
  // 250 ms of the 600 were counted when the loop ended.
  expect(performance.now() - started).toBeGreaterThanOrEqual(1140);
});

test('a deadline that is cancelled is never over, even when its time has come', async () => {
  let isOver = false;
  const cancel = startDeadline(0, () => (isOver = true));
  const late = startDeadline(30, () => (isOver = true));
  cancel();
  await new Promise<void>((resolve) => startDeadline(10, resolve));
  late();
  const { signal } = deadlineSignal(60);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  expect(isOver).toBe(false);
});

/** A connection over loopback, both ends of it in this process. */
async function connection(): Promise<{ readonly server: Server; readonly near: Socket; readonly far: Socket }> {
  const server = createServer();
  const accepted = once(server, 'connection');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const near = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  const [far] = (await accepted) as [Socket];
  return { server, near, far };
}
