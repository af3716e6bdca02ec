import type { Code, FindingOf } from '../model/finding.ts';
import type { Entries, Entry, OtherLanguage, Words, WordsContext } from './entry.ts';
import { wordsOf4 } from './words-of-4.ts';

/** What to do about a finding, in place of what its entry says. @param usual what the entry says */
export type Fixes<C extends Code> = { readonly [K in C]?: (finding: FindingOf<K>, usual: string) => string };

/** The entries with other fixes for some of them. */
export function withFixes<C extends Code>(entries: Entries<C>, fixes: Fixes<C>): Entries<C> {
  return mapped(entries, (code, entry) => {
    const fix = fixes[code] as AnyFix | undefined;
    return fix === undefined ? entry : withFix(entry, fix);
  });
}

/** The entries by the names that the same things have in htmx 4. @param speaksOfTwo which of them speak of htmx 2 */
export function inWordsOf4<C extends Code>(entries: Entries<C>, speaksOfTwo: (code: C) => boolean): Entries<C> {
  return mapped(entries, (code, entry) => (speaksOfTwo(code) ? translated(entry) : entry));
}

// Entry, fix and finding have the same code; the compiler cannot track that through the union of codes.

type AnyFix = (finding: FindingOf<Code>, usual: string) => string;

interface AnyEntry extends Pick<Entry<Code>, 'explain' | 'seenAs'> {
  readonly otherLanguage?: OtherLanguage | ((finding: FindingOf<Code>, context: WordsContext) => OtherLanguage);
  words(finding: FindingOf<Code>, context: WordsContext): Words;
}

function mapped<C extends Code>(entries: Entries<C>, change: (code: C, entry: AnyEntry) => AnyEntry): Entries<C> {
  const codes = Object.keys(entries) as C[];
  return Object.fromEntries(codes.map((code) => [code, change(code, entries[code] as AnyEntry)])) as Entries<C>;
}

function otherLanguageOf(entry: AnyEntry, finding: FindingOf<Code>, context: WordsContext): OtherLanguage {
  const { otherLanguage = {} } = entry;
  return typeof otherLanguage === 'function' ? otherLanguage(finding, context) : otherLanguage;
}

function translated(entry: AnyEntry): AnyEntry {
  const inFour = <W extends Partial<Words>>(words: W): W =>
    Object.fromEntries(Object.entries(words).map(([name, text]) => [name, wordsOf4(text)])) as W;
  return {
    ...entry,
    words: (finding, context) => inFour(entry.words(finding, context)),
    otherLanguage: (finding, context) => inFour(otherLanguageOf(entry, finding, context)),
  };
}

function withFix(entry: AnyEntry, fix: AnyFix): AnyEntry {
  return {
    ...entry,
    words(finding, context) {
      const usual = entry.words(finding, context);
      return { ...usual, fix: fix(finding, usual.fix) };
    },
    otherLanguage(finding, context) {
      const other = otherLanguageOf(entry, finding, context);
      return { ...other, fix: fix(finding, other.fix ?? entry.words(finding, context).fix) };
    },
  };
}
