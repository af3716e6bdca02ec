import { vi } from 'vitest';

/** What comes at once on a quiet machine comes by then on one that the other tests keep busy. Milliseconds. */
const DEADLINE_MS = 60_000;
const EVERY_MS = 20;

/** Resolves with what an assertion returns as soon as it holds; fails as it does when it never holds. vitest's own waits end after a second. */
export function eventually<T>(
  assertion: () => T | Promise<T>,
  { deadlineMs = DEADLINE_MS }: { readonly deadlineMs?: number } = {},
): Promise<T> {
  return vi.waitFor(assertion, { timeout: deadlineMs, interval: EVERY_MS });
}
