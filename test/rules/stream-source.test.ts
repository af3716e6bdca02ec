import { expect, test } from 'vitest';
import { whyItEnded } from '../../src/rules/stream/failed.ts';
import { whyNotFramed } from '../../src/rules/stream/framing.ts';
import { whyNotSoon } from '../../src/rules/stream/rate.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { noResponse, NOT_200 } from '../../src/rules/stream/response.ts';
import { awaitsNothing, framedBy, limitIn, whatEndsIt, whatIsLacking } from '../../src/rules/stream/source.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { outline } from '../support/recorded-page.ts';
import { serverSource } from '../support/server-source.ts';
import { streamView } from '../support/stream-view.ts';

const path = '/live/count';

function ends(text: string, file = 'main.js'): unknown {
  return whatEndsIt(serverSource(file, text));
}

test('what ends a response, by its source', () => {
  expect(ends('return streamSSE(c, async (stream) => {')).toEqual({ because: 'callback-returns', call: 'streamSSE' });
  expect(ends('return stream(c, async (s) => {')).toEqual({ because: 'callback-returns', call: 'stream' });
  expect(ends('  controller.close();')).toEqual({ because: 'ended', call: 'controller.close' });
  expect(ends('  streamController.close ();')).toEqual({ because: 'ended', call: 'streamController.close' });
  expect(ends('  res.end();')).toEqual({ because: 'ended', call: 'res.end' });
  expect(ends('  response.send(`data: 1`);')).toEqual({ because: 'ended', call: 'response.send' });
  expect(ends('class Ticks(RequestHandler):\n  self.finish()', 'app.py')).toEqual({
    because: 'ended',
    call: 'self.finish',
  });
  expect(ends('class Ticks(RequestHandler):', 'app.py')).toEqual({
    because: 'handler-returns',
    call: 'RequestHandler',
  });
  expect(ends('response = web.StreamResponse()\nreturn response', 'app.py')).toEqual({
    because: 'handler-returns',
    call: 'web.StreamResponse',
  });
  expect(ends('  yield "data: 1"', 'main.py')).toEqual({ because: 'generator-ends', call: '' });
  expect(ends('  yield "data: 1"', 'main.js')).toEqual({ because: 'unknown', call: '' });
  expect(whatEndsIt(NOWHERE)).toEqual({ because: 'unknown', call: '' });
});

test('the finding of a stream that ended says so', () => {
  const locate = serverSource(
    'main.js',
    "app.get('/live/count', (c) =>\n streamSSE(c, async (s) => s.writeSSE({ data: x })))",
  );
  expect(outline(whyItEnded(streamView('data: 1\n\n', { locate, ended: 'yes' })))).toEqual({
    code: 'sse/ends-early',
    severity: 'error',
    facts: { events: 1, because: 'callback-returns', call: 'streamSSE' },
    where: [{ file: 'main.js', line: 2 }],
  });
});

test.each([
  ['response.end(`data: ${n}`);', true],
  ['response.write(`data: ${n}`); response.end(', true],
  ['response.write(`data: ${n}`); response.end();', undefined],
  ['response.write(`data: ${n}`); response.end( );', undefined],
])('a call that ends the stream and may send an event: %s', (line, sends) => {
  const locate = serverSource('main.js', `response.end(page);\nsetInterval(() => {\n${line}\n}, 1000)`);
  const finding = whyItEnded(streamView('data: 1\n\n', { locate, ended: 'yes' }));
  expect(finding).toMatchObject({ facts: { because: 'ended', call: 'response.end' } });
  expect((finding.facts as { readonly sends?: true }).sends).toBe(sends);
});

const TORNADO = ['import tornado.web', '  self.flush()', '  while True:', '    self.write(f"data: {n}")'];

test('Tornado collects what it writes until it is flushed, there and not before', () => {
  const lacking = (...lines: readonly string[]): unknown =>
    whatIsLacking({ path, log: SILENT, locate: serverSource('app.py', lines.join('\n')) });
  expect(lacking(...TORNADO)).toEqual({ lacks: 'flush', where: [{ file: 'app.py', line: 4 }] });
  expect(lacking(...TORNADO, '    await self.flush()')).toEqual({ lacks: 'unknown', where: [] });
  expect(lacking(...TORNADO.slice(1))).toEqual({ lacks: 'unknown', where: [] });
});

test('Django says itself that it waits for the end of a generator', () => {
  const log = { text: 'Warning: StreamingHttpResponse must consume synchronous iterators in order to' };
  const locate = serverSource('app.py', 'def events():\n  yield "data: 1"\ndef view(request):\n  pass');
  expect(whatIsLacking({ path, log, locate })).toMatchObject({ lacks: 'async-iterator' });
});

test('headers that are not ended', () => {
  const open = '  self.send_header("Content-Type", "text/event-stream")';
  expect(whatIsLacking({ path, log: SILENT, locate: serverSource('app.py', open) })).toEqual({
    lacks: 'end-headers',
    where: [{ file: 'app.py', line: 1 }],
  });
  const locate = serverSource('app.py', `${open}\n  self.end_headers()`);
  expect(whatIsLacking({ path, log: SILENT, locate }).lacks).toBe('unknown');
});

test('what lacks is in the finding of silence, with its line', () => {
  const locate = serverSource('app.py', TORNADO.join('\n'));
  const where = [{ file: 'app.py', line: 4 }];
  const failed = { reason: 'deadline', message: '', waitedMs: 6000 } as const;
  expect(outline(noResponse({ path, log: SILENT, locate }, failed))).toEqual({
    code: 'sse/no-response',
    severity: 'error',
    facts: { lacks: 'flush' },
    where,
  });
  expect(outline(whyNotSoon(streamView('', { locate })))).toEqual({
    code: 'sse/no-event',
    severity: 'error',
    facts: { bytes: 0, lacks: 'flush' },
    where,
  });
});

test('what frames the events', () => {
  const by = (text: string): string => framedBy(serverSource('main.py', text));
  expect(by('from sse_starlette.sse import EventSourceResponse')).toBe('EventSourceResponse');
  expect(by('from fastapi.sse import EventSourceResponse')).toBe('fastapi.sse');
  expect(by('await stream.writeSSE({ data })')).toBe('writeSSE');
  expect(by('yield "data: 1"')).toBe('');
});

test('a prefix that is written twice, by a library or by hand', () => {
  const locate = serverSource('main.py', 'return EventSourceResponse(count())\n  yield f"data: {n}"');
  expect(whyNotFramed(streamView('data: data: <b>1</b>\ndata: \ndata: \n\n', { locate }))).toMatchObject({
    code: 'sse/doubled-prefix',
    severity: 'error',
    facts: { field: 'data', by: 'EventSourceResponse' },
    evidence: { where: [{ file: 'main.py', line: 2 }], caret: 0 },
  });
  expect(whyNotFramed(streamView('data: event: tick\ndata: data: <b>1</b>\n\n'))?.facts).toEqual({
    field: 'event',
    by: '',
  });
  expect(whyNotFramed(streamView(`data: ${JSON.stringify('data: <b>1</b>\n\n')}\n\n`))?.facts).toEqual({
    field: 'data',
    by: '',
  });
});

test.each(['<b>data: 1</b>', 'event: the first', 'id: 7', 'database: 1', 'Data: 1'])(
  '%s is not a doubled prefix',
  (data) => {
    expect(whyNotFramed(streamView(`data: ${data}\n\n`))).toBeUndefined();
  },
);

test('events that are JSON with HTML in them', () => {
  const locate = serverSource('main.js', 'write("data: x")\nconst data = JSON.stringify({ html });');
  expect(outline(whyNotFramed(streamView('data: {"html":"<b>1</b>"}\n\n', { locate })))).toEqual({
    code: 'sse/json-data',
    severity: 'error',
    facts: { holds: 'object', member: 'html', by: '' },
    where: [{ file: 'main.js', line: 2 }],
  });
  expect(whyNotFramed(streamView('data: "<b>1</b>"\n\n'))).toMatchObject({ facts: { holds: 'string', by: '' } });
  expect(whyNotFramed(streamView('data: {"count":1}\n\n'))).toBeUndefined();
});

test('Fastify answers after what was written to its raw response, unless it was told not to', () => {
  const log = { text: 'Error [ERR_HTTP_HEADERS_SENT]: Cannot write headers after they are sent to the client' };
  const writes = '  reply.raw.writeHead(200, head);\n  reply.raw.write("data: 1")';
  const lacks = (source: string, text = log.text): unknown =>
    whatIsLacking({ path, log: { text }, locate: serverSource('main.js', source) });
  expect(lacks(writes)).toEqual({ lacks: 'hijack', where: [{ file: 'main.js', line: 1 }] });
  expect(lacks(`reply.hijack();\n${writes}`)).toMatchObject({ lacks: 'unknown' });
  expect(lacks(writes, '')).toMatchObject({ lacks: 'unknown' });
});

test('Koa answers by itself what its middleware leaves', () => {
  const writes = "if (ctx.path === '/live/count') {\n  setInterval(() => ctx.res.write(`data: ${n}`), 1000);\n}";
  const found = (source: string): unknown => {
    const seen = streamView('', { status: 404, locate: serverSource('main.js', source) });
    return outline(firstOf(NOT_200, seen));
  };
  expect(found(writes)).toEqual({
    code: 'sse/no-route',
    severity: 'error',
    facts: { status: 404, because: 'answered-by-itself' },
    where: [{ file: 'main.js', line: 2 }],
  });
  expect(found(`ctx.respond = false;\n${writes}`)).toMatchObject({ facts: { status: 404 } });
});

test("FastAPI's class for events that is returned writes no fields", () => {
  const source = 'from fastapi.sse import EventSourceResponse\n';
  const facts = (text: string): unknown =>
    whyNotFramed(streamView('<b>1</b>\n', { locate: serverSource('main.py', source + text) }))?.facts;
  expect(facts('return EventSourceResponse(count())')).toEqual({ field: '<b>1</b>', by: 'fastapi.sse' });
  expect(facts('response_class=EventSourceResponse')).toEqual({ field: '<b>1</b>' });
});

test('what Koa writes by itself after the head is no attempt at an event', () => {
  const locate = serverSource('main.js', 'setInterval(() => ctx.res.write(`data: ${n}`), 1000);');
  const answered = streamView('OK', { ended: 'yes', locate });
  expect(whyNotFramed(answered)).toBeUndefined();
  expect(whyNotSoon(answered)).toMatchObject({
    code: 'sse/ends-early',
    facts: { events: 0, because: 'answered-by-itself', call: 'ctx.res.write' },
    evidence: { where: [{ file: 'main.js', line: 1 }] },
  });
  expect(whyNotFramed(streamView('OK', { locate }))?.code).toBe('sse/no-data-prefix');
});

test('a timer that stops with the request', () => {
  const lacks = (text: string): unknown =>
    whatIsLacking({ path, log: { text: '' }, locate: serverSource('main.js', text) });
  expect(lacks("start();\nrequest.on('end', () => {\n  clearInterval(timer);\n});")).toEqual({
    lacks: 'request-end',
    where: [{ file: 'main.js', line: 2 }],
  });
  expect(lacks("request.on('end', () => reply(body));\nresponse.on('close', () => clearInterval(timer));")).toEqual({
    lacks: 'unknown',
    where: [],
  });
});

test('how far a server may count', () => {
  const limit = (text: string): number => limitIn(serverSource('main.js', text));
  expect(limit('if (count >= 10) response.end();')).toBe(10);
  expect(limit('if (count === 5) break;\nif (other > 3) return;')).toBe(5);
  expect(limit('for number in range(1, 11):')).toBe(11);
  expect(limit('count = (count + 1) % 12;')).toBe(12);
  expect(limit('}, 1000);\nif (status >= 400) return;')).toBe(0);
  expect(limit("const two = hours < 10 ? '0' + hours : hours;")).toBe(0);
});

test('an await that waits for nothing', () => {
  const found = (text: string): number => awaitsNothing(serverSource('main.js', text)).length;
  expect(found('await setTimeout(() => {}, 1000);')).toBe(1);
  expect(found('await setTimeout(resolve, 1000);')).toBe(1);
  expect(found('await setTimeout(1000);')).toBe(0);
  expect(found('await new Promise((resolve) => setTimeout(resolve, 1000));')).toBe(0);
});
