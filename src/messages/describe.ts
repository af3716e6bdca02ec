import type { Code, Finding } from '../model/finding.ts';
import { didWords, tryCommand } from './action.ts';
import type { DescribeContext, Wording } from './context.ts';
import type { Catalogue, Description, Entry, Explanation, Note, Words, WordsContext } from './entry.ts';
import { ledgerLines } from './ledger/index.ts';
import { namesOf } from './names.ts';
import { receivedWords } from './observed.ts';
import { frameworkSightings, withFrameworkError } from './catalogue/framework-errors/index.ts';
import type { Sighting } from './sighting.ts';

/** Every code in this catalogue. */
export function codesOf({ entries }: Catalogue): readonly Code[] {
  return Object.keys(entries) as Code[];
}

/** The texts for a finding. Throws for a code that the catalogue does not have: the chapter that produced it is not included. */
export function describe(finding: Finding, context: DescribeContext): Description {
  const { evidence } = finding;
  return {
    code: finding.code,
    severity: finding.severity,
    ...wordsOf(finding, context),
    did: didWords(evidence.did),
    command: tryCommand(evidence.did, context),
    received: receivedWords(evidence),
    waitedMs: evidence.waitedMs === undefined ? undefined : Math.round(evidence.waitedMs),
    ledger: (evidence.ledger ?? []).flatMap(ledgerLines),
    output: evidence.output ?? [],
    where: evidence.where ?? [],
  };
}

/** What a code means; undefined for a word that is not a code. */
export function explain(code: string, wording: Wording): Explanation | undefined {
  const { catalogue, contract } = wording;
  const known = codesOf(catalogue).find((candidate) => candidate === code);
  if (known === undefined) return undefined;
  const { explain: explained } = entryOf(known, catalogue);
  const names = namesOf(contract, undefined);
  const sentences = typeof explained === 'function' ? explained(names) : explained;
  const meanings = notesOf(known, wording).map(({ meaning }) => meaning);
  const inPython = catalogue.python[known];
  const python = typeof inPython === 'function' ? inPython(names) : inPython;
  const meaning = joined(sentences.meaning, ...meanings);
  return { code: known, ...sentences, meaning, ...(python === undefined ? {} : { python }) };
}

/** How a code shows outside of the tutor; empty: it does not. */
export function sightingsOf(code: Code, { catalogue, contract }: Wording): readonly Sighting[] {
  const { seenAs = [] } = entryOf(code, catalogue);
  const names = namesOf(contract, undefined);
  return [...(typeof seenAs === 'function' ? seenAs(names) : seenAs), ...frameworkSightings(code, names)];
}

function wordsOf(finding: Finding, described: DescribeContext): Words {
  const { catalogue, contract, checkTitles, language, typed } = described;
  const { code, evidence } = finding;
  const context: WordsContext = {
    names: namesOf(contract, evidence.did),
    server: { language, file: evidence.where?.[0]?.file },
    checkTitle: (id) => checkTitles[id],
  };
  const entry = entryOf(code, catalogue);
  const notes = notesOf(code, described);
  const words = entry.words(finding, context);
  const other = entry.otherLanguage ?? {};
  const own = {
    title: words.title,
    expected: joined(words.expected, ...notes.map(({ expected }) => expected)),
    cause: joined(words.cause, ...notes.map(({ cause }) => valueOf(cause, finding, context))),
    fix: joined(words.fix, ...notes.map(({ fix }) => valueOf(fix, finding, context))),
    ...(language === 'other' ? valueOf(other, finding, context) : {}),
  };
  return typedWords(withFrameworkError(own, finding, context.names), typed);
}

function typedWords(words: Words, typed: DescribeContext['typed'] = (text) => text): Words {
  const { title, expected, cause, fix } = words;
  return { title: typed(title), expected: typed(expected), cause: typed(cause), fix: typed(fix) };
}

// Entry, note and finding have the same code; the compiler cannot track that through the union of codes.

interface AnyEntry extends Pick<Entry<Code>, 'words' | 'explain' | 'seenAs'> {
  readonly otherLanguage?: OrMade<Partial<Words>>;
}

interface AnyNote extends Pick<Note<Code>, 'expected' | 'meaning'> {
  readonly cause?: OrMade<string>;
  readonly fix?: OrMade<string>;
}

/** A value, or a function that derives it from the finding. */
type OrMade<T> = T | ((finding: Finding, context: WordsContext) => T);

function entryOf(code: Code, { entries }: Catalogue): AnyEntry {
  const entry = entries[code] as AnyEntry | undefined;
  if (entry === undefined) throw new Error(`no words for the code ${code}`);
  return entry;
}

function notesOf(code: Code, { catalogue, original }: Wording): readonly AnyNote[] {
  const lists = original === 'omitted' ? [catalogue.notes] : [catalogue.notes, catalogue.original];
  return lists.flatMap((notes) => (notes as Readonly<Partial<Record<Code, AnyNote>>>)[code] ?? []);
}

function valueOf<T extends string | object | undefined>(value: OrMade<T>, finding: Finding, context: WordsContext): T {
  return typeof value === 'function' ? value(finding, context) : value;
}

function joined(text: string, ...notes: readonly (string | undefined)[]): string {
  return [text, ...notes.filter((note) => note !== undefined && note !== '')].join(' ');
}
