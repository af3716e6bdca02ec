import { expect, test } from 'vitest';
import { firstOf } from '../../src/rules/rule.ts';
import { streamFailed, whyItEnded } from '../../src/rules/stream/failed.ts';
import { hasAttempt, notHtml, whyNotFramed } from '../../src/rules/stream/framing.ts';
import { cacheable, isEventStream, noResponse, NOT_200, OTHER_TYPE } from '../../src/rules/stream/response.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';
import { logOf, serverSource } from '../support/server-source.ts';
import { streamView } from '../support/stream-view.ts';

const SOURCE = `app.get('/live/count', (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write('data: 1');
});`;
const locate = serverSource('main.js', SOURCE);
const ROUTE = [{ file: 'main.js', line: 1 }];
const DATA_LINE = [{ file: 'main.js', line: 3 }];

test('no answer at all, with the route and the wait', () => {
  const view = { path: '/live/count', log: { ...SILENT, lastLines: ['up'] }, locate };
  expect(noResponse(view, { reason: 'deadline', message: 'no answer after 8000 ms', waitedMs: 8000 })).toEqual({
    code: 'sse/no-response',
    severity: 'error',
    facts: { lacks: 'unknown' },
    evidence: {
      did: { kind: 'sse', path: '/live/count' },
      output: ['up'],
      where: ROUTE,
      failure: { reason: 'deadline' },
      waitedMs: 8000,
    },
  });
});

test('a status other than 200', () => {
  expect(firstOf(NOT_200, streamView('', { locate, status: 404 }))).toMatchObject({
    code: 'sse/no-route',
    facts: { status: 404, written: true },
    evidence: { answer: { status: 404 }, where: ROUTE },
  });
  // The path in the page's own tag is not a route.
  const inPage = serverSource('main.js', `const page = '<div sse-connect="/live/count">';`);
  expect(firstOf(NOT_200, streamView('', { locate: inPage, status: 404 }))?.facts).toEqual({ status: 404 });
  expect(firstOf(NOT_200, streamView('', { locate, status: 204 }))).toMatchObject({
    code: 'sse/unexpected-status',
    facts: { status: 204 },
  });
  expect(firstOf(NOT_200, streamView('', { locate, status: 200 }))).toBeUndefined();
  const log = logOf("NameError: name 'cnt' is not defined");
  expect(firstOf(NOT_200, streamView('Internal Server Error', { locate, status: 500, log }))).toMatchObject({
    code: 'sse/server-error',
    facts: { status: 500, generator: false, error: "NameError: name 'cnt' is not defined" },
    evidence: {
      answer: { status: 500 },
      received: 'Internal Server Error',
      where: [{ file: 'main.py', line: 7 }],
      output: ['Traceback', "NameError: name 'cnt' is not defined"],
    },
  });
});

test.each([
  ['text/event-stream', true],
  ['text/event-stream; charset=utf-8', true],
  ['TEXT/EVENT-STREAM; charset="UTF8"', true],
  ['text/event-stream; charset=iso-8859-1', false],
  ['text/html', false],
  ['', false],
])('%j is an event stream: %s', (type, right) => {
  expect(isEventStream(type)).toBe(right);
});

test('a server that answers every path alike has no route for the stream', () => {
  const headers = { 'content-type': 'text/html' };
  const view = streamView('<!doctype html>', { locate, headers });
  const elsewhere = { status: 200, headers, body: '<!doctype html><p>' };
  expect(firstOf(OTHER_TYPE, { ...view, elsewhere })).toMatchObject({
    code: 'sse/no-route',
    facts: { status: 200 },
    evidence: { answer: { status: 200, headers: { 'Content-Type': 'text/html' } }, received: '<!doctype html>' },
  });
  const wrongType = {
    code: 'sse/wrong-content-type',
    facts: { contentType: 'text/html' },
    evidence: { answer: { headers: { 'Content-Type': 'text/html' } }, where: [{ file: 'main.js', line: 2 }] },
  };
  for (const other of [undefined, { ...elsewhere, status: 404 }, { ...elsewhere, body: 'other' }])
    expect(firstOf(OTHER_TYPE, { ...view, elsewhere: other })).toMatchObject(wrongType);
});

test.each([
  ['the line that writes the head', "  response.writeHead(200, {\n    'X-A': 'b',\n  });\n  // headers first", 3],
  ['one that sets a header', "  response.setHeader('Cache-Control', 'no-cache');", 3],
  ['the route, where no line above the data does', '', 1],
])('a stream without a type: %s', (_, head, line) => {
  const source = [
    "if (path === '/live/count') stream(response);",
    'function stream(response) {',
    head,
    '  setInterval(() => {',
    '    response.write(`data: ${count}\\n\\n`);',
    '  }, 1000);',
    '}',
    'function page(response) {',
    "  response.writeHead(200, { 'Content-Type': 'text/html' });",
  ];
  const view = streamView('data: 1\n\n', { headers: {}, locate: serverSource('main.js', source.join('\n')) });
  expect(firstOf(OTHER_TYPE, { ...view, elsewhere: undefined })).toMatchObject({
    facts: { contentType: '' },
    evidence: { answer: { headers: { 'Content-Type': null } }, where: [{ file: 'main.js', line }] },
  });
});

test('an answer that may be kept is a warning', () => {
  expect(cacheable(streamView('', { headers: { 'cache-control': 'No-Cache' } }))).toBeUndefined();
  expect(cacheable(streamView('', { headers: {}, locate }))).toMatchObject({
    code: 'sse/cacheable',
    severity: 'warning',
    facts: { cacheControl: '' },
    // The header belongs to the type's line, not to the one that writes.
    evidence: { answer: { headers: { 'Cache-Control': null } }, where: [{ file: 'main.js', line: 2 }] },
  });
  expect(cacheable(streamView('', { headers: { 'cache-control': 'max-age=60' } }))?.evidence.answer).toEqual({
    headers: { 'Cache-Control': 'max-age=60' },
  });
});

test('comments, names and silence do not count as an attempt at an event', () => {
  const attempt = (bytes: string): boolean => {
    const parser = new EventStreamParser();
    parser.push(new TextEncoder().encode(bytes), 0);
    return hasAttempt(parser);
  };
  expect(['', ': ping\n\n', 'event: tick\n\n', 'retry: 5\n', '\n\n'].filter(attempt)).toEqual([]);
  expect(['data: 1\n', 'data: 1', '<p>1</p>\n', 'Data: 1\n'].filter((bytes) => !attempt(bytes))).toEqual([]);
});

test.each([
  ['data: 1\ndata: 2\n', 'sse/no-blank-line', { literal: false }, 7],
  [String.raw`data: 1\n\n`, 'sse/no-blank-line', { literal: true }, 11],
  ['<b>1</b>\n\n', 'sse/no-data-prefix', { field: '<b>1</b>' }, 0],
  ['id: 1\nDate: 1\n\n', 'sse/no-data-prefix', { field: 'Date' }, 6],
])('%j makes no event: %s', (bytes, code, facts, caret) => {
  expect(whyNotFramed(streamView(bytes, { locate }))).toMatchObject({
    code,
    severity: 'error',
    facts,
    evidence: { received: bytes, caret, where: DATA_LINE, waitedMs: 5000 },
  });
});

test('lines that a client ignores are an error only when they contain the number', () => {
  const multiline = 'data: <p>\n1</p>\n\n';
  expect(whyNotFramed(streamView('data: <p>\n<b>1</b></p>\n\n', { locate }))).toMatchObject({
    code: 'sse/multiline-without-prefix',
    severity: 'error',
    facts: { line: '<b>1</b></p>' },
    evidence: { caret: 10, where: DATA_LINE },
  });
  expect(whyNotFramed(streamView(multiline, { locate }))?.severity).toBe('error');
  expect(whyNotFramed(streamView('data: <p>1\n</p>\n\n', { locate }))?.severity).toBe('warning');
  expect(whyNotFramed(streamView('data: <p>x\n\n data: 1\n\n', { locate }))).toMatchObject({
    code: 'sse/no-data-prefix',
    facts: { field: ' data' },
  });
  expect(whyNotFramed(streamView('colour: red\ndata: <p>1</p>\n\n', { locate }))).toBeUndefined();
  expect(whyNotFramed(streamView(': nothing yet\n\n', { locate }))).toBeUndefined();
});

test('bare text in the data is a warning', () => {
  const view = streamView('data: 1\n\n', { locate });
  expect(notHtml(view, view.events[0])).toMatchObject({
    code: 'sse/not-html',
    severity: 'warning',
    facts: { data: '1' },
    evidence: { received: '1', where: DATA_LINE },
  });
  const html = streamView('data: <p>1</p>\n\n');
  expect(notHtml(html, html.events[0])).toBeUndefined();
  expect(notHtml(html, undefined)).toBeUndefined();
});

test('a stream that ended early, by an error or without one', () => {
  expect(whyItEnded(streamView('data: 1\n\ndata: 2\n\n', { locate, ended: 'yes' }))).toMatchObject({
    code: 'sse/ends-early',
    facts: { events: 2 },
    evidence: { where: DATA_LINE },
  });
  const headers = { 'content-length': '60' };
  const long = serverSource('main.js', `${SOURCE}\nresponse.setHeader('Content-Length', 60);`);
  expect(whyItEnded(streamView('data: 1\n\n', { locate: long, headers, ended: 'yes' }))).toMatchObject({
    facts: { events: 1, because: 'content-length' },
    evidence: { where: [{ file: 'main.js', line: 5 }] },
  });
  expect(whyItEnded(streamView('', { log: logOf('ValueError: x') }))).toMatchObject({
    code: 'sse/server-error',
    facts: { status: 200, error: 'ValueError: x' },
  });
});

test.each([
  ["AttributeError: 'async_generator' object has no attribute 'encode'", '', true],
  ["TypeError: 'async_generator' object is not iterable", '', true],
  ['TypeError [ERR_INVALID_ARG_TYPE]: Received an instance of AsyncGenerator', '', true],
  ['', 'Received an instance of \n', true],
  ["AttributeError: 'dict' object has no attribute 'encode'", '', false],
])('%j is about a generator: %s', (error, received, generator) => {
  const log = error === '' ? SILENT : logOf(error);
  expect(streamFailed({ status: 500, log, evidence: { received }, locate }).facts).toMatchObject({ generator });
});

test('a forgotten await is the cause of a failed stream', () => {
  const notAwaited = { call: 'sleep', where: { file: 'main.py', line: 4 }, warning: 'main.py:4: …' };
  expect(streamFailed({ status: 500, log: { ...logOf('E: x'), notAwaited }, evidence: {}, locate })).toMatchObject({
    code: 'python/not-awaited',
    facts: { call: 'sleep' },
    evidence: { where: [{ file: 'main.py', line: 4 }] },
  });
});
