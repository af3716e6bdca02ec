import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import type { recordedProbe } from '../../src/commands/diagnose/recorded-probe.ts';
import { ownCertificate } from '../../src/observe/replay/certificate.ts';
import { Library } from '../../src/observe/replay/library.ts';
import { lengthOf, scheduleOf } from '../../src/observe/replay/schedule.ts';
import { entry, html, probed, recordingOf } from '../support/har-entries.ts';

const socket = (url: string, messages: readonly object[] | undefined, content: object = {}): object =>
  entry(
    url,
    { status: 101, content: { mimeType: '', ...content } },
    { _resourceType: 'websocket', _webSocketMessages: messages },
  );

test('the page is the document before the first connection; fragments of htmx are none', () => {
  const fragment = {
    request: { method: 'GET', url: 'http://x/part', headers: [{ name: 'HX-Request', value: 'true' }] },
    response: { status: 200, headers: [], content: { mimeType: 'text/html', text: '<p>' } },
  };
  const { page, answers } = recordingOf([
    html('http://x/login'),
    html('http://x/room#a'),
    fragment,
    socket('ws://x/live', []),
  ]);
  expect([page, answers.length]).toEqual(['http://x/room', 3]);
  expect(recordingOf([html('http://x/one'), html('http://x/two')]).page).toBe('http://x/one');
});

test.each([
  ['seconds, as Chrome writes them', [1777975200.5, 1777975201.25]],
  ['milliseconds, as Playwright writes them', [1777975200500, 1777975201250]],
] as const)('messages of a WebSocket with their times: %s', (_, [first, second]) => {
  const { sockets } = recordingOf([
    html('http://x/'),
    socket('https://x/live', [
      { type: 'send', time: first, opcode: 1, data: 'hi' },
      { type: 'receive', time: second, opcode: 1, data: '<p>' },
      { type: 'receive', time: second, opcode: 2, data: Buffer.from('<b>').toString('base64') },
      { type: 'receive', time: second, opcode: 9, data: '' },
    ]),
  ]);
  expect(sockets).toEqual([
    {
      url: 'wss://x/live',
      status: 101,
      sent: 1,
      unanswered: false,
      left: 0,
      received: [
        { atMs: expect.closeTo(750, 0), data: '<p>' },
        { atMs: expect.closeTo(750, 0), data: Buffer.from('<b>') },
      ],
    },
  ]);
});

test('a message after which nothing came is known', () => {
  const { sockets } = recordingOf([
    html('http://x/'),
    socket('ws://x/live', [{ type: 'send', opcode: 1, data: 'hi' }]),
  ]);
  expect(sockets.map(({ sent, unanswered }) => [sent, unanswered])).toEqual([[1, true]]);
});

test('of very many messages the first thousand are played', () => {
  const many = Array.from({ length: 1500 }, () => ({ type: 'receive', time: -1, opcode: 1, data: '<p>' }));
  const { sockets } = recordingOf([html('http://x/'), socket('ws://x/live', many)]);
  expect(sockets.map(({ received, left }) => [received.length, left])).toEqual([[1000, 500]]);
});

test('messages and bodies in files beside the recording', () => {
  const files: Readonly<Record<string, string>> = {
    'page.html': '<h1>room</h1>',
    'ws.jsonl': '{"type":"receive","time":-1,"opcode":1,"data":"<p>"}\n{"type":"rece\n',
  };
  const { answers, sockets } = recordingOf(
    [
      entry('http://x/', { content: { mimeType: 'text/html', _file: 'page.html' } }),
      socket('ws://x/live', undefined, { _file: 'ws.jsonl' }),
    ],
    (name) => (files[name] === undefined ? undefined : Buffer.from(files[name])),
  );
  expect(answers[0]?.body?.toString()).toBe('<h1>room</h1>');
  expect(sockets[0]?.received).toEqual([{ atMs: 0, data: '<p>' }]);
});

test('events of a stream: from the body, else from the list of Chrome', () => {
  const stream = {
    content: { mimeType: 'text/event-stream', text: 'retry: 9\r\n\r\nevent: a\r\ndata: 1\r\n\r\ndata: cut' },
  };
  const listed = [
    { time: 1777975200, eventName: 'message', eventId: '', data: 'one\ntwo' },
    { time: 1777975202, eventName: 'score', eventId: '7', data: '3:1' },
  ];
  const { streams } = recordingOf([
    html('http://x/'),
    entry('http://x/body', stream),
    entry('http://x/list', { content: { mimeType: 'text/event-stream' } }, { _eventSourceMessages: listed }),
  ]);
  expect(streams.map(({ events }) => events)).toEqual([
    [
      { atMs: 0, data: 'retry: 9\n\n' },
      { atMs: 0, data: 'event: a\ndata: 1\n\n' },
      { atMs: 0, data: 'data: cut' },
    ],
    [
      { atMs: 0, data: 'data: one\ndata: two\n\n' },
      { atMs: 2000, data: 'id: 7\nevent: score\ndata: 3:1\n\n' },
    ],
  ]);
});

test.each([
  ['data: fetching â€¦', 'data: fetching …'],
  ['data: fetching …', 'data: fetching …'],
  ['data: café', 'data: café'],
  ['data: Ã¤ and 日', 'data: Ã¤ and 日'],
])('the text of a stream is UTF-8, also where it was read in another encoding: %j', (text, read) => {
  const content = { mimeType: 'text/event-stream', text: `${text}\n\n` };
  const { streams } = recordingOf([html('http://x/'), entry('http://x/feed', { content })]);
  expect(streams[0]?.events).toEqual([{ atMs: 0, data: `${read}\n\n` }]);
});

test('what let somebody in is known', () => {
  const { secrets } = recordingOf([
    {
      request: {
        method: 'GET',
        url: 'http://x/',
        headers: [
          { name: 'Cookie', value: 'a=1; b=2=3' },
          { name: 'Authorization', value: 'Bearer z' },
        ],
      },
      response: {
        status: 200,
        headers: [{ name: 'Set-Cookie', value: 'c=4; Path=/\nd=5' }],
        content: { mimeType: 'text/html', text: '' },
      },
    },
  ]);
  const cookies = [
    ['a', '1'],
    ['b', '2=3'],
    ['c', '4'],
    ['d', '5'],
  ].map(([name, value]) => ({ name, value }));
  expect(secrets).toEqual({ cookies, headers: ['Bearer z'] });
});

test('entries of another form are left alone', () => {
  const odd = [
    7,
    { request: { url: 'ftp://x/' }, response: {} },
    { request: { method: 'GET', url: 'http://' }, response: {} },
  ];
  const broken = { ...socket('ws://x/live', []), _webSocketMessages: 'none' };
  const { answers, sockets } = recordingOf([...(odd as object[]), html('http://x/'), broken]);
  expect([answers.length, sockets.map(({ received }) => received)]).toEqual([1, [[]]]);
});

test('pauses are shortened, and the order stays', () => {
  const parts = [0, 40, 60_000, 60_001, 60_001].map((atMs) => ({ atMs }));
  const url = 'http://x/feed';
  expect(scheduleOf(parts)).toEqual([5, 45, 145, 150, 155]);
  const many = Array.from({ length: 4000 }, (_, at) => ({ atMs: at * 1000 }));
  expect(lengthOf([{ url, parts: many }])).toBeCloseTo(10_000);
  expect(lengthOf([])).toBe(0);
  // At the same time, and one after another where the page opened one again.
  expect(
    lengthOf([
      { url, parts },
      { url, parts },
    ]),
  ).toBe(155);
  expect(
    lengthOf([
      { url, parts, againMs: 3000 },
      { url, parts, againMs: undefined },
    ]),
  ).toBe(155 + 100 + 155);
});

test('each recorded answer is given once, and the last one again; a query may differ', () => {
  const answer = (url: string, body: string): { url: string; method: string; body: string } => ({
    url,
    method: 'GET',
    body,
  });
  const library = new Library([answer('http://x/a', '1'), answer('http://x/a', '2'), answer('http://x/b?v=1', '3')]);
  const take = (url: string): string | undefined => library.take('GET', new URL(url))?.body;
  expect(['http://x/a', 'http://x/a', 'http://x/a', 'http://x/b?v=2', 'http://y/a'].map(take)).toEqual([
    '1',
    '2',
    '2',
    '3',
    undefined,
  ]);
  expect(library.take('POST', new URL('http://x/a'))).toBeUndefined();
  const sockets = new Library([{ url: 'ws://x/live' }]);
  expect([sockets.takeOnce(new URL('ws://x/live')), sockets.takeOnce(new URL('ws://x/live'))]).toEqual([
    { url: 'ws://x/live' },
    undefined,
  ]);
});

test('the certificate is one that its own key has signed', () => {
  const { cert } = ownCertificate();
  const read = new X509Certificate(cert);
  expect([read.subject, read.verify(read.publicKey)]).toEqual(['CN=recording', true]);
  expect(new Date(read.validTo).getTime()).toBeGreaterThan(Date.now());
});

test('what a client would see of the servers is told from the recording', () => {
  const recording = recordingOf([
    html('http://x/'),
    entry('http://x/feed', { content: { mimeType: 'text/event-stream', text: 'event: a\ndata: 1\n\n' } }),
    entry('http://x/wrong', { content: { mimeType: 'text/plain', text: 'data: 1\n\n' } }),
    entry('ws://x/gone', { status: 404, content: { mimeType: '' } }, { _resourceType: 'websocket' }),
  ]);
  const probe = (...records: readonly object[]): ReturnType<typeof recordedProbe> => probed(recording, ...records);
  expect(probe({ type: 'stream-new', stream: 1, url: 'http://x/feed' })).toMatchObject({
    stream: { path: '/feed', status: 200, events: [{ event: 'a', data: '1' }], ended: 'no' },
  });
  expect(probe({ type: 'stream-new', stream: 1, url: 'http://x/wrong' })).toMatchObject({
    stream: { headers: { 'content-type': 'text/plain' }, head: 'data: 1\n\n', ended: 'yes' },
  });
  expect(probe({ type: 'socket-new', socket: 1, url: 'ws://x/gone' })).toMatchObject({
    refused: { path: '/gone', failure: { status: 404, reason: 'status' } },
  });
  const heard = { type: 'stream-event', stream: 1, event: 'a', data: '1' };
  expect(probe({ type: 'stream-new', stream: 1, url: 'http://x/feed' }, heard)).toEqual({});
});
