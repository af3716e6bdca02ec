import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parse, stringify } from 'yaml';
import type { RunResult } from '../../src/model/check.ts';
import type { Place } from '../../src/model/timeline.ts';

/** The file beside a fixture's `fixture.yaml` that holds all that a report of the attempt must say. */
export const RECORD_FILE = 'expected.yaml';

const HEADER = (name: string): string =>
  `# Recorded by \`npm run fixture -- --record ${name}\`. Change it by recording again, and read the difference.\n`;

const findingSchema = v.strictObject({
  check: v.string(),
  code: v.string(),
  severity: v.picklist(['error', 'warning']),
  /** `main.js:12`, or a file alone. */
  where: v.optional(v.array(v.string()), []),
  facts: v.optional(v.record(v.string(), v.unknown()), {}),
});

const recordSchema = v.strictObject({ findings: v.array(findingSchema) });

/** One finding of a run, with what no two runs have in common replaced by its name. */
export type RecordedFinding = v.InferOutput<typeof findingSchema>;

/** What of a finding may differ from run to run (or in a browser alone), and why nothing can be done about it. */
export const variesSchema = v.strictObject({
  /** Of which finding: by its code, by the check that made it, or by both; not needed for `order`. */
  code: v.optional(v.string()),
  check: v.optional(v.string()),
  /** `presence`: it may be there or not. `order`: findings may come in any order. */
  what: v.picklist(['presence', 'order', 'places', 'facts']),
  /** With `facts`: the fact's name; all of them where it is omitted. */
  fact: v.optional(v.string()),
  /** `browser`: it is always the same in the DOM. */
  in: v.optional(v.picklist(['every engine', 'browser']), 'every engine'),
  reason: v.pipe(v.string(), v.minLength(15)),
});

export type Varies = v.InferOutput<typeof variesSchema>;

/** Facts that are measured or drawn anew in each run. */
const MEASURED: ReadonlySet<string> = new Set(['waitedMs', 'apartMs', 'intervals', 'port', 'asked', 'listens']);

/** A longer list of numbers is recorded by its beginning. */
const MOST_NUMBERS = 2;

/** Texts that the learner's runtime writes; another version of it says the same in other words. */
const RUNTIME_TEXTS: ReadonlySet<string> = new Set(['error', 'message', 'excerpt']);

/** What another FastAPI and its server do themselves: how they are installed, what they call themselves, how they close a connection, what arguments they want. */
const FRAMEWORK_FACTS: ReadonlySet<string> = new Set(['install', 'server', 'code', 'wants']);

/** What the records were made with. */
export const RECORDED_WITH = { node: '20', python: '3.11' } as const;

const CONSONANT = '[bdfgklmnprstvz]';
const VOWEL = '[aeiou]';

/** As `RandomWords` makes them, whatever stands beside them: ten letters, a vowel after each consonant, the first and the seventh capital. */
const RANDOM_WORD = new RegExp([true, false, false, true, false].map(syllable).join(''), 'gu');

/** The same letters in another case. */
const CHANGED_WORD = new RegExp(`(?<![a-z])(?:${CONSONANT}${VOWEL}){5}(?![a-z])`, 'giu');

function syllable(isCapital: boolean): string {
  return `${isCapital ? CONSONANT.toUpperCase() : CONSONANT}${VOWEL}`;
}

function changedWord(word: string): string {
  if (word === word.toLowerCase()) return '<word in lower case>';
  return word === word.toUpperCase() ? '<word in upper case>' : '<word in another case>';
}

/** The codes of a record, by check. */
export function recordedCodes(record: readonly RecordedFinding[]): ReadonlyMap<string, readonly string[]> {
  const checks = [...new Set(record.map(({ check }) => check))];
  return new Map(checks.map((id) => [id, record.filter(({ check }) => check === id).map(({ code }) => code)]));
}

/** All findings of a run in order, each as it is recorded. @param folder the learner's, whose path is different in each run */
export function recordedFindings(result: RunResult, folder: string): readonly RecordedFinding[] {
  return result.steps
    .flatMap(({ checks }) => checks)
    .flatMap(({ id, findings }) =>
      findings.map(({ code, severity, facts, evidence }) => ({
        check: id,
        code,
        severity,
        where: (evidence.where ?? []).map(placeText),
        facts: Object.fromEntries(
          Object.entries(facts)
            .filter(([, value]) => value !== undefined)
            .map(([name, value]) => [name, MEASURED.has(name) ? '<measured>' : steady(value, folder)])
            .map(([name, value]) => [name, code.startsWith('time/') ? withoutTime(value) : value]),
        ),
      })),
    );
}

function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function steady(value: unknown, folder: string): unknown {
  if (typeof value === 'string') return steadyText(value, folder);
  if (Array.isArray(value)) {
    // How many numbers were seen is how long the wait was.
    const timed = value.length > MOST_NUMBERS && value.every((item) => typeof item === 'number' || item === null);
    return timed ? [...value.slice(0, MOST_NUMBERS), '…'] : value.map((item) => steady(item, folder));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, steady(inner, folder)]),
  );
}

const DAY_NAMES = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/gu;
const MONTH_NAMES = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/gu;

/** Facts of these codes are what a clock or a calendar showed: the form is kept, `15:14:10` is `00:00:00`. */
function withoutTime(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\d/gu, '0').replaceAll(DAY_NAMES, '<day>').replaceAll(MONTH_NAMES, '<month>');
}

/** The text without what differs from run to run. */
export function steadyText(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<folder>')
    .replaceAll(/(?<=\b(?:127\.0\.0\.1|localhost|\[::1?\]|0\.0\.0\.0|port):? ?)\d{4,5}\b/gu, '<port>')
    .replaceAll(RANDOM_WORD, '<word>')
    .replaceAll(CHANGED_WORD, changedWord)
    .replaceAll(/\bclient \d+\b/gu, 'client <n>');
}

/** The record beside a fixture; no file: no finding. A broken file throws: it is the project's own. */
export function readRecord(folder: string): readonly RecordedFinding[] {
  const file = path.join(folder, RECORD_FILE);
  if (!existsSync(file)) return [];
  return v.parse(recordSchema, parse(readFileSync(file, 'utf8'))).findings;
}

/** Writes the record of a fixture; without a finding there is no file. @param name `step-4/reply-without-id` */
export function writeRecord(folder: string, name: string, findings: readonly RecordedFinding[]): void {
  const file = path.join(folder, RECORD_FILE);
  if (findings.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  const short = findings.map(({ where, facts, ...rest }) => ({
    ...rest,
    ...(where.length === 0 ? {} : { where }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  }));
  writeFileSync(file, HEADER(name) + stringify({ findings: short }, { lineWidth: 0, aliasDuplicateObjects: false }));
}

export interface Comparing {
  readonly varies: readonly Varies[];
  /** Where the findings were seen. */
  readonly engine: 'dom' | 'browser';
  /** `other`: not the version that the record was made with; `framework`: not its framework either. */
  readonly runtime: 'recorded' | 'other' | 'framework';
}

/** The findings as far as two runs can be compared. */
export function comparable(
  findings: readonly RecordedFinding[],
  { varies, engine, runtime }: Comparing,
): readonly RecordedFinding[] {
  const here = varies.filter((entry) => entry.in === 'every engine' || engine === 'browser');
  const kept = findings
    .filter((finding) => !here.some((entry) => entry.what === 'presence' && isAbout(entry, finding)))
    .map((finding) =>
      here.filter((entry) => isAbout(entry, finding)).reduce((masked, entry) => masks(masked, entry), finding),
    )
    .map((finding) => (runtime === 'recorded' ? finding : withoutRuntimeTexts(finding, runtime)));
  if (!here.some(({ what }) => what === 'order')) return kept;
  return kept.toSorted((a, b) => `${a.check} ${a.code}`.localeCompare(`${b.check} ${b.code}`));
}

function isAbout({ code, check }: Varies, finding: RecordedFinding): boolean {
  if (code === undefined && check === undefined) return false;
  return (code ?? finding.code) === finding.code && (check ?? finding.check) === finding.check;
}

/** Whether there is such a text still counts. */
function withoutRuntimeTexts(finding: RecordedFinding, runtime: Comparing['runtime']): RecordedFinding {
  const names = runtime === 'framework' ? new Set([...RUNTIME_TEXTS, ...FRAMEWORK_FACTS]) : RUNTIME_TEXTS;
  return { ...finding, facts: withoutTexts(finding.facts, names) };
}

/** Facts with several forms are objects, and have such texts inside. */
function withoutTexts(values: object, names: ReadonlySet<string>): Record<string, unknown> {
  const kept = Object.entries(values).map(([name, value]: [string, unknown]) => {
    if (names.has(name) && (value !== '' || FRAMEWORK_FACTS.has(name))) return [name, '<said by the runtime>'];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isObject ? withoutTexts(value, names) : value];
  });
  return Object.fromEntries(kept);
}

function masks(finding: RecordedFinding, { what, fact }: Varies): RecordedFinding {
  if (what === 'places') return { ...finding, where: ['<varies>'] };
  if (what !== 'facts') return finding;
  const names = fact === undefined ? Object.keys(finding.facts) : [fact];
  return { ...finding, facts: { ...finding.facts, ...Object.fromEntries(names.map((name) => [name, '<varies>'])) } };
}
