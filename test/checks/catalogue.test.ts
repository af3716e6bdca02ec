import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHECK_IDS } from '../../src/chapter/check.ts';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { explain } from '../../src/messages/index.ts';
import { packageRoot } from '../../src/model/package-root.ts';
import { labSteps, realCourse } from '../support/course-folder.ts';
import { CODES } from '../support/describe.ts';
import { allFixtures, fixturesOf, fixtureSteps, nameOf, partOf } from '../support/fixtures.ts';
import { readRecord } from '../support/recorded.ts';

const fixtures = allFixtures();

/** Codes that no folder can be made to show on every machine, and what proves them instead. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'env/old-runtime': 'test/unit/backend-node.test.ts',
  'page/crashed': 'test/faults/page-ends.test.ts',
  'env/no-folder': 'test/unit/backend-node.test.ts',
  'server/unreachable': 'test/unit/backend-node.test.ts',
  'python/not-found': 'test/unit/backend-fastapi-environment.test.ts',
  'python/too-old': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirements-missing': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirement-unreadable': 'test/unit/backend-fastapi-environment.test.ts',
  'python/requirement-not-listed': 'test/unit/backend-fastapi-environment.test.ts',
  'python/package-missing': 'test/unit/backend-fastapi-environment.test.ts',
  'python/name-shadows': 'test/unit/backend-fastapi-environment.test.ts',
  // What only a page shows that no lesson knows.
  'oob/item-stripped': 'test/diagnose/apps.ts',
  'oob/table-part': 'test/diagnose/odd-apps.ts',
  'sse/escaped-html': 'test/diagnose/odd-apps.ts',
  'htmx/handler-never-called': 'test/diagnose/shown-apps.ts',
  'htmx/extension-late': 'test/diagnose/four-apps.ts',
  'htmx/unknown-style': 'test/diagnose/shown-apps.ts',
  'live/bare-text': 'test/diagnose/data-apps.ts',
  'live/unfilled': 'test/diagnose/data-apps.ts',
  'ws/escaped-html': 'test/diagnose/data-apps.ts',
  'live/connector-polled': 'test/diagnose/shown-apps.ts',
  'live/target-inherited': 'test/diagnose/shown-apps.ts',
  'oob/box-stripped': 'test/diagnose/shown-apps.ts',
  'oob/nested': 'test/diagnose/shown-apps.ts',
  'page/field-replaced': 'test/diagnose/shown-apps.ts',
  'page/htmx-complains': 'test/diagnose/shown-apps.ts',
  'page/answer-not-fragment': 'test/diagnose/request-apps.ts',
  'page/request-failed': 'test/diagnose/shown-apps.ts',
  'sse/line-ends-lost': 'test/diagnose/data-apps.ts',
  'sse/pieces-replaced': 'test/diagnose/piece-apps.ts',
  'sse/run-together': 'test/diagnose/piece-apps.ts',
  'ws/frame-echoed': 'test/diagnose/shown-apps.ts',
  'htmx/beta-form': 'test/diagnose/live-apps.ts',
  'htmx/no-version': 'test/diagnose/live-apps.ts',
  'live/connections-multiply': 'test/diagnose/live-apps.ts',
  'live/in-shadow-root': 'test/diagnose/shadow-apps.ts',
  'live/event-passes': 'test/diagnose/four-apps.ts',
  'live/not-wired': 'test/diagnose/live-apps.ts',
  'live/connector-replaced': 'test/diagnose/connector-apps.ts',
  'live/listener-emptied': 'test/diagnose/out-of-band-apps.ts',
  'live/not-inherited': 'test/diagnose/inheritance-apps.ts',
  'live/part-lost': 'test/diagnose/target-apps.ts',
  'live/target-missing': 'test/diagnose/target-apps.ts',
  'live/stream-never-ends': 'test/diagnose/live-apps.ts',
  'live/repeated-after-reconnect': 'test/diagnose/live-apps.ts',
  'live/hard-coded-host': 'test/diagnose/live-apps.ts',
  // Its page comes by https.
  'live/mixed-content': 'test/rules/live.test.ts',
  // What differs under another major of htmx.
  'migrate/not-open': 'test/diagnose/migrate-apps.ts',
  'migrate/received': 'test/diagnose/migrate-apps.ts',
  'migrate/sent': 'test/diagnose/migrate-apps.ts',
  'migrate/reconnects': 'test/diagnose/migrate-apps.ts',
  'migrate/hidden-tab': 'test/diagnose/migrate-apps.ts',
};

test('what each fixture says about itself matches its recording', () => {
  const said = fixtures.map((fixture) => ({
    name: nameOf(fixture),
    code: fixture.code,
    check: fixture.check,
    warnings: fixture.warnings.toSorted(),
  }));
  const recorded = fixtures.map((fixture) => {
    const findings = readRecord(fixture.folder);
    const first = findings.find(({ severity }) => severity === 'error');
    return {
      name: nameOf(fixture),
      code: first?.code,
      check: first?.check,
      warnings: findings
        .filter(({ severity }) => severity === 'warning')
        .map(({ code }) => code)
        .toSorted(),
    };
  });
  expect(recorded).toEqual(said);
});

test('every folder below fixtures/ is a fixture of a step of the course, and runs in exactly one part', () => {
  const steps = [...realCourse().steps, ...labSteps()].map(({ id }) => id);
  expect(fixtureSteps().filter((step) => !steps.includes(step))).toEqual([]);
  for (const parts of [1, 2, 6, 7]) {
    const spread = Array.from({ length: parts }, (_, part) => partOf(fixtures, part, parts));
    expect(spread.flat().map(nameOf).toSorted()).toEqual(fixtures.map(nameOf).toSorted());
    const lengths = spread.map(({ length }) => length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
  }
});

test('some fixture records each code as its first error or as a warning', () => {
  const table = CODES.map((code) => {
    const errors = fixtures.filter((fixture) => fixture.code === code);
    const warnings = fixtures.filter((fixture) => fixture.warnings.includes(code));
    return {
      code,
      names: [...errors, ...warnings].map(nameOf),
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

test.each(Object.entries(ELSEWHERE))('%s, which no fixture shows, is expected in %s', (code, file) => {
  expect(CODES).toContain(code);
  // As a code by itself, or after its severity: 'warning python/requirements-missing'.
  expect(new RegExp(`['\\s]${code}'`, 'u').test(readFileSync(path.join(packageRoot(), file), 'utf8'))).toBe(true);
  expect(fixtures.filter((fixture) => fixture.code === code).map(nameOf)).toEqual([]);
});

/** Judges what other checks happen to leave open until the end of a run, so that no attempt fails it each time. */
const BY_CHANCE: readonly string[] = ['sse-stays'];

test('for every check some attempt passes all checks before it and fails only that one', () => {
  const broken = new Set(fixtures.map((fixture) => fixture.check));
  expect(CHECK_IDS.filter((id) => !broken.has(id) && !BY_CHANCE.includes(id))).toEqual([]);
});

test('every step has at least two wrong and two right attempts', () => {
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
