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
  'a-backtick-string-and-what-people-write-of-it': {
    body: LINES,
    events: [
      'event: line\ndata: <li>how do I write ${count}?</li>\n\n',
      'event: line\ndata: <li>in backticks</li>\n\n',
    ],
  },
  'a-script-with-a-template-literal': {
    body: LINES,
    events: ['event: line\ndata: <li title="${a}">one<script>document.title = `${1 + 1}`</script></li>\n\n'],
  },
  'braces-that-the-browser-fills-in': {
    body: '<body x-data="{}"><div hx-ext="sse" sse-connect="feed"><ul sse-swap="line" hx-swap="beforeend"></ul></div></body>',
    events: ['event: line\ndata: <li>{{ count }}</li>\n\n'],
  },
  'a-value-that-comes-later': {
    body: LINES,
    events: ['event: line\ndata: <li>NaN</li>\n\n', 'event: line\ndata: <li>4</li>\n\n'],
  },
  'words-of-a-program-in-a-sentence': {
    body: LINES,
    events: [
      'event: line\ndata: <li>x is undefined in line 4</li>\n\n',
      'event: line\ndata: <li>NaN is not equal to NaN</li>\n\n',
    ],
  },
  'a-chat-about-tags': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul></body>',
    messages: ['one', 'two'].map(
      (name) => `<ul id="log" hx-swap-oob="beforeend"><li>&lt;li&gt;${name}&lt;/li&gt;</li></ul>`,
    ),
  },
  'a-tag-as-the-text-of-a-message': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="last"></p></body>',
    messages: ['<p id="last">&lt;b&gt;one&lt;/b&gt;</p>', '<p id="last">&lt;b&gt;two&lt;/b&gt;</p>'],
    warnings: ['ws/escaped-html'],
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
  'escaped-items-over-a-websocket': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="board"></ul></body>',
    messages: ['<ul id="board">\n  &lt;li&gt;one 1&lt;/li&gt;\n&lt;li&gt;two&lt;/li&gt;\n</ul>'],
    wrong: 'ws/escaped-html',
  },
  'escaped-items-in-a-stream': {
    body: LINES,
    events: ['event: line\ndata: &lt;li&gt;one&lt;/li&gt;\n\n', 'event: line\ndata: &lt;li&gt;two&lt;/li&gt;\n\n'],
    wrong: 'sse/escaped-html',
  },
  'a-placeholder-in-an-event': {
    body: LINES,
    events: ['event: line\ndata: <li>visitors: ${count}</li>\n\n'],
    wrong: 'live/unfilled',
  },
  'a-promise-in-an-event': {
    body: LINES,
    events: ['event: line\ndata: <li>[object Promise]</li>\n\n'],
    wrong: 'live/unfilled',
  },
  'a-coroutine-in-an-event': {
    body: LINES,
    events: ['event: line\ndata: <li>&lt;coroutine object load at 0x7f1c8a&gt;</li>\n\n'],
    wrong: 'live/unfilled',
  },
  'no-number-in-an-event': {
    body: LINES,
    events: ['event: line\ndata: <li>load: NaN %</li>\n\n', 'event: line\ndata: <li>load: NaN %</li>\n\n'],
    wrong: 'live/unfilled',
  },
  'a-member-that-is-not-there-in-a-message': {
    body: '<body hx-ext="ws" ws-connect="live"><b id="score"></b></body>',
    messages: ['<b id="score">undefined</b>'],
    wrong: 'live/unfilled',
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
