import { expect, test } from 'vitest';
import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';

const bytes = new TextEncoder();

/** A parser that was given these pieces, one a millisecond from 1 on. */
function parse(...pieces: readonly (string | Uint8Array)[]): EventStreamParser {
  const parser = new EventStreamParser();
  for (const [index, piece] of pieces.entries()) {
    parser.push(typeof piece === 'string' ? bytes.encode(piece) : piece, index + 1);
  }
  return parser;
}

function dataOf(parser: EventStreamParser): readonly string[] {
  return parser.events.map((event) => event.data);
}

function kindsOf(parser: EventStreamParser): readonly string[] {
  return parser.lines.map((line) => line.kind);
}

test.each([
  ['LF', 'data: 1\n\ndata: 2\n\n'],
  ['CRLF', 'data: 1\r\n\r\ndata: 2\r\n\r\n'],
  ['CR', 'data: 1\r\rdata: 2\r\r'],
  ['a mixture', 'data: 1\r\n\ndata: 2\n\r'],
])('lines end with %s', (_name, stream) => {
  const parser = parse(stream);
  expect(dataOf(parser)).toEqual(['1', '2']);
  expect(kindsOf(parser)).toEqual(['data', 'blank', 'data', 'blank']);
  expect(parser.lines.map((line) => line.text)).toEqual(['data: 1', '', 'data: 2', '']);
  expect(parser.unfinished).toBe('');
});

test.each([
  ['LF', 'event: tick\ndata: żółw 漢字 🙂\ndata: second\n\n: ping\n\ndata: end\n\n'],
  ['CRLF', 'event: tick\r\ndata: żółw 漢字 🙂\r\ndata: second\r\n\r\n: ping\r\n\r\ndata: end\r\n\r\n'],
  ['CR', 'event: tick\rdata: żółw 漢字 🙂\rdata: second\r\r: ping\r\rdata: end\r\r'],
  [
    'CRLF after a byte order mark',
    '\uFEFFevent: tick\r\ndata: żółw 漢字 🙂\r\ndata: second\r\n\r\n: ping\r\n\r\ndata: end\r\n\r\n',
  ],
])('with %s it makes no difference where the bytes are split', (_name, stream) => {
  const all = bytes.encode(stream);
  const expected = [
    { event: 'tick', data: 'żółw 漢字 🙂\nsecond' },
    { event: 'message', data: 'end' },
  ];
  for (let first = 0; first <= all.length; first += 1) {
    const parser = parse(all.slice(0, first), new Uint8Array(), all.slice(first));
    expect(parser.events, `split before byte ${first}`).toMatchObject(expected);
    expect(kindsOf(parser), `split before byte ${first}`).toEqual([
      'event',
      'data',
      'data',
      'blank',
      'comment',
      'blank',
      'data',
      'blank',
    ]);
    expect(parser.bytes).toBe(all.length);
  }
  const single = parse(...Array.from(all, (byte) => Uint8Array.of(byte)));
  expect(single.events).toMatchObject(expected);
});

test('a CR that ends a piece ends the line at once, and the LF that follows belongs to it', () => {
  const parser = parse('data: 1\r\n\r');
  expect(parser.events).toEqual([{ event: 'message', data: '1', id: '', ms: 1 }]);
  parser.push(bytes.encode('\n'), 2);
  parser.push(bytes.encode('\n'), 3);
  expect(kindsOf(parser)).toEqual(['data', 'blank', 'blank']);
  expect(dataOf(parser)).toEqual(['1']);
});

test('an event has the time at which its blank line arrived', () => {
  const parser = parse('data: 1\n', '\nda', 'ta: 2\n', '\n');
  expect(parser.events.map((event) => event.ms)).toEqual([2, 4]);
  expect(parser.lines.map((line) => line.ms)).toEqual([1, 2, 3, 4]);
});

test('exactly one space after the colon is removed', () => {
  expect(dataOf(parse('data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta \n\n'))).toEqual(['a', 'a', ' a', '\ta ']);
});

test('data lines of an event are joined by line feeds', () => {
  expect(dataOf(parse('data: <p>\ndata:\ndata: </p>\n\n'))).toEqual(['<p>\n\n</p>']);
});

test('a value may hold colons', () => {
  expect(dataOf(parse('data: 11:45:18\n\n'))).toEqual(['11:45:18']);
});

// The standard's own example: the first event has empty data, the second a line feed, the last is not finished.
test('empty data is an event, as the standard says', () => {
  const parser = parse('data\n\ndata\ndata\n\ndata:');
  expect(dataOf(parser)).toEqual(['', '\n']);
  expect(parser.unfinished).toBe('data:');
});

test('an empty heartbeat is an event, a comment is not', () => {
  expect(dataOf(parse('data:\n\n'))).toEqual(['']);
  const comment = parse(': ping\n\n:\n\n');
  expect(comment.events).toEqual([]);
  expect(kindsOf(comment)).toEqual(['comment', 'blank', 'comment', 'blank']);
});

test('a name is valid for one event, and an event without data resets it', () => {
  const parser = parse('event: tick\ndata: 1\n\ndata: 2\n\nevent: lost\n\ndata: 3\n\nevent\ndata: 4\n\n');
  expect(parser.events.map(({ event, data }) => [event, data])).toEqual([
    ['tick', '1'],
    ['message', '2'],
    ['message', '3'],
    ['message', '4'],
  ]);
});

test('the last name of an event counts', () => {
  expect(parse('event: a\nevent: b\ndata: 1\n\n').events).toMatchObject([{ event: 'b' }]);
});

test('an id is valid until the next one, an empty one resets it, one with NULL is ignored', () => {
  const parser = parse('id: 7\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\nid\ndata: d\n\nid: 8\n\ndata: e\n\n');
  expect(parser.events.map((event) => event.id)).toEqual(['7', '7', '7', '', '8']);
});

test('retry is not an event', () => {
  const parser = parse('retry: 1000\n\nretry: soon\n\n');
  expect(parser.events).toEqual([]);
  expect(kindsOf(parser)).toEqual(['retry', 'blank', 'retry', 'blank']);
});

test.each(['Data: 1', ' data: 1', '\tdata: 1', 'data : 1', '<p>1</p>', 'datas: 1', '{"data": 1}', ' '])(
  'a line that a client ignores: %j',
  (line) => {
    const parser = parse(`${line}\n\n`);
    expect(parser.events).toEqual([]);
    expect(parser.lines[0]).toEqual({ text: line, kind: 'ignored', ms: 1 });
  },
);

test('a line of blanks does not end an event', () => {
  const parser = parse('data: 1\n \ndata: 2\n\n');
  expect(dataOf(parser)).toEqual(['1\n2']);
});

test('a byte order mark is removed only at the start', () => {
  expect(dataOf(parse('\uFEFFdata: 1\n\n'))).toEqual(['1']);
  expect(kindsOf(parse('data: 1\n\n\uFEFFdata: 2\n\n'))).toEqual(['data', 'blank', 'ignored', 'blank']);
  expect(kindsOf(parse('\uFEFF\uFEFFdata: 1\n\n'))).toEqual(['ignored', 'blank']);
});

test('bytes that are not UTF-8 become U+FFFD', () => {
  expect(dataOf(parse('data: ', Uint8Array.of(0xff), '\n\n'))).toEqual(['\uFFFD']);
});

test('an unfinished event is not an event, but is visible', () => {
  const noBlank = parse('data: 1\ndata: 2\nda');
  expect(noBlank.events).toEqual([]);
  expect(kindsOf(noBlank)).toEqual(['data', 'data']);
  expect(noBlank.unfinished).toBe('da');
  const literal = parse(String.raw`data: 1\n\ndata: 2\n\n`);
  expect(literal.events).toEqual([]);
  expect(literal.unfinished).toBe(String.raw`data: 1\n\ndata: 2\n\n`);
});

test('an endless stream does not fill the memory', () => {
  const parser = parse('data: 1\n\n'.repeat(5000));
  expect(parser.events).toHaveLength(2000);
  expect(parser.lines).toHaveLength(2000);
  expect(parser.bytes).toBe(45_000);
});
