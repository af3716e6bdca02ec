import { chapterMessages } from '../../chapter/messages/index.ts';
import type { ChapterFacts } from '../../chapter/facts.ts';
import { partOfScript } from '../../htmx/cdn.ts';
import { GENERIC, inWordsOf4, speaksOfTwo, withFixes } from '../../messages/index.ts';
import type { ChapterMessages, Entries } from '../../messages/index.ts';
import type { GenericCode } from '../../model/finding.ts';
import { withExplained } from '../../messages/translated.ts';
import type { Fixes } from '../../messages/translated.ts';
import { EXPLAINED } from './explained.ts';

/** The tag of a copy in the learner's folder. @param file `hx-ws.js` */
function tagOf(file: string): string {
  return `\`<script src="/static/${file}"></script>\``;
}

/** The copy that takes the place of a script of htmx 2. @param src as it stands in the page */
function copyFor(src: string): string {
  const part = partOfScript(src) ?? 'core';
  return part === 'core' ? 'htmx.min.js' : `hx-${part}.js`;
}

const ASSETS = 'If `static/` does not have that file, `htmx-realtime-tutor assets` copies it there.';

/** What to do in the folder of the lab, where `static/` has the files of htmx 4. */
const FIXES: Fixes<GenericCode> = {
  'migrate/script': ({ facts }) => `Load the copy in \`static/\` in its place: ${tagOf(copyFor(facts.src))}. ${ASSETS}`,
  'htmx/wrong-version': () =>
    `Load the copies in \`static/\`, htmx first: ${tagOf('htmx.min.js')}, ${tagOf('hx-ws.js')} and ${tagOf('hx-sse.js')}. ${ASSETS}`,
  'htmx/extension-script-missing': ({ facts }) =>
    `Add ${tagOf(`hx-${facts.extension}.js`)} below the tag of htmx. ${ASSETS}`,
  'oob/json-text': (_, usual) =>
    `${usual} Or send an object that says where its HTML goes: \`{"content": "<p>…</p>", "target": "#chat-window", "swap": "beforeend"}\`.`,
  'live/form-wiped': () =>
    'Give the reply\'s outer element `id="chat-window" hx-swap-oob="beforeend"`, or write `hx-target="#chat-window" hx-swap="beforeend"` beside `hx-ws:connect`.',
  'htmx/old-extension': () => `Load ${tagOf('hx-ws.js')} and ${tagOf('hx-sse.js')} in its place.`,
};

/** The texts of every code for the folder of the lab, by the names of htmx 4. */
export const genericEntries: Entries<GenericCode> = withExplained(
  inWordsOf4(withFixes(GENERIC, FIXES), speaksOfTwo),
  EXPLAINED,
);

/** The chapter's own texts, by the names of htmx 4. Its notes are about htmx 2. */
export const messages: ChapterMessages = {
  ...chapterMessages,
  entries: inWordsOf4(chapterMessages.entries as Entries<keyof ChapterFacts>, () => true),
  notes: {},
  original: {},
};
