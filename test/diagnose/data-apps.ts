import type { App } from './site.ts';

// What the events and messages contain.

/** A list to which the events of a stream are added. */
const LINES = '<body><div hx-ext="sse" sse-connect="feed"><ul sse-swap="line" hx-swap="beforeend"></ul></div></body>';

/** Applications that work. */
export const DATA_RIGHT: Readonly<Record<string, App>> = {
  'a-backslash-in-the-text': {
    body: LINES,
    events: ['event: line\ndata: <li>end each event with \\n\\n, and begin with data:</li>\n\n'],
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
};
