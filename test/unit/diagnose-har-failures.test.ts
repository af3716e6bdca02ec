import { expect, test } from 'vitest';
import { entry, html, probed, recordingOf } from '../support/har-entries.ts';

const EVENTS = { _resourceType: 'eventsource' };
const listed = { content: { mimeType: 'text/event-stream', text: 'data: 1\n\n' } };

test.each([
  ['net::ERR_CONNECTION_REFUSED', { unanswered: { path: '/feed', failure: { reason: 'refused' } } }],
  ['net::ERR_EMPTY_RESPONSE', { unanswered: { path: '/feed', failure: { reason: 'broken' } } }],
  // Nobody knows for how long the page had waited when the recording ended, and an extension of the browser may forbid the request.
  ['', { pending: 'sse' }],
  ['net::ERR_BLOCKED_BY_CLIENT', {}],
])('a stream that got no answer: %j', (_failureText, told) => {
  const recording = recordingOf([html('http://x/'), entry('http://x/feed', { status: -1, _failureText }, EVENTS)]);
  expect(probed(recording, { type: 'stream-new', stream: 1, url: 'http://x/feed' })).toMatchObject(told);
});

test.each([
  ['Playwright', { status: -1, _failureText: 'Error during WebSocket handshake: Unexpected response code: 403' }, 403],
  ['Chrome', { status: 403, _error: 'net::ERR_INVALID_HTTP_RESPONSE' }, 403],
  ['nobody there', { status: 0, _error: 'net::ERR_CONNECTION_REFUSED' }, undefined],
])('a handshake that was refused, as it is written of %s', (_, response, status) => {
  const recording = recordingOf([html('http://x/'), entry('ws://x/live', response, { _resourceType: 'websocket' })]);
  const { refused } = probed(recording, { type: 'socket-new', socket: 1, url: 'ws://x/live' });
  expect(refused).toMatchObject({ path: '/live', failure: { status } });
});

test('an answer whose head came is one with that head', () => {
  const head = { headers: [{ name: 'server', value: 'uvicorn' }], content: { mimeType: 'x-unknown' } };
  const recording = recordingOf([html('http://x/'), entry('http://x/feed', head, EVENTS)]);
  expect(recording.answers[1]).toMatchObject({ headers: [['server', 'uvicorn']], lacks: 'body' });
  expect(probed(recording, { type: 'stream-new', stream: 1, url: 'http://x/feed' })).toMatchObject({
    stream: { status: 200, ended: 'no' },
  });
});

test.each([
  [204, 'x-unknown'],
  [200, 'text/html'],
])('an answer without a recorded text to a request of htmx 4 is no open stream: %i %s', (status, mimeType) => {
  const headers = [{ name: 'Accept', value: 'text/html, text/event-stream' }];
  const request = { method: 'GET', url: 'http://x/part', headers };
  const recording = recordingOf([html('http://x/'), { ...entry('', { status, content: { mimeType } }), request }]);
  expect(recording.answers[1]).not.toHaveProperty('lacks');
});

test('a stream has ended where the page opened it again after its end', () => {
  const at = (startedDateTime: string, more: object = {}): object =>
    entry('http://x/feed', listed, { startedDateTime, time: 300, timings: { receive: 290 }, ...EVENTS, ...more });
  const again = (...entries: readonly object[]): readonly unknown[] =>
    recordingOf([html('http://x/'), ...entries]).streams.map(({ againMs }) => againMs);
  const [first, second] = ['2026-05-05T10:00:00.000Z', '2026-05-05T10:00:03.300Z'] as const;
  expect(again(at(first), at(second))).toEqual([3000, undefined]);
  // Two elements with one address; a page that was left; one that closed it; one that had not ended.
  expect(again(at(first), at(first))).toEqual([undefined, undefined]);
  expect(again(at(first), html('http://x/'), at(second))).toEqual([undefined, undefined]);
  expect(
    again({ ...at(first), response: { status: 200, ...listed, _failureText: 'net::ERR_ABORTED' } }, at(second)),
  ).toEqual([undefined, undefined]);
  expect(again(at(first, { timings: { receive: -1 } }), at(second))).toEqual([undefined, undefined]);
});
