import { defineConfig } from 'vitest/config';
import { CountingReporter } from './test/support/counting-reporter.ts';
import { LongestFirst } from './test/support/longest-first.ts';

const FIXTURES = 'test/checks/fixtures-*.test.ts';

export default defineConfig({
  test: {
    // Learners' servers and pages are real processes, and much of a test is waiting for them: with four workers two processors were idle for a third of
    // the time. What keeps the machine busy takes turns (test/support/turns.ts).
    pool: 'forks',
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
    // Never a second try for all: the tutor is about races, and a retry hides its own. See test/support/flaky.ts.
    retry: 0,
    // A check has deadlines of its own; how long a busy machine takes is not what a test is about.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', new CountingReporter()],
    // What a command prints must not depend on who runs the tests.
    env: { NO_COLOR: '1' },
    // A worker loads the modules once for all its files: they keep nothing in them, and a file that replaces one resets them.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'tests', include: ['test/**/*.test.ts'], exclude: [FIXTURES] } },
      // The fixtures are found, not listed, and run in files of equal length.
      { extends: true, test: { name: 'fixtures', include: [FIXTURES] } },
    ],
  },
});
