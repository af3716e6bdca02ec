import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FACTS_FILE, factsOfCodes, factsPage } from '../../scripts/facts.mjs';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { LedgerEntry } from '../../src/model/ledger.ts';
import { allFixtures } from '../support/fixtures.ts';
import { readRecord } from '../support/recorded.ts';
import { check, finding, report, step } from './reporters-runs.ts';

const DOC = readFileSync('docs/json.md', 'utf8');

/** The fields that a section of docs/json.md lists in its table. */
function fieldsOf(heading: string): readonly string[] {
  const section = DOC.split(/^## /mu).find((one) => one.startsWith(heading));
  if (section === undefined) throw new Error(`docs/json.md has no section ${heading}`);
  // The first table is of the fields themselves; those of their parts come after it.
  const [, table = ''] = section.split(/\n\n(?=\| field)/u);
  return (table.split('\n\n')[0] ?? '')
    .split('\n')
    .flatMap((line) => [...(/^\| (`[^|]+) \|/u.exec(line)?.[1]?.matchAll(/`(\w+)`/gu) ?? [])])
    .map(([, name = '']) => name);
}

const LEDGER: LedgerEntry = {
  handler: 'htmx',
  incoming: { name: 'tick', data: '<p>5</p>' },
  predicted: [],
  observed: { appeared: [], vanished: [], events: [], thrown: [], changes: [] },
  differences: [],
  ...{ uncertain: [], unfinished: false },
};

const FULL = finding({
  did: { kind: 'page' },
  received: '<div>',
  waitedMs: 5,
  ledger: [LEDGER],
  output: ['boom'],
  where: [{ file: 'main.js', line: 3 }],
  wire: { clients: ['tab 1'], moments: [12], untilMs: 20 },
});
const UNKNOWN: CheckResult = {
  ...check('c', 'unknown'),
  undecided: { stalledMs: 10, suspected: ['oob/no-id'], runs: 3 },
};
const CLIENT = { kind: 'tab', label: 'tab 1', server: 'server' } as const;
const [written = ''] = report('json', [
  step(
    'step-4',
    [check('a', 'fail', [FULL]), check('b', 'skip'), UNKNOWN],
    [{ ms: 12, client: CLIENT, direction: 'note', kind: 'htmx', data: '', turn: 'ends', ledger: LEDGER }],
  ),
]);

/** What the reporter writes, as far as this test reads it. */
interface Written {
  readonly steps: readonly {
    readonly checks: readonly { readonly findings: readonly object[] }[];
    readonly timeline: readonly object[];
    readonly ledger: readonly object[];
  }[];
}
const run = JSON.parse(written) as Written;
const steps = run.steps;
const checks = steps.flatMap((one) => one.checks);

describe('docs/json.md names every field that is written, and no other', () => {
  test.each<[heading: string, objects: readonly object[]]>([
    ['The run', [run]],
    ['A step,', steps],
    ['A check,', checks],
    ['A finding,', checks.flatMap((one) => one.findings)],
    ['A line of the timeline,', steps.flatMap((one) => one.timeline)],
    ['What became of a message,', steps.flatMap((one) => one.ledger)],
  ])('%s', (heading, objects) => {
    const names = new Set(objects.flatMap((object) => Object.keys(object)));
    expect(fieldsOf(heading).toSorted()).toEqual([...names].toSorted());
  });

  test('and its example has no other', () => {
    const example = JSON.parse(/```json\n([^]*?)```/u.exec(DOC)?.[1] ?? '') as Written;
    const [shown] = example.steps.flatMap((one) => one.checks).flatMap((one) => one.findings);
    expect(Object.keys(shown ?? {}).toSorted()).toEqual(Object.keys(checks[0]?.findings[0] ?? {}).toSorted());
  });
});

describe('docs/facts.md', () => {
  test('is what the types say: npm run facts writes it', () => {
    expect(readFileSync(FACTS_FILE, 'utf8')).toBe(factsPage());
  });

  test('has every code', () => {
    expect(
      factsOfCodes()
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(Object.keys(WORDING.catalogue.entries).toSorted());
  });

  test('has every fact of every recorded finding', () => {
    const known = new Map(factsOfCodes().map(({ code, names, type }) => [code, { names, type }]));
    const unknown = allFixtures().flatMap((fixture) =>
      readRecord(fixture.folder).flatMap(({ code, facts }) => {
        const { names = [], type = '' } = known.get(code) ?? {};
        // A named shape lists its fields at the end of the page.
        const isShape = /^[A-Z]\w+$/u.test(type);
        return Object.keys(facts)
          .filter((name) => !isShape && !names.includes(name))
          .map((name) => `${fixture.name}: ${code} ${name}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  test('defines every shape that it names', () => {
    const page = factsPage();
    const blocks = [...page.matchAll(/```ts\n([^]*?)```/gu)].map(([, text = '']) =>
      text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/gu, ''),
    );
    const types = [...factsOfCodes().map(({ type }) => type.replaceAll(/\/\*.*?\*\//gu, '')), ...blocks];
    const named = types.flatMap((type) => [...type.matchAll(/(?<!['"\w])[A-Z]\w+(?!['"\w])/gu)].map(([name]) => name));
    expect(named.length).toBeGreaterThan(5);
    const builtIn = ['Extract', 'Record'];
    for (const name of new Set(named))
      if (!builtIn.includes(name)) expect(page.includes(`### ${name}\n`), name).toBe(true);
  });
});
