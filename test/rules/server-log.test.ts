import { expect, test } from 'vitest';
import { ignoresPort, unreachable, withPlaceOfPort } from '../../src/rules/server/address.ts';
import { blockingCall } from '../../src/rules/server/blocking-call.ts';
import { endedFinding } from '../../src/rules/server/ended.ts';
import { errorAt, isPython, notAwaitedAt } from '../../src/rules/server/log.ts';
import type { ServedPath } from '../../src/rules/server/log.ts';
import { whyPageNotServed } from '../../src/rules/server/page-not-served.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { errorText } from '../../src/model/server-error.ts';
import type { ErrorReport } from '../../src/model/server-error.ts';
import { errorReport, logOf, serverSource } from '../support/server-source.ts';

const ROUTES = { 10: '/', 20: '/live', 30: '/ticks', 40: '/{anything}' };
const locate = serverSource('main.py', '', ROUTES);
const contract = { socketPath: '/live', streamPath: '/ticks' };

function served(path: string): ServedPath {
  return { path, contract, locate };
}

function at(line: number, parts: Partial<ErrorReport> = {}): ErrorReport {
  return errorReport(`E${line}: x`, { frames: [{ file: 'main.py', line }], ...parts });
}

test('an error belongs to the path in whose function it was raised', () => {
  const reports = [at(10), at(20), at(30)];
  expect(errorAt(reports, served('/'))?.name).toBe('E10');
  expect(errorAt(reports, served('/live'))?.name).toBe('E20');
  expect(errorAt(reports, served('/ticks'))?.name).toBe('E30');
  expect(errorAt([at(10)], served('/live'))).toBeUndefined();
});

test("an error in no function of a path, or of an unknown path, may belong to any path, but a path's own comes first", () => {
  expect(errorAt([at(99)], served('/live'))?.name).toBe('E99');
  expect(errorAt([at(40)], served('/live'))?.name).toBe('E40');
  expect(errorAt([at(20), at(99)], served('/live'))?.name).toBe('E20');
  expect(errorAt([at(98), at(99)], served('/live'))?.name).toBe('E99');
  expect(errorAt([at(99, { frames: [] })], served('/'))?.name).toBe('E99');
});

test('the protocol distinguishes errors where the stack shows it', () => {
  expect(errorAt([at(99, { during: 'http' })], served('/live'))).toBeUndefined();
  expect(errorAt([at(99, { during: 'websocket' })], served('/live'))).toBeDefined();
  expect(errorAt([at(99, { during: 'websocket' })], served('/ticks'))).toBeUndefined();
});

test.each([
  'WebSocketDisconnect: 1006',
  'ClientDisconnected',
  'ConnectionClosedError: x',
  'CancelledError',
  "RuntimeError: Unexpected ASGI message 'websocket.close', after sending 'websocket.close'.",
  'RuntimeError: Cannot call "receive" once a disconnect message has been received.',
])('%s follows from an end and is never its cause', (text) => {
  expect(errorAt([errorReport(text)], served('/live'))).toBeUndefined();
});

test('a forgotten await belongs to the path in whose function it is', () => {
  const warning = (line: number): Parameters<typeof notAwaitedAt>[0][number] => ({
    call: 'sleep',
    where: { file: 'main.py', line },
    warning: '',
  });
  expect(notAwaitedAt([warning(30), warning(20)], served('/live'))?.where.line).toBe(20);
  expect(notAwaitedAt([warning(30)], served('/live'))).toBeUndefined();
  expect(notAwaitedAt([warning(99)], served('/live'))?.where.line).toBe(99);
});

test('an error is said by name and message', () => {
  expect(errorText(undefined)).toBe('');
  expect(errorText(errorReport('TypeError: x is not a function'))).toBe('TypeError: x is not a function');
  expect(errorText(errorReport('AssertionError'))).toBe('AssertionError');
  expect([isPython(locate), isPython(serverSource('main.js', ''))]).toEqual([true, false]);
});

test('a call that blocks is found as learners write it', () => {
  const place = (text: string): number | undefined => blockingCall(serverSource('x', `\n${text}`), [])[0]?.line;
  expect(['time.sleep(1)', '  sleep(1)', 'while (Date.now() < end) {}', 'execSync("x")'].map(place)).toEqual([
    2, 2, 2, 2,
  ]);
  expect(['await asyncio.sleep(1)', 'while (true) {'].map(place)).toEqual([undefined, undefined]);
  expect(blockingCall(serverSource('x', ''), [{ file: 'y', line: 1 }])).toEqual([{ file: 'y', line: 1 }]);
});

test('a port in the code is found where the server listens', () => {
  const source = serverSource('main.js', 'const host = 1;\nserver.listen(3000);');
  expect(ignoresPort({ asked: 41_000, listens: 3000, lines: ['up'], command: 'node main.js', locate: source })).toEqual(
    {
      code: 'server/ignores-port',
      severity: 'warning',
      facts: { asked: 41_000, listens: 3000 },
      evidence: { output: ['up'], where: [{ file: 'main.js', line: 2 }] },
    },
  );
  const named = serverSource('main.js', 'const port = 3000;\nserver.listen(port);');
  expect(
    ignoresPort({ asked: 41_000, listens: 3000, lines: [], command: 'node main.js', locate: named }).evidence.where,
  ).toEqual([{ file: 'main.js', line: 1 }]);
  const taken = {
    code: 'server/port-in-use',
    severity: 'error',
    facts: { port: 3000, holder: 'unknown' },
    evidence: {},
  } as const;
  expect(withPlaceOfPort(taken, source).evidence.where).toEqual([{ file: 'main.js', line: 2 }]);
  expect(
    withPlaceOfPort(
      { ...taken, facts: { port: 300, holder: 'unknown' } },
      serverSource('main.js', 'server.listen(port);'),
    ).evidence,
  ).toEqual({});
  expect(withPlaceOfPort({ ...taken, facts: { port: 3000, holder: 'itself' } }, source).evidence).toEqual({});
});

test('a taken port: the line that opens it, not the first with its number', () => {
  const taken = {
    code: 'server/port-in-use',
    severity: 'error',
    facts: { port: 8000, holder: 'unknown' },
    evidence: {},
  } as const;
  const fallback = 'const port = Number(process.env.PORT || 8000);\n';
  const listens = serverSource('main.js', `${fallback}server.listen(8000);`);
  expect(withPlaceOfPort(taken, listens)).toMatchObject({
    facts: { port: 8000, holder: 'unknown' },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
  // The message of the server names the port that it was given; the code opens another.
  expect(withPlaceOfPort({ ...taken, facts: { port: 27_000, holder: 'unknown' } }, listens)).toMatchObject({
    facts: { port: 8000 },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
  const socket = serverSource('main.js', `${fallback}const sockets = new WebSocketServer({ port: 8000 });`);
  expect(withPlaceOfPort(taken, socket)).toMatchObject({
    facts: { by: 'websocket' },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
  // What the stack of the error names comes first.
  const stacked = { ...taken, evidence: { where: [{ file: 'main.js', line: 2, column: 17 }] } };
  expect(withPlaceOfPort(stacked, socket)).toEqual({ ...stacked, facts: { ...taken.facts, by: 'websocket' } });
});

test('a server elsewhere that cannot be reached, with the reason as a value', () => {
  expect(unreachable('http://pi:8000', { reason: 'unknown-host', message: 'no address', waitedMs: 3 })).toEqual({
    code: 'server/unreachable',
    severity: 'error',
    facts: { url: 'http://pi:8000', failure: { reason: 'unknown-host' } },
    evidence: { did: { kind: 'http', path: '/' }, waitedMs: 3 },
  });
});

test('a server that ended because it opened its own port a second time', () => {
  const report = errorReport('Error: listen EADDRINUSE: address already in use 127.0.0.1:8000', { code: 'EADDRINUSE' });
  const ended = { exit: { kind: 'code', code: 1 }, report, port: 8000, lines: [] } as const;
  expect(endedFinding(ended, 'x')).toMatchObject({
    code: 'server/port-in-use',
    facts: { port: 8000, holder: 'itself' },
    evidence: { where: [{ file: 'main.py', line: 7 }] },
  });
  expect(endedFinding({ ...ended, port: 9000 }, 'x').facts).toEqual({ port: 8000, holder: 'unknown' });
  expect(endedFinding({ ...ended, report: undefined }, 'x')).toMatchObject({
    code: 'server/crashed-during-check',
    facts: { exit: { kind: 'code', code: 1 }, error: '', during: 'x' },
    evidence: { where: [] },
  });
});

test('a page that is not served, by what the server printed', () => {
  const source = serverSource('main.py', '@app.get("/")\nasync def page():');
  const at = { path: '/', pageFile: undefined, locate: source };
  const view = { status: 500, body: 'Internal Server Error', log: SILENT, runs: 'here', ...at } as const;
  expect(whyPageNotServed({ ...view, log: { ...SILENT, lastLines: ['x'] } })).toEqual({
    code: 'page/not-served',
    severity: 'error',
    facts: { status: 500, error: '' },
    evidence: {
      did: { kind: 'http', path: '/' },
      answer: { status: 500 },
      received: 'Internal Server Error',
      output: ['x'],
      where: [{ file: 'main.py', line: 1 }],
    },
  });
  const excerpt = 'return templates.TemplateResponse("index.html")';
  expect(whyPageNotServed({ ...view, log: logOf("TypeError: unhashable type: 'dict'", { excerpt }) })).toMatchObject({
    code: 'python/template-call',
    facts: { wants: 'request-first', error: "TypeError: unhashable type: 'dict'" },
    evidence: { where: [{ file: 'main.py', line: 7 }], output: ['Traceback', "TypeError: unhashable type: 'dict'"] },
  });
  expect(whyPageNotServed({ ...view, log: logOf("TypeError: unhashable type: 'dict'") }).code).toBe('page/not-served');
});
