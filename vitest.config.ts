import { defineConfig } from 'vitest/config';
import { CountingReporter } from './test/support/counting-reporter.ts';
import { LongestFirst } from './test/support/longest-first.ts';
import { NOT_PURE, PURE } from './vitest.pure.config.ts';

const FIXTURES = 'test/checks/fixtures.test.ts';

/** The fixtures are one file that finds them all, and run in so many parts of equal length, each in a worker of its own. */
const PARTS = Number(process.env['FIXTURE_PARTS'] ?? 8);

export default defineConfig({
  test: {
    // Learners' servers and pages are real processes, and much of a test is waiting for them: with three workers two processors were idle for a third of
    // the time. More than four make the timings those of a busy machine.
    pool: 'forks',
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Never a second try for all: the tutor is about races, and a retry hides its own. See test/support/flaky.ts.
    retry: 0,
    // A check has deadlines of its own; how long a busy machine takes is not what a test is about.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', new CountingReporter()],
    // What a command prints must not depend on who runs the tests.
    env: { NO_COLOR: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/{checks,faults}/**/*.test.ts', ...NOT_PURE],
          exclude: [FIXTURES],
        },
      },
      // What they test runs in processes of its own, so a worker loads the modules that start these once for all files.
      {
        extends: true,
        test: {
          name: 'tests of programs',
          include: ['test/!(unit|rules|htmx|messages|checks|faults)/**/*.test.ts'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'pure tests', ...PURE } },
      ...Array.from({ length: PARTS }, (_, part) => ({
        extends: true as const,
        test: {
          name: `fixtures ${part + 1} of ${PARTS}`,
          include: [FIXTURES],
          env: { FIXTURE_PART: String(part), FIXTURE_PARTS: String(PARTS) },
        },
      })),
    ],
  },
});
