import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { describe as describeFinding } from '../../src/messages/index.ts';
import type { Description } from '../../src/messages/index.ts';
import type { ServerLanguage } from '../../src/model/backend.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Place } from '../../src/model/timeline.ts';
import { courseOf, labOf } from '../support/course-folder.ts';
import { adviceProblems, fixedState, placeProblems } from '../support/fix-edits.ts';
import { allFixtures, fixtureState, nameOf } from '../support/fixtures.ts';
import type { Fixture } from '../support/fixtures.ts';
import { readRecord } from '../support/recorded.ts';
import type { RecordedFinding } from '../support/recorded.ts';

// A fixture with `fix` has in its edits what the report's fix says, at the report's place. That the attempt passes then is tested where
// the fixtures run (test/support/fixture-suite.ts).

/** More of the codes than this must be shown to have a fix that works. */
const LEAST_CODES = 105;

const fixed = allFixtures().flatMap((fixture) =>
  fixture.fix === undefined ? [] : [{ name: nameOf(fixture), fixture, fix: fixture.fix }],
);

/** The report about a fixture's first error, made of its record: the fixtures' own test keeps that as it is in a run. */
async function reportOf(fixture: Fixture): Promise<Description> {
  const recorded = readRecord(fixture.folder).find(({ severity }) => severity === 'error');
  if (recorded === undefined) throw new Error(`${nameOf(fixture)} has no error`);
  // A lab has names of its own for what the advice speaks of.
  const wording = (await labOf(fixture.step)?.loadWording()) ?? WORDING;
  return describeFinding(findingOf(recorded), { ...wording, language: languageOf(fixture) });
}

function findingOf({ code, severity, facts, where }: RecordedFinding): Finding {
  const evidence = { where: where.map(placeOf) };
  const measured = Object.entries(facts).map(([name, value]) => [
    name,
    value === '<measured>' ? MEASURED[name] : value,
  ]);
  // The record is of a finding; its type does not say so.
  return { code, severity, facts: Object.fromEntries(measured) as unknown, evidence } as Finding;
}

/** Any value: a fix does not depend on how long something took. */
const MEASURED: Readonly<Record<string, unknown>> = { waitedMs: 1000, apartMs: 1000, intervals: [1000], port: 8000 };

function placeOf(text: string): Place {
  const [file = '', line, column] = text.split(':');
  return {
    file,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

function languageOf({ backend, run = '' }: Fixture): ServerLanguage {
  if (backend === 'fastapi') return 'python';
  return run === '' || run.startsWith('node ') ? 'node' : 'other';
}

test.each(fixed)('$name: the edits are what the report says, where it says', async ({ fixture, fix }) => {
  const state = fixtureState(courseOf(fixture.step), fixture);
  const report = await reportOf(fixture);
  // Not toEqual: it compares the bytes of htmx one by one, which took longer than all other tests of the sentences.
  expect(isDeepStrictEqual(fixedState(state, fix), state)).toBe(false);
  expect(
    {
      place: placeProblems(state, fix, report),
      advice: adviceProblems(state, fix, report.fix),
    },
    report.fix,
  ).toEqual({ place: [], advice: [] });
});

test(`at least ${LEAST_CODES} codes have a fixture with the fix of its report`, () => {
  expect(new Set(fixed.map(({ fixture }) => fixture.code)).size).toBeGreaterThanOrEqual(LEAST_CODES);
});
