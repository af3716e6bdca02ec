import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixtureSuite } from './fixture-suite.ts';
import { allFixtures, oneOfEachStep, partOf } from './fixtures.ts';
import { pythonOrReason } from './python.ts';

/** With 1 the first of the files runs all fixtures. */
const WANTED = process.env['FIXTURE_PARTS'];

/**
 * The fixtures of one of the files `fixtures-PART-of-PARTS.test.ts`, which run in workers of their own. vitest.quick.config.ts runs a few.
 * @param url the file's `import.meta.url`
 */
export async function fixturePart(url: string): Promise<void> {
  const [part = 1, parts = 1] = (path.basename(fileURLToPath(url)).match(/\d+/gu) ?? []).map(Number);
  if (process.env['FIXTURES'] === 'one of each step') {
    fixtureSuite({ fixtures: oneOfEachStep(allFixtures()), python: undefined, browser: 'never' });
    return;
  }
  fixtureSuite({
    fixtures: partOf(allFixtures(), part - 1, Number(WANTED ?? parts)),
    python: await pythonOrReason(),
    browser: 'too',
  });
}
