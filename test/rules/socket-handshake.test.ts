import { expect, test } from 'vitest';
import { NOWHERE } from '../../src/rules/locate.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED, nearPaths } from '../../src/rules/socket/handshake.ts';
import type { HandshakeView } from '../../src/rules/socket/handshake.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import type { Finding } from '../../src/model/finding.ts';
import { logOf, serverSource } from '../support/server-source.ts';

const NODE = `const server = createServer();
new WebSocketServer({ server, path: '/live' });`;

function view(failure: Partial<HandshakeView['failure']>, parts: Partial<HandshakeView> = {}): HandshakeView {
  return {
    path: '/live',
    failure: { status: undefined, reason: 'status', message: '', server: '', waitedMs: 12, ...failure },
    log: SILENT,
    locate: NOWHERE,
    ...parts,
  };
}

/** What is found at once; else what is found when no other path answers either. */
function why(seen: HandshakeView, near?: string): Finding | undefined {
  return firstOf(HANDSHAKE_REFUSED, seen) ?? firstOf(ENDPOINT_ELSEWHERE, { ...seen, near });
}

test('a status other than 101: no endpoint, with the line that should create it', () => {
  expect(why(view({ status: 404 }, { locate: serverSource('main.js', "x\nserver.use('/live')") }))).toEqual({
    code: 'ws/no-route',
    severity: 'error',
    facts: { status: 404 },
    evidence: {
      did: { kind: 'ws', path: '/live', sent: [] },
      answer: { status: 404 },
      waitedMs: 12,
      where: [{ file: 'main.js', line: 2 }],
      output: [],
    },
  });
});

test('another path that answers is named', () => {
  expect(why(view({ status: 400 }), '/live/')).toMatchObject({
    code: 'ws/path-mismatch',
    facts: { answers: '/live/', status: 400 },
  });
});

test.each([401, 403])('status %i is a refusal', (status) => {
  expect(firstOf(HANDSHAKE_REFUSED, view({ status, server: 'x' }))).toMatchObject({
    code: 'ws/refused',
    facts: { status, server: 'x' },
  });
});

test('status 403 of a Python server without such an endpoint may mean another path', () => {
  const locate = serverSource('main.py', '@app.websocket("/chat")');
  const seen = view({ status: 403, server: 'Python/3.11 websockets/10.4' }, { locate });
  expect(firstOf(HANDSHAKE_REFUSED, seen)).toBeUndefined();
  expect(why(seen, '/chat')).toMatchObject({ code: 'ws/path-mismatch', facts: { answers: '/chat', status: 403 } });
  expect(why(seen)?.code).toBe('ws/refused');
  const there = serverSource('main.py', '@app.websocket("/live")');
  expect(firstOf(HANDSHAKE_REFUSED, { ...seen, locate: there })?.code).toBe('ws/refused');
});

test('a mount at every path fails for a request that is not HTTP', () => {
  const text = 'File "/x/starlette/staticfiles.py", line 92, in __call__\n    assert scope["type"] == "http"';
  const locate = serverSource('main.py', 'app = FastAPI()\napp.mount("/", StaticFiles())');
  const seen = view({ status: 500 }, { log: { ...logOf('AssertionError'), text }, locate });
  expect(why(seen)).toMatchObject({
    code: 'ws/no-route',
    facts: { status: 500, because: 'mount' },
    evidence: { where: [{ file: 'main.py', line: 2 }] },
  });
});

test.each([
  ['app.mount("/", StaticFiles(directory="pages", html=True))', '@app.websocket("/live")', 'ws/no-route'],
  ["app.mount('', StaticFiles(directory='pages'))", '@app.websocket("/live")', 'ws/no-route'],
  ['app.mount(', '@app.websocket("/live")', 'ws/refused'],
  ['app.mount("/static", StaticFiles(directory="static"))', '@app.websocket("/live")', 'ws/refused'],
  ['app.mount("/", other)', '@app.websocket("/live")', 'ws/refused'],
  ['@app.websocket("/live")', 'app.mount("/", StaticFiles(directory="pages"))', 'ws/refused'],
  ['app.mount("/", StaticFiles(directory="pages"))', 'async def chat(ws):', 'ws/refused'],
])('a newer Starlette closes a handshake at a mount: %s, %s', (first, second, code) => {
  const locate = serverSource('main.py', `app = FastAPI()\n${first}\n${second}`);
  const found = why(view({ status: 403 }, { locate }));
  expect(found?.code).toBe(code);
  if (code === 'ws/no-route')
    expect(found).toMatchObject({
      facts: { status: 403, because: 'mount' },
      evidence: { where: [{ file: 'main.py', line: 2 }] },
    });
});

test('an error of the handler before the handshake was answered', () => {
  expect(why(view({ status: 500 }, { log: logOf('NameError: x') }))).toMatchObject({
    code: 'ws/handler-error',
    facts: { error: 'NameError: x', sent: '' },
    evidence: { where: [{ file: 'main.py', line: 7 }] },
  });
  // A 404 is not a failure of a handler: an older error has nothing to do with it.
  expect(why(view({ status: 404 }, { log: logOf('NameError: x') }))?.code).toBe('ws/no-route');
});

test('a handler that returned early has not accepted', () => {
  const text = 'ERROR: ASGI callable returned without sending handshake.';
  expect(why(view({ status: 500 }, { log: { ...SILENT, text } }))?.code).toBe('ws/no-accept');
  expect(why(view({ status: 500 }))?.code).toBe('ws/no-route');
});

test('a WebSocketServer that no handshake reaches is attached to another server', () => {
  const locate = serverSource('main.js', NODE);
  const found = { code: 'ws/not-attached', evidence: { where: [{ file: 'main.js', line: 2 }] } };
  expect(why(view({ status: 200 }, { locate }))).toMatchObject({ ...found, facts: { status: 200 } });
  expect(why(view({ reason: 'deadline' }, { locate }))).toMatchObject({ ...found, facts: { status: 0 } });
  const late = { ...view({ status: 404 }, { locate }), near: undefined, acceptedAfterRequest: true };
  expect(firstOf(ENDPOINT_ELSEWHERE, late)).toMatchObject({ ...found, facts: { status: 404, because: 'request' } });
  // `ws` itself answers 400: it is attached.
  expect(why(view({ status: 400 }, { locate }))?.code).toBe('ws/no-route');
});

test('a connection that broke is a handshake that failed', () => {
  expect(why(view({ reason: 'broken', message: 'socket hang up' }))).toMatchObject({
    code: 'ws/handshake-failed',
    facts: { failure: { reason: 'broken', error: 'socket hang up' } },
    evidence: { failure: { reason: 'broken', error: 'socket hang up' } },
  });
});

test('the paths tried are the usual ones and those in the source, never the requested one', () => {
  const near = nearPaths('/ws', serverSource('main.js', "app.ws('/stream');\napp.get('/ws');\napp.get('/');"));
  expect(near).toEqual(['/ws/', '/', '/websocket', '/socket', '/chat', '/ws/chat', '/wss', '/echo', '/stream']);
  expect(nearPaths('/chat', NOWHERE)).not.toContain('/chat');
});

test.each([
  ["import { Server } from 'socket.io';", 'Socket.IO'],
  ['sio = socketio.AsyncServer(async_mode="asgi")', 'Socket.IO'],
  ['app.MapHub<ChatHub>("/live");', 'SignalR'],
  ["const sockjs = require('sockjs');", 'SockJS'],
  ["import { useServer } from 'graphql-ws/use/ws';", 'graphql-ws'],
])('%s speaks %s, whatever the answer was', (source, protocol) => {
  const locate = serverSource('main.js', source);
  const where = [{ file: 'main.js', line: 1 }];
  expect(why(view({ status: 400 }, { locate }))).toMatchObject({
    code: 'ws/other-protocol',
    facts: { protocol, status: 400 },
    evidence: { where, answer: { status: 400 } },
  });
  expect(why(view({ status: undefined, reason: 'broken' }, { locate }))?.facts).toEqual({ protocol, status: 0 });
});

test('a socket of the library ws does not mean another protocol', () => {
  expect(why(view({ status: 400 }, { locate: serverSource('main.js', NODE) }))?.code).toBe('ws/no-route');
});

// What the source shows of a refusal; the answers are those that the libraries gave (see test/messages/recorded).

const ROUTER = `from fastapi import APIRouter, FastAPI, WebSocket
router = APIRouter(prefix="/chat")
@router.websocket("/live")
async def chat(socket: WebSocket):
    await socket.accept()
app = FastAPI()
app.include_router(router, prefix="/api")`;

test('a prefix of a router is tried, and told as what makes the path another one', () => {
  const locate = serverSource('main.py', ROUTER);
  expect(nearPaths('/live', locate)).toEqual(expect.arrayContaining(['/chat/live', '/api/live', '/api/chat/live']));
  const seen = view({ status: 403, server: 'Python/3.11 websockets/10.4' }, { locate });
  expect(firstOf(HANDSHAKE_REFUSED, seen)).toBeUndefined();
  expect(why(seen, '/api/chat/live')).toMatchObject({
    code: 'ws/path-mismatch',
    facts: { answers: '/api/chat/live', status: 403, prefix: '/api/chat' },
  });
  expect(why(seen, '/chat/live')).toMatchObject({
    facts: { prefix: '/chat' },
    evidence: { where: [{ file: 'main.py', line: 2 }] },
  });
  expect(why(seen)?.code).toBe('ws/refused');
});

test('a folder of files is no prefix', () => {
  const locate = serverSource(
    'main.py',
    '@app.websocket("/live")\napp.mount("/static", StaticFiles(directory="static"))\napp.use("/files", express.static("x"))',
  );
  expect(nearPaths('/live', locate)).not.toEqual(expect.arrayContaining(['/static/live']));
  expect(
    firstOf(HANDSHAKE_REFUSED, view({ status: 403, server: 'Python/3.11 websockets/10.4' }, { locate }))?.code,
  ).toBe('ws/refused');
});

test('an endpoint that refuses is not told as one at another path', () => {
  const locate = serverSource(
    'main.py',
    'app.include_router(news, prefix="/news")\n@app.websocket("/live")\nasync def chat(s: WebSocket, t: str = Query()):',
  );
  const seen = view({ status: 403, server: 'Python/3.11 websockets/10.4' }, { locate });
  expect(why(seen, '/echo')).toMatchObject({ code: 'ws/refused', facts: { because: 'parameter' } });
});

test.each([
  ['not-included', 'router = APIRouter()\n@router.websocket("/live")\nasync def chat(s: WebSocket):', 1],
  ['untyped', 'app = FastAPI()\n@app.websocket("/live")\nasync def chat(socket):', 3],
  ['untyped', '@app.websocket("/live")\nasync def chat(socket, room: str = "a"):', 2],
  ['parameter', '@app.websocket("/live")\nasync def chat(s: WebSocket, token: str = Query(...)):', 2],
  ['parameter', '@app.websocket("/live")\nasync def chat(s: WebSocket, token: Annotated[str, Cookie()]):', 2],
  ['dependency', '@app.websocket("/live")\nasync def chat(s: WebSocket, user=Depends(user)):', 2],
  ['closes-first', '@app.websocket("/live")\nasync def chat(s: WebSocket):\n  await s.close()\n  await s.accept()', 3],
  ['verify-client', 'new WebSocketServer({ server,\n  verifyClient: check })', 2],
  ['origin', 'x\nif (request.headers.origin !== OWN) refuse();', 2],
  ['origin', 'class Chat(WebSocketHandler):\n  def check_origin(self, origin):\n    return False', 2],
] as const)('a refusal because of %s: %#', (because, source, line) => {
  const seen = view({ status: 403, server: 'x' }, { locate: serverSource('main.py', source) });
  expect(why(seen)).toMatchObject({
    code: 'ws/refused',
    facts: { status: 403, because },
    evidence: { where: [{ file: 'main.py', line }] },
  });
});

test.each([
  '@app.websocket("/live")\nasync def chat(s: WebSocket):\n  pass\ndef other(socket):',
  'router = APIRouter()\n@router.websocket("/live")\nasync def chat(s: WebSocket):\napp.include_router(router)',
  '@app.websocket("/live")\nasync def chat(s: WebSocket):\n  await s.accept()\n  await s.close()',
])('a refusal that the source does not show: %#', (source) => {
  const seen = view({ status: 403, server: 'x' }, { locate: serverSource('main.py', source) });
  expect(why(seen)?.facts).toEqual({ status: 403, server: 'x' });
});

const HONO = 'const { upgradeWebSocket } = createNodeWebSocket({ app });';
const EXPRESS_WS = "expressWs(app);\napp.ws('/live', chat);\ncreateServer(app).listen(port);";
const FASTIFY = "app.register(websocket);\napp.get('/live', { websocket: true }, chat);";

test.each([
  ['inject', 200, HONO],
  ['express-ws', 404, EXPRESS_WS],
  ['register', 500, FASTIFY],
] as const)('a library whose handshakes need a call: %s', (because, status, source) => {
  const seen = view({ status }, { locate: serverSource('main.js', source) });
  expect(why(seen)).toMatchObject({
    code: 'ws/not-attached',
    facts: { status, because },
    evidence: { where: [{ file: 'main.js', line: 1 }] },
  });
  // Another path that answers shows that the library is attached.
  expect(why(seen, '/other')?.code).toBe('ws/path-mismatch');
});

test.each([
  `${HONO}\ninjectWebSocket(server);`,
  'expressWs(app);\napp.listen(port);',
  'expressWs(app, server);\nserver.listen(port);',
  `await ${FASTIFY}`,
  `app.register(websocket);\napp.register(async (app) => {\n  app.get('/live', { websocket: true }, chat);\n});`,
])('a library that has its call: %#', (source) => {
  expect(why(view({ status: 404 }, { locate: serverSource('main.js', source) }))?.code).toBe('ws/no-route');
});

test('several servers with a path on one HTTP server answer for each other', () => {
  const news = "new WebSocketServer({ server, path: '/news' });";
  const both = `${news}\nnew WebSocketServer({ server, path: '/live' });`;
  const seen = view({ status: 400 }, { locate: serverSource('main.js', both) });
  expect(why(seen, '/news')).toMatchObject({
    code: 'ws/not-attached',
    facts: { status: 400, because: 'several' },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
  expect(why({ ...seen, locate: serverSource('main.js', news) }, '/news')?.code).toBe('ws/path-mismatch');
});

test.each([
  ['django', 'from django.urls import path'],
  ['flask', 'from flask import Flask'],
  ['tornado', 'import tornado.web'],
  ['aiohttp', 'from aiohttp import web'],
])('without a route the framework is named: %s', (framework, source) => {
  const seen = view({ status: 404 }, { locate: serverSource('app.py', source) });
  expect(why(seen)).toMatchObject({ code: 'ws/no-route', facts: { status: 404, framework } });
});
