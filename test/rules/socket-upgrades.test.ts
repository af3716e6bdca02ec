import { expect, test } from 'vitest';
import { firstOf } from '../../src/rules/rule.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED } from '../../src/rules/socket/handshake.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import type { Finding } from '../../src/model/finding.ts';
import { serverSource } from '../support/server-source.ts';

interface Seen {
  readonly source: string;
  /** Undefined: no answer. */
  readonly status?: number | undefined;
  /** Another path that answers a handshake. */
  readonly near?: string;
}

function why({ source, status, near }: Seen): Finding | undefined {
  const failed = {
    status,
    reason: status === undefined ? 'deadline' : 'status',
    message: '',
    server: '',
    waitedMs: 12,
  } as const;
  const view = { path: '/live', failure: failed, log: SILENT, locate: serverSource('main.js', source) };
  return firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, { ...view, near });
}

const LISTENER = `const server = createServer(app);
server.on('upgrade', (request, socket, head) => {
  if (request.headers.cookie) sockets.handleUpgrade(request, socket, head, take);
});
const sockets = new WebSocketServer({ noServer: true });
server.listen(port);`;
const VERIFIED = `new WebSocketServer({
  server,
  verifyClient: (info, done) => known(info, done),
});`;

test.each([
  ['port', 426, 'const sockets = new WebSocketServer({ port: 8081 });', 1],
  ['listener', undefined, LISTENER, 2],
  ['listener', 404, LISTENER, 2],
  ['app', 404, `const app = express();\n${LISTENER.replace('server.on', 'app.on')}`, 3],
  ['verify-client', undefined, VERIFIED, 3],
  ['closed', 503, 'const sockets = new WebSocketServer({ server });\nsockets.close();', 2],
  // With two HTTP servers nothing of the other one is a cause.
  [undefined, 404, `${LISTENER}\napp.listen(port);`, 7],
] as const)('why no handshake becomes a WebSocket of ws: %s, status %s', (because, status, source, line) => {
  const found = why({ source, status });
  expect(found).toMatchObject({ code: 'ws/not-attached', evidence: { where: [{ file: 'main.js', line }] } });
  expect(found?.facts).toEqual({ status: status ?? 0, ...(because === undefined ? {} : { because }) });
});

test.each([
  "// const sockets = new WebSocketServer({ server, path: '/live' });",
  "import { Server } from 'node:http';\nconst server = new Server(app);",
])('what creates no server of ws is not taken for one: %#', (source) => {
  expect(why({ source, status: 404 })?.code).toBe('ws/no-route');
});

test('a listener that compares the path itself is told so, not the option of a library', () => {
  const found = why({ source: LISTENER, status: 404, near: '/live/chat' });
  expect(found).toMatchObject({
    code: 'ws/path-mismatch',
    facts: { by: 'listener' },
    evidence: { where: [{ line: 2 }] },
  });
});
