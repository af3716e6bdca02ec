import { HEAD } from './site.ts';
import type { App } from './site.ts';

// A text that comes in pieces, such as the answer of a language model.

/** Applications that work. */
export const PIECES_RIGHT: Readonly<Record<string, App>> = {
  'words-with-their-spaces': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word" hx-swap="beforeend"></p></div></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps'].map((piece) => `event: word\ndata: ${piece}\n\n`),
  },
  'letters-one-by-one': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="letter" hx-swap="beforeend"></p></div></body>',
    events: [...'Wonderfulletterswithoutspace'].map((letter) => `event: letter\ndata: ${letter}\n\n`),
  },
  'states-that-replace-each-other': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="state"></p></div></body>',
    events: ['starting', 'reading the files', 'writing ', 'nearly done'].map(
      (state) => `event: state\ndata: ${state}\n\n`,
    ),
  },
  'words-in-elements-on-1': {
    head: HEAD[1],
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word" hx-swap="beforeend"></p></div></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps'].map((piece) => `event: word\ndata: <i>${piece}</i>\n\n`),
  },
};

/** One mistake each. */
export const PIECES_WRONG: Readonly<Record<string, App>> = {
  'words-without-their-spaces': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word" hx-swap="beforeend"></p></div></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps', ' over'].map((piece) => `event: word\ndata:${piece}\n\n`),
    wrong: 'sse/run-together',
  },
  'words-that-replace-each-other': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word"></p></div></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps', ' over'].map((piece) => `event: word\ndata: ${piece}\n\n`),
    wrong: 'sse/pieces-replaced',
  },
  'words-that-replace-each-other-on-4': {
    head: HEAD[4],
    body: '<body><p hx-sse:connect="feed"></p></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps', ' over'].map((piece) => `data: ${piece}\n\n`),
    wrong: 'sse/pieces-replaced',
  },
  'words-that-1-reads-without-their-spaces': {
    head: HEAD[1],
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word" hx-swap="beforeend"></p></div></body>',
    events: ['The', ' quick', ' brown', ' fox', ' jumps', ' over'].map((piece) => `event: word\ndata: ${piece}\n\n`),
    wrong: 'sse/run-together',
  },
};
