/** What is written for htmx 2, and in its place for htmx 4, in order (hx-ws.js and hx-sse.js of htmx 4.0.1). */
const NAMES: readonly (readonly [RegExp, string])[] = [
  // It needs none.
  [/\bhx-ext="(?:ws|sse)(?:, ?(?:ws|sse))?" ?/gu, ''],
  [/`hx-ext` and (?=`(?:ws|sse)-connect`)/gu, ''],
  [/(?<![\w:-])hx-on::ws-after-send(?![\w-])/gu, 'hx-on::ws:after:message:outgoing'],
  [/(?<![\w:./-])(ws|sse)-(connect|send|close)(?![\w-])/gu, 'hx-$1:$2'],
  [/(hx-sse:connect="[^"]*") sse-swap="[^"]*"/gu, '$1'],
  [/, put those with `sse-swap` inside it,/gu, ''],
  [
    /, and inside it an element with `sse-swap="…"` for each event name\. The server tells the events apart by lines `event: …`\./gu,
    '. Each part of an event says where it goes: `<hx-partial hx-target="#…">…</hx-partial>`.',
  ],
  [
    /: the extension stops with an error \(`getRootNode` in the console\), or, where no `hx-ext` covers the form, does not know about it, and the browser submits it\./gu,
    ': htmx fires `htmx:ws:error` and sends nothing.',
  ],
  [
    / htmx reads a WebSocket message as HTML and decodes no JSON: the quotes and backslashes become part of the tags, so the id in them matches nothing\./gu,
    ' htmx 4 decodes JSON, and swaps only what an object has as its member `content`; other JSON is for scripts of the page.',
  ],
  [
    /\b([Ii])n the page htmx fails on it with `response\.replace is not a function`(?:, and nothing shows)?\./gu,
    '$1n the page htmx 4 swaps text alone, so nothing shows.',
  ],
  // It swaps text; what is dropped without a tag is JSON.
  [
    /\bThe reply is text without an HTML element, and the page ignored it/gu,
    'The message is JSON, not HTML, and the page ignored it',
  ],
  [
    /^A message whose outermost element has the id of the element that it goes into\.$/gu,
    'HTML, or JSON with the HTML in its member `content`.',
  ],
  [
    /The page received (?:JSON|the text), but the ws extension goes through the elements of a message and swaps each by its id\. It silently ignores text outside an element\./gu,
    'htmx 4 first reads each message as JSON, and a number alone, a text in quotes, `true` or `null` is JSON. Of JSON it swaps only what an object has as its member `content`; the rest is for scripts of the page.',
  ],
  [/`HEADERS`/gu, '`headers`'],
  [/\bhtmx:wsAfterMessage\b/gu, 'htmx:ws:after:message:incoming'],
  [/`htmx\.defineExtension`/gu, '`htmx.registerExtension`'],
  [
    /`htmx\.config\.wsReconnectDelay` sets how long it waits/gu,
    '`hx-config="ws:{reconnectDelay:2000}"` on the element that connects sets how long it waits',
  ],
  // It reads streams itself, and asks again after status 204 as well.
  [/The browser reconnects by itself; a line/gu, 'htmx reconnects by itself; a line'],
  [
    /To the browser that is a lost connection, so it opened the stream again/gu,
    'To htmx that is a lost connection, so it asked for the stream again',
  ],
  [
    /Or answer the next request for it with status 204 and no body, after which the browser gives up\./gu,
    'Or write `hx-config="sse:{reconnect:false}"` on the element that connects, if its stream is to be read once.',
  ],
  [
    /Answer the next request for it with status 204 and no body, after which the browser gives up\./gu,
    'Write `hx-config="sse:{reconnect:false}"` on the element that connects, if its stream is to be read once.',
  ],
  [
    /, and an EventSource that receives it never reconnects\./gu,
    ': htmx takes it for an answer without a stream, and does not ask again.',
  ],
  // It has no `htmx.remove`.
  [
    /`htmx\.remove\(element\)` or `htmx\.swap\(…\)` in place of/gu,
    '`htmx.swap({ sourceElement: element, target: element, swap: "delete", text: "" })` in place of',
  ],
  // Nothing is fired where a target is missing.
  [/; the browser's console says `htmx:oobErrorNoTarget`/gu, ''],
];

/** A sentence about a page of htmx 2, with the names that the same things have in htmx 4. */
export function wordsOf4(text: string): string {
  return NAMES.reduce((words, [pattern, name]) => words.replaceAll(pattern, name), text);
}
