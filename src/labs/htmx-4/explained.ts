import type { Explained } from '../../messages/entry.ts';
import type { GenericCode } from '../../model/finding.ts';

// What a code means in htmx 4, where that is not what it means in htmx 2 by other names. Examples are those of the chapter.

const REPLY = '<div id="chat-window" hx-swap-oob="beforeend"><p>hello</p></div>';
const STREAM = '<div hx-sse:connect="/sse/counter" hx-target="#count"></div>\n<p id="count">Waiting…</p>';
const WS = '`handleMessage` in hx-ws.js of htmx 4.0.1.';
const SSE = '`handleSSEResponse` in hx-sse.js of htmx 4.0.1.';

function html(text: string): Explained['wrong'] {
  return { language: 'html', text };
}

function js(text: string): Explained['wrong'] {
  return { language: 'js', text };
}

/** By code; the others are worded by the names of htmx 4. */
export const EXPLAINED: { readonly [C in GenericCode]?: Partial<Explained> } = {
  'oob/json-text': {
    meaning:
      'htmx 4 decodes a WebSocket message that is JSON. It swaps only what the object has as its member `content`, to where `target` and `swap` say. A string, a list, or an object without `content` is for scripts of the page, and nothing is swapped.',
    wrong: js(`socket.send(JSON.stringify({ html: '<p>hello</p>' }));`),
    right: js(
      `socket.send(\n  JSON.stringify({\n    content: '<p>hello</p>',\n    target: '#chat-window',\n    swap: 'beforeend',\n  }),\n);`,
    ),
    source: WS,
  },
  'oob/no-such-target': {
    meaning:
      'A part of a message names its target: by its id with `hx-swap-oob`, by the selector in it, by the `hx-target` of an `<hx-partial>`, or by the `target` of a JSON message. A selector of an id needs its `#`, and case matters. When nothing matches, htmx 4 drops the part, without an event and without a line in the console.',
    source: '`#createOOBTask` and `#processPartials` of htmx 4.0.1.',
  },
  'oob/no-id': {
    meaning:
      'htmx 4 swaps what names no place into the target of the connection: the `hx-target` of the element with `hx-ws:connect`, or that element itself. For another place the message has to name it.',
    source: WS,
  },
  'oob/plain-text': {
    meaning:
      'htmx 4 swaps what names no place, text too, into the target of the connection: the `hx-target` of the element with `hx-ws:connect`, or that element itself. For another place the text needs an element around it that names the place.',
    source: WS,
  },
  'page/ws-connect-missing': {
    meaning:
      '`hx-ws:connect` opens a connection, and its value says where. The connection belongs to that element, and everything inside it can send on it.',
    wrong: html('<div>\n  <form hx-ws:send>…</form>\n</div>'),
    source: '`initializeConnection` in hx-ws.js of htmx 4.0.1.',
  },
  'page/sse-connect-missing': {
    meaning: '`hx-sse:connect` names the address of the stream, which htmx 4 requests and reads as long as it goes on.',
    wrong: html('<p id="count">Waiting…</p>'),
    right: html(STREAM),
    source: SSE,
  },
  'page/sse-bad-url': {
    meaning:
      'The address in `hx-sse:connect` is resolved like that of a link. A path that begins with a slash goes to the server of the page. Another host or port, even `127.0.0.1` instead of `localhost`, is another origin, whose server must allow the request with CORS headers.',
    wrong: html('<div hx-sse:connect="http://127.0.0.1:8000/counter"></div>'),
    right: html(STREAM),
    source: SSE,
  },
  'page/sse-event-mismatch': {
    title: 'The events have a name',
    meaning:
      'htmx 4 swaps an event without a name into the `hx-target` of the element with `hx-sse:connect`. An event with a line `event: …`, `event: message` too, is fired in the page as an event of the DOM and is not swapped.',
    wrong: { language: 'text', text: 'event: tick\ndata: <p>1</p>\n' },
    right: { language: 'text', text: 'data: <p>1</p>\n' },
    source: SSE,
  },
  'ws/binary-reply': {
    meaning:
      'Each WebSocket message is marked as text or as binary. The browser gives text to the page as a string, and binary data as a Blob. htmx reads strings as HTML and does not read a Blob, so a reply must be sent as text.',
  },
  'sse/no-route': {
    meaning:
      'An event stream is an ordinary GET request whose response does not end, so it needs a route, as a page does. htmx 4 reads only a response of the type text/event-stream as a stream.',
  },
  'sse/unexpected-status': {
    meaning:
      'A stream is answered with status 200 and the type text/event-stream. htmx 4 takes any other answer for one without a stream; a redirect is followed, but the page then depends on a second address.',
  },
  'sse/wrong-content-type': {
    meaning:
      'The content type says how the bytes are to be read. With `text/html` the same bytes are a page. htmx 4 reads only a response of the type text/event-stream as a stream.',
  },
  'htmx/wrong-version': {
    meaning:
      'The scripts `ws.js` and `sse.js` are written for htmx 2 and call functions inside it that htmx 4 does not have. `hx-ws.js` and `hx-sse.js` belong to htmx 4 and register themselves with `htmx.registerExtension`, which htmx 2 does not have.',
    wrong: html('<script src="/static/htmx.min.js"></script> <!-- 4.0.1 -->\n<script src="/static/ws.js"></script>'),
    right: html('<script src="/static/htmx.min.js"></script>\n<script src="/static/hx-ws.js"></script>'),
  },
  'htmx/missing': {
    meaning:
      'Attributes such as `hx-ws:connect` mean nothing to a browser; it keeps them and does nothing. It is htmx that reads them, so its script must be loaded first. Without it, the browser submits a form in the usual way.',
    wrong: html('<script src="/static/hx-ws.js"></script>'),
    right: html('<script src="/static/htmx.min.js"></script>\n<script src="/static/hx-ws.js"></script>'),
  },
  'htmx/extension-before-core': {
    wrong: html('<script src="/static/hx-ws.js"></script>\n<script src="/static/htmx.min.js"></script>'),
    right: html('<script src="/static/htmx.min.js"></script>\n<script src="/static/hx-ws.js"></script>'),
  },
  'htmx/extension-script-missing': {
    meaning:
      'htmx 4 keeps its core small: `hx-ws.js` and `hx-sse.js` are files of their own, each loaded after htmx. Without them, `hx-ws:connect` and `hx-sse:connect` are attributes that nothing reads, and no error is shown.',
    right: html(
      '<script src="/static/htmx.min.js"></script>\n<script src="/static/hx-ws.js"></script>\n<script src="/static/hx-sse.js"></script>',
    ),
  },
  'page/form-replaced': {
    right: html(`<!-- a reply: -->\n${REPLY}`),
  },
};
