import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Written after the rules, and not before them.

/** Applications that work, in a style that few people write. */
export const ODD_RIGHT: Readonly<Record<string, App>> = {
  'sends-at-each-key': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form><input type="search" name="q" ws-send hx-trigger="keyup"></form></body>',
    answer: (message) => `<ul id="log"><li>${String(JSON.parse(message).q)}</li></ul>`,
    send: 'hello Zebra7',
  },
  'target-by-class': {
    body: '<body hx-ext="ws" ws-connect="live"><section class="log"></section></body>',
    messages: ['<div hx-swap-oob="beforeend:.log"><p>done</p></div>'],
  },
  'comments-and-space-around': {
    body: '<BODY HX-EXT="ws"><DIV WS-CONNECT=" live "><P ID="load">?</P></DIV></BODY>',
    messages: ['\n<!-- load -->\n<p id="load">12 %</p>\n<!-- end -->\n'],
  },
  'connects-when-clicked-on-4': {
    head: HEAD[4],
    body: '<body><button hx-sse:connect="feed" hx-trigger="click" hx-target="#load">Watch</button><p id="load"></p></body>',
    events: ['data: <b>12 %</b>\n\n'],
  },
  'one-listener-for-two-events': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="goal, card" hx-swap="beforeend"></div></body>',
    events: ['event: goal\ndata: <p>1:0</p>\n\n', 'event: card\ndata: <p>yellow</p>\n\n'],
  },
  'swapped-by-a-target': {
    body: '<body hx-ext="sse" sse-connect="feed"><i sse-swap="score" hx-target="#board" hx-swap="innerHTML"></i><div id="board"></div></body>',
    events: ['event: score\ndata: <b>3:1</b>\n\n'],
  },
  'carriage-returns': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="score"></div></body>',
    events: ['event: score\r\ndata: <p>\r\ndata: 3:1</p>\r\n\r\n'],
  },
  'json-beside-html': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p><b id="n"></b><script>document.body.addEventListener("htmx:wsBeforeMessage", (e) => { if (e.detail.message.startsWith("{")) { e.preventDefault(); n.textContent = JSON.parse(e.detail.message).n; } });</script></body>',
    messages: ['<p id="load">12 %</p>', '{"n": 1}'],
  },
  'tags-that-the-page-shows': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['data: &lt;b&gt;12 %&lt;/b&gt;\n\n'],
    warnings: ['sse/escaped-html'],
  },
  'shows-html-as-written': {
    body: '<body><pre hx-ext="sse" sse-connect="feed" sse-swap="message"></pre></body>',
    events: ['data: &lt;b&gt;12 %&lt;/b&gt;\n\n'],
  },
  'texts-with-a-tag-in-them': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message" hx-swap="beforeend"></div></body>',
    events: ['data: <p>use &lt;b&gt;</p>\n\n', 'data: use &lt;b&gt; for bold\n\n'],
  },
  'named-events-for-a-trigger-on-4': {
    head: HEAD[4],
    body: '<body><main id="feed" hx-sse:connect="feed"><p id="load"></p><i hx-get="alarms" hx-trigger="alarm from:#feed"></i></main></body>',
    events: ['event: alarm\ndata: 1\n\n'],
    paths: { '/alarms': '<b>1</b>' },
  },
  'form-that-says-goodbye': {
    body: '<body hx-ext="ws" ws-connect="live"><form id="say" ws-send><input name="words"><button>Say</button></form></body>',
    answer: () => '<form id="say" action="/next"><input name="more"><button>Go on</button></form>',
    send: 'hello Zebra7',
  },
  'rows-alone': {
    body: '<body hx-ext="ws" ws-connect="live"><b id="n"></b><table><tbody id="rows"></tbody></table></body>',
    messages: ['<b id="n">1</b>', '<tbody id="rows" hx-swap-oob="beforeend"><tr><td>one</td></tr></tbody>'],
  },
  'extensions-allowed-on-4': {
    head: `<meta name="htmx-config" content='{"extensions": "sse, ws"}'>${HEAD[4]}`,
    body: '<body><p id="load" hx-sse:connect="feed"></p></body>',
    events: ['data: <b>12 %</b>\n\n'],
  },
  'quiet-and-compressed': {
    body: '<body hx-ext="sse"><p sse-connect="feed" sse-swap="message"></p></body>',
    events: [],
    compressed: true,
  },
  'deletes-what-is-there': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="jobs"><li id="one">one</li></ul></body>',
    messages: [
      '<ul id="jobs" hx-swap-oob="beforeend"><li id="one">one</li></ul>',
      '<li id="one" hx-swap-oob="delete"></li>',
    ],
    warnings: [],
  },
};

/** Applications that are broken in a way of their own. */
export const ODD_WRONG: Readonly<Record<string, App>> = {
  'sends-at-each-key-without-a-name': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form><input type="search" ws-send hx-trigger="keyup"></form></body>',
    answer: () => '<ul id="log"><li>nothing</li></ul>',
    send: 'hello Zebra7',
    wrong: 'page/input-without-name',
  },
  'case-of-an-id': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="Load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'oob/no-such-target',
  },
  'escaped-as-a-whole': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['&lt;p id="load"&gt;12 %&lt;/p&gt;'],
    wrong: 'oob/plain-text',
  },
  'json-twice': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: [JSON.stringify(JSON.stringify({ type: 'load', html: '<p id="load">12 %</p>' }))],
    wrong: 'oob/json-text',
  },
  'field-with-a-capital': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['Data: <b>12 %</b>\n\n'],
    wrong: 'sse/no-data-prefix',
  },
  'space-before-the-field': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="message"></div></body>',
    events: ['  data: <b>12 %</b>\n\n'],
    wrong: 'sse/no-data-prefix',
  },
  'scheme-of-the-page': {
    body: '<body hx-ext="ws"><div ws-connect="http:/live"><p id="load">?</p></div></body>',
    wrong: 'page/ws-bad-url',
  },
  'event-name-in-another-case': {
    body: '<body><div hx-ext="sse" sse-connect="feed" sse-swap="Score"></div></body>',
    events: ['event: score\ndata: <b>3:1</b>\n\n'],
    wrong: 'page/sse-event-mismatch',
  },
  'names-without-a-comma-beside-others': {
    body: '<body hx-ext="sse"><main sse-connect="feed"><p sse-swap="goal"></p><p sse-swap="goal card"></p></main></body>',
    events: ['event: goal\ndata: <b>1:0</b>\n\n', 'event: card\ndata: <b>red</b>\n\n'],
    wrong: 'page/sse-event-mismatch',
  },
  'swapped-by-name-on-4': {
    head: HEAD[4],
    body: '<body><main id="feed" hx-sse:connect="feed"><p id="load" hx-sse:swap="load"></p><i hx-get="alarms" hx-trigger="alarm from:#feed"></i></main></body>',
    events: ['event: load\ndata: <b>12 %</b>\n\n', 'event: alarm\ndata: 1\n\n'],
    paths: { '/alarms': '<b>1</b>' },
    wrong: 'page/sse-event-mismatch',
  },
  'rows-behind-a-count': {
    body: '<body hx-ext="ws" ws-connect="live"><b id="n"></b><table><tbody id="rows"></tbody></table></body>',
    messages: ['<b id="n">1</b><tbody id="rows" hx-swap-oob="beforeend"><tr><td>one</td></tr></tbody>'],
    wrong: 'oob/table-part',
  },
  'values-that-are-no-json': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p><i ws-send hx-trigger="every 200ms" hx-vals="{\'card\': 3}"></i></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/bad-json',
  },
  'answer-without-what-sends': {
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form id="say" ws-send><input name="words"><button>Say</button></form></body>',
    answer: () =>
      '<ul id="log" hx-swap-oob="beforeend"><li>hi</li></ul><form id="say"><input name="words"><button>Say</button></form>',
    send: 'hello Zebra7',
    wrong: 'page/ws-send-missing',
  },
  'extension-not-allowed-on-4': {
    head: `<meta name="htmx-config" content='{"extensions": "hx-sse, hx-ws"}'>${HEAD[4]}`,
    body: '<body><p id="load" hx-sse:connect="feed"></p></body>',
    events: ['data: <b>12 %</b>\n\n'],
    wrong: 'htmx/extension-not-enabled',
  },
  'stream-held-by-a-compressor': {
    body: '<body hx-ext="sse"><p sse-connect="feed" sse-swap="message"></p></body>',
    events: ['data: <b>12 %</b>\n\n'],
    compressed: true,
    wrong: 'sse/buffered',
  },
  'stream-that-breaks-off': {
    body: '<body hx-ext="sse"><p sse-connect="feed" sse-swap="message"></p></body>',
    events: [],
    breaksOff: true,
    wrong: 'sse/server-error',
  },
  'html-in-a-list': {
    body: '<body hx-ext="ws" ws-connect="live"><p id="load">?</p></body>',
    messages: ['["<p id=\\"load\\">12 %</p>"]'],
    wrong: 'oob/json-text',
  },
  'extension-of-the-other-kind': {
    body: '<body hx-ext="sse" ws-connect="live"><p id="load">?</p></body>',
    messages: ['<p id="load">12 %</p>'],
    wrong: 'htmx/extension-not-enabled',
  },
};
