import { expect, test } from 'vitest';
import { replyPlace, sendPlace } from '../../src/rules/places.ts';
import { serverSource } from '../support/server-source.ts';

const NODE = serverSource(
  'main.js',
  [
    "app.get('/', (request, response) => response.send(page));",
    "sockets.on('connection', (socket) => {",
    "  socket.send('welcome');",
    "  socket.on('message', (data) => {",
    '    const text = JSON.parse(data).text;',
    '    socket.send(reply(text));',
    '  });',
    '});',
    'function reply(text) {',
    '  return `<p class="own">${text}</p>`;',
    '}',
  ].join('\n'),
);

test('the line that sends is in the handler, not above it', () => {
  expect(sendPlace(NODE, '/live')).toEqual([{ file: 'main.js', line: 6 }]);
});

test("the caller's own pattern takes precedence", () => {
  expect(sendPlace(NODE, '/live', /JSON\.parse/u)).toEqual([{ file: 'main.js', line: 5 }]);
});

test('an HTTP response does not count as sent here', () => {
  const locate = serverSource('main.js', "app.get('/live', (request, res) => res.send(page));\nres.send(x)");
  expect(sendPlace(locate, '/live')).toEqual([{ file: 'main.js', line: 1 }]);
  expect(
    sendPlace(serverSource('main.py', 'def on_message(self, text):\n  self.write_message(text)'), '/live'),
  ).toEqual([{ file: 'main.py', line: 2 }]);
});

test('a reply is written where its tag is, else where it is sent', () => {
  expect(replyPlace(NODE, '<p class="own">hi</p>', '/live')).toEqual([{ file: 'main.js', line: 10 }]);
  expect(replyPlace(NODE, '<ul>hi</ul>', '/live')).toEqual([{ file: 'main.js', line: 6 }]);
  expect(replyPlace(NODE, 'hi', '/live')).toEqual([{ file: 'main.js', line: 6 }]);
});
