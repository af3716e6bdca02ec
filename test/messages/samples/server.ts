import type { ServerFacts, Typo } from '../../../src/model/facts/server.ts';
import { IN_SERVER } from './sample.ts';
import type { Samples } from './sample.ts';

const TYPOS: readonly (readonly [string, Typo])[] = [
  ['TypeError: Assignment to constant variable.', { kind: 'constant', wrote: 'count', declared: 3 }],
  ['TypeError: Assignment to constant variable.', { kind: 'constant' }],
  ['TypeError: now.getHour is not a function', { kind: 'member', object: 'now', wrote: 'getHour', meant: 'getHours' }],
  ['TypeError: socket.transmit is not a function', { kind: 'member', object: 'socket', wrote: 'transmit' }],
  ['TypeError: sockets.send is not a function', { kind: 'object', wrote: 'sockets', member: 'send', meant: 'socket' }],
  ['TypeError: parts.map is not a function', { kind: 'type', object: 'parts', wrote: 'map' }],
  ['TypeError: text is not a function', { kind: 'call', wrote: 'text' }],
  ['ReferenceError: socket is not defined', { kind: 'scope', wrote: 'socket', declared: 73 }],
  ['ReferenceError: mesage is not defined', { kind: 'name', wrote: 'mesage', meant: 'message' }],
  ['ReferenceError: answer is not defined', { kind: 'name', wrote: 'answer' }],
];

const SAID = { output: ['starting', 'Error: no such table: rooms'] } as const;

export const serverSamples: Samples<keyof ServerFacts> = {
  'server/no-entry-file': [
    { facts: { expected: 'main.js', files: [] } },
    { facts: { expected: 'main.py', files: ['app.py', 'README.md'] } },
    { facts: { expected: 'main.js', files: ['package.json', 'server.js'] } },
    { facts: { expected: 'main.js', files: ['package.json', 'notes.js'] } },
    { facts: { expected: 'server.js', files: ['main.js'], command: 'node server.js' } },
    { facts: { expected: 'sever.js', files: ['server.js', 'notes.js'], command: 'node sever.js 8000' } },
    { facts: { expected: 'app.pl', files: ['a.pl', 'server.pl'], command: 'perl app.pl daemon' } },
    { facts: { expected: 'main.py', files: [], command: 'python3 main.py' } },
  ],
  'server/syntax-error': [
    {
      facts: { message: 'SyntaxError: missing ) after argument list', excerpt: 'socket.send(String(data);' },
      evidence: IN_SERVER,
    },
    { facts: { message: 'SyntaxError: Unexpected string', excerpt: "  '/': 'index.html'" }, evidence: IN_SERVER },
    { facts: { message: "SyntaxError: Unexpected identifier 'path'", excerpt: "  path: '/ws'" }, evidence: IN_SERVER },
    {
      facts: {
        message: "SyntaxError: Unexpected identifier 'path'",
        excerpt:
          "const sockets = new WebSocketServer({ server path: '/ws' });\n                                             ^^^^",
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: "SyntaxError: Unexpected identifier 'form'",
        excerpt: "import { WebSocketServer } form 'ws';\n                           ^^^^",
      },
      evidence: IN_SERVER,
    },
    {
      facts: { message: "SyntaxError: Unexpected identifier 'port'", excerpt: 'cosnt port = 8000;\n      ^^^^' },
      evidence: IN_SERVER,
    },
    {
      facts: { message: 'SyntaxError: Unexpected string', excerpt: "socket.send(text '.');\n                 ^^^" },
      evidence: IN_SERVER,
    },
    { facts: { message: "SyntaxError: 'await' outside async function", excerpt: '' }, evidence: IN_SERVER },
    {
      facts: {
        message: "SyntaxError: The requested module 'ws' does not provide an export named 'WebsocketServer'",
        excerpt: '',
      },
      evidence: IN_SERVER,
    },
    {
      facts: { message: 'SyntaxError: Cannot use import statement outside a module', excerpt: '' },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'wrap-sign', sign: '↪', line: 13, column: 1 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'character', character: '“', instead: '"', line: 8, column: 13 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'character', character: '\u00a0', instead: ' ', line: 8, column: 1 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'character', character: '\u200b', instead: '', line: 8, column: 4 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'omission', character: '…', line: 8, column: 9 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'line-number', number: '12', line: 12, column: 1 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'diff-sign', sign: '+', line: 2, column: 1 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'diff-sign', sign: '-', line: 2, column: 1 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'open-bracket', bracket: '(', line: 9, column: 16, before: { line: 9, column: 35, text: ';' } },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: Invalid or unexpected token',
        excerpt: '',
        fault: { kind: 'open-bracket', bracket: '{', line: 7, column: 34, before: 'end' },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: 'SyntaxError: missing ) after argument list',
        excerpt: '',
        fault: { kind: 'open-call', line: 7, column: 11, after: { line: 9, column: 1, text: '}' } },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: "SyntaxError: Unexpected identifier 'chat'",
        excerpt: '',
        fault: { kind: 'quote-in-text', quote: '"', attribute: 'id', line: 7, column: 25 },
      },
      evidence: IN_SERVER,
    },
    {
      facts: {
        message: "SyntaxError: Unexpected token ':'",
        excerpt: '',
        fault: { kind: 'no-brace', before: "'&'", line: 7, column: 19 },
      },
      evidence: IN_SERVER,
    },
  ],
  'server/missing-module': [
    { facts: { name: 'websocket-server', install: 'npm install websocket-server' }, evidence: IN_SERVER },
    { facts: { name: './messages', install: '' }, evidence: IN_SERVER },
    { facts: { name: 'fastapi.respones', install: '' }, evidence: { where: [{ file: 'main.py', line: 2 }] } },
    { facts: { name: 'fastapi', install: '/usr/bin/python3 -m pip install fastapi' }, evidence: IN_SERVER },
  ],
  'server/missing-directory': [{ facts: { directory: 'static' } }],
  'server/missing-file': [{ facts: { file: 'templates/page.html' }, evidence: IN_SERVER }],
  'server/port-in-use': [
    { facts: { port: 8000, holder: 'unknown' } },
    { facts: { port: 8000, holder: 'itself' } },
    { facts: { port: 8000, holder: 'unknown' }, evidence: IN_SERVER },
    { facts: { port: 8000, holder: 'unknown', by: 'websocket' }, evidence: IN_SERVER },
  ],
  'server/exited': [
    { facts: { exit: { kind: 'code', code: 0 }, error: '' } },
    { facts: { exit: { kind: 'code', code: 1 }, error: '' }, evidence: SAID },
    { facts: { exit: { kind: 'code', code: 127 }, error: '' }, evidence: { output: ['sh: 1: pearl: not found'] } },
    {
      facts: { exit: { kind: 'code', code: 1 }, error: '' },
      evidence: { output: ['npm error Missing script: "dev"'] },
    },
    {
      facts: { exit: { kind: 'code', code: 1 }, error: "NameError: name 'appp' is not defined" },
      evidence: { ...IN_SERVER, ...SAID },
    },
    {
      facts: {
        exit: { kind: 'code', code: 1 },
        error: "NameError: name 'appp' is not defined",
        typo: { kind: 'name', wrote: 'appp', meant: 'app' },
      },
      evidence: { ...IN_SERVER, ...SAID },
    },
    {
      facts: { exit: { kind: 'code', code: 1 }, error: '' },
      evidence: { where: [{ file: 'main.py' }], output: ['Aborted!'] },
    },
  ],
  'server/never-listens': [
    { facts: { port: 8000 }, evidence: { waitedMs: 15_000 } },
    { facts: { port: 8000, listens: 'elsewhere' }, evidence: { waitedMs: 1500 } },
    { facts: { port: 8000, never: 'nothing' }, evidence: { waitedMs: 3200 } },
    { facts: { port: 8000, never: 'timers' }, evidence: { waitedMs: 6400 } },
    {
      facts: { port: 8000, never: 'computes' },
      evidence: { waitedMs: 20_000, where: [{ file: 'main.js', line: 14 }] },
    },
  ],
  'server/ignores-port': [
    { facts: { asked: 4711, listens: 3000 } },
    {
      facts: { asked: 4711, listens: 3000, by: 'command' },
      evidence: { did: { kind: 'run', command: 'PORT=3000 node main.js' } },
    },
  ],
  'server/crashed-during-check': [
    {
      facts: { exit: { kind: 'code', code: 1 }, during: 'page-other-path', error: '', path: '/favicon.ico' },
      evidence: IN_SERVER,
    },
    {
      facts: { exit: { kind: 'code', code: 1 }, during: 'page-scripts', error: '' },
      evidence: IN_SERVER,
    },
    {
      facts: {
        exit: { kind: 'signal', signal: 'SIGSEGV' },
        during: 'ws-two-clients',
        error: 'TypeError: x is not a function',
      },
      evidence: IN_SERVER,
    },
    ...TYPOS.map(([error, typo]) => ({
      facts: { exit: { kind: 'code', code: 1 } as const, during: 'ws-echo', error, typo },
      evidence: IN_SERVER,
    })),
  ],
  'server/stopped-answering': [
    { facts: { request: { kind: 'http', path: '/' } }, evidence: { waitedMs: 3000 } },
    { facts: { request: { kind: 'http', path: '/' } } },
    { facts: { request: { kind: 'ws', path: '/ws', sent: ['hello'] } }, evidence: { waitedMs: 3000 } },
    {
      facts: { request: { kind: 'ws', path: '/ws', sent: [] }, from: 'start' },
      evidence: { waitedMs: 6000, ...IN_SERVER },
    },
    {
      facts: { request: { kind: 'ws', path: '/ws', sent: ['hello'] }, by: 'sleep' },
      evidence: { waitedMs: 3000, ...IN_SERVER },
    },
  ],
  'server/endless-answer': [
    { facts: { request: { kind: 'http', path: '/' }, excess: { of: 'bytes', most: 2 * 1024 * 1024 } } },
    { facts: { request: { kind: 'http', path: '/' }, excess: { of: 'unpacked', most: 2 * 1024 * 1024 } } },
    { facts: { request: { kind: 'http', path: '/' }, excess: { of: 'head', most: 16 * 1024 } } },
    { facts: { request: { kind: 'http', path: '/' }, excess: { of: 'interim', most: 20 } } },
    { facts: { request: { kind: 'http', path: '/' }, excess: { of: 'redirects', most: 20 } } },
    {
      facts: { request: { kind: 'http', path: '/' }, excess: { of: 'time', most: 6500 } },
      evidence: { waitedMs: 6500 },
    },
  ],
  'server/unreachable': [
    {
      facts: { url: 'http://pi.local:8000', failure: { reason: 'endless', excess: { of: 'time', most: 5000 } } },
      evidence: { waitedMs: 5000 },
    },
    { facts: { url: 'http://pi.local:8000', failure: { reason: 'refused' } } },
    { facts: { url: 'http://pi.local:8000', failure: { reason: 'deadline' } }, evidence: { waitedMs: 5000 } },
    { facts: { url: 'http://pi.local:8000', failure: { reason: 'broken', error: 'socket hang up' } } },
    { facts: { url: 'http://pi.local:8000', failure: { reason: 'unknown-host' } } },
    { facts: { url: 'https://pi.local', failure: { reason: 'untrusted', error: 'self-signed certificate' } } },
    { facts: { url: 'https://pi.local', failure: { reason: 'no-tls' } } },
  ],
};
