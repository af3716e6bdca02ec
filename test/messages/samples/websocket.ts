import type { WebSocketFacts } from '../../../src/model/facts/websocket.ts';
import { AT_SOCKET, IN_SERVER } from './sample.ts';
import type { Samples } from './sample.ts';

const HANDSHAKE = { did: { kind: 'ws', path: '/ws', sent: [] } } as const;
const FRAME = '{"message":"hello","HEADERS":{"HX-Request":"true"}}';

export const webSocketSamples: Samples<keyof WebSocketFacts> = {
  'ws/no-route': [
    { facts: { status: 200 }, evidence: HANDSHAKE },
    { facts: { status: 302 }, evidence: HANDSHAKE },
    { facts: { status: 400 }, evidence: HANDSHAKE },
    { facts: { status: 404 }, evidence: HANDSHAKE },
    { facts: { status: 426 }, evidence: HANDSHAKE },
    { facts: { status: 500 }, evidence: HANDSHAKE },
    { facts: { status: 403, because: 'mount' }, evidence: { ...HANDSHAKE, where: [{ file: 'main.py', line: 6 }] } },
    { facts: { status: 404, framework: 'django' }, evidence: HANDSHAKE },
    { facts: { status: 400, framework: 'flask' }, evidence: HANDSHAKE },
    { facts: { status: 404, framework: 'tornado' }, evidence: HANDSHAKE },
    { facts: { status: 404, framework: 'aiohttp' }, evidence: HANDSHAKE },
  ],
  'ws/path-mismatch': [
    { facts: { answers: '/ws/', status: 404 }, evidence: HANDSHAKE },
    { facts: { answers: '/chat', status: 0 }, evidence: HANDSHAKE },
    { facts: { answers: '/api/ws', status: 403, prefix: '/api' }, evidence: HANDSHAKE },
    { facts: { answers: '/ws/chat', status: 404, by: 'listener' }, evidence: HANDSHAKE },
  ],
  'ws/other-protocol': [
    { facts: { protocol: 'Socket.IO', status: 400 }, evidence: HANDSHAKE },
    { facts: { protocol: 'SignalR', status: 0 }, evidence: HANDSHAKE },
  ],
  'ws/refused': [
    { facts: { status: 403, server: '' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'uvicorn' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'uvicorn', because: 'not-included' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'uvicorn', because: 'untyped' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'uvicorn', because: 'parameter' }, evidence: HANDSHAKE },
    { facts: { status: 401, server: 'uvicorn', because: 'dependency' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'TornadoServer/6.5', because: 'origin' }, evidence: HANDSHAKE },
    { facts: { status: 403, server: 'uvicorn', because: 'closes-first' }, evidence: HANDSHAKE },
    { facts: { status: 401, server: '', because: 'verify-client' }, evidence: HANDSHAKE },
  ],
  'ws/too-much': [
    { facts: { excess: { of: 'message', most: 1024 * 1024 } }, evidence: AT_SOCKET },
    { facts: { excess: { of: 'pieces', most: 4096 } }, evidence: AT_SOCKET },
    { facts: { excess: { of: 'messages', most: 2000 } }, evidence: AT_SOCKET },
    { facts: { excess: { of: 'pings', most: 2000 } }, evidence: AT_SOCKET },
    { facts: { excess: { of: 'pongs', most: 2000 } }, evidence: AT_SOCKET },
    { facts: { excess: { of: 'bytes', most: 2 * 1024 * 1024 } }, evidence: AT_SOCKET },
  ],
  'ws/bad-frame': [{ facts: { error: 'Invalid WebSocket frame: RSV1 must be clear' }, evidence: AT_SOCKET }],
  'ws/handshake-failed': [
    { facts: { failure: { reason: 'endless', excess: { of: 'time', most: 6000 } } }, evidence: HANDSHAKE },
    { facts: { failure: { reason: 'deadline' } }, evidence: HANDSHAKE },
    { facts: { failure: { reason: 'refused' } }, evidence: HANDSHAKE },
    { facts: { failure: { reason: 'broken', error: 'socket hang up' } }, evidence: HANDSHAKE },
    { facts: { failure: { reason: 'broken', error: 'Invalid Sec-WebSocket-Accept header' } }, evidence: HANDSHAKE },
    {
      facts: { failure: { reason: 'broken', error: 'Server sent a subprotocol but none was requested' } },
      evidence: HANDSHAKE,
    },
  ],
  'ws/no-accept': [{ facts: {}, evidence: { ...HANDSHAKE, ...IN_SERVER } }],
  'ws/no-library': [
    { facts: { line: 'WARNING: No supported WebSocket library detected.' }, evidence: HANDSHAKE },
    { facts: { answer: 'http' }, evidence: HANDSHAKE },
    { facts: { answer: 'words' }, evidence: HANDSHAKE },
  ],
  'ws/not-attached': [
    { facts: { status: 404 }, evidence: HANDSHAKE },
    { facts: { status: 0 }, evidence: HANDSHAKE },
    { facts: { status: 200, because: 'inject' }, evidence: HANDSHAKE },
    { facts: { status: 404, because: 'express-ws' }, evidence: HANDSHAKE },
    { facts: { status: 500, because: 'register' }, evidence: HANDSHAKE },
    { facts: { status: 400, because: 'several' }, evidence: HANDSHAKE },
    { facts: { status: 426, because: 'port' }, evidence: HANDSHAKE },
    { facts: { status: 404, because: 'app' }, evidence: HANDSHAKE },
    { facts: { status: 0, because: 'listener' }, evidence: HANDSHAKE },
    { facts: { status: 0, because: 'verify-client' }, evidence: HANDSHAKE },
    { facts: { status: 503, because: 'closed' }, evidence: HANDSHAKE },
    { facts: { status: 404, because: 'request' }, evidence: HANDSHAKE },
  ],
  'ws/no-reply': [
    { facts: { sent: 'hello' }, evidence: AT_SOCKET },
    { facts: { sent: FRAME, wentTo: 'client 2' }, evidence: AT_SOCKET },
    { facts: { sent: FRAME, greets: true }, evidence: AT_SOCKET },
    { facts: { sent: 'hello', listener: { on: 'sockets', event: 'connect' } }, evidence: IN_SERVER },
    { facts: { sent: 'hello', because: 'behind' }, evidence: IN_SERVER },
    { facts: { sent: 'hello', because: 'first-lost' }, evidence: IN_SERVER },
    { facts: { sent: 'hello', listener: { on: 'wss' } }, evidence: IN_SERVER },
    { facts: { sent: 'hello', answers: { call: '$c->render', instead: '$c->send' } }, evidence: IN_SERVER },
  ],
  'ws/handler-error': [
    { facts: { error: "KeyError: 'text'", sent: FRAME }, evidence: { ...AT_SOCKET, ...IN_SERVER } },
    {
      facts: { error: "TypeError: 'int' object is not subscriptable", sent: FRAME, caught: true },
      evidence: { ...AT_SOCKET, ...IN_SERVER },
    },
    { facts: { error: 'RuntimeError: Call .prepare() first', sent: '' }, evidence: { ...HANDSHAKE, ...IN_SERVER } },
    {
      facts: { error: 'RuntimeError: Call .prepare() first', sent: '' },
      evidence: {
        ...HANDSHAKE,
        ...IN_SERVER,
        output: ['    async for message in sock:', 'RuntimeError: Call .prepare() first'],
      },
    },
    {
      facts: { error: 'RuntimeError: Cannot render() after finish()', sent: FRAME },
      evidence: {
        ...AT_SOCKET,
        ...IN_SERVER,
        output: ['    self.render("answer.html", text=text)', 'RuntimeError: Cannot render() after finish()'],
      },
    },
    { facts: { error: "NameError: name 'json' is not defined", sent: '' }, evidence: { ...HANDSHAKE, ...IN_SERVER } },
  ],
  'ws/closes-after-first': [
    { facts: { code: 1000, reason: '' }, evidence: AT_SOCKET },
    { facts: { code: 1000, reason: '', because: 'itself' }, evidence: { ...AT_SOCKET, ...IN_SERVER } },
  ],
  'ws/closes-at-once': [
    { facts: { code: 1005, reason: '', because: 'answered-first' }, evidence: AT_SOCKET },
    { facts: { code: 1006, reason: '', because: 'connection-socket' }, evidence: AT_SOCKET },
    { facts: { code: 1011, reason: 'internal error' }, evidence: AT_SOCKET },
    { facts: { code: 1000, reason: '', because: 'itself' }, evidence: { ...AT_SOCKET, ...IN_SERVER } },
    {
      facts: { code: 1006, reason: '', answers: { call: 'self.write', instead: 'self.write_message' } },
      evidence: { ...AT_SOCKET, ...IN_SERVER },
    },
  ],
  'ws/canned-reply': [
    { facts: { sent: 'hello' }, evidence: { ...AT_SOCKET, received: 'You sent: ${data}' } },
    { facts: { sent: 'hello', shows: 'object' }, evidence: { ...AT_SOCKET, received: 'You sent: [object Object]' } },
    { facts: { sent: '{"message":"hello"}' }, evidence: { ...AT_SOCKET, received: 'undefined' } },
  ],
  'ws/text-altered': [
    {
      facts: { sent: 'Hello', got: 'HELLO', change: { kind: 'case', to: 'upper' } },
      evidence: { ...AT_SOCKET, received: 'You sent: HELLO' },
    },
    { facts: { sent: 'Hello', got: 'hello', change: { kind: 'case', to: 'lower' } }, evidence: AT_SOCKET },
    { facts: { sent: 'HeLLo', got: 'Hello', change: { kind: 'case', to: 'other' } }, evidence: AT_SOCKET },
    {
      facts: { sent: 'é 👍', got: 'Ã© ð\u009F\u0091\u008D', change: { kind: 'mojibake', readAs: 'latin1' } },
      evidence: AT_SOCKET,
    },
    { facts: { sent: 'żółw 👍', got: 'w', change: { kind: 'lost', characters: 'żół👍' } }, evidence: AT_SOCKET },
    { facts: { sent: 'a & b', got: 'a b', change: { kind: 'lost', characters: '&' } }, evidence: AT_SOCKET },
    { facts: { sent: 'né', got: 'n?', change: { kind: 'replaced', characters: 'é', by: '?' } }, evidence: AT_SOCKET },
    { facts: { sent: 'né', got: 'ne', change: { kind: 'accents', characters: 'é' } }, evidence: AT_SOCKET },
    { facts: { sent: 'a é', got: 'a%20%C3%A9', change: { kind: 'percent-encoded' } }, evidence: AT_SOCKET },
    { facts: { sent: 'a & b', got: 'a &amp; b', change: { kind: 'escaped-twice' } }, evidence: AT_SOCKET },
    { facts: { sent: 'né', got: 'n\\u00e9', change: { kind: 'json-escaped' } }, evidence: AT_SOCKET },
    { facts: { sent: 'hello', got: 'olleh', change: { kind: 'reversed' } }, evidence: AT_SOCKET },
    { facts: { sent: 'hello', got: 'hell', change: { kind: 'cut' } }, evidence: AT_SOCKET },
    { facts: { sent: 'hello', got: 'h-e-l-l-o', change: { kind: 'other' } }, evidence: AT_SOCKET },
  ],
  'ws/frame-echoed': [
    { facts: {}, evidence: { ...AT_SOCKET, received: '<p>{"text":"hello","HEADERS":{"HX-Request":"true"}}</p>' } },
  ],
  'ws/escaped-html': [
    {
      severity: 'warning',
      facts: {},
      evidence: { ...AT_SOCKET, received: '<ul id="log">&lt;li&gt;one&lt;/li&gt;</ul>' },
    },
  ],
  'ws/out-of-order': [{ facts: { sent: ['one', 'two', 'three'] }, evidence: AT_SOCKET }],
  'ws/binary-reply': [
    { facts: { bytes: 5 }, evidence: AT_SOCKET },
    { facts: { bytes: 12, holds: 'html' }, evidence: AT_SOCKET },
  ],
  'ws/duplicate-reply': [{ facts: { sent: 'hello', replies: 2 }, evidence: AT_SOCKET }],
  'ws/ends-by-itself': [
    { facts: { code: 1006, pings: 1, handler: 'none', flag: 'isAlive', clock: 'fast' }, evidence: AT_SOCKET },
    { facts: { code: 1006, pings: 2, handler: 'elsewhere', flag: 'alive' }, evidence: AT_SOCKET },
    { facts: { code: 1006, pings: 1, handler: 'none', flag: '' }, evidence: AT_SOCKET },
    { facts: { code: 1000, pings: 0, handler: 'none', flag: '' }, evidence: { ...AT_SOCKET, waitedMs: 3010 } },
    { facts: { code: 1001, pings: 0, handler: 'none', flag: '' }, evidence: AT_SOCKET },
  ],
  'ws/crashes-on-text': [
    {
      facts: {
        sent: 'Hello',
        exit: { kind: 'code', code: 1 },
        error: 'SyntaxError: Unexpected token \'H\', "Hello" is not valid JSON',
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        sent: 'Hello',
        exit: { kind: 'running' },
        error: 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      },
      evidence: AT_SOCKET,
    },
    {
      facts: {
        sent: '{"Kofiga":"Tovo"}',
        exit: { kind: 'code', code: 1 },
        error: "TypeError: Cannot read properties of undefined (reading 'replace')",
        json: true,
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        sent: 'null',
        exit: { kind: 'code', code: 1 },
        error: "TypeError: Cannot destructure property 'message' of 'JSON.parse(...)' as it is null.",
        json: true,
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        sent: '{"Kofiga":"Tovo"}',
        exit: { kind: 'running' },
        error: "KeyError: 'message'",
        json: true,
      },
      evidence: AT_SOCKET,
    },
  ],
  'ws/crashes-on-disconnect': [
    { facts: { exit: { kind: 'code', code: 0 }, error: '', quits: 'process.exit' }, evidence: IN_SERVER },
    { facts: { exit: { kind: 'code', code: 1 }, error: 'Error: client left' }, evidence: IN_SERVER },
    {
      facts: {
        exit: { kind: 'running' },
        error: "RuntimeError: Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.",
      },
      evidence: IN_SERVER,
    },
  ],
  'ws/closed-twice': [
    { facts: { error: 'RuntimeError: Cannot call "send" once a close message has been sent.' }, evidence: IN_SERVER },
  ],
  'ws/blocks-others': [{ facts: { waitedMs: 1200 }, evidence: AT_SOCKET }],
  'ws/one-client-only': [
    { facts: { code: undefined, wentTo: 'client 2' }, evidence: AT_SOCKET },
    { facts: { code: undefined }, evidence: AT_SOCKET },
    { facts: { code: 503 }, evidence: AT_SOCKET },
    { facts: { code: 1001 }, evidence: AT_SOCKET },
    { facts: { code: undefined, threads: 'one' }, evidence: AT_SOCKET },
  ],
};
