import { expect, test } from 'vitest';
import { endsByItself, mayEnd } from '../../src/rules/socket/lasting.ts';
import { fellSilent, lastCount } from '../../src/rules/stream/lasting.ts';
import { serverSource } from '../support/server-source.ts';
import { streamView } from '../support/stream-view.ts';

function last(text: string, file = 'main.js'): number {
  return lastCount(serverSource(file, text), 1000);
}

test('the numbers in a source that may be a count of events, or a time after which they stop', () => {
  expect(last('if (count === 20) clearInterval(timer);')).toBe(20);
  expect(last('while (count <= 45) {')).toBe(45);
  expect(last('count = (count + 1) % 60;')).toBe(60);
  expect(last('for count in range(1, 31):', 'main.py')).toBe(31);
  expect(last('const MOST = 120;')).toBe(120);
  expect(last('  }, 30_000);')).toBe(30);
  expect(last('setTimeout(() => response.end(), 20000);')).toBe(20);
  expect(last('await asyncio.sleep(25)', 'main.py')).toBe(25);
});

test('other numbers in a source are none', () => {
  expect(last('if (response.statusCode === 200) return;')).toBe(0);
  expect(last('if (error.code >= 100) return;')).toBe(0);
  expect(last("response.writeHead(200, { 'Content-Type': 'text/event-stream' });")).toBe(0);
  expect(last('const timer = setInterval(tick, 1000);')).toBe(0);
  expect(last('let count = 0;')).toBe(0);
  expect(last('const port = Number(process.env.PORT || 8000);')).toBe(0);
  expect(last('if (count > 100000) return;')).toBe(0);
});

test('a stream that falls silent has the line that stops its timer, and not the one for a client that leaves', () => {
  const source = [
    "if (path === '/live/count') {",
    "  response.on('close', () => clearInterval(timer));",
    '  if (count === 20) clearInterval(timer);',
  ].join('\n');
  const view = streamView('data: 1\n\n', { locate: serverSource('main.js', source), path: '/live/count' });
  expect(fellSilent(view, 1600, 'fast')).toMatchObject({
    code: 'sse/falls-silent',
    facts: { events: 1, call: 'clearInterval', clock: 'fast' },
    evidence: { waitedMs: 1600, where: [{ file: 'main.js', line: 3 }] },
  });
  const bare = streamView('data: 1\n\n', { path: '/live/count' });
  expect(fellSilent(bare, 4600, 'usual').facts).toEqual({ events: 1, call: '' });
});

const HEARTBEAT = [
  "sockets.on('connection', (socket) => {",
  '  socket.isAlive = true;',
  '});',
  'if (!socket.isAlive) socket.terminate();',
  'socket.isAlive = false;',
  'socket.ping();',
];

test('what may end a connection, by the source', () => {
  const by = (text: string): string => mayEnd(serverSource('main.js', text));
  expect(by(HEARTBEAT.join('\n'))).toBe('heartbeat');
  expect(by('setTimeout(() => socket.close(), 4000);')).toBe('timer');
  expect(by('socket.ping();')).toBe('nothing');
  expect(by('socket.close();')).toBe('nothing');
  expect(by('setTimeout(() => socket.destroy(), 4000);')).toBe('timer');
  // Ends an HTTP answer.
  expect(by('setInterval(count, 1000); response.destroy(); res.destroy();')).toBe('nothing');
  expect(by('setTimeout(() => response.socket.destroy(), 4000);')).toBe('timer');
});

test('a connection that a heartbeat ended although its pings were answered', () => {
  const ended = { path: '/ws', code: 1006, pings: 1, openMs: 60, clock: 'fast' } as const;
  expect(endsByItself({ ...ended, locate: serverSource('main.js', HEARTBEAT.join('\n')) })).toMatchObject({
    facts: { code: 1006, pings: 1, handler: 'none', flag: 'isAlive', clock: 'fast' },
    evidence: {
      waitedMs: 60,
      where: [
        { file: 'main.js', line: 1 },
        { file: 'main.js', line: 4 },
      ],
    },
  });
  const deaf = [...HEARTBEAT, "socket.on('pong', () => (socket.alive = true));"].join('\n');
  expect(endsByItself({ ...ended, locate: serverSource('main.js', deaf) })).toMatchObject({
    facts: { handler: 'elsewhere', flag: 'isAlive' },
    evidence: { where: [{ line: 7 }, { line: 4 }] },
  });
});

test('a connection that ended without a ping', () => {
  const source = serverSource(
    'main.js',
    "sockets.on('connection', (socket) => {\n  setTimeout(() => socket.close(), 4000);",
  );
  const ended = { path: '/ws', code: 1005, pings: 0, openMs: 4003, clock: 'usual', locate: source } as const;
  expect(endsByItself(ended)).toMatchObject({
    facts: { code: 1005, pings: 0, handler: 'none', flag: '' },
    evidence: { waitedMs: 4003, where: [{ file: 'main.js', line: 2 }] },
  });
});
