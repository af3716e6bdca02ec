import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RunResult } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import { RandomWords } from '../../src/run/random.ts';
import { comparable, readRecord, recordedFindings, writeRecord } from '../support/recorded.ts';
import type { Varies } from '../support/recorded.ts';
import { temporaryFolder } from '../support/temporary.ts';

const FOLDER = '/tmp/tutor-test-x';

function run(...findings: readonly Finding[]): RunResult {
  const checks = [{ id: 'ws-echo', title: '', status: 'fail', durationMs: 1, findings } as const];
  const steps = [{ step: 'step-2', title: '', passed: false, durationMs: 1, checks, timeline: [] }];
  return { target: 'step-2', passed: false, durationMs: 1, steps, phases: {} };
}

function exited(error: string, line = 3): Finding {
  return {
    code: 'ws/handler-error',
    severity: 'error',
    facts: { sent: 'exit code 1', error },
    evidence: { where: [{ file: 'main.js', line, column: 7 }, { file: 'package.json' }] },
  };
}

const NO_REPLY: Finding = { code: 'ws/no-reply', severity: 'error', facts: { sent: 'x' }, evidence: {} };

const AS_RECORDED = { varies: [], engine: 'dom', runtime: 'recorded' } as const;

test('what differs between any two runs is replaced, everything else is kept', () => {
  const words = new RandomWords();
  const word = words.word();
  const text = `${FOLDER}/main.js: said ${word}, ${word.toUpperCase()}, ${words.text().text} and ${word.toLowerCase()} to client 12 on ws://localhost:23456/ws and port 8123, status 404`;
  expect(recordedFindings(run(exited(text)), FOLDER)).toEqual([
    {
      check: 'ws-echo',
      code: 'ws/handler-error',
      severity: 'error',
      where: ['main.js:3:7', 'package.json'],
      facts: {
        sent: 'exit code 1',
        error:
          '<folder>/main.js: said <word>, <word in upper case>, <word> Καλημέρα é42 żółw 漢字 🙂 and <word in lower case> to client <n> on ws://localhost:<port>/ws and port <port>, status 404',
      },
    },
  ]);
});

test('a measured fact is recorded by its name, a long list of numbers by its beginning', () => {
  const rate: Finding = { code: 'sse/wrong-rate', severity: 'error', facts: { intervals: [9, 8] }, evidence: {} };
  const counting: Finding = {
    code: 'sse/not-counting',
    severity: 'error',
    facts: { numbers: [1, 1, 1, 1] },
    evidence: {},
  };
  const facts = recordedFindings(run(rate, counting), FOLDER).map((finding) => finding.facts);
  expect(facts).toEqual([{ intervals: '<measured>' }, { numbers: [1, 1, '…'] }]);
});

test('a recording is read as it was written, and a run without findings has none', () => {
  const folder = temporaryFolder();
  const seen = recordedFindings(run(exited('TypeError: "x" is no function\n  at y'), NO_REPLY), FOLDER);
  writeRecord(folder, 'step-2/some', seen);
  expect(readRecord(folder)).toEqual(seen);
  expect(readFileSync(path.join(folder, 'expected.yaml'), 'utf8')).toMatch(/^# Recorded by .*step-2\/some/u);
  writeRecord(folder, 'step-2/some', []);
  expect(readRecord(folder)).toEqual([]);
});

test('another place, another fact, one more finding and another order are differences', () => {
  const record = comparable(recordedFindings(run(exited('a'), NO_REPLY), FOLDER), AS_RECORDED);
  const others = [
    run(exited('a', 4), NO_REPLY),
    run(exited('b'), NO_REPLY),
    run(exited('a')),
    run(exited('a'), NO_REPLY, NO_REPLY),
    run(NO_REPLY, exited('a')),
  ];
  for (const other of others) expect(comparable(recordedFindings(other, FOLDER), AS_RECORDED)).not.toEqual(record);
});

test.each<[Varies['what'], RunResult]>([
  ['places', run(exited('a', 4), NO_REPLY)],
  ['facts', run(exited('b'), NO_REPLY)],
  ['presence', run(NO_REPLY)],
  ['order', run(NO_REPLY, exited('a'))],
])('what varies by %s is not compared by it, and in the browser alone where that is said', (what, other) => {
  const varies = [{ code: 'ws/handler-error', what, in: 'browser', reason: 'as this test says' }] as const;
  const [record, seen] = [run(exited('a'), NO_REPLY), other].map((result) => recordedFindings(result, FOLDER));
  const compared = (findings: typeof seen, engine: 'dom' | 'browser'): unknown =>
    comparable(findings ?? [], { ...AS_RECORDED, varies, engine });
  expect(compared(seen, 'browser')).toEqual(compared(record, 'browser'));
  expect(compared(seen, 'dom')).not.toEqual(compared(record, 'dom'));
});

test('texts of a runtime are compared only on the version that made the record', () => {
  const other = { ...AS_RECORDED, runtime: 'other' } as const;
  const [a, b, silent] = ['a', 'b', ''].map((error) => recordedFindings(run(exited(error)), FOLDER));
  expect(comparable(a ?? [], other)).toEqual(comparable(b ?? [], other));
  expect(comparable(a ?? [], other)).not.toEqual(comparable(silent ?? [], other));
});
