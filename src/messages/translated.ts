import type { Code, FindingOf } from '../model/finding.ts';
import type { Entries, Entry, Explained, OtherLanguage, Words, WordsContext } from './entry.ts';
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
  const { explain } = entry;
  return {
    ...entry,
    words: (finding, context) => inFour(entry.words(finding, context)),
    otherLanguage: (finding, context) => inFour(otherLanguageOf(entry, finding, context)),
    explain: typeof explain === 'function' ? (names) => explainedIn4(explain(names)) : explainedIn4(explain),
  };
}

/** What htmx 4 does not have, so that other names do not make a text true of it. */
const OF_TWO_ALONE = /sse-swap|hx-ext|EventSource|oobErrorNoTarget|``|htmx 2/u;

/** The whole of it in the words of htmx 4, or nothing. The source stays: it says which code was read. */
function explainedIn4(explained: Explained): Explained {
  const { title, meaning, wrong, right, source } = explained;
  const example = ({ language, text }: Explained['wrong']): Explained['wrong'] => ({ language, text: wordsOf4(text) });
  const inFour = { title: wordsOf4(title), meaning: wordsOf4(meaning), wrong: example(wrong), right: example(right) };
  const isOfFour = ![inFour.title, inFour.meaning, inFour.wrong.text, inFour.right.text].some((text) =>
    OF_TWO_ALONE.test(text),
  );
  return isOfFour ? { ...inFour, source } : explained;
}

/** The entries with other explanations for some of them. */
export function withExplained<C extends Code>(
  entries: Entries<C>,
  explained: { readonly [K in C]?: Partial<Explained> },
): Entries<C> {
  return mapped(entries, (code, entry) => {
    const { explain } = entry;
    const other = explained[code];
    if (other === undefined) return entry;
    return {
      ...entry,
      explain: typeof explain === 'function' ? (names) => ({ ...explain(names), ...other }) : { ...explain, ...other },
    };
  });
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
