import { expect, test } from 'vitest';
import type { PageInjection } from '../../src/model/wire.ts';
import { readHead } from '../../src/observe/proxy/head.ts';
import { scriptPosition } from '../../src/observe/proxy/insertion.ts';
import { allowedBy } from '../../src/observe/proxy/page-policy.ts';
import { PageRewriter } from '../../src/observe/proxy/rewriter.ts';

test.each([
  ['<!doctype html><html><head>|<title>x</title>'],
  ['\u00ef\u00bb\u00bf<!DOCTYPE html>\n<!-- <head> -->\n<html lang="a>b">\n<head class=x>|\n'],
  ['<!doctype html>|<title>x</title>'],
  ['<!doctype html>\n|<p>text'],
  ['|<h1>x</h1>'],
  ['<html>|<header>x</header>'],
  ['<!doctype html>|<htmx-box>'],
  ['|just text'],
])('a script goes where it is the first and changes nothing else: %s', (marked) => {
  expect(scriptPosition(marked.replace('|', ''), true)).toBe(marked.indexOf('|'));
});

test.each([
  '',
  '<',
  '<!',
  '<!doctype ht',
  '<!-- <head>',
  '<html',
  '<html lang="a>',
  '<html><he',
  '<html><head',
  '<html> ',
])('what has come does not tell yet: %s', (html) => {
  expect(scriptPosition(html, false)).toBeUndefined();
  expect(scriptPosition(html, true)).toBeDefined();
});

const URLS = { script: new URL('http://localhost:8000/.x/page.js'), report: new URL('ws://localhost:8000/.x/report') };

test.each([
  ["default-src 'self'", '', [], undefined],
  ["script-src 'nonce-abc='; object-src 'none'", 'abc=', [], undefined],
  ["script-src 'unsafe-inline'", '', ['script-src'], "script-src 'unsafe-inline' http://localhost:8000/.x/page.js"],
  [
    "default-src 'none'; script-src 'self'",
    '',
    ['connect-src'],
    "default-src 'none'; script-src 'self'; connect-src ws://localhost:8000/.x/report",
  ],
  [
    "script-src 'self'; connect-src http://localhost:9999",
    '',
    ['connect-src'],
    "script-src 'self'; connect-src http://localhost:9999 ws://localhost:8000/.x/report",
  ],
] as const)('a policy is changed no more than it must: %s', (policy, nonce, changed, after) => {
  const head = readHead(Buffer.from(`HTTP/1.1 200 OK\r\nContent-Security-Policy: ${policy}\r\n`));
  const plan = allowedBy(head, URLS);
  expect(plan).toEqual({
    nonce,
    changed,
    head: { ...head, fields: [['Content-Security-Policy', after ?? policy]] },
  });
});

test('a policy with strict-dynamic and no nonce gets one', () => {
  const head = readHead(
    Buffer.from("HTTP/1.1 200 OK\r\nContent-Security-Policy: script-src 'strict-dynamic' 'sha256-x'\r\n"),
  );
  const plan = allowedBy(head, URLS);
  expect(plan.nonce).toMatch(/^[\w+/=]{16}$/u);
  expect(plan.head.fields[0]?.[1]).toBe(`script-src 'strict-dynamic' 'sha256-x' 'nonce-${plan.nonce}'`);
});

const TAG = '<script src="/.x/page.js"></script>';

function rewrite(
  fields: string,
  pieces: readonly string[],
  kind: 'length' | 'chunked' | 'end',
): { written: string; page: PageInjection | undefined } {
  const raw = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`);
  const bytes = pieces.join('').length;
  let page: PageInjection | undefined;
  const framing = kind === 'length' ? ({ kind, bytes } as const) : ({ kind } as const);
  const rewriter = new PageRewriter(
    { raw, head: readHead(raw), framing },
    { urls: URLS, decided: (each) => (page = each) },
  );
  const parts = pieces.map((piece) => rewriter.body(Buffer.from(piece, 'latin1'), Buffer.from(piece, 'latin1')));
  return { written: Buffer.concat([...parts, rewriter.end()]).toString('latin1'), page };
}

test('the length of a page grows by that of the tag, and the browser does not keep it', () => {
  const { written, page } = rewrite(
    'Content-Length: 21\r\nETag: "1"\r\nX-A: b',
    ['<htm', 'l><head></head>xx'],
    'length',
  );
  expect(written).toBe(
    `HTTP/1.1 200 OK\r\nContent-Length: ${21 + TAG.length}\r\nX-A: b\r\nCache-Control: no-store\r\n\r\n<html><head>${TAG}</head>xx`,
  );
  expect(page).toEqual({ injected: true, changed: [] });
});

test('a page in chunks stays in chunks', () => {
  const { written } = rewrite('Transfer-Encoding: chunked', ['<p>', 'a', 'b'], 'chunked');
  const first = `${TAG}<p>`;
  expect(written.split('\r\n\r\n').slice(1).join('\r\n\r\n')).toBe(
    `${first.length.toString(16)}\r\n${first}\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n`,
  );
});

test.each([
  ['Content-Encoding: gzip', ['\u001f\u008b\u0008xyz'], 'compressed'],
  ['Content-Type: text/html; charset=utf-16le', ['<\0p\0>\0'], 'encoding'],
  ['Content-Type: text/html', ['\u00ff\u00fe<\0p\0'], 'encoding'],
  ['Content-Type: text/html', [`<!--${' '.repeat(70_000)}`, 'x'], 'long-before-head'],
])('a page goes through as it is: %s', (fields, pieces, why) => {
  const { written, page } = rewrite(fields, pieces, 'end');
  expect(page).toEqual({ injected: false, why });
  expect(written).toBe(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n${pieces.join('')}`);
});
