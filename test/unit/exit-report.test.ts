import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { readErrorReport } from '../../src/servers/error-report.ts';
import { whyEnded } from '../../src/servers/exit-causes.ts';
import { processEnd } from '../../src/servers/exit-report.ts';

const FOLDER = '/home/ada/chat';
const PORT = 23_456;

interface Ended {
  /** Paths that are there. */
  readonly there?: readonly string[];
  readonly command?: string;
  /** What is in main.js. */
  readonly source?: string;
}

/** What is found of a server in `FOLDER` that ended with code 1 after this output. */
function ended(text: string, { there = [], command = 'node main.js', source }: Ended = {}): Finding {
  return whyEnded({
    exit: { kind: 'code', code: 1 },
    text,
    report: readErrorReport(text, FOLDER),
    lines: text.split('\n').slice(-2),
    command,
    port: PORT,
    folder: FOLDER,
    exists: (file) => there.includes(file),
    read: (file) => (file === 'main.js' ? source : undefined),
    files: () => ['server.js'],
  });
}

function seen(text: string, options?: Ended): unknown {
  const { code, facts, evidence } = ended(text, options);
  return { code, facts, where: evidence.where };
}

const WHERE = [{ file: 'main.js', line: 3, column: 9 }];

/** An error of Node's as an uncaught one is printed. */
function thrown(line: string, rest = ''): string {
  return `node:net:1\n    throw er;\n    ^\n\n${line}\n    at Object.<anonymous> (${FOLDER}/main.js:3:9)${rest}`;
}

/** An error of Python's as an uncaught one is printed. */
function raised(line: string): string {
  return `Traceback (most recent call last):\n  File "${FOLDER}/main.py", line 5, in <module>\n    app = make()\n${line}`;
}
const MAIN_PY = [{ file: 'main.py', line: 5 }];

test("a process's end as a value", () => {
  expect(processEnd(undefined)).toEqual({ kind: 'running' });
  expect(processEnd({ code: 3, signal: null })).toEqual({ kind: 'code', code: 3 });
  expect(processEnd({ code: null, signal: 'SIGSEGV' })).toEqual({ kind: 'signal', signal: 'SIGSEGV' });
  const failure = 'spawn nodde ENOENT';
  expect(processEnd({ code: null, signal: null, failure })).toEqual({ kind: 'not-started', reason: failure });
});

test('an end that nothing explains keeps the exit, the command and the last lines', () => {
  expect(ended('one\ntwo\nthree')).toEqual({
    code: 'server/exited',
    severity: 'error',
    facts: { exit: { kind: 'code', code: 1 }, error: '' },
    evidence: { did: { kind: 'run', command: 'node main.js' }, output: ['two', 'three'] },
  });
  expect(seen(thrown('TypeError: app.lissten is not a function'))).toEqual({
    code: 'server/exited',
    facts: {
      exit: { kind: 'code', code: 1 },
      error: 'TypeError: app.lissten is not a function',
      typo: { kind: 'member', object: 'app', wrote: 'lissten', meant: 'listen' },
    },
    where: WHERE,
  });
});

const NODE_NO_ENTRY = `Error: Cannot find module '${FOLDER}/main.js'
    at Function._resolveFilename (node:internal/modules/cjs/loader:1)
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}`;

test.each([
  [NODE_NO_ENTRY, 'main.js'],
  [`python3: can't open file '${FOLDER}/app/main.py': [Errno 2] No such file or directory`, 'app/main.py'],
  [`Can't open perl script "main.pl": No such file or directory`, 'main.pl'],
  [`Can't open perl script "/opt/main.pl": No such file or directory`, '/opt/main.pl'],
])('the file that the command names is not there: %#', (text, expected) => {
  expect(ended(text)).toEqual({
    code: 'server/no-entry-file',
    severity: 'error',
    facts: { expected, files: ['server.js'], command: 'node main.js' },
    evidence: { did: { kind: 'run', command: 'node main.js' } },
  });
});

test('an entry file that exists, or that an import names, is another error', () => {
  expect(ended(NODE_NO_ENTRY, { there: [`${FOLDER}/main.js`] }).code).not.toBe('server/no-entry-file');
  expect(ended(NODE_NO_ENTRY.replace('[]', `['${FOLDER}/x.js']`)).code).not.toBe('server/no-entry-file');
});

test.each([
  [
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'ws' imported from /home/ada/chat/main.js",
    'ws',
    'npm install ws',
  ],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@a/b/c' imported from x", '@a/b/c', 'npm install @a/b'],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'ws/lib' imported from x", 'ws/lib', 'npm install ws'],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/home/ada/chat/x' imported from x", '/home/ada/chat/x', ''],
  ["Error [MODULE_NOT_FOUND]: Cannot find module './x'", './x', ''],
])('%s', (line, name, install) => {
  expect(seen(thrown(line))).toEqual({ code: 'server/missing-module', facts: { name, install }, where: WHERE });
});

test.each([
  ["ModuleNotFoundError: No module named 'fastapi'", 'fastapi', 'pip install fastapi'],
  ["ModuleNotFoundError: No module named 'fastapi.response'", 'fastapi.response', ''],
  ['AssertionError: jinja2 must be installed to use Jinja2Templates', 'jinja2', 'pip install jinja2'],
  [
    'RuntimeError: Form data requires "python-multipart" to be installed.',
    'python-multipart',
    'pip install python-multipart',
  ],
])('%s', (line, name, install) => {
  expect(seen(raised(line))).toEqual({ code: 'server/missing-module', facts: { name, install }, where: MAIN_PY });
});

test('a program of `python -m` that its Python does not have', () => {
  expect(ended('/usr/bin/python3.12: No module named hypercorn\n')).toMatchObject({
    code: 'server/missing-module',
    facts: { name: 'hypercorn', install: '/usr/bin/python3.12 -m pip install hypercorn' },
  });
  expect(ended("/usr/bin/python3: No module named own.__main__; 'own' is a package\n").code).toBe('server/exited');
});

test('a package is installed by the interpreter that ran', () => {
  const command = '.venv/bin/python -m uvicorn main:app';
  expect(ended(raised("ModuleNotFoundError: No module named 'fastapi'"), { command }).facts).toEqual({
    name: 'fastapi',
    install: '.venv/bin/python -m pip install fastapi',
  });
});

test.each(['SyntaxError: invalid syntax', 'IndentationError: unexpected indent', 'TabError: inconsistent use of tabs'])(
  '%s is a syntax error',
  (line) => {
    expect(seen(raised(line))).toEqual({
      code: 'server/syntax-error',
      facts: { message: line, excerpt: '    app = make()' },
      where: MAIN_PY,
    });
  },
);

test.each([
  [raised("RuntimeError: Directory '/home/ada/chat/static' does not exist"), [], { directory: 'static' }],
  [raised("RuntimeError: Directory '/srv/static' does not exist"), [], { directory: '/srv/static' }],
  [thrown("Error: ENOENT: no such file or directory, scandir 'pages'"), ['.'], { directory: 'pages' }],
  [thrown("Error: ENOENT: no such file or directory, opendir 'pages'"), ['.'], { directory: 'pages' }],
  [thrown("Error: ENOENT: no such file or directory, open 'pages/x.html'"), [], { directory: 'pages' }],
  [thrown("Error: ENOENT: no such file or directory, open 'pages/x.html'"), ['pages'], { file: 'pages/x.html' }],
  [raised("FileNotFoundError: [Errno 2] No such file or directory: 'x.html'"), ['.'], { file: 'x.html' }],
] as const)('a folder is missing, or the file in one that is there: %#', (text, there, facts) => {
  const code = 'file' in facts ? 'server/missing-file' : 'server/missing-directory';
  expect(ended(text, { there })).toMatchObject({ code, facts });
});

test.each([
  [thrown(`Error: listen EADDRINUSE: address already in use 127.0.0.1:${PORT}`), PORT, 'itself'],
  [thrown('Error: listen EADDRINUSE: address already in use :::3000'), 3000, 'unknown'],
  ["[Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address in use", 8000, 'unknown'],
  ['could not listen: EADDRINUSE 127.0.0.1:8080', 8080, 'unknown'],
  ['[Errno 48] Address already in use', PORT, 'unknown'],
  ['Port 8000 is in use. Stop the program that holds it, or set PORT to another one.', 8000, 'unknown'],
  ['port 8000 is already taken', 8000, 'unknown'],
])('a port that is taken: %#', (text, port, holder) => {
  expect(ended(text)).toMatchObject({ code: 'server/port-in-use', facts: { port, holder } });
});

test('other last output of a server does not mean that the port is taken', () => {
  expect(ended('The portrait 8000 is in use.').code).toBe('server/exited');
  expect(ended(thrown('Error: port 8000 is in use somewhere')).code).toBe('server/exited');
});

test.each([
  ['ERROR: Error loading ASGI app. Could not import module "main".', 'main:app', 'module'],
  ['ERROR: Error loading ASGI app. Attribute "app" not found in module "main".', 'main:app', 'variable'],
])('%s', (text, target, missing) => {
  expect(ended(text)).toMatchObject({ code: 'python/no-app', facts: { target, missing } });
});

test.each([
  [
    'ERROR: Error loading ASGI app. Import string "main.py" must be in format "<module>:<attribute>".',
    'main.py',
    'colon',
  ],
  ["WARNING:  You must pass the application as an import string to enable 'reload' or 'workers'.", '', 'name'],
])('%s', (text, target, missing) => {
  expect(ended(text)).toMatchObject({ code: 'python/no-app', facts: { target, missing } });
});

test('the modules of the folder are in the finding of a module that is not there', () => {
  expect(ended('ERROR: Error loading ASGI app. Could not import module "main".').facts).toMatchObject({ files: [] });
});

test('a SyntaxError that a library throws is no fault of the file', () => {
  expect(seen(thrown('SyntaxError: Invalid URL: [object Object]'))).toEqual({
    code: 'server/exited',
    facts: { exit: { kind: 'code', code: 1 }, error: 'SyntaxError: Invalid URL: [object Object]' },
    where: WHERE,
  });
});

test('a folder that aiohttp does not find', () => {
  expect(ended(raised("ValueError: 'static' does not exist"))).toMatchObject({
    code: 'server/missing-directory',
    facts: { directory: 'static' },
  });
});

test('an error in a line of JSON, as Fastify logs it, is read with its place', () => {
  const stack = `TypeError: Cannot read properties of undefined (reading 'on')\\n    at Object.<anonymous> (file://${FOLDER}/main.js:5:71)\\n    at next (${FOLDER}/node_modules/fastify/index.js:1:1)`;
  const line = `{"level":50,"time":1,"err":{"type":"TypeError","message":"x","stack":"${stack}"},"msg":"x"}`;
  expect(readErrorReport(`{"level":30,"msg":"hello"}\n${line}\n`, FOLDER)).toMatchObject({
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'on')",
    where: { file: 'main.js', line: 5 },
  });
});
