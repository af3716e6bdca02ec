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
  'empty-elements-that-are-closed': {
    body: LINES,
    events: [
      'event: line\ndata: <li class="break"></li>\n\n',
      'event: line\ndata: <hr>\n\n',
      'event: line\ndata: <li>\n\n',
    ],
  },
  'items-without-end-tags': {
    body: LINES,
    events: ['event: line\ndata: <li>one\n\n', 'event: line\ndata: <li>two <i class="new"></i>\n\n'],
  },
  'a-list-that-says-that-it-is-empty': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><ul sse-swap="line"></ul></div></body>',
    events: ['event: line\ndata: no jobs\n\n', 'event: line\ndata: <li>one</li>\n\n'],
  },
  'rows-of-a-table': {
    body: '<body><table hx-ext="sse" sse-connect="feed"><tbody sse-swap="line" hx-swap="beforeend"></tbody></table></body>',
    events: ['event: line\ndata: <tr><td>1\n\n', 'event: line\ndata: <tr><td>2</td></tr>\n\n'],
  },
  'text-into-a-list-over-a-websocket': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul></body>',
    messages: ['<ul id="log" hx-swap-oob="beforeend">one</ul>', '<ul id="log" hx-swap-oob="beforeend">two</ul>'],
    warnings: ['live/bare-text'],
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
  'only-the-first-line-of-an-item': {
    body: '<body><div hx-ext="sse" sse-connect="feed"><div sse-swap="chat" hx-swap="beforeend"></div><i sse-swap="online"></i></div></body>',
    events: ['event: online\ndata: 3\n\n', 'event: chat\ndata: <article class="msg">\n\n'],
    wrong: 'sse/multiline-without-prefix',
  },
  'text-into-a-table': {
    body: '<body><table hx-ext="sse" sse-connect="feed"><tbody sse-swap="line" hx-swap="afterbegin"></tbody></table></body>',
    events: ['event: line\ndata: GET / 200\n\n', 'event: line\ndata: GET /a 404\n\n'],
    wrong: 'live/bare-text',
  },
  'text-into-a-choice-over-a-websocket': {
    body: '<body hx-ext="ws" ws-connect="live"><select id="rooms"></select></body>',
    messages: ['<select id="rooms" hx-swap-oob="beforeend">one</select>'],
    wrong: 'live/bare-text',
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
