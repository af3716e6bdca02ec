import type { GenericCode } from '../model/finding.ts';
import { publishedCore } from '../model/htmx-packages.ts';
import { GENERIC } from './catalogue/index.ts';
import { READ_ELSEWHERE, READ_OR_RUN } from './catalogue/runtime-errors.ts';
import { extensionFile } from './catalogue/htmx-versions.ts';
import type { Entries } from './entry.ts';
import { inWordsOf4, withFixes } from './translated.ts';
import type { Fixes } from './translated.ts';
import { inline } from './visible.ts';

/** What to do where the page is nobody's exercise: it has no folder `static/` that `start` made, and nobody asks for copies of ours. */
const FIXES: Fixes<GenericCode> = {
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
export const FOR_ANY_PAGE: Entries<GenericCode> = withFixes(GENERIC, FIXES);

/** Families and codes whose texts speak of htmx 2; the others name the major, or have the page's own attributes as facts. */
const SPEAKS_OF_TWO =
  /^(?:page|oob|ws|sse)\/|^live\/(?:connections-multiply|stream-never-ends)$|^htmx\/(?:extension-before-core|unknown-attribute)$/u;

/** What to do where the page has attributes of htmx 4. */
const FIXES_OF_4: Fixes<GenericCode> = {
  'oob/plain-text': ({ facts, evidence: { received = '' } }, usual) =>
    facts.escaped === undefined ? contentFix(received.trim()) : usual,
  'htmx/missing': () =>
    `Load htmx in the \`<head>\`, before its extensions, from an address that has a version: \`${publishedCore(4)}/dist/htmx.min.js\`.`,
};

/** @param json of which htmx 4 swaps nothing */
function contentFix(json: string): string {
  const isValue = !/^[{[]/u.test(json);
  const html = `<b>${isValue ? inline(json.replaceAll(/^"|"$/gu, ''), 40) : '…'}</b>`;
  return `Send HTML, which is not JSON: \`${html}\`. Or send an object with the HTML as its member \`content\`: \`{"content": "${html}"}\`.`;
}

/** The generic texts that speak of the attributes of htmx 2. */
export function speaksOfTwo(code: GenericCode): boolean {
  return SPEAKS_OF_TWO.test(code);
}

/** The same for a page of htmx 4, by the names that it has there. */
export const FOR_ANY_PAGE_OF_4: Entries<GenericCode> = withFixes(inWordsOf4(FOR_ANY_PAGE, speaksOfTwo), FIXES_OF_4);
