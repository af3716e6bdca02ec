import { expect, test } from 'vitest';
import { endWords, failureWords, receivedWords, requestWords } from '../../src/messages/observed.ts';
import { receivedText } from '../../src/messages/visible.ts';
import type { Evidence } from '../../src/model/finding.ts';
import type { ProcessEnd } from '../../src/model/observed.ts';

const ENDS: readonly (readonly [ProcessEnd, string])[] = [
  [{ kind: 'running' }, 'still running'],
  [{ kind: 'code', code: 127 }, 'exit code 127'],
  [{ kind: 'code', code: null }, 'exit code unknown'],
  [{ kind: 'signal', signal: 'SIGSEGV' }, 'signal SIGSEGV'],
  [{ kind: 'not-started', reason: 'spawn x ENOENT' }, 'spawn x ENOENT'],
];

test.each(ENDS)('%j is described as the end of a server', (end, words) => {
  expect(endWords(end)).toBe(words);
});

test('a request without a response is described by its reason, a handshake in its own words', () => {
  const http = { did: { kind: 'http', path: '/' }, waitedMs: 800 } as const;
  const ws = { did: { kind: 'ws', path: '/ws', sent: [] }, waitedMs: 800 } as const;
  expect(failureWords({ reason: 'deadline' }, http)).toBe('no answer after 800 ms');
  expect(failureWords({ reason: 'deadline' }, ws)).toBe('no answer to the handshake');
  expect(failureWords({ reason: 'refused' }, http)).toBe('connection refused: nothing listens there');
  expect(failureWords({ reason: 'refused' }, ws)).toBe('connection refused');
  expect(failureWords({ reason: 'broken', error: 'socket hang up' }, ws)).toBe('socket hang up');
});

function received(evidence: Evidence): string {
  return receivedText(receivedWords(evidence));
}

test('the head of an answer comes before its body, and the caret stays under its character', () => {
  expect(received({ answer: { status: 404 } })).toBe('status 404');
  expect(received({ answer: { status: 500 }, received: 'oops' })).toBe('status 500\n"oops"');
  // The end of an only line says nothing; that of several lines tells where each is.
  expect(received({ answer: { status: 404 }, received: 'Not here. \r\n' })).toBe('status 404\n"Not here. "');
  expect(received({ answer: { status: 404 }, received: 'Not\nhere.\n' })).toContain('\\n');
  expect(received({ answer: { status: 200, headers: { 'Content-Type': 'text/html' } } })).toBe(
    'status 200, Content-Type: text/html',
  );
  expect(received({ answer: { headers: { 'Cache-Control': null } } })).toBe('no Cache-Control header');
  expect(received({ answer: { status: 200 }, received: 'Data: 1', caret: 0 })).toBe('status 200\n"Data: 1"\n ^');
  expect(received({ received: 'date: 1', caret: 2 })).toBe('"date: 1"\n   ^');
  expect(received({})).toBe('');
});

test('a request is named by its method and path', () => {
  expect(requestWords({ kind: 'http', path: '/x' })).toBe('GET /x');
  expect(requestWords({ kind: 'ws', path: '/ws', sent: ['hello'] })).toBe('the message hello');
});
