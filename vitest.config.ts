import { defineConfig } from 'vitest/config';
import { CountingReporter } from './test/support/counting-reporter.ts';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Learners' servers and pages are real processes; more workers than this make their timings those of a busy machine.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Hundreds of servers and pages on two cores make stalls that no learner's machine has, and a pseudo terminal loses what was not read
    // 200 ms after its program's end. What passed only at the second try is listed at the end of the run.
    retry: Number(process.env['TEST_RETRIES'] ?? 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', new CountingReporter()],
    // What a command prints must not depend on who runs the tests.
    env: { NO_COLOR: '1' },
  },
});
