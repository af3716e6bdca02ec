import { expect, test } from 'vitest';
import { whyNoReply } from '../../src/rules/socket/exchange.ts';
import type { ExchangeView } from '../../src/rules/socket/exchange.ts';
import { errorAt, SILENT } from '../../src/rules/server/log.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { errorReport, logOf, serverSource } from '../support/server-source.ts';

const SOURCE = `const server = new WebSocketServer({ path: '/live' });
server.on('connection', (socket) => {
  socket.on('message', (data) => socket.send(data.toString()));
});`;

const VIEW: ExchangeView = {
  path: '/live',
  sent: 'hello bafidomuka',
  word: 'bafidomuka',
  waited: { kind: 'deadline', waitedMs: 3000 },
  frames: [],
  position: 'first',
  during: 'ws-echo',
  log: { ...SILENT, lastLines: ['listening'] },
  contract: { socketPath: '/live', field: 'text' },
  locate: serverSource('main.js', SOURCE),
};
const DID = { kind: 'ws', path: '/live', sent: ['hello bafidomuka'] };
const WHERE = [{ file: 'main.js', line: 3 }];
const CLOSED = { kind: 'closed', closed: { code: 1011, reason: 'oops' } } as const;

test('an answered message has no finding', () => {
  const frame = { text: 'hello bafidomuka', binary: false, bytes: 16 };
  expect(whyNoReply({ ...VIEW, waited: { kind: 'frame', frame }, frames: [frame] })).toBeUndefined();
});

test("silence: no reply, with the handler's line, the wait and the output", () => {
  expect(whyNoReply(VIEW)).toEqual({
    code: 'ws/no-reply',
    severity: 'error',
    facts: { sent: 'hello bafidomuka' },
    evidence: { did: DID, waitedMs: 3000, where: WHERE, output: ['listening'] },
  });
  expect(whyNoReply({ ...VIEW, wentTo: 'tab 1' })?.facts).toEqual({ sent: 'hello bafidomuka', wentTo: 'tab 1' });
});

test("a JSON message without a reply points at another key than the contract's field", () => {
  const sent = '{"text":"bafidomuka"}';
  const reads = (line: string): unknown =>
    whyNoReply({ ...VIEW, sent, locate: serverSource('main.py', `receive_text()\n${line}`) })?.evidence.where;
  expect(reads('data.get("message")')).toEqual([{ file: 'main.py', line: 2 }]);
  expect(reads('json.loads(raw)["message"]')).toEqual([{ file: 'main.py', line: 2 }]);
  expect(reads('data.get("text")')).toEqual([{ file: 'main.py', line: 1 }]);
  expect(reads('request.headers.get("origin")')).toEqual([{ file: 'main.py', line: 1 }]);
});

test.each([
  ['BAFIDOMUKA', 'BAFIDOMUKA', { kind: 'case', to: 'upper' }],
  ['bafi…', 'bafi', { kind: 'cut' }],
  ['akumodifab', 'akumodifab', { kind: 'reversed' }],
])('%s instead of the word is a change', (text, got, change) => {
  // A greeting that comes first is not the answer.
  const frames = [{ text: 'Welcome!' }, { text }];
  expect(whyNoReply({ ...VIEW, frames })).toEqual({
    code: 'ws/text-altered',
    severity: 'error',
    facts: { sent: 'bafidomuka', got, change },
    evidence: { did: DID, received: text, where: WHERE },
  });
});

test('a text without anything of the word is a canned reply', () => {
  expect(whyNoReply({ ...VIEW, frames: [{ text: 'Welcome!' }] })).toEqual({
    code: 'ws/canned-reply',
    severity: 'error',
    facts: { sent: 'hello bafidomuka' },
    evidence: { did: DID, received: 'Welcome!', where: WHERE },
  });
});

test('a closed connection says whether anything had been answered on it', () => {
  expect(whyNoReply({ ...VIEW, waited: CLOSED })).toMatchObject({
    code: 'ws/closes-at-once',
    facts: { code: 1011, reason: 'oops' },
    evidence: { where: WHERE, output: ['listening'] },
  });
  const later = whyNoReply({ ...VIEW, waited: CLOSED, position: 'later', earlier: ['first'] });
  expect(later?.code).toBe('ws/closes-after-first');
  // The command that can be pasted sends both: the first message alone is answered.
  expect(later?.evidence.did).toEqual({ kind: 'ws', path: VIEW.path, sent: ['first', VIEW.sent] });
});

const CATCHES_ALL = `async def chat(s):
    try:
        text = await s.receive_text()
        fields = json.loads(text)
        await s.send_text(f"{datetime.now()} {fields['txt']}")
    except Exception as error:
        print(f"WebSocket Error: {error}")`;

test.each([
  ["WebSocket Error: name 'json' is not defined", "NameError: name 'json' is not defined", 4],
  ["Error: module 'datetime' has no attribute 'now'", "AttributeError: module 'datetime' has no attribute 'now'", 5],
  ["WebSocket Error: 'txt'", "KeyError: 'txt'", 5],
  ['Expecting value: line 1 column 1 (char 0)', 'JSONDecodeError: Expecting value: line 1 column 1 (char 0)', 4],
  [
    "bad: 'utf-8' codec can't decode byte 0xc4 in position 1",
    "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc4 in position 1",
    4,
  ],
  ["ERROR:root:'int' object is not subscriptable", "TypeError: 'int' object is not subscriptable", 6],
])('a handler that catches its own error and prints its text: %s', (line, error, at) => {
  const text = `${line}\nINFO: connection closed`;
  const locate = serverSource('main.py', CATCHES_ALL);
  const sent = '{"text":"bafidomuka"}';
  expect(whyNoReply({ ...VIEW, sent, waited: CLOSED, locate, log: { ...VIEW.log, text } })).toMatchObject({
    code: 'ws/handler-error',
    facts: { error, sent, caught: true },
    evidence: { where: [{ file: 'main.py', line: at }], output: [line] },
  });
});

test.each([
  ['failed: escapeHtml is not defined', 'ReferenceError: escapeHtml is not defined'],
  ['socket.sendText is not a function', 'TypeError: socket.sendText is not a function'],
  [
    "Cannot read properties of undefined (reading 'message')",
    "TypeError: Cannot read properties of undefined (reading 'message')",
  ],
])('the same in JavaScript: %s', (text, error) => {
  expect(whyNoReply({ ...VIEW, log: { ...VIEW.log, text } })?.facts).toMatchObject({ error, caught: true });
});

// The last one is what a server that reads JSON prints about a text that is none, as sent here.
test.each(['connection open', "Template 'index.html'", 'Expecting value: line 1 column 1 (char 0)'])(
  'no error is: %s',
  (text) => {
    expect(whyNoReply({ ...VIEW, waited: CLOSED, log: { ...VIEW.log, text } })?.code).toBe('ws/closes-at-once');
  },
);

test('a handler that closes and then sends has closed the connection itself', () => {
  const locate = serverSource('main.py', 'text = await s.receive_text()\nawait s.close()\nawait s.send_text(text)');
  const text = 'starlette.websockets.WebSocketDisconnected: Cannot call "send" once a close message has been sent.';
  const closed = { ...VIEW, waited: CLOSED, locate, log: { ...VIEW.log, text } };
  expect(whyNoReply(closed)).toMatchObject({
    code: 'ws/closes-at-once',
    facts: { code: 1011, because: 'itself' },
    evidence: { where: [{ file: 'main.py', line: 2 }] },
  });
  expect(whyNoReply({ ...closed, log: VIEW.log })?.facts).toEqual({ code: 1011, reason: 'oops' });
  const forgotten = serverSource('main.py', 'text = await s.receive_text()\nawait s.send_text(text)');
  expect(whyNoReply({ ...closed, locate: forgotten })?.facts).toEqual({ code: 1011, reason: 'oops' });
});

test('middleware of express-ws that answers first closes the connection', () => {
  const locate = serverSource('main.js', "expressWs(app);\napp.use(answer);\napp.ws('/chat', chat);");
  expect(whyNoReply({ ...VIEW, waited: CLOSED, locate })).toMatchObject({
    facts: { because: 'answered-first' },
    evidence: { where: [{ file: 'main.js', line: 3 }] },
  });
  expect(whyNoReply({ ...VIEW, waited: CLOSED, locate, position: 'later' })?.facts).toEqual({
    code: 1011,
    reason: 'oops',
  });
});

test("a handler that uses the socket of an older version of Fastify's plugin", () => {
  const source =
    "import websocket from '@fastify/websocket';\nconst chat = (connection) => connection.socket.on('message', answer);";
  expect(whyNoReply({ ...VIEW, waited: CLOSED, locate: serverSource('main.js', source) })).toMatchObject({
    facts: { because: 'connection-socket' },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
});

test('a server that ended is the cause of a closed connection', () => {
  const report = errorReport('TypeError: x is not a function', { where: { file: 'main.js', line: 3 } });
  const ended = { exit: { kind: 'code', code: 1 }, report, port: 8000, lines: ['at main.js:3'] } as const;
  expect(whyNoReply({ ...VIEW, waited: CLOSED, ended })).toEqual({
    code: 'server/crashed-during-check',
    severity: 'error',
    facts: { exit: { kind: 'code', code: 1 }, error: 'TypeError: x is not a function', during: 'ws-echo' },
    evidence: { output: ['at main.js:3'], where: [{ file: 'main.js', line: 3 }] },
  });
});

test('a hanging process answers no client', () => {
  expect(whyNoReply({ ...VIEW, process: 'hangs' })).toEqual({
    code: 'server/stopped-answering',
    severity: 'error',
    facts: { request: DID },
    evidence: { did: DID, waitedMs: 3000, where: WHERE, output: ['listening'] },
  });
  expect(whyNoReply({ ...VIEW, process: 'answers' })?.code).toBe('ws/no-reply');
});

test('a hanging process with a call that waits in its handler is pointed to that call', () => {
  const source = [
    'import time',
    'class Chat(WebSocketHandler):',
    '    def on_message(self, text):',
    '        time.sleep(30)',
    '        self.write_message(text)',
  ].join('\n');
  expect(whyNoReply({ ...VIEW, process: 'hangs', locate: serverSource('main.py', source) })).toMatchObject({
    code: 'server/stopped-answering',
    facts: { request: DID, by: 'sleep' },
    evidence: { where: [{ file: 'main.py', line: 4 }] },
  });
});

test('a call that waits in the function below its decorator is in the handler', () => {
  const source = ["@app.websocket('/ws')", 'async def ws(socket):', '    time.sleep(30)', '', '@app.get("/")'].join(
    '\n',
  );
  const finding = whyNoReply({ ...VIEW, process: 'hangs', locate: serverSource('main.py', source) });
  expect(finding).toMatchObject({ facts: { by: 'sleep' }, evidence: { where: [{ file: 'main.py', line: 3 }] } });
});

test('a call that waits in another function than the handler is not the cause', () => {
  const source = [
    'def serve_socket(connection):',
    '    for text in frames(connection.recv(4096)):',
    '        connection.sendall(frame(text))',
    '',
    'def serve_stream(connection):',
    '    time.sleep(1)',
  ].join('\n');
  const finding = whyNoReply({ ...VIEW, process: 'hangs', locate: serverSource('server.py', source) });
  expect(finding).toMatchObject({ code: 'server/stopped-answering', facts: { request: DID } });
  expect(finding?.facts).not.toHaveProperty('by');
});

test('what a handler of Tornado renders is its error, not what follows from an end', () => {
  const error = 'RuntimeError: Cannot render() after finish()';
  const report = errorReport(error, { where: { file: 'main.py', line: 7 } });
  const served = { path: '/ws', contract: { socketPath: '/ws' }, locate: NOWHERE };
  expect(errorAt([report], served)).toBe(report);
  expect(errorAt([errorReport('RuntimeError: Cannot write() after finish()', {})], served)).toBeUndefined();
});

test('what a running server prints about its handler takes precedence over what the client saw', () => {
  const log = logOf("KeyError: 'text'");
  for (const seen of [{}, { waited: CLOSED }, { frames: [{ text: 'Welcome!' }] }])
    expect(whyNoReply({ ...VIEW, ...seen, log })).toMatchObject({
      code: 'ws/handler-error',
      facts: { error: "KeyError: 'text'", sent: 'hello bafidomuka' },
      evidence: { where: [{ file: 'main.py', line: 7 }], output: ['Traceback', "KeyError: 'text'"] },
    });
  const notAwaited = { call: 'WebSocket.send_text', where: { file: 'main.py', line: 9 }, warning: 'main.py:9: …' };
  expect(whyNoReply({ ...VIEW, log: { ...log, notAwaited } })).toMatchObject({
    code: 'python/not-awaited',
    facts: { call: 'WebSocket.send_text' },
    evidence: { where: [{ file: 'main.py', line: 9 }], output: ['main.py:9: …'], waitedMs: 3000 },
  });
  const early = logOf('RuntimeError: WebSocket is not connected. Need to call "accept" first.');
  expect(whyNoReply({ ...VIEW, log: early })?.code).toBe('ws/no-accept');
});
