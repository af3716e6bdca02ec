import { defineConfig } from 'vitest/config';

/** The modules whose tests start no program, server or page engine: for coverage and mutation, and the first part of the quick tests. */
export default defineConfig({
  test: {
    include: ['test/{unit,rules,htmx,messages}/**/*.test.ts'],
    exclude: [
      'test/unit/{counting-reporter,lint-rules,page-dom-engine,page-rules,reporters-machines,server-ports}.test.ts',
      'test/unit/backend-*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    reporters: ['default'],
    // What a command prints must not depend on who runs the tests.
    env: { NO_COLOR: '1' },
    coverage: {
      provider: 'v8',
      include: [
        'src/{htmx,rules,messages,course,model}/**/*.ts',
        'src/run/graph.ts',
        'src/observe/event-stream/parser.ts',
        'src/chapter/rules/clock.ts',
        'src/servers/{error-report,exit-report,python-traceback}.ts',
        'src/terminal/*.ts',
      ],
      reporter: ['text'],
      reportOnFailure: true,
    },
  },
});
