import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED } from '../../src/rules/socket/handshake.ts';
import type { HandshakeView } from '../../src/rules/socket/handshake.ts';
import { serverSource } from '../support/server-source.ts';

function why(failure: Partial<HandshakeView['failure']>, parts: Partial<HandshakeView> = {}): Finding | undefined {
  const view: HandshakeView = {
    path: '/live',
    failure: { status: undefined, reason: 'status', message: '', server: '', waitedMs: 12, ...failure },
    log: SILENT,
    locate: NOWHERE,
    ...parts,
  };
  return firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, { ...view, near: undefined });
}

const FINDS_NOTHING = serverSource('main.py', '@app.websocket("/live")\nraise HTTPException(404)');

test('uvicorn reports a missing WebSocket library itself', () => {
  const line = 'WARNING:  No supported WebSocket library detected.';
  expect(why({ status: 404 }, { log: { ...SILENT, text: `INFO\n${line}` } })).toMatchObject({
    code: 'ws/no-library',
    facts: { line },
  });
});

test.each([200, 403, 404])('its own header is in an answer of its own, here with status %i', (status) => {
  for (const locate of [serverSource('main.py', '@app.websocket("/live")'), FINDS_NOTHING, NOWHERE])
    expect(why({ status, server: 'uvicorn' }, { locate })).toMatchObject({
      code: 'ws/no-library',
      facts: { answer: 'http' },
    });
});

test('before 0.19 it says in the answer that it does not support it', () => {
  expect(why({ status: 400, says: 'Unsupported upgrade request.' })).toMatchObject({
    code: 'ws/no-library',
    facts: { answer: 'words' },
  });
  expect(why({ status: 400, says: '<!doctype html>' })?.code).toBe('ws/no-route');
});

test.each(['', 'Python/3.11 websockets/10.4', 'nginx'])('a library refuses without that header: "%s"', (server) => {
  expect(why({ status: 404, server }, { locate: FINDS_NOTHING })?.code).toBe('ws/no-route');
});

test('its log has another line for a handshake that a library has read', () => {
  const text = `INFO:     127.0.0.1:5000 - "WebSocket /live" 404`;
  expect(why({ status: 404, server: 'uvicorn' }, { log: { ...SILENT, text } })?.code).toBe('ws/no-route');
});
