import type { App } from './site.ts';

// Answers to a handshake as uvicorn 0.18 and 0.54 have given them, without a library for WebSockets and with each of those that it knows.

const PAGE = '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul></body>';
const QUART = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`;
const DATE = 'Tue, 01 Dec 2026 14:11:12 GMT';

function answer(status: string, headers: readonly string[], body: string): string {
  return [`HTTP/1.1 ${status}`, ...headers, `content-length: ${body.length}`, '', body].join('\r\n');
}

/** One mistake each. */
export const HANDSHAKE_WRONG: Readonly<Record<string, App>> = {
  'quart-on-uvicorn-without-a-library': {
    body: PAGE,
    refusal: answer(
      '404 Not Found',
      [`date: ${DATE}`, 'server: uvicorn', 'content-type: text/html; charset=utf-8'],
      QUART,
    ),
    wrong: 'ws/no-library',
  },
  'uvicorn-without-a-library-has-a-page-there': {
    body: PAGE,
    refusal: answer(
      '200 OK',
      [`date: ${DATE}`, 'server: uvicorn', 'content-type: text/html; charset=utf-8'],
      '<p>page</p>',
    ),
    wrong: 'ws/no-library',
  },
  'old-uvicorn-without-a-library': {
    body: PAGE,
    refusal: [
      'HTTP/1.1 400 Bad Request',
      'content-type: text/plain; charset=utf-8',
      'connection: close',
      'Transfer-Encoding: chunked',
      '',
      '1c',
      'Unsupported upgrade request.',
      '0',
      '',
      '',
    ].join('\r\n'),
    wrong: 'ws/no-library',
  },
  'quart-has-no-such-route': {
    body: PAGE,
    refusal: answer(
      '404 Not Found',
      ['content-type: text/html; charset=utf-8', `Date: ${DATE}`, 'Connection: close'],
      QUART,
    ),
    wrong: 'ws/no-route',
  },
  'quart-has-no-such-route-with-wsproto': {
    body: PAGE,
    refusal: answer('404 ', ['content-type: text/html; charset=utf-8'], QUART),
    wrong: 'ws/no-route',
  },
  'starlette-finds-nothing-there': {
    body: PAGE,
    refusal: answer(
      '404 Not Found',
      ['content-type: text/plain; charset=utf-8', `Date: ${DATE}`, 'Connection: close'],
      'Not Found',
    ),
    wrong: 'ws/no-route',
  },
  'refused-without-a-reason': {
    body: PAGE,
    refusal: answer('400 Bad Request', [], ''),
    wrong: 'ws/no-route',
  },
};
