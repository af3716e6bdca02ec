import { expect, test } from 'vitest';
import { htmxFile, ownFileFor } from '../../src/htmx/cdn.ts';

test.each([
  ['/htmx.org@2.0.4/dist/htmx.min.js', { part: 'core', major: 2, form: 'minified', from: 'package' }],
  ['/npm/htmx.org@2/dist/htmx.js', { part: 'core', major: 2, form: 'plain', from: 'package' }],
  ['/gh/bigskysoftware/htmx@v2.0.4/dist/htmx.js', { part: 'core', major: 2, form: 'plain', from: 'package' }],
  ['/ajax/libs/htmx/1.9.12/htmx.min.js', { part: 'core', major: 1, form: 'minified', from: 'package' }],
  ['/htmx.org', { part: 'core', major: undefined, form: 'minified', from: 'package' }],
  ['/htmx-ext-ws@2.0.1/ws.js', { part: 'ws', major: 2, form: 'plain', from: 'package' }],
  ['/npm/htmx-ext-sse@2.2.4/sse.min.js', { part: 'sse', major: 2, form: 'minified', from: 'package' }],
  ['/htmx-ext-sse', { part: 'sse', major: undefined, form: 'minified', from: 'package' }],
  ['/htmx.org@1.9.12/dist/ext/ws.js', { part: 'ws', major: 1, form: 'plain', from: 'bundled', prefixed: false }],
  [
    '/ajax/libs/htmx/1.9.12/ext/sse.min.js',
    { part: 'sse', major: 1, form: 'minified', from: 'bundled', prefixed: false },
  ],
  ['/htmx.org@4.0.1/dist/ext/hx-sse.js', { part: 'sse', major: 4, form: 'plain', from: 'bundled', prefixed: true }],
  ['/static/htmx.min.js', { part: 'core', major: undefined, form: 'minified', from: 'bare' }],
  ['/static/HTMX.js', { part: 'core', major: undefined, form: 'minified', from: 'bare' }],
  ['/static/htmx.js', { part: 'core', major: undefined, form: 'plain', from: 'bare' }],
  ['/ws.js', { part: 'ws', major: undefined, form: 'plain', from: 'bare' }],
  ['/static/hx-sse.min.js', { part: 'sse', major: undefined, form: 'minified', from: 'bare' }],
])('the file at %s', (path, file) => {
  expect(htmxFile(path)).toEqual(file);
});

test.each(['/htmxx.js', '/static/aws.js', '/ws.js/x', '/htmx.org@2/dist/ext/json-enc.js', '/htmx-ext-wss@2/x.js', '/'])(
  '%s is not of htmx',
  (path) => {
    expect(htmxFile(path)).toBeUndefined();
  },
);

test.each([
  ['/htmx.org@2.0.4', 'htmx.org/dist/htmx.min.js'],
  ['/htmx.org@2.0.4/dist/htmx.js?x=1#y', 'htmx.org/dist/htmx.js'],
  ['/htmx-ext-ws@2/dist/ws.min.js', 'htmx-ext-ws/ws.js'],
  ['/htmx-ext-sse', 'htmx-ext-sse/sse.js'],
  ['/htmx.org@1.9.12', 'htmx-1/dist/htmx.min.js'],
  ['/htmx.org@1.9.12/dist/ext/ws.js', 'htmx-1/dist/ext/ws.js'],
  ['/htmx.org@4/dist/ext/hx-ws.js', 'htmx-4/dist/ext/hx-ws.js'],
  ['/htmx.org@4/dist/ext/hx-ws.min.js', 'htmx-4/dist/ext/hx-ws.min.js'],
  // Without a version, or with a tag for one, it is the newest.
  ['/htmx.org', 'htmx-4/dist/htmx.min.js'],
  ['/htmx.org@latest/dist/htmx.js', 'htmx-4/dist/htmx.js'],
  ['/htmx.org/dist/ext/hx-sse.js', 'htmx-4/dist/ext/hx-sse.js'],
  ['/static/htmx.js', 'htmx.org/dist/htmx.js'],
  // The package of this major has no such file.
  ['/htmx.org/dist/ext/ws.js', undefined],
  ['/htmx.org@1.9.12/dist/ext/hx-ws.js', undefined],
  ['/htmx-ext-ws@4/ws.js', undefined],
  ['/htmx.org@3', undefined],
  ['/app.js', undefined],
])('the replacement for %s is %s', (address, file) => {
  expect(ownFileFor(new URL(address, 'https://unpkg.com'))).toBe(file);
});
