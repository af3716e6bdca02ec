import { defineConfig, mergeConfig } from 'vitest/config';
import { CountingReporter } from './test/support/counting-reporter.ts';
import pure from './vitest.pure.config.ts';

/** `npm run test:quick`: the pure modules, and one attempt of each step in the DOM alone. For every save; `npm test` is what counts. */
export default mergeConfig(
  pure,
  defineConfig({
    test: {
      include: ['test/checks/{catalogue,fixtures-1-of-8}.test.ts'],
      // Generated messages in the real htmx, by the hundred.
      exclude: ['test/htmx/{events,messages}-*.test.ts'],
      globalSetup: ['test/support/global-setup.ts'],
      reporters: [new CountingReporter()],
      env: { FIXTURES: 'one of each step' },
    },
  }),
);
