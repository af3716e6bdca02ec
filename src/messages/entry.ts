import type { Code, Finding, FindingOf, GenericCode, Severity } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import type { PythonExample, PythonExamples } from './catalogue/python-examples.ts';
import type { ServerWords } from './server-language.ts';
import type { Names } from './names.ts';
import type { Sightings } from './sighting.ts';

/** The texts of one finding; plain text, `…` marks code. */
export interface Words {
  /** The error in a few words, no full stop. */
  readonly title: string;
  /** What would have been right, one sentence. */
  readonly expected: string;
  /** Why it happens: one or two sentences that a beginner can follow. */
  readonly cause: string;
  /** What to do: one or two sentences, with the exact code to write if that is short. */
  readonly fix: string;
}

/** What the texts of one finding may use of the context. */
export interface WordsContext {
  readonly names: Names;
  readonly server: ServerWords;
  /** What holds when the check passes; undefined: the program has no such check. */
  checkTitle(id: string): string | undefined;
}

/** What replaces an entry's texts for a server in a language that the entry has no code for. */
export type OtherLanguage = Partial<Pick<Words, 'cause' | 'fix'>>;

interface Example {
  /** For the fence. */
  readonly language: string;
  readonly text: string;
}

/** `explain CODE`. Wrong and right are small complete excerpts. */
export interface Explanation {
  readonly code: Code;
  readonly title: string;
  readonly meaning: string;
  readonly wrong: Example;
  readonly right: Example;
  /** The same for a server in Python, where the two above are for one in JavaScript. */
  readonly python?: PythonExample;
  /** The source of the rule: RFC section, HTML standard section, an extension's source. */
  readonly source: string;
}

/** The same without what its place in a catalogue says. */
export type Explained = Omit<Explanation, 'code' | 'python'>;

/** All texts of a code, in one place. */
export interface Entry<C extends Code> {
  words(finding: FindingOf<C>, context: WordsContext): Words;
  /** For a server that is neither Node's nor FastAPI's; absent: `words` apply to it. */
  readonly otherLanguage?: OtherLanguage | ((finding: FindingOf<C>, context: WordsContext) => OtherLanguage);
  readonly explain: Explained | ((names: Names) => Explained);
  /** How the code shows outside of the tutor; absent: no line or response tells it from others. */
  readonly seenAs?: Sightings;
}

/** Entries for these codes; a code that is missing is a type error. */
export type Entries<C extends Code> = { readonly [K in C]: Entry<K> };

/** All codes of a family that belong to no chapter: `server/…`. */
export type CodesOf<Prefix extends string> = Extract<GenericCode, `${Prefix}/${string}`>;

/** The codes that the chapters add. */
export type ChapterCode = Exclude<Code, GenericCode>;

/** Sentences that a chapter adds to the generic ones: what its own text says about the same topic. */
export interface Note<C extends Code> {
  readonly expected?: string;
  readonly cause?: string | ((finding: FindingOf<C>, context: WordsContext) => string);
  readonly fix?: string | ((finding: FindingOf<C>, context: WordsContext) => string);
  /** Added to the meaning in `explain`. */
  readonly meaning?: string;
}

export type Notes = { readonly [C in Code]?: Note<C> };

/** What a chapter adds to the catalogue. */
export interface ChapterMessages {
  readonly entries: Partial<Entries<ChapterCode>>;
  readonly notes: Notes;
  /** What the text says from which the chapter is made: only its readers need that. */
  readonly original: Notes;
  readonly python?: PythonExamples<ChapterCode>;
}

/** All codes with texts, and the texts of each. */
export interface Catalogue {
  readonly entries: Entries<GenericCode> & Partial<Entries<Code>>;
  readonly notes: Notes;
  readonly original: Notes;
  readonly python: PythonExamples<Code>;
}

/** What was received, quoted line by line, with invisible characters made visible and long data cut. */
export interface Received {
  readonly lines: readonly string[];
  /** Which line is wrong, and the column in it; undefined: none, or it was cut off. */
  readonly caret: { readonly line: number; readonly column: number } | undefined;
}

/** All texts about one finding; each is one or a few sentences of plain text, `…` marks code. */
export interface Description extends Words {
  readonly code: Finding['code'];
  readonly severity: Severity;
  /** What the check did, as the rest of a sentence; empty: there is nothing to show. */
  readonly did: string;
  /** A command that does the same on the server that the learner runs; empty: none does. */
  readonly command: string;
  readonly received: Received;
  readonly waitedMs: number | undefined;
  /** What happened in the page to the message that it is about, a line for each part of it. `→` may be written in ASCII. */
  readonly ledger: readonly string[];
  /** Last lines of the server's output. */
  readonly output: readonly string[];
  readonly where: readonly Place[];
}
