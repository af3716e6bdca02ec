import { sendsToGone } from '../../messages/catalogue/websocket-clients.ts';
import type { Notes } from '../../messages/entry.ts';

const HAS_IT_SO = 'The printed chapter has it so.';
const HAS_THIS_FAULT = 'The printed chapter has this fault.';

/** Where the printed chapter is wrong about what a generic code says, and what this chapter teaches of it. */
export const chapterNotes: Notes = {
  'python/template-call': {
    cause: ({ facts }) => (facts.wants === 'request-first' ? 'The printed chapter has the older form.' : ''),
  },
  'server/missing-directory': { meaning: 'The printed chapter makes `static` only one step later.' },
  'ws/refused': { cause: 'The printed chapter blames CORS, but CORS does not govern WebSockets.' },
  'ws/handler-error': {
    cause: ({ facts }) => (/JSON/u.test(facts.error) ? 'The client of step 2 is such a plain-text client.' : ''),
  },
  'ws/closed-twice': {
    fix: 'The printed chapter has it in `finally`.',
    meaning: 'The printed chapter catches every exception and then closes in `finally`, which raises a second one.',
  },
  'ws/crashes-on-disconnect': {
    fix: ({ facts }, { server }) =>
      server.language === 'node' || sendsToGone(facts.error)
        ? ''
        : 'The printed chapter closes once more, which raises.',
  },
  'page/cdn-script': { meaning: 'The printed chapter says "the latest stable".' },
  'page/script-error': { fix: "The chapter's page needs no JavaScript of its own." },
  'page/ws-bad-url': { meaning: 'The printed chapter writes `ws://` or `wss://`.' },
  'page/ws-two-connections': { cause: ({ facts }) => (facts.elements > 1 ? '' : HAS_IT_SO) },
  'page/validation-bypassed': { cause: HAS_IT_SO },
  'page/sse-swap-names-a-style': { cause: HAS_THIS_FAULT },
  'htmx/wrong-version': {
    expected: 'The chapter uses 2.0.11.',
    cause: ({ facts }) =>
      facts.version.startsWith('1.')
        ? 'The printed chapter allows 1.9, but that is too old for them.'
        : 'The printed chapter says "the latest stable", but that is too new for them by now.',
    meaning: 'The printed chapter says "the latest stable" or 1.9; both are wrong for it by now.',
  },
  'htmx/extension-script-missing': { cause: 'The printed chapter loads htmx alone.' },
  'htmx/other-version-syntax': { meaning: 'This chapter teaches htmx 2.' },
  'htmx/unknown-attribute': { meaning: 'The printed chapter uses both.' },
  'oob/plain-text': { cause: 'The printed chapter says that plain text is appended; it is not.' },
  'oob/no-id': { cause: "The printed chapter's reply has no id either." },
  'sse/server-error': {
    cause: ({ facts }, { server }) => (facts.generator && server.language !== 'node' ? HAS_THIS_FAULT : ''),
  },
  'sse/empty-heartbeat': { cause: 'The printed chapter advises such lines to keep the connection alive.' },
};
