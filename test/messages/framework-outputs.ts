import type { Code } from '../../src/model/finding.ts';

/** What a server with a mistake of one kind printed, in `recorded/NAME.txt`, and what must be said of it. */
export interface FrameworkOutput {
  readonly name: string;
  /** The program that ran, with its version. */
  readonly by: string;
  /** What failed: its start, a handshake or message of the WebSocket, the page, the stream. */
  readonly at: 'start' | 'socket' | 'page' | 'stream';
  readonly code: Code;
  /** What `explain` names first for the whole text; absent: `code`. */
  readonly explained?: Code;
  /** The command, where it is not `node main.js`. */
  readonly command?: string;
  readonly files?: readonly string[];
  /** In the fix. */
  readonly fix: RegExp;
}

const FASTAPI = 'FastAPI 0.142.2, Starlette 1.7.0, uvicorn 0.54.0';
const DEBIAN = 'FastAPI 0.92.0, Starlette 0.26.1, uvicorn 0.17.6';
const MOJOLICIOUS = 'Mojolicious 9.31, Perl 5.36.0';
const SOCKET = { at: 'socket', code: 'ws/handler-error' } as const;
const START = { at: 'start', code: 'server/exited' } as const;
const PAGE = { at: 'page', code: 'page/not-served' } as const;
const STREAM = { at: 'stream', code: 'sse/server-error' } as const;

/** The servers were run with these packages, and asked for the page, a WebSocket and the stream; only the folder has another name. */
export const FRAMEWORK_OUTPUTS: readonly FrameworkOutput[] = [
  {
    name: 'starlette-url-for-unknown-name',
    by: FASTAPI,
    ...PAGE,
    fix: /line 10 of templates\/index\.html.*name="static"/u,
  },
  { name: 'starlette-url-for-filename', by: FASTAPI, ...PAGE, fix: /url_for\('static', path=/u },
  { name: 'starlette-url-for-without-request', by: FASTAPI, ...PAGE, fix: /TemplateResponse\(request=request/u },
  { name: 'fastapi-request-in-a-dependency', by: FASTAPI, ...SOCKET, fix: /`HTTPConnection`/u },
  { name: 'fastapi-0.92-request-in-a-dependency', by: DEBIAN, ...SOCKET, fix: /`HTTPConnection`/u },
  { name: 'fastapi-security-of-a-socket', by: FASTAPI, ...SOCKET, fix: /websocket\.query_params/u },
  { name: 'starlette-send', by: FASTAPI, ...SOCKET, fix: /line 9 of main\.py.*send_text/u },
  { name: 'starlette-recv', by: FASTAPI, ...SOCKET, fix: /receive_text\(\)/u },
  { name: 'starlette-async-for', by: FASTAPI, ...SOCKET, fix: /iter_text\(\)/u },
  { name: 'starlette-receive', by: FASTAPI, ...SOCKET, explained: 'sse/server-error', fix: /receive_text\(\)/u },
  { name: 'starlette-template-as-message', by: FASTAPI, ...SOCKET, fix: /get_template\("reply\.html"\)\.render/u },
  {
    name: 'uvicorn-reload-without-a-name',
    by: 'uvicorn 0.54.0',
    at: 'start',
    code: 'python/no-app',
    command: 'python main.py',
    fix: /uvicorn\.run\("main:app"/u,
  },
  {
    name: 'uvicorn-module-of-another-name',
    by: 'uvicorn 0.54.0',
    at: 'start',
    code: 'python/no-app',
    command: 'python server.py',
    files: ['server.py', 'static', 'templates'],
    fix: /"server:app"/u,
  },
  {
    name: 'uvicorn-no-colon',
    by: 'uvicorn 0.54.0',
    at: 'start',
    code: 'python/no-app',
    command: 'python -m uvicorn main',
    files: ['main.py'],
    fix: /`main:app`/u,
  },
  {
    name: 'uvicorn-variable-of-another-name',
    by: 'uvicorn 0.54.0',
    at: 'start',
    code: 'python/no-app',
    command: 'python -m uvicorn main:api',
    fix: /`api = FastAPI\(\)` in main\.py.*after the colon/u,
  },
  {
    name: 'flask-on-uvicorn',
    by: 'Flask 3.1.3, uvicorn 0.54.0',
    ...PAGE,
    explained: 'python/no-app',
    fix: /flask-sock/u,
  },
  { name: 'sse-starlette-unknown-key', by: `sse-starlette 3.5.0, ${FASTAPI}`, ...STREAM, fix: /\{"data": html\}/u },
  { name: 'starlette-yields-a-number', by: FASTAPI, ...STREAM, fix: /Make a string/u },
  {
    name: 'express-json-after-write',
    by: 'Express 5.3.0, Node 20.20',
    at: 'stream',
    code: 'sse/server-error',
    fix: /response\.write.*line 12 of main\.js/u,
  },
  { name: 'express-star', by: 'Express 5.3.0', ...START, fix: /\/\{\*path\}/u },
  { name: 'express-ws-late', by: 'express-ws 5.0.2', ...START, fix: /expressWs\(app\).*before line 4 of main\.js/u },
  { name: 'express-ws-router', by: 'express-ws 5.0.2', ...START, fix: /express\.Router\(\)/u },
  { name: 'fastify-connection-socket', by: '@fastify/websocket 11.3.7', ...SOCKET, fix: /\(socket, request\) =>/u },
  { name: 'fastify-reply-after-raw', by: 'Fastify 5.12.8', ...STREAM, fix: /line 12 of main\.js/u },
  { name: 'fastify-listen-number', by: 'Fastify 5.12.8', ...START, fix: /app\.listen\(\{ port/u },
  { name: 'hono-other-runtime', by: 'Hono 4.13.19', ...SOCKET, fix: /createNodeWebSocket/u },
  {
    name: 'ws-server-export',
    by: 'ws 8.23.0',
    at: 'start',
    code: 'server/syntax-error',
    fix: /import \{ WebSocketServer \}/u,
  },
  { name: 'ws-server-of-namespace', by: 'ws 8.23.0', ...START, fix: /import \{ WebSocketServer \}/u },
  { name: 'ws-default-export', by: 'ws 8.23.0', ...START, fix: /with the braces/u },
  { name: 'ws-two-options', by: 'ws 8.23.0', ...START, fix: /without `port`/u },
  {
    name: 'ws-upgrade-twice',
    by: 'ws 8.23.0',
    ...START,
    explained: 'server/crashed-during-check',
    fix: /noServer: true/u,
  },
  {
    name: 'django-http-only',
    by: 'Django 5.2.17, uvicorn 0.54.0',
    ...SOCKET,
    explained: 'ws/no-route',
    fix: /ProtocolTypeRouter/u,
  },
  { name: 'django-settings', by: 'Django 5.2.17', ...START, fix: /DJANGO_SETTINGS_MODULE/u },
  {
    name: 'tornado-after-finish',
    by: 'Tornado 6.5.10',
    ...STREAM,
    explained: 'sse/ends-early',
    fix: /asyncio\.sleep/u,
  },
  { name: 'mojolicious-no-template', by: MOJOLICIOUS, ...PAGE, fix: /line 3 of app\.pl.*reply->file/u },
  { name: 'mojolicious-route-alone', by: MOJOLICIOUS, ...PAGE, fix: /reply->file/u },
  { name: 'mojolicious-no-use', by: MOJOLICIOUS, ...SOCKET, fix: /use Mojo::JSON qw\(from_json\);/u },
  { name: 'mojolicious-too-many-arguments', by: MOJOLICIOUS, ...SOCKET, fix: /sub \(\$c, \$message\)/u },
  { name: 'mojolicious-decodes-twice', by: MOJOLICIOUS, ...SOCKET, fix: /line 8 of app\.pl.*from_json/u },
  { name: 'mojolicious-no-method', by: MOJOLICIOUS, ...SOCKET, fix: /line 7 of app\.pl/u },
  {
    name: 'perl-quote-in-a-text',
    by: 'Perl 5.36.0',
    ...START,
    command: 'perl app.pl',
    fix: /line 7 of app\.pl.*qq\{/u,
  },
  { name: 'tornado-write-in-a-socket', by: 'Tornado 6.2', ...SOCKET, fix: /line 6 of app\.py.*write_message/u },
  { name: 'tornado-on-message-misnamed', by: 'Tornado 6.2', ...SOCKET, fix: /def on_message\(self, message\)/u },
  { name: 'datetime-twice', by: DEBIAN, ...SOCKET, fix: /line 77 of main\.py.*`datetime\.now\(\)`/u },
  {
    name: 'node-constructor',
    by: 'Node 20.20',
    at: 'start',
    code: 'server/exited',
    explained: 'server/crashed-during-check',
    fix: /line 118 of main\.js.*`new`/u,
  },
  { name: 'aiohttp-no-prepare', by: 'aiohttp 3.14.3', ...SOCKET, fix: /ws\.prepare\(request\)/u },
  { name: 'aiohttp-no-return', by: 'aiohttp 3.14.3', ...SOCKET, fix: /`return ws`/u },
  { name: 'aiohttp-message-itself', by: 'aiohttp 3.14.3', ...SOCKET, fix: /message\.data/u },
  { name: 'aiohttp-stream-without-prepare', by: 'aiohttp 3.14.3', ...STREAM, fix: /response\.prepare\(request\)/u },
  {
    name: 'aiohttp-writes-a-string',
    by: 'aiohttp 3.14.3',
    ...STREAM,
    fix: /response\.write\(f"data: .*"\.encode\(\)\)/u,
  },
  { name: 'flask-without-context', by: 'Flask 3.1.3', ...STREAM, fix: /stream_with_context/u },
  { name: 'flask-returns-nothing', by: 'Flask 3.1.3', ...PAGE, fix: /`return` before the answer/u },
];

/** Recorded output in which no error ended a handler: the rules read it beside the source. */
export const READ_BY_RULES: readonly string[] = [
  'django-asynchronous-iterator',
  'django-plain-iterator',
  'django-runserver',
  'starlette-0.26-send-after-close',
  'starlette-send-after-close',
];
