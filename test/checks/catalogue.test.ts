import { expect, test } from 'vitest';
import { CHECK_IDS } from '../../src/chapter/check.ts';
import { WORDING } from '../../src/chapter/wording.ts';
import { explain } from '../../src/messages/index.ts';
import { CODES } from '../support/describe.ts';
import { fixturesOf, fixtureSteps } from '../support/fixtures.ts';

const fixtures = fixtureSteps().flatMap(fixturesOf);

/** Codes that no folder can be made to show on every machine, and what proves them instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'env/old-runtime': 'test/unit/backend-node.test.ts',
  'env/no-folder': 'test/unit/backend-node.test.ts',
  'server/unreachable': 'test/unit/backend-node.test.ts',
  'python/not-found': 'test/unit/backend-fastapi-environment.test.ts',
  'python/too-old': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirements-missing': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirement-unreadable': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirement-not-listed': 'test/unit/backend-fastapi-environment.test.ts',
  'python/package-missing': 'test/unit/backend-fastapi-environment.test.ts',
  'python/name-shadows': 'test/unit/backend-fastapi-environment.test.ts',
  'python/no-app': 'test/unit/backend-fastapi-output.test.ts',
};

/** Checks that no folder can make fail on every machine; the same unit test proves them. */
const CHECKS_ELSEWHERE: readonly string[] = ['env-runtime'];

test('every code is recognised in at least one fixture, which gets exactly that code first', () => {
  const table = CODES.map((code) => {
    const errors = fixtures.filter((fixture) => fixture.code === code);
    const warnings = fixtures.filter((fixture) => fixture.warnings.includes(code));
    return {
      code,
      names: [...errors, ...warnings].map((fixture) => `${fixture.step}/${fixture.name}`),
      elsewhere: ELSEWHERE[code],
    };
  });
  const width = Math.max(...table.map(({ code }) => code.length));
  // oxlint-disable-next-line no-console -- the table is what this test is read for
  console.log(
    [
      'Codes and the fixtures that show them:',
      ...table.map(
        ({ code, names, elsewhere }) =>
          `  ${code.padEnd(width)}  ${String(names.length).padStart(2)}  ${names.join(', ') || elsewhere || 'none'}`,
      ),
    ].join('\n'),
  );
  expect(
    table.filter(({ names, elsewhere }) => names.length === 0 && elsewhere === undefined).map(({ code }) => code),
  ).toEqual([]);
});

test('every check has a submission that passes all checks before it and breaks just that one', () => {
  const broken = new Set(fixtures.map((fixture) => fixture.check));
  expect(CHECK_IDS.filter((id) => !broken.has(id) && !CHECKS_ELSEWHERE.includes(id))).toEqual([]);
});

test('every step has at least two wrong and two right submissions', () => {
  for (const step of fixtureSteps()) {
    const own = fixturesOf(step);
    expect(own.filter((fixture) => fixture.expect === 'fail').length, step).toBeGreaterThanOrEqual(2);
    expect(own.filter((fixture) => fixture.expect === 'pass').length, step).toBeGreaterThanOrEqual(2);
  }
});

test.each(CODES)('explain %s says what it means, with a wrong and a right example and a source', (code) => {
  const explanation = explain(code, WORDING);
  expect(explanation?.meaning.length).toBeGreaterThan(40);
  expect(explanation?.wrong.text).not.toBe(explanation?.right.text);
  expect(explanation?.source.length).toBeGreaterThan(5);
});
