import { expect, test } from 'vitest';
import { wantedForm } from '../../src/rules/server/page-not-served.ts';
import { readErrorReport, readErrorReports } from '../../src/servers/error-report.ts';
import { OutputRing } from '../../src/servers/output.ts';
import { linesOf, ownLinesFilter } from '../../src/servers/own-lines.ts';
import { neverAwaited } from '../../src/servers/python-traceback.ts';

const FOLDER = '/home/ada/chat';
const LIBRARY = '/usr/lib/python3/dist-packages';

const SOCKET_ERROR = `INFO:     connection open
ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "${LIBRARY}/uvicorn/protocols/websockets/websockets_impl.py", line 184, in run_asgi
    result = await self.app(self.scope, self.asgi_receive, self.asgi_send)
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "${FOLDER}/main.py", line 43, in chat
    message = read(text)
              ^^^^^^^^^^
  File "${FOLDER}/chat/messages.py", line 6, in read
    return fields["msg"]
           ~~~~~~^^^^^^^
KeyError: 'msg'
INFO:     connection closed`;

const PAGE_ERROR = `Traceback (most recent call last):
  File "${LIBRARY}/uvicorn/protocols/http/h11_impl.py", line 366, in run_asgi
    result = await app(self.scope, self.receive, self.send)
  File "${FOLDER}/main.py", line 23, in page
    return env.get_template("home.html").render()
  File "${LIBRARY}/jinja2/loaders.py", line 207, in get_source
    raise TemplateNotFound(template)
jinja2.exceptions.TemplateNotFound: home.html`;

test('the innermost frame of the learner is the place, whatever library raised', () => {
  expect(readErrorReport(SOCKET_ERROR, FOLDER)).toMatchObject({
    name: 'KeyError',
    message: "'msg'",
    where: { file: 'chat/messages.py', line: 6 },
    frames: [
      { file: 'main.py', line: 43 },
      { file: 'chat/messages.py', line: 6 },
    ],
    excerpt: expect.stringContaining('return fields["msg"]'),
    during: 'websocket',
  });
  expect(readErrorReport(PAGE_ERROR, FOLDER)).toMatchObject({
    name: 'TemplateNotFound',
    message: 'home.html',
    where: { file: 'main.py', line: 23 },
    during: 'http',
  });
});

test('all tracebacks are read in order, and log lines between them are ignored', () => {
  const reports = readErrorReports([SOCKET_ERROR, PAGE_ERROR].join('\n'), FOLDER);
  expect(reports.map(({ name }) => name)).toEqual(['KeyError', 'TemplateNotFound']);
  expect(readErrorReports('INFO:     Application startup complete.\nValueError: is a word in a log', FOLDER)).toEqual(
    [],
  );
});

test('an error inside an exception group is read without its bars', () => {
  const group = `  + Exception Group Traceback (most recent call last):
  |   File "${LIBRARY}/starlette/responses.py", line 250, in __call__
  |     async with anyio.create_task_group() as task_group:
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "${FOLDER}/main.py", line 31, in events
    |     yield f"data: {cnt}\\n\\n"
    | NameError: name 'cnt' is not defined
    +------------------------------------`;
  expect(readErrorReport(group, FOLDER)).toMatchObject({ name: 'NameError', where: { file: 'main.py', line: 31 } });
});

test('a traceback is cut to the lines of the learner and the error', () => {
  expect(SOCKET_ERROR.split('\n').filter(ownLinesFilter(FOLDER))).toEqual([
    'INFO:     connection open',
    'ERROR:    Exception in ASGI application',
    'Traceback (most recent call last):',
    `  File "${FOLDER}/main.py", line 43, in chat`,
    '    message = read(text)',
    `  File "${FOLDER}/chat/messages.py", line 6, in read`,
    '    return fields["msg"]',
    "KeyError: 'msg'",
    'INFO:     connection closed',
  ]);
});

test('the lines of an error are found above all that was logged after it', () => {
  const output = new OutputRing();
  const later = Array.from({ length: 12 }, (_, at) => `INFO:     GET /${at} 200 OK`);
  output.push('stdout', `${[PAGE_ERROR, SOCKET_ERROR, ...later].join('\n')}\n`);
  const report = readErrorReports(PAGE_ERROR, FOLDER)[0];
  expect(linesOf(report, output, { folder: FOLDER, most: 8 })).toEqual([
    'Traceback (most recent call last):',
    `  File "${FOLDER}/main.py", line 23, in page`,
    '    return env.get_template("home.html").render()',
    'jinja2.exceptions.TemplateNotFound: home.html',
  ]);
  expect(linesOf(undefined, output, { folder: FOLDER, most: 3 })).toEqual(later.slice(-3));
});

test('output without a traceback stays as it is', () => {
  const lines = ['  indented', 'File "x.py", line 3', '^^^', ''];
  expect(lines.filter(ownLinesFilter(FOLDER))).toEqual(lines);
});

test("an error of Node keeps only the learner's frames", () => {
  const lines = [
    `file://${FOLDER}/main.js:7`,
    'const oops = ;',
    '             ^',
    "SyntaxError: Unexpected token ';'",
    '    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)',
    `    at Server.<anonymous> (file://${FOLDER}/main.js:31:9)`,
    `    at WebSocketServer.emit (${FOLDER}/node_modules/ws/lib/websocket-server.js:1:1)`,
    '    at async node:internal/process/task_queues:95:5',
    'Node.js v22.1.0',
  ];
  expect(lines.filter(ownLinesFilter(FOLDER))).toEqual([...lines.slice(0, 4), lines[5]]);
});

test("frames of code without a file are not the learner's", () => {
  const lines = ['Traceback (most recent call last):', '  File "<frozen runpy>", line 88, in _run_code', 'E: x'];
  expect(lines.filter(ownLinesFilter(FOLDER))).toEqual([lines[0], lines[2]]);
});

test('forgotten awaits are read with call and line, those of libraries are not', () => {
  const warnings = `${FOLDER}/main.py:40: RuntimeWarning: coroutine 'WebSocket.send_text' was never awaited
  websocket.send_text(text)
RuntimeWarning: Enable tracemalloc to get the object allocation traceback
${LIBRARY}/x.py:1: RuntimeWarning: coroutine 'y' was never awaited`;
  expect(neverAwaited(warnings, FOLDER)).toEqual([
    {
      call: 'WebSocket.send_text',
      where: { file: 'main.py', line: 40 },
      warning: `${FOLDER}/main.py:40: RuntimeWarning: coroutine 'WebSocket.send_text' was never awaited`,
    },
  ]);
});

test.each([
  ['ValueError: context must include a "request" key', 'name-first'],
  ["TypeError: Jinja2Templates.TemplateResponse() got an unexpected keyword argument 'request'", 'name-first'],
  ["TypeError: unhashable type: 'dict'", 'request-first'],
  ["TypeError: Jinja2Templates.TemplateResponse() missing 1 required positional argument: 'name'", 'request-first'],
  ["NameError: name 'request' is not defined", undefined],
] as const)('%s asks for the form %s of TemplateResponse', (error, form) => {
  expect(wantedForm(error)).toBe(form);
});

test.each([
  ...['file://elsewhere/main.js', `file://${FOLDER}/a%2Fmain.js`, `file://${FOLDER}/%zz.js`].map(
    (file) => `TypeError: nothing\n    at ${file}:3:7\n    at run (${FOLDER}/main.js:5:2)`,
  ),
  String.raw`{"level":50,"err":{"stack":"Error: \q"}}` +
    `\nTypeError: nothing\n    at run (file://${FOLDER}/main.js:5:2)`,
])('an output that only looks like addresses or JSON is read all the same: %j', (text) => {
  expect(readErrorReport(text, FOLDER)).toMatchObject({
    name: 'TypeError',
    where: { file: 'main.js', line: 5, column: 2 },
  });
});

test.each([
  ['at C:\\chat\\a (b).js:1:2', undefined],
  ['at run (x) [as y] (/home/ada/chat/main.js:3:7)', { file: 'main.js', line: 3, column: 7 }],
  ['at /home/ada/chat/main.js:3:7', { file: 'main.js', line: 3, column: 7 }],
  ['at run (/home/ada/chat/lib/a:1/main.js:3:7)', { file: 'lib/a:1/main.js', line: 3, column: 7 }],
  ['at run (/home/ada/chat/main.js:3)', undefined],
])('the place of the frame %j', (frame, where) => {
  expect(readErrorReport(`TypeError: nothing\n    ${frame}\n    at end`, FOLDER)?.where).toEqual(where);
});
