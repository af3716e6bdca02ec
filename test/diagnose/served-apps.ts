import type { ServedApp } from '../support/served-app.ts';
import { SERVED_TOO } from './more-served-apps.ts';
import { inPage, inServer, node, python } from './served-mistakes.ts';

/** By name: language or framework, and what it shows. */
export const SERVED: Readonly<Record<string, ServedApp>> = {
  'node-tokens': {
    ...node,
    major: 2,
    send: 'Will it rain on Zebra42?',
    mistakes: {
      'the stream begins again': inServer(' sse-close="done"', '', ['live/stream-never-ends', 'sse-close']),
      'the event has another name': inServer('event: token', 'event: word', ['page/sse-event-mismatch', 'word']),
    },
  },
  'node-search': {
    ...node,
    major: 2,
    send: 'Zebra',
    mistakes: {
      'the list has another id': inServer('id="hits"', 'id="results"', ['oob/no-such-target', 'id=']),
      'the field has no name': inPage('name="q" ', '', ['page/input-without-name', 'name=']),
    },
  },
  'node-board': {
    ...node,
    major: 4,
    mistakes: {
      'the target is not there': inServer("target: '#doing'", "target: '#done'", ['oob/no-such-target', '"target": "']),
      'the extension is that of htmx 2': inPage('hx-ws.js', 'ws2.js', ['htmx/wrong-version', 'htmx']),
    },
  },
  'node-scores': {
    ...node,
    major: 1,
    mistakes: {
      'the page loads htmx 2': inPage('htmx1.js', 'htmx2.js', ['htmx/old-syntax', 'sse-connect']),
      'the event has another name': inServer('event: home', 'event: guest', ['page/sse-event-mismatch', 'guest']),
    },
  },
  'express-rooms': {
    ...node,
    major: 2,
    send: 'hello from Zebra42',
    mistakes: {
      'the selector has no number sign': inServer(':#messages', ':messages', [
        'oob/no-such-target',
        'hx-swap-oob="beforeend:',
      ]),
      'the HTML is in JSON': inServer(
        'person.send(`<div hx-swap-oob="beforeend:#messages"><p>${escaped(message)}</p></div>`)',
        'person.send(JSON.stringify({ html: `<p id="messages">${escaped(message)}</p>` }))',
        ['oob/json-text', 'HTML'],
      ),
      'the room is not served': inPage('/rooms/blue', '/room/blue', ['ws/no-route', '/room/blue']),
      'who says it gets nothing': inServer('of people)', 'of people) if (person !== client)', [
        'ws/no-reply',
        'answer',
      ]),
    },
  },
  'express-progress': {
    ...node,
    major: 2,
    mistakes: {
      'the type is that of text': inServer('text/event-stream', 'text/plain', [
        'sse/wrong-content-type',
        'text/event-stream',
      ]),
      'no blank line ends the event': inServer('</div>\\n\\n`', '</div>\\n`', ['sse/no-blank-line', 'empty line']),
    },
  },
  'hono-notices': {
    ...node,
    major: 2,
    mistakes: {
      'the data is JSON': inServer(
        '`<li>Parcel ${unread} has come</li>`',
        'JSON.stringify({ text: `Parcel ${unread}` })',
        ['sse/json-data', 'HTML'],
      ),
      'one listener is outside': inPage(
        '      <ul sse-swap="notice" hx-swap="afterbegin"></ul>\n    </div>',
        '    </div>\n    <ul sse-swap="notice" hx-swap="afterbegin"></ul>',
        ['page/sse-outside', 'sse-connect'],
      ),
    },
  },
  'hono-votes': {
    ...node,
    major: 4,
    mistakes: {
      'the events have a name': inServer('writeSSE({ data:', "writeSSE({ event: 'votes', data:", [
        'page/sse-event-mismatch',
        'event',
      ]),
      'the stream is at another path': inPage('"/votes"', '"/poll"', ['sse/no-route', '/poll']),
    },
  },
  'koa-metrics': {
    ...node,
    major: 1,
    mistakes: {
      'nothing switches the extension on': inPage(' hx-ext="sse"', '', ['htmx/extension-not-enabled', 'hx-ext="sse"']),
      'Koa gets no stream': inServer('ctx.body = stream;', '', ['sse/no-route', '']),
    },
  },
  'polka-presence': {
    ...node,
    major: 2,
    mistakes: {
      'the message is bytes': inServer('client.send(html)', 'client.send(Buffer.from(html))', [
        'ws/binary-reply',
        'text',
      ]),
      'a template is around it': inServer(
        '`<span id="people">${sockets.clients.size} here</span>`',
        '`<template><span id="people">${sockets.clients.size} here</span></template>`',
        ['oob/template', '<div'],
      ),
    },
  },
  'fastapi-chat': {
    ...python('fastapi'),
    major: 2,
    send: 'hello from Zebra42',
    mistakes: {
      'uvicorn has no library': inServer('uvicorn.run(app, ', 'uvicorn.run(app, ws="none", ', [
        'ws/no-library',
        'uvicorn[standard]',
      ]),
      'the key is misspelt': inServer('said["message"]', 'said["msg"]', ['ws/closes-at-once', '']),
      'the answer has no id': inServer('<div id="log" hx-swap-oob="beforeend">{line}</div>', '<div>{line}</div>', [
        'oob/no-id',
        'id="log"',
      ]),
      'the form is outside': inPage(
        '<section hx-ext="ws" ws-connect="/chat">\n      <div id="log" role="log"></div>',
        '<section hx-ext="ws"><div ws-connect="/chat"></div>\n      <div id="log" role="log"></div>',
        ['page/ws-send-outside', 'ws-connect'],
      ),
    },
  },
  'fastapi-prices': {
    ...python('fastapi'),
    major: 4,
    mistakes: {
      'the type is missing': inServer(', media_type="text/event-stream"', '', [
        'sse/wrong-content-type',
        'text/event-stream',
      ]),
      'the attributes are of htmx 2': inPage('<tr hx-sse:connect="/prices">', '<tr hx-ext="sse" sse-swap="message">', [
        'htmx/other-version-syntax',
        'hx-sse',
      ]),
    },
  },
  'starlette-notes': {
    ...python('starlette'),
    major: 4,
    send: 'buy milk for Zebra42',
    mistakes: {
      'the target is not there': inPage('hx-target="#notes"', 'hx-target="#wall"', [
        'live/target-missing',
        'selector of an element',
      ]),
      'the path is another': inPage('"/wall"', '"/walls"', ['ws/refused', '']),
    },
  },
  'starlette-jobs': {
    ...python('starlette'),
    major: 2,
    mistakes: {
      'the lines have no prefix': inServer(
        '<tr><td>{number}</td><td>done</td></tr>',
        '<tr>\\n<td>{number}</td>\\n<td>done</td>\\n</tr>',
        ['sse/multiline-without-prefix', 'data: '],
      ),
      'the attribute names a style': inPage('sse-swap="job"', 'sse-swap="afterbegin"', [
        'page/sse-swap-names-a-style',
        'job',
      ]),
    },
  },
  'aiohttp-monitor': {
    ...python('aiohttp'),
    major: 1,
    mistakes: {
      'the page loads htmx 2': inPage('htmx1.js', 'htmx2.js', ['htmx/old-syntax', 'ws-connect']),
      'the message is text': inServer(
        'f\'<b id="heat">{random.randint(40, 60)} degrees</b>\'',
        'f"{random.randint(40, 60)} degrees"',
        ['oob/plain-text', 'id='],
      ),
    },
  },
  'aiohttp-alerts': {
    ...python('aiohttp'),
    major: 2,
    mistakes: {
      'the answer is never prepared': inServer('    await response.prepare(request)\n', '', ['sse/server-error', '']),
      'the page is left for another port': inPage('"/alerts"', '"http://localhost:9/alerts"', [
        'page/sse-bad-url',
        '/alerts',
      ]),
    },
  },
  'tornado-poll': {
    ...python('tornado'),
    major: 2,
    send: 'Zebra42',
    mistakes: {
      'the origin is refused': inServer(
        '    def open(self) -> None:',
        '    def check_origin(self, origin) -> bool:\n        return False\n\n    def open(self) -> None:',
        ['ws/refused', ''],
      ),
      'the whole form is the answer': inServer('<p id="votes">', '<p class="votes">', ['oob/no-id', 'id=']),
    },
  },
  'tornado-scores': {
    ...python('tornado'),
    major: 2,
    mistakes: {
      'nothing is flushed': inServer('                await self.flush()\n', '', ['sse/no-response', 'flush']),
      'the connection is not made': inPage('data-sse-connect', 'data-sse-conect', [
        'htmx/unknown-attribute',
        'connect',
      ]),
    },
  },
  'mojo-quotes': {
    needs: 'mojolicious',
    server: 'server.pl',
    major: 2,
    mistakes: {
      'the row has another id': inServer('<tr id="acme">', '<tr id="ACME">', ['oob/no-such-target', 'id=']),
      'modifiers are out of band': inServer('<tr id="acme">', '<tr id="acme" hx-swap-oob="true swap:1s">', [
        'oob/modifier',
        'true',
      ]),
    },
  },
  'mojo-log': {
    needs: 'mojolicious',
    server: 'server.pl',
    major: 4,
    mistakes: {
      'the field has no name': inServer('"data: <p>', '"<p>', ['sse/no-data-prefix', 'data:']),
      'the extension is not loaded': inPage('    <script src="/js/hx-sse.js"></script>\n', '', [
        'htmx/extension-script-missing',
        'hx-sse',
      ]),
    },
  },
  'python-build': {
    ...python('http.server'),
    major: 2,
    mistakes: {
      'the build begins again': inPage(' sse-close="over"', '', ['live/stream-never-ends', 'sse-close']),
      'the scripts are in the wrong order': inPage(
        '    <script src="/js/htmx2.js"></script>\n    <script src="/js/sse2.js"></script>',
        '    <script src="/js/sse2.js"></script>\n    <script src="/js/htmx2.js"></script>',
        ['htmx/extension-before-core', 'htmx'],
      ),
    },
  },
  'perl-clock': {
    needs: 'perl',
    server: 'server.pl',
    major: 2,
    mistakes: {
      'the type is that of a page': inServer('Content-Type: text/event-stream', 'Content-Type: text/html', [
        'sse/wrong-content-type',
        'text/event-stream',
      ]),
      'nothing waits': inPage('sse-swap="tick"', 'hx-trigger="sse:tick"', [
        'page/sse-trigger-without-request',
        'sse-swap',
      ]),
    },
  },
  ...SERVED_TOO,
};
