import { sendsToGone } from '../../messages/catalogue/websocket-clients.ts';
import type { Notes } from '../../messages/entry.ts';

const PRINTED_SO = 'The printed chapter does this.';
const PRINTED_MISTAKE = 'The printed chapter makes this mistake.';

/** What this chapter adds to generic codes. */
export const chapterNotes: Notes = {
  'ws/handler-error': {
    cause: ({ facts }) => (/JSON/u.test(facts.error) ? 'The client of step 2 is a plain-text client.' : ''),
  },
  'page/script-error': {
    fix: ({ facts }) => (facts.by === undefined ? "The chapter's page needs no JavaScript of its own." : ''),
  },
  'htmx/wrong-version': { expected: 'The chapter uses 2.0.11.' },
  'htmx/other-version-syntax': { meaning: 'This chapter teaches htmx 2.' },
};

/** Where the printed chapter contradicts a generic code: for its readers. */
export const printedNotes: Notes = {
  'python/template-call': {
    cause: ({ facts }) => (facts.wants === 'request-first' ? 'The printed chapter has the older form.' : ''),
  },
  'server/missing-directory': { meaning: 'The printed chapter creates `static` only one step later.' },
  'ws/refused': { cause: 'The printed chapter blames CORS, but CORS does not govern WebSockets.' },
  'ws/closed-twice': {
    fix: 'The printed chapter closes in `finally`.',
    meaning: 'The printed chapter catches every exception and then closes in `finally`, which raises a second one.',
  },
  'ws/crashes-on-disconnect': {
    fix: ({ facts }, { server }) =>
      server.language === 'node' || sendsToGone(facts.error) || facts.kept !== undefined
        ? ''
        : 'The printed chapter closes again, which raises an error.',
  },
  'page/cdn-script': { meaning: 'The printed chapter says "the latest stable".' },
  'page/ws-bad-url': { meaning: 'The printed chapter writes `ws://` or `wss://`.' },
  'page/ws-two-connections': { cause: ({ facts }) => (facts.elements > 1 ? '' : PRINTED_SO) },
  'page/validation-bypassed': { cause: PRINTED_SO },
  'page/sse-swap-names-a-style': { cause: PRINTED_MISTAKE },
  'htmx/wrong-version': {
    cause: ({ facts }) =>
      facts.version.startsWith('1.')
        ? 'The printed chapter allows 1.9, but that is too old for the extensions.'
        : 'The printed chapter says "the latest stable", but by now that is too new for the extensions.',
    meaning: 'The printed chapter says "the latest stable" or 1.9; by now both are wrong.',
  },
  'htmx/extension-script-missing': { cause: 'The printed chapter loads only htmx.' },
  'htmx/unknown-attribute': { meaning: 'The printed chapter uses both.' },
  'oob/plain-text': { cause: 'The printed chapter says that plain text is appended; it is not.' },
  'chat/envelope-echoed': { cause: 'The printed chapter takes what it receives for the message.' },
  'oob/no-id': { cause: "The printed chapter's reply has no id either." },
  'sse/server-error': {
    cause: ({ facts }, { server }) => (facts.generator && server.language !== 'node' ? PRINTED_MISTAKE : ''),
  },
  'sse/empty-heartbeat': { cause: 'The printed chapter advises such lines to keep the connection alive.' },
};
