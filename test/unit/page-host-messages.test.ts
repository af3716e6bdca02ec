import { PassThrough } from 'node:stream';
import { assert, constantFrom, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_MARKUP } from '../../src/model/limits.ts';
import { requireReadable, TooMuch } from '../../src/observe/http.ts';
import { memoryNow } from '../../src/observe/page/dom/host-memory.ts';
import { readAnswer, readMessage } from '../../src/observe/page/dom/host-messages.ts';
import { readLines } from '../../src/observe/page/dom/host-output.ts';

const record = (body: unknown): string => JSON.stringify({ type: 'record', tab: 1, at: 5, body });

describe('messages of the process of a page', () => {
  test('a record comes as it was sent', () => {
    const body = { type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false };
    expect(readMessage(record(body))).toEqual({ type: 'record', tab: 1, at: 5, body });
  });

  test.each([
    ['no JSON', '{"type":'],
    ['no object', 'null'],
    ['an unknown type', '{"type":"constructor"}'],
    ['a record without a body', '{"type":"record","tab":1,"at":1}'],
    ['a record of a type that each object has', record({ type: 'toString' })],
    ['a failure for no reason', '{"type":"failed","id":1,"failure":{"reason":"because"}}'],
    ['an element without attributes', record({ type: 'elements', listing: 1, elements: [{ index: 0 }], unlisted: 0 })],
    ['nesting without end', `{"type":"reply","id":1,"value":${'['.repeat(200_000)}`],
  ])('%s is no message', (_, line) => {
    expect(readMessage(line)).toBeUndefined();
  });

  test('a field that is not of its type counts as empty, because an event of the page itself may have caused it', () => {
    expect(readMessage(record({ type: 'socket-close', socket: 1, code: 'later', reason: 7 }))).toMatchObject({
      body: { type: 'socket-close', socket: 1, code: 0, reason: '', wasClean: false },
    });
  });

  test('what is no field of a message does not get further', () => {
    expect(readMessage('{"type":"pong","memory":1,"more":2}')).toEqual({ type: 'pong', memory: 1 });
  });

  test('any text is read, and any value as an answer', () => {
    const commands = constantFrom('open', 'snapshot', 'send', 'untilText');
    assert(
      property(jsonValue(), commands, (value, command) => {
        expect(readMessage(JSON.stringify(value))?.type).toBeOneOf([
          undefined,
          'ready',
          'pong',
          'reply',
          'failed',
          'record',
        ]);
        expect(readMessage(record(value))?.type).toBeOneOf([undefined, 'record']);
        expect(typeof readAnswer(command, value)).toBeOneOf(['undefined', 'object']);
      }),
      { numRuns: 300 },
    );
  });

  test('an answer of another form is none', () => {
    expect(readAnswer('snapshot', { url: 'x', elements: 'many' })).toBeUndefined();
    expect(readAnswer('send', null)).toBeUndefined();
    expect(readAnswer('close', null)).toBeNull();
  });
});

describe('what is read of such a process', () => {
  const read = (chunks: readonly string[], most: { line: number; all: number }): unknown[] => {
    const stream = new PassThrough();
    const seen: unknown[] = [];
    readLines(stream, { take: (line) => seen.push(line), tooMuch: () => seen.push(0) }, most);
    for (const chunk of chunks) stream.emit('data', Buffer.from(chunk));
    return seen;
  };

  test('lines, however they come', () => {
    expect(read(['a', 'b\nc', '\n\n', 'd'], { line: 10, all: 100 })).toEqual(['ab', 'c', '']);
  });

  test('neither a line without end nor lines without end', () => {
    expect(read(['a\n', '1234', '5678', '9\n', 'b\n'], { line: 8, all: 100 })).toEqual(['a', 0]);
    expect(read(['1234\n', '5678\n', '9\n', 'b\n'], { line: 8, all: 8 })).toEqual(['1234', '5678', 0]);
  });
});

test.runIf(process.platform === 'linux')('what a process uses is known from outside of it', () => {
  expect(memoryNow(process.pid)).toBeGreaterThan(10 * 1024 * 1024);
  expect(memoryNow(2 ** 30)).toBeUndefined();
});

test('a page may contain pictures of any size that is read, and not as much markup', () => {
  const picture = `<img src="data:image/png;base64,${'A'.repeat(MOST_MARKUP)}">`;
  expect(() => requireReadable(`<p>heron</p>${picture}${picture}`)).not.toThrow();
  expect(() => requireReadable(`${picture}${'<p>heron</p>'.repeat(MOST_MARKUP / 12 + 1)}`)).toThrow(TooMuch);
});
