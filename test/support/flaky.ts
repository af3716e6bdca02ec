import type { TestOptions } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why this test has a second try. */
    flaky?: string;
    /** Why this test may be skipped where CI is set: it needs something that the set-up cannot install. */
    optional?: string;
  }
}

/**
 * Options of a test that may be tried a second time, for a cause outside the tutor that the test cannot remove. There is no retry
 * for all tests: the tutor is about races, and a retry hides its own. Each run ends with the list of these tests.
 * @param reason what cannot be helped, for whoever reads that list
 */
export function flaky(reason: string): TestOptions {
  return { retry: 1, meta: { flaky: reason } };
}
