import type { FindingOf, GenericCode } from '../model/finding.ts';
import { publishedCore } from '../model/htmx-packages.ts';
import { GENERIC } from './catalogue/index.ts';
import { READ_ELSEWHERE, READ_OR_RUN } from './catalogue/runtime-errors.ts';
import { extensionFile } from './catalogue/htmx-versions.ts';
import type { Entries, Entry, OtherLanguage, Words, WordsContext } from './entry.ts';
import { inline } from './visible.ts';
import { wordsOf4 } from './words-of-4.ts';

/** @param usual what is said to somebody who does the course */
type Fixes = { readonly [C in GenericCode]?: (finding: FindingOf<C>, usual: string) => string };

/** What to do where the page is nobody's exercise: it has no folder `static/` that `start` made, and nobody asks for copies of ours. */
const FIXES: Fixes = {
  'htmx/missing': () =>
    'Load htmx in the `<head>`, before its extensions, from an address that has a version: `htmx.org@2.0.11/dist/htmx.min.js`.',
  'htmx/wrong-version': ({ facts: { written } }) =>
    written === undefined
      ? 'Load htmx 2 (`htmx.org@2.0.11/dist/htmx.min.js`) with these extensions, or the extensions of htmx 4 (`dist/ext/hx-ws.js` and `dist/ext/hx-sse.js` of `htmx.org@4`) with this htmx. Write the version into each address.'
      : `The attributes of the page are those of htmx ${written}: load \`${publishedCore(written)}/dist/htmx.min.js\`, then \`${extensionFile('ws', written)}\` for WebSockets and \`${extensionFile('sse', written)}\` for streams, and no other htmx.`,
  'htmx/extension-script-missing': ({ facts: { extension, major } }) =>
    `Load the extension in a script tag below that of htmx: \`${extensionFile(extension, major)}\` for htmx ${major ?? 2}.`,
  'htmx/old-extension': () =>
    `Load \`${extensionFile('ws')}\` in its place. The files in \`dist/ext\` of htmx.org 2 are those of htmx 1.`,
  'page/script-missing': ({ facts: { src } }) =>
    `Check the address \`${inline(src)}\` in the tag, and that the server sends this file as JavaScript.`,
  'sse/server-error': (_, usual) => usual.replace(READ_OR_RUN, READ_ELSEWHERE),
  'ws/refused': ({ facts: { status, because } }, usual) =>
    because === undefined && (status === 401 || status === 403)
      ? `${usual} If it asks for a login, give what the browser of somebody sends who is logged in: \`--cookie "session=…"\`.`
      : usual,
  'page/cdn-script': () =>
    'Nothing in the page has to change. Without `--dom`, a browser loads the script from its own address.',
};

/** The texts of every code for a page that no chapter knows. */
export const FOR_ANY_PAGE: Entries<GenericCode> = {
  ...GENERIC,
  ...withFixes(FIXES),
};

/** Families and codes whose texts speak of htmx 2; the others name the major, or have the page's own attributes as facts. */
const SPEAKS_OF_TWO =
  /^(?:page|oob|ws|sse)\/|^live\/(?:connections-multiply|stream-never-ends)$|^htmx\/(?:extension-before-core|unknown-attribute)$/u;

/** What to do where the page has attributes of htmx 4. */
const FIXES_OF_4: Fixes = {
  'htmx/missing': () =>
    `Load htmx in the \`<head>\`, before its extensions, from an address that has a version: \`${publishedCore(4)}/dist/htmx.min.js\`.`,
};

/** The same for a page of htmx 4, by the names that it has there. */
export const FOR_ANY_PAGE_OF_4: Entries<GenericCode> = {
  ...FOR_ANY_PAGE,
  ...Object.fromEntries(
    (Object.keys(FOR_ANY_PAGE) as GenericCode[])
      .filter((code) => SPEAKS_OF_TWO.test(code))
      .map((code) => [code, inWordsOf4(FOR_ANY_PAGE[code] as AnyEntry)]),
  ),
  ...withFixes(FIXES_OF_4),
};

function withFixes(fixes: Fixes): Partial<Entries<GenericCode>> {
  return Object.fromEntries(
    Object.entries(fixes).map(([code, fix]) => [code, withFix(code as GenericCode, fix as AnyFix)]),
  );
}

function inWordsOf4(entry: AnyEntry): AnyEntry {
  const translated = <W extends Partial<Words>>(words: W): W =>
    Object.fromEntries(Object.entries(words).map(([name, text]) => [name, wordsOf4(text)])) as W;
  return {
    ...entry,
    words: (finding, context) => translated(entry.words(finding, context)),
    otherLanguage: (finding, context) => {
      const { otherLanguage = {} } = entry;
      return translated(typeof otherLanguage === 'function' ? otherLanguage(finding, context) : otherLanguage);
    },
  };
}

// Entry, fix and finding have the same code; the compiler cannot track that through the union of codes.

type AnyFix = (finding: FindingOf<GenericCode>, usual: string) => string;

interface AnyEntry extends Pick<Entry<GenericCode>, 'explain' | 'seenAs'> {
  readonly otherLanguage?: OtherLanguage | ((finding: FindingOf<GenericCode>, context: WordsContext) => OtherLanguage);
  words(finding: FindingOf<GenericCode>, context: WordsContext): ReturnType<Entry<GenericCode>['words']>;
}

function withFix(code: GenericCode, fix: AnyFix): AnyEntry {
  const entry = GENERIC[code] as AnyEntry;
  return {
    ...entry,
    words(finding, context) {
      const usual = entry.words(finding, context);
      return { ...usual, fix: fix(finding, usual.fix) };
    },
    otherLanguage(finding, context) {
      const { otherLanguage = {} } = entry;
      const other = typeof otherLanguage === 'function' ? otherLanguage(finding, context) : otherLanguage;
      return { ...other, fix: fix(finding, other.fix ?? entry.words(finding, context).fix) };
    },
  };
}
