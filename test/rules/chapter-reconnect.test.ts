import { describe, expect, test } from 'vitest';
import {
  gaveUp,
  hasOwnScripts,
  leftWhileDown,
  notReconnected,
  refusesForGood,
} from '../../src/chapter/rules/reconnect.ts';
import { dialectOf } from '../../src/htmx/index.ts';
import type { PageRecord } from '../../src/model/page.ts';
import { closed, lineOf, opened, outline, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const severity = 'error';
const html = page(
  `<meta name="htmx-config" content='{"wsReconnectDelay": 2000}'>`,
  '<div hx-ext="ws" ws-connect="/socket"></div>',
);
const timed = (records: readonly Happened[]): readonly PageRecord[] => records.map((record, at) => ({ at, ...record }));
const thrown: Happened = {
  type: 'script-error',
  message: 'ReferenceError: logError is not defined',
  file: '',
  line: 0,
};
const [attempt = thrown] = opened;

describe('after a restart of the server', () => {
  const server = 'const wss = 1;\nprocess.on("SIGTERM", () => client.close(1000));';

  test('the page does not connect', () => {
    const records = timed([closed(1000), attempt, attempt]);
    expect(outline(notReconnected(records, recordedPage(html, { server })))).toEqual({
      code: 'chat/no-reconnect',
      severity,
      facts: { code: 1000, attempts: 2 },
      where: [{ file: 'server.js', line: 2 }],
    });
  });

  test.each([
    ['Error during WebSocket handshake: Unexpected response code: 403', 403],
    ['HTTP Authentication failed; no valid credentials available', 401],
  ])('the restarted server refuses what the page still has: %s', (said, refused) => {
    const text = `WebSocket connection to 'ws://localhost:4000/socket?token=old' failed: ${said}`;
    const refusal: Happened = { type: 'console', level: 'error', text };
    const checks = 'const wss = 1;\nconst verifyClient = ({ req }) => req.url.includes(token);';
    expect(
      outline(notReconnected(timed([closed(1006), attempt, refusal]), recordedPage(html, { server: checks }))),
    ).toEqual({
      code: 'chat/no-reconnect',
      severity,
      facts: { code: 1006, attempts: 1, refused, query: '?token=old' },
      where: [{ file: 'server.js', line: 2 }],
    });
  });

  test.each([
    [403, [700, 1500, 3100], true],
    [403, [700, 1500, 2699], false],
    [403, [700, 3100], false],
    [503, [700, 1500, 3100], false],
  ])('whether status %i at %j is for good', (status, at, expected) => {
    const said = `Error during WebSocket handshake: Unexpected response code: ${status}`;
    const text = `WebSocket connection to 'ws://localhost:4000/socket' failed: ${said}`;
    const records = at.map((ms): PageRecord => ({ at: ms, type: 'console', level: 'error', text }));
    expect(refusesForGood(records)).toBe(expected);
  });

  test('a page that is loaded again while no server is there', () => {
    const reloads: Happened = { type: 'navigated', url: 'http://localhost:4000/' };
    const body = page('<script>addEventListener("htmx:wsClose", () => location.reload());</script>');
    expect(leftWhileDown(timed([closed(1006), reloads]), recordedPage(body))).toMatchObject({
      code: 'chat/no-reconnect',
      facts: { code: 1006, attempts: 0, reloads: true },
    });
    expect(leftWhileDown(timed([reloads, closed(1006)]), recordedPage(body))).toBeUndefined();
    expect(leftWhileDown(timed([closed(1006)]), recordedPage(body))).toBeUndefined();
  });

  test('the page connects', () => {
    expect(notReconnected(timed([closed(1006), ...opened]), recordedPage(html))).toBeUndefined();
  });

  test('the extension throws because of a delay that it cannot read', () => {
    const htmx = { version: '2.0.11', extensions: ['ws'], reconnectDelay: '2000' };
    const seen = notReconnected(timed([closed(1006), thrown]), recordedPage(html, { htmx }));
    expect(outline(seen)).toEqual({
      code: 'htmx/reconnect-delay',
      severity,
      facts: { value: '2000' },
      where: lineOf(html, '<meta name="htmx-config"'),
    });
    expect(seen?.evidence.received).toBe('ReferenceError: logError is not defined');
  });

  test('a script of the page throws', () => {
    const htmx = { version: '2.0.11', extensions: ['ws'], reconnectDelay: 'function' };
    const error: Happened = { ...thrown, file: 'http://127.0.0.1:4000/', line: 7 };
    expect(outline(notReconnected(timed([closed(1006), error]), recordedPage(html, { htmx })))).toEqual({
      code: 'page/script-error',
      severity,
      facts: { message: 'ReferenceError: logError is not defined', file: 'http://127.0.0.1:4000/', line: 7 },
      where: [{ file: 'page.html', line: 7 }],
    });
    // An error before the connection ended has nothing to do with it.
    expect(notReconnected(timed([error, closed(1006)]), recordedPage(html, { htmx }))?.code).toBe('chat/no-reconnect');
  });
});

test('htmx gives up after some close codes, and when it throws', () => {
  expect(gaveUp(timed([closed(1000)]), [1006])).toBe(true);
  expect(gaveUp(timed([closed(1006)]), [1006])).toBe(false);
  expect(gaveUp(timed([closed(1006), thrown]), [1006])).toBe(true);
  expect(gaveUp(timed([thrown, closed(1006)]), [1006])).toBe(false);
  expect(gaveUp(timed([closed(1000), attempt]), [1006])).toBe(false);
  expect(gaveUp([], [1006])).toBe(false);
});

test('a page may reconnect by itself only with scripts of its own', () => {
  const scripts = (...src: readonly string[]): boolean =>
    hasOwnScripts(
      recordedPage(html, { scripts: src.map((each) => ({ src: each, kind: 'classic' })) }).snapshot,
      dialectOf('2'),
    );
  expect(scripts('http://127.0.0.1:4000/static/htmx.min.js', 'http://127.0.0.1:4000/static/ws.js')).toBe(false);
  expect(scripts('http://127.0.0.1:4000/static/chat.js')).toBe(true);
  expect(scripts('')).toBe(true);
  expect(hasOwnScripts(recordedPage(page('<div hx-on:htmx:ws-close="again()"></div>')).snapshot, dialectOf('2'))).toBe(
    true,
  );
});
