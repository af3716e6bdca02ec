import { fixtureSuite } from '../support/fixture-suite.ts';
import { allFixtures, oneOfEachStep, partOf } from '../support/fixtures.ts';
import { pythonOrReason } from '../support/python.ts';

// vitest.config.ts runs this file several times, each time with another part of the fixtures; vitest.quick.config.ts runs a few.
const { FIXTURES, FIXTURE_PART, FIXTURE_PARTS } = process.env;

if (FIXTURES === 'one of each step')
  fixtureSuite({ fixtures: oneOfEachStep(allFixtures()), python: undefined, browser: 'never' });
else
  fixtureSuite({
    fixtures: partOf(allFixtures(), Number(FIXTURE_PART ?? 0), Number(FIXTURE_PARTS ?? 1)),
    python: await pythonOrReason(),
    browser: 'too',
  });
