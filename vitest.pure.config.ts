import { defineConfig } from 'vitest/config';

/** Tests in the folders of the pure modules that do start a program, a server or a page engine. */
export const NOT_PURE = [
  'test/unit/{counting-reporter,lint-rules,page-dom-{cache,engine},page-host-rights,page-rules,reporters-machines,server-{never-listens,other-owner,ports}}.test.ts',
  'test/unit/backend-*.test.ts',
];

/** All others of these folders start none. */
export const PURE = {
  include: ['test/{unit,rules,htmx,messages}/**/*.test.ts'],
  exclude: NOT_PURE,
  // They keep nothing in a module, so a worker loads the modules once for all its files; a file that replaces one resets them.
  isolate: false,
};

/** The pure tests alone: for coverage and mutation, and the first part of the quick tests. */
export default defineConfig({
  test: {
    ...PURE,
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
