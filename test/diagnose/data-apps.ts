import type { App } from './site.ts';

// What the events and messages contain.

/** A list to which the events of a stream are added. */
const LINES = '<body><div hx-ext="sse" sse-connect="feed"><ul sse-swap="line" hx-swap="beforeend"></ul></div></body>';

/** A paragraph that grows. */
const TEXT = '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="word" hx-swap="beforeend"></p></div></body>';

/** The events of a text in pieces. */
function pieces(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `event: word\ndata: ${text}\n\n`);
}

/** Applications that work. */
export const DATA_RIGHT: Readonly<Record<string, App>> = {
  'a-backslash-in-the-text': {
    body: LINES,
    events: ['event: line\ndata: <li>end each event with \\n\\n, and begin with data:</li>\n\n'],
  },
  'empty-events-between-words': {
    body: TEXT,
    events: pieces(['The', ' quick', '', ' brown', '', ' fox', ' jumps', '', ' over', '', ' it']),
    ends: 1000,
  },
  'lines-of-a-text-each-with-its-field': {
    body: TEXT,
    events: pieces(['Take', ' this:', '\ndata: ', '- flour', '\ndata: ', '- yeast', '\ndata: ', '- some salt']),
    ends: 1000,
  },
  'words-in-elements': {
    body: TEXT,
    events: pieces(['The', 'quick', 'brown', 'fox', 'jumps', 'over'].map((word) => `<span>${word}</span>`)),
  },
  'cells-of-a-bar': {
    body: TEXT,
    events: pieces(['█████', '█████', '█████', '█████', '█████']),
  },
};

/** One mistake each. */
export const DATA_WRONG: Readonly<Record<string, App>> = {
  'line-ends-as-two-characters': {
    body: LINES,
    events: ['event: line\\ndata: <li>one</li>\\n\\n', 'event: line\\ndata: <li>two</li>\\n\\n'],
    wrong: 'sse/no-blank-line',
  },
  'compressed-with-its-headers': {
    body: LINES,
    events: ['event: line\ndata: <li>one</li>\n\n', 'event: line\ndata: <li>two</li>\n\n'],
    compressed: 'with-head',
    wrong: 'sse/buffered',
  },
  'line-ends-as-pieces-of-a-text': {
    body: TEXT,
    events: pieces(['Take', ' this', ':', '\n', '- ', 'flour', '\n', '- ', 'yeast', '\n\n', 'Mix', ' it', '.']),
    wrong: 'sse/line-ends-lost',
  },
  'words-without-spaces-and-with-a-line-break': {
    body: TEXT,
    events: ['“One', ' way:”', ' the', ' server', ' writes,', '<br>the', ' browser', ' &lt;reads&gt;'].map(
      (piece) => `event: word\ndata:${piece}\n\n`,
    ),
    wrong: 'sse/run-together',
  },
};
