import type { FindingOf, GenericCode } from '../model/finding.ts';
import { GENERIC } from './catalogue/index.ts';
import type { Entries, Entry, OtherLanguage, WordsContext } from './entry.ts';
import { inline } from './visible.ts';

/** The packages of a major, as an address names them. */
const EXTENSION = { ws: 'htmx-ext-ws@2.0.4/ws.js', sse: 'htmx-ext-sse@2.2.4/sse.js' } as const;

type Fixes = { readonly [C in GenericCode]?: (finding: FindingOf<C>) => string };

/** What to do where the page is nobody's exercise: it has no folder `static/` that `start` made, and nobody asks for copies of ours. */
const FIXES: Fixes = {
  'htmx/missing': () =>
    'Load htmx in the `<head>`, before its extensions, from an address that has a version: `htmx.org@2.0.11/dist/htmx.min.js`.',
  'htmx/wrong-version': () =>
    'Load htmx 2 (`htmx.org@2.0.11/dist/htmx.min.js`) with these extensions, or the extensions of htmx 4 (`dist/ext/hx-ws.js` and `dist/ext/hx-sse.js` of `htmx.org@4`) with this htmx. Write the version into each address.',
  'htmx/extension-script-missing': ({ facts: { extension } }) =>
    `Load the extension in a script tag below that of htmx: \`${EXTENSION[extension]}\` for htmx 2, \`dist/ext/hx-${extension}.js\` of \`htmx.org@4\` for htmx 4.`,
  'htmx/old-extension': () =>
    `Load \`${EXTENSION.ws}\` in its place. The files in \`dist/ext\` of htmx.org 2 are those of htmx 1.`,
  'page/script-missing': ({ facts: { src } }) =>
    `Check the address \`${inline(src)}\` in the tag, and that the server sends this file as JavaScript.`,
  'page/cdn-script': () =>
    'Nothing is to be done in the page. Without `--dom`, a browser loads the script from its own address.',
};

/** The texts of every code for a page that no chapter knows. */
export const FOR_ANY_PAGE: Entries<GenericCode> = {
  ...GENERIC,
  ...Object.fromEntries(
    Object.entries(FIXES).map(([code, fix]) => [code, withFix(code as GenericCode, fix as AnyFix)]),
  ),
};

// Entry, fix and finding have the same code; the compiler cannot track that through the union of codes.

type AnyFix = (finding: FindingOf<GenericCode>) => string;

interface AnyEntry extends Pick<Entry<GenericCode>, 'explain' | 'seenAs'> {
  words(finding: FindingOf<GenericCode>, context: WordsContext): ReturnType<Entry<GenericCode>['words']>;
}

function withFix(
  code: GenericCode,
  fix: AnyFix,
): AnyEntry & { readonly otherLanguage: (finding: FindingOf<GenericCode>) => OtherLanguage } {
  const entry = GENERIC[code] as AnyEntry;
  return {
    ...entry,
    words: (finding, context) => ({ ...entry.words(finding, context), fix: fix(finding) }),
    otherLanguage: (finding) => ({ fix: fix(finding) }),
  };
}
