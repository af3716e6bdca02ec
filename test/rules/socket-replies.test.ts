import { expect, test } from 'vitest';
import {
  blocksOthers,
  failsOnlyConcurrently,
  isStalled,
  mayComeOfOthers,
  secondRefused,
} from '../../src/rules/socket/concurrent.ts';
import { contained, contains, containsInJson, isPlainEcho, sameReplies } from '../../src/rules/socket/frames.ts';
import { binaryReply, duplicateReply, outOfOrder, replyAltered } from '../../src/rules/socket/replies.ts';
import { crashesOnText } from '../../src/rules/socket/other-text.ts';
import { closedTwice, crashesOnDisconnect } from '../../src/rules/socket/vanished.ts';
import type { Finding } from '../../src/model/finding.ts';
import { errorReport, serverSource } from '../support/server-source.ts';

const locate = serverSource(
  'main.js',
  "new WebSocketServer();\nsocket.on('message', answer);\nwhile (Date.now() < end);",
);
const WHERE = [{ file: 'main.js', line: 2 }];

function answered(reply: string, frames: readonly string[] = [reply]): Parameters<typeof replyAltered>[0] {
  return {
    path: '/ws',
    sent: '{"message":"żółw 🙂 word"}',
    text: 'żółw 🙂 word',
    word: 'word',
    reply: { text: reply, binary: false, bytes: reply.length },
    frames: frames.map((text) => ({ text })),
    locate,
  };
}

test('a frame contains the text that its HTML shows', () => {
  expect(contains({ text: '<p>a &amp; b</p>' }, 'a & b')).toBe(true);
  expect(contains({ text: '<p>a</p>' }, 'b')).toBe(false);
  expect(containsInJson(String.raw`{"m":"\u017c\u00f3\u0142w"}`, 'żółw')).toBe(true);
  expect(containsInJson('{"m":"zolw"}', 'żółw')).toBe(false);
  expect(sameReplies([{ text: 'a word' }, { text: 'a word' }, { text: 'word' }], { text: 'a word' }, 'word')).toBe(2);
  expect(isPlainEcho({ text: '{"message":"x","HEADERS":{}}' }, 'HEADERS')).toBe(true);
  expect(isPlainEcho({ text: '<p>{"HEADERS":{}}</p>' }, 'HEADERS')).toBe(false);
  expect(isPlainEcho(undefined, 'HEADERS')).toBe(false);
});

test('frames for one element contain a text together, whatever space is between them', () => {
  const together = (...texts: readonly string[]): boolean =>
    contained(
      texts.map((text) => ({ text })),
      'hello otter',
    );
  const piece = (text: string, id = 'log'): string => `<i id="${id}">${text}</i>`;
  expect(together('x', '<p>hello otter</p>')).toBe(true);
  expect(together('hello', ' otter')).toBe(true);
  expect(together(piece('hel'), piece('lo ot'), piece('ter'))).toBe(true);
  expect(together(piece('hel'), piece('x', 'time'), piece('lo otter'))).toBe(true);
  expect(together(piece('hel'), piece('lo otter', 'other'))).toBe(false);
  expect(together(piece('lo otter'), piece('hel'))).toBe(false);
  // One frame alone is compared with its space.
  expect(together('hellootter')).toBe(false);
  expect(together('hello', 'otter', ...Array.from({ length: 298 }, () => '.'))).toBe(true);
  expect(together('hello', 'otter', ...Array.from({ length: 299 }, () => '.'))).toBe(false);
});

test('the complete text must come back, in any encoding of the same letters', () => {
  expect(replyAltered(answered('<p>żółw 🙂 word</p>'))).toBeUndefined();
  expect(replyAltered(answered(String.raw`{"message":"\u017c\u00f3\u0142w \ud83d\ude42 word"}`))).toBeUndefined();
  expect(replyAltered(answered('zolw ? word'))).toMatchObject({
    code: 'ws/text-altered',
    facts: { sent: 'żółw 🙂 word', got: 'zolw ? word', change: { kind: 'lost', characters: 'żół🙂' } },
    evidence: { received: 'zolw ? word', where: WHERE },
  });
});

test('a reply that came twice, and one in bytes', () => {
  expect(duplicateReply(answered('word', ['word', 'word']))).toMatchObject({
    code: 'ws/duplicate-reply',
    facts: { replies: 2 },
    evidence: { received: 'word', where: WHERE },
  });
  expect(duplicateReply(answered('word', ['word', 'word and more']))).toBeUndefined();
  const text = answered('word');
  expect(binaryReply(text)).toBeUndefined();
  expect(binaryReply({ ...text, reply: { ...text.reply, binary: true } })).toMatchObject({
    code: 'ws/binary-reply',
    facts: { bytes: 4 },
    evidence: { where: WHERE },
  });
});

test.each([
  ["ws.on('message', (data) => {\n  ws.send(data);\n\n  ws.on('message', (next) => ws.send(next));\n});", 4],
  ["ws.on('message', (data) => {\n  ws.send(data);\n});\nws.on('message', other);", 1],
  ["wss.on('connection', (ws) => {\n  ws.on('message', answer);\n});", 2],
])('a handler that is registered inside another one is the place of a reply that comes twice: %#', (source, line) => {
  const view = { ...answered('word', ['word', 'word']), locate: serverSource('main.js', source) };
  expect(duplicateReply(view)?.evidence.where).toEqual([{ file: 'main.js', line }]);
});

test('replies in another order than the messages', () => {
  const burst = (...frames: readonly string[]): Finding | undefined =>
    outOfOrder({
      path: '/ws',
      sent: ['x1', 'x2', 'x3'],
      words: ['1', '2', '3'],
      frames: frames.map((text) => ({ text })),
      locate,
    });
  expect(burst('1', '2', '3')).toBeUndefined();
  expect(burst('1', '<p>2</p><p>3</p>')).toBeUndefined();
  expect(burst('2', '1', '3')).toMatchObject({
    code: 'ws/out-of-order',
    facts: { sent: ['1', '2', '3'] },
    evidence: { did: { sent: ['x1', 'x2', 'x3'] }, received: '2\n1\n3', where: WHERE },
  });
});

const closed: Finding = {
  code: 'ws/closes-at-once',
  severity: 'error',
  facts: { code: 1013, reason: '' },
  evidence: { where: WHERE },
};

test('a message that a single client gets an answer to was unanswered because of other clients', () => {
  expect(failsOnlyConcurrently(closed, 'answered')).toEqual({
    code: 'ws/one-client-only',
    severity: 'error',
    facts: { code: 1013 },
    evidence: { where: WHERE },
  });
  expect(failsOnlyConcurrently(closed, 'not answered')).toBe(closed);
  const silent: Finding = { code: 'ws/no-reply', severity: 'error', facts: { sent: 'x' }, evidence: {} };
  expect(mayComeOfOthers(silent)).toBe(false);
  expect(failsOnlyConcurrently(silent, 'answered')).toBe(silent);
  const astray: Finding = { ...silent, facts: { sent: 'x', wentTo: 'client 2' } };
  expect(failsOnlyConcurrently(astray, 'answered').facts).toEqual({ code: undefined, wentTo: 'client 2' });
});

test('a second handshake that is refused, with the status', () => {
  const failure = { status: 503, reason: 'status', message: 'status 503' } as const;
  expect(secondRefused('/ws', failure, { locate, where: WHERE })).toMatchObject({
    code: 'ws/one-client-only',
    facts: { code: 503 },
    evidence: { answer: { status: 503 }, where: WHERE },
  });
  const waits = { status: undefined, reason: 'deadline', message: 'no answer' } as const;
  const of = (server: string): unknown => secondRefused('/ws', waits, { locate: serverSource('app.py', server) });
  const where = [{ file: 'app.py', line: 2 }];
  expect(of('import os\nHTTPServer(address, Handler)')).toMatchObject({
    facts: { threads: 'one' },
    evidence: { where },
  });
  expect(of('ThreadingHTTPServer(address, Handler)')).not.toHaveProperty('facts.threads');
});

test('a busy process is distinguished from a slow machine by a ping to the idle server', () => {
  expect(isStalled({ quietMs: 10, stallMs: 800 })).toBe(true);
  expect(isStalled({ quietMs: 300, stallMs: 800 })).toBe(false);
  expect(isStalled({ quietMs: 1, stallMs: 699 })).toBe(false);
  const view = { path: '/ws', sent: 'x', locate };
  const rounds = [900, 800, 1000].map((stallMs) => ({ quietMs: 5, stallMs }));
  expect(blocksOthers({ ...view, rounds })).toMatchObject({
    code: 'ws/blocks-others',
    facts: { waitedMs: 800 },
    evidence: { waitedMs: 800, where: [{ file: 'main.js', line: 3 }] },
  });
  expect(blocksOthers({ ...view, rounds: [...rounds, { quietMs: 5, stallMs: 20 }] })).toBeUndefined();
  expect(blocksOthers({ ...view, rounds: [] })).toBeUndefined();
});

test('a list that clients are put into and never taken out of is the cause of a silent one', () => {
  const ended = { exit: { kind: 'running' }, report: undefined, port: 1, lines: [] } as const;
  const keeps = 'def connect(self, websocket):\n    self.active_connections.append(websocket)\n';
  expect(crashesOnDisconnect('/ws', ended, serverSource('main.py', keeps))).toMatchObject({
    facts: { kept: 'self.active_connections' },
    evidence: { where: [{ file: 'main.py', line: 2 }] },
  });
  const takesOut = `${keeps}def leave(self, websocket):\n    self.active_connections.remove(websocket)\n`;
  expect(crashesOnDisconnect('/ws', ended, serverSource('main.py', takesOut)).facts).toEqual({
    exit: { kind: 'running' },
    error: '',
  });
});

test('a program that ends itself when a client leaves', () => {
  const ended = { exit: { kind: 'code', code: 0 }, report: undefined, port: 1, lines: [] } as const;
  const source =
    "server.on('error', () => {\n  process.exit(1);\n});\nsocket.on('close', () => {\n  process.exit(0);\n});\n";
  expect(crashesOnDisconnect('/ws', ended, serverSource('main.js', source))).toMatchObject({
    facts: { quits: 'process.exit' },
    evidence: { where: [{ file: 'main.js', line: 5 }] },
  });
  const crashed = { ...ended, exit: { kind: 'code', code: 1 } } as const;
  expect(crashesOnDisconnect('/ws', crashed, serverSource('main.js', source)).facts).not.toHaveProperty('quits');
});

test('a client that vanishes takes the server down, or makes its handler close twice', () => {
  const report = errorReport('Error: write EPIPE');
  const ended = { exit: { kind: 'code', code: 1 }, report, port: 1, lines: ['x'] } as const;
  expect(crashesOnDisconnect('/ws', ended, locate)).toEqual({
    code: 'ws/crashes-on-disconnect',
    severity: 'error',
    facts: { exit: { kind: 'code', code: 1 }, error: 'Error: write EPIPE' },
    evidence: {
      did: { kind: 'ws', path: '/ws', sent: [], ends: 'broken' },
      output: ['x'],
      where: [{ file: 'main.py', line: 7 }],
    },
  });
  const twice = errorReport(
    "RuntimeError: Unexpected ASGI message 'websocket.close', after sending 'websocket.close'.",
  );
  expect(closedTwice('/ws', [report, twice], [])).toMatchObject({ code: 'ws/closed-twice', severity: 'warning' });
  expect(closedTwice('/ws', [report], [])).toBeUndefined();
  expect(closedTwice('/ws', [{ ...twice, where: undefined }], [])).toBeUndefined();
  const left = errorReport('WebSocketDisconnect', { excerpt: '    await socket.close()' });
  expect(closedTwice('/ws', [left], [])).toMatchObject({ code: 'ws/closed-twice' });
  const reads = errorReport('WebSocketDisconnect', { excerpt: '    await socket.receive_text()' });
  expect(closedTwice('/ws', [reads], [])).toBeUndefined();
});

test('a text that is not JSON harms everybody, its sender alone, or nobody', () => {
  const report = errorReport('SyntaxError: Unexpected token');
  const source = serverSource('main.js', "on('message', (data) => {\n  const { text } = JSON.parse(data);");
  const running = { exit: { kind: 'running' }, report: undefined, port: 1, lines: ['x'] } as const;
  const view = {
    path: '/ws',
    sent: 'Hello',
    isJson: false,
    server: running,
    connection: 'closed',
    others: 'answered',
    promised: true,
    locate: source,
  } as const;
  const dead = { ...running, exit: { kind: 'code', code: 1 } } as const;
  expect(crashesOnText({ ...view, server: { ...dead, report }, others: 'unanswered' })).toEqual({
    code: 'ws/crashes-on-text',
    severity: 'error',
    facts: { sent: 'Hello', exit: { kind: 'code', code: 1 }, error: 'SyntaxError: Unexpected token' },
    evidence: {
      did: { kind: 'ws', path: '/ws', sent: ['Hello'] },
      where: [{ file: 'main.py', line: 7 }],
      output: ['x'],
    },
  });
  const silent = crashesOnText({ ...view, server: dead, others: 'unanswered', promised: false });
  expect(silent).toMatchObject({ severity: 'warning', evidence: { where: [{ file: 'main.js', line: 2 }] } });
  expect(crashesOnText({ ...view, others: 'unanswered' })?.severity).toBe('error');
  expect(crashesOnText({ ...view, server: { ...running, report } })?.severity).toBe('warning');
  // JSON without a message is told apart from no JSON at all.
  const nothing = crashesOnText({ ...view, sent: 'null', isJson: true, server: dead });
  expect(nothing).toMatchObject({ severity: 'error', facts: { sent: 'null', json: true } });
  const used = crashesOnText({ ...view, sent: '{}', isJson: true, server: { ...dead, report } });
  expect(used?.evidence.where).toEqual([
    { file: 'main.js', line: 2 },
    { file: 'main.py', line: 7 },
  ]);
  // It closes on purpose, or prints that it ignores the text.
  expect(crashesOnText(view)).toBeUndefined();
  expect(crashesOnText({ ...view, server: { ...running, report }, connection: 'open' })).toBeUndefined();
});
