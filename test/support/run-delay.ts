import { runDelay } from '../../src/files/run-delay.ts';

/** How often a process is asked: what it waits after the last answer counts as its own. Milliseconds. */
const EVERY_MS = 10;

/**
 * How long something takes, in milliseconds, without the time in which a process got no processor: a busy machine is not what the test is about,
 * and a wait of the process is.
 * @param pid of the process. @param happen begins it, and resolves when it is over
 */
export async function ownMs(pid: number | undefined, happen: () => Promise<unknown>): Promise<number> {
  const before = runDelay(pid ?? 0);
  let delay = before;
  const asking = setInterval(() => (delay = Math.max(delay, runDelay(pid ?? 0))), EVERY_MS);
  const since = performance.now();
  try {
    await happen();
  } finally {
    clearInterval(asking);
  }
  return performance.now() - since - (delay - before);
}
