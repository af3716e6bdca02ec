import type { ServedApp } from '../support/served-app.ts';
import { inPage, inServer, node, python } from './served-mistakes.ts';

/** The same as `SERVED`: servers without a framework, and what htmx 4 does with parts and targets. */
export const SERVED_TOO: Readonly<Record<string, ServedApp>> = {
  'wsgi-tickets': {
    ...python('wsgiref'),
    major: 4,
    mistakes: {
      'the target is not there': inPage('hx-target="#sold"', 'hx-target="#tickets"', [
        'live/target-missing',
        'selector of an element',
      ]),
      'one newline ends the event': inServer('sold\\n\\n"', 'sold\\n"', ['sse/no-blank-line', 'empty line']),
      'all is collected first': inServer('return sales()', 'return [b"".join(sales())]', ['sse/no-response', '']),
      'the swap replaces the target': inPage('hx-target="#sold"', 'hx-target="#sold" hx-swap="outerHTML"', [
        'live/listener-gone',
        'innerHTML',
      ]),
    },
  },
  'asyncio-radio': {
    ...python('asyncio'),
    major: 1,
    mistakes: {
      'the extension is not loaded': inPage('    <script src="/js/sse1.js"></script>\n', '', [
        'htmx/extension-script-missing',
        'sse',
      ]),
      'the field is misspelt': inServer('\\ndata: ', '\\ndate: ', ['sse/no-data-prefix', 'data:']),
      'the type is that of text': inServer('text/event-stream', 'text/plain', [
        'sse/wrong-content-type',
        'text/event-stream',
      ]),
    },
  },
  'koa-stations': {
    ...node,
    major: 4,
    mistakes: {
      'both parts miss their place': inServer('hx-target="#', 'hx-target="#station-', ['live/part-lost', 'hx-target']),
      'one part misses its place': inServer('hx-target="#south"', 'hx-target="#south-east"', [
        'live/part-lost',
        'hx-target',
      ]),
      'a part has no target': inServer('<hx-partial hx-target="#north">', '<hx-partial target="#north">', [
        'live/part-lost',
        'hx-target',
      ]),
    },
  },
  'polka-auction': {
    ...node,
    major: 4,
    send: '47 for Zebra42',
    mistakes: {
      'the bids replace the form': inPage(' hx-target="#bids" hx-swap="beforeend"', '', [
        'live/form-wiped',
        'hx-target',
      ]),
      'the form sends by itself': inPage('<form hx-ws:send>', '<form>', ['page/ws-send-missing', 'hx-ws:send']),
      'the envelope has no number sign': inServer(
        'client.send(`<li>${escaped(bid)}</li>`)',
        "client.send(JSON.stringify({ content: `<li>${escaped(bid)}</li>`, target: 'bids' }))",
        ['oob/no-such-target', '"target": "'],
      ),
      'the answer goes to the others': inServer('of sockets.clients)', 'of sockets.clients) if (client !== bidder)', [
        'ws/no-reply',
        'answer',
      ]),
      'the server reads another field': inServer('{ bid }', '{ amount: bid = missing }', ['ws/closes-at-once', '']),
    },
  },
  'node-preview': {
    ...node,
    major: 2,
    send: 'a draft of Zebra42',
    mistakes: {
      'the preview has another id': inServer('id="preview"', 'id="view"', ['oob/no-such-target', 'id=']),
      'the field has no name': inPage(' name="draft"', '', ['page/input-without-name', 'name=']),
      'it waits for an event that nobody fires': inPage('hx-trigger="submit, input delay:50ms"', 'hx-trigger="typed"', [
        'page/navigates',
        '',
      ]),
      'only the text comes back': inServer(
        '`<article id="preview"><p>${escaped(draft)}</p></article>`',
        'escaped(draft)',
        ['oob/plain-text', 'id='],
      ),
    },
  },
  'hono-orders': {
    ...node,
    major: 2,
    mistakes: {
      'the events have no name': inServer("event: 'order', ", '', ['page/sse-event-mismatch', 'message']),
      'the route has another name': inServer("'/orders'", "'/order'", ['sse/no-route', '/order']),
      'the list waits outside': inPage(
        '<ul sse-swap="order" hx-swap="beforeend"></ul>\n    </main>',
        '</main>\n    <ul sse-swap="order" hx-swap="beforeend"></ul>',
        ['page/sse-outside', 'sse-connect'],
      ),
    },
  },
};
