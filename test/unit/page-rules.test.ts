import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ownFileFor } from '../../src/htmx/cdn.ts';
import type { PageRecord } from '../../src/model/page.ts';
import { ContentSecurity } from '../../src/observe/page/web-rules/content-security.ts';
import { isHtml } from '../../src/observe/page/web-rules/html-type.ts';
import { findBrowser } from '../../src/observe/page/browser/find-browser.ts';
import { mayReach } from '../../src/observe/page/web-rules/hosts.ts';
import { integrityMismatch, scriptRefusal, streamRefusal } from '../../src/observe/page/web-rules/refusals.ts';
import { TabLog } from '../../src/observe/page/tab-log.ts';

test.each([
  ['https://unpkg.com/htmx.org', 'htmx-4/dist/htmx.min.js'],
  ['https://unpkg.com/htmx.org@2.0.4', 'htmx.org/dist/htmx.min.js'],
  ['https://unpkg.com/htmx.org@2.0.4/dist/htmx.js', 'htmx.org/dist/htmx.js'],
  ['https://cdn.jsdelivr.net/npm/htmx.org@2/dist/htmx.min.js', 'htmx.org/dist/htmx.min.js'],
  ['https://cdnjs.cloudflare.com/ajax/libs/htmx/2.0.4/htmx.min.js', 'htmx.org/dist/htmx.min.js'],
  ['https://unpkg.com/htmx-ext-ws@2.0.1/ws.js', 'htmx-ext-ws/ws.js'],
  ['https://cdn.jsdelivr.net/npm/htmx-ext-sse@2.2.2', 'htmx-ext-sse/sse.js'],
  ['https://esm.sh/htmx-ext-sse', 'htmx-ext-sse/sse.js'],
  ['https://unpkg.com/htmx.org@1.9.12', 'htmx-1/dist/htmx.min.js'],
  ['https://unpkg.com/htmx.org@4.0.1/dist/htmx.min.js', 'htmx-4/dist/htmx.min.js'],
  ['https://unpkg.com/htmx.org@1.9.12/dist/ext/ws.js', 'htmx-1/dist/ext/ws.js'],
  ['https://unpkg.com/htmx-ext-ws@1.0.0/ws.js', undefined],
  ['https://unpkg.com/alpinejs@3', undefined],
  ['https://example.com/news.js', undefined],
])('%s is answered from %s', (url, by) => {
  expect(ownFileFor(new URL(url))).toBe(by);
});

test('requests go only to this machine and to the host of the page', () => {
  expect(['localhost', '127.0.0.1', '[::1]', 'lesson.example'].every((host) => mayReach(host, 'lesson.example'))).toBe(
    true,
  );
  expect(mayReach('unpkg.com', 'lesson.example')).toBe(false);
});

// Each row was seen in Chromium 156.
test.each([
  ["connect-src 'self'", true, true],
  ['connect-src *', true, true],
  ["connect-src 'none'", false, false],
  ["default-src 'self'; script-src *", true, true],
  ['connect-src 127.0.0.1:*', false, true],
  ['connect-src http://127.0.0.1:*', false, true],
  ['connect-src ws:', true, false],
  ['connect-src ws://127.0.0.1:*/ws', true, false],
  ['connect-src http: ws://*:*', true, true],
  ['connect-src https:', false, false],
  ['connect-src localhost:*', false, false],
  ["img-src 'none'", true, true],
])('%s', (policy, socket, stream) => {
  const security = new ContentSecurity(new URL('http://127.0.0.1:8000/'), policy);
  const allows = (url: string): boolean => security.refusal({ kind: 'connect', url: new URL(url) }) === undefined;
  expect([allows('ws://127.0.0.1:8000/ws'), allows('http://127.0.0.1:8000/sse')]).toEqual([socket, stream]);
});

test('inline scripts need a nonce, a hash or unsafe-inline', () => {
  const text = 'console.log(1)';
  const digest = createHash('sha256').update(text).digest('base64');
  const refused = (policy: string, nonce = ''): string | undefined =>
    new ContentSecurity(new URL('http://a/'), policy).refusal({ kind: 'inline', text, nonce, parserInserted: true });
  expect(refused("script-src 'self'")).toBe("script-src 'self'");
  expect(refused("script-src 'unsafe-inline'")).toBeUndefined();
  expect(refused("script-src 'unsafe-inline' 'nonce-abc'")).toBeDefined();
  expect(refused("script-src 'nonce-abc'", 'abc')).toBeUndefined();
  expect(refused(`default-src 'sha256-${digest}'`)).toBeUndefined();
});

test('a policy with strict-dynamic, digests of files, handlers and evaluation', () => {
  const url = new URL('http://b/own.js');
  const text = 'marten()';
  const digest = `sha512-${createHash('sha512').update(text).digest('base64')}`;
  const refused = (policy: string, question: Parameters<ContentSecurity['refusal']>[0]): string | undefined =>
    new ContentSecurity(new URL('http://a/'), policy).refusal(question);
  const file = { kind: 'script', url, nonce: '', parserInserted: true, integrity: '' } as const;
  expect(refused("script-src http://b 'strict-dynamic'", file)).toBeDefined();
  expect(refused("script-src 'strict-dynamic'", { ...file, parserInserted: false })).toBeUndefined();
  expect(refused("script-src 'NONCE-abc'", { ...file, nonce: 'abc' })).toBeUndefined();
  expect(refused("script-src 'nonce-abc'", { ...file, nonce: 'ABC' })).toBeDefined();
  expect(refused(`script-src '${digest}'`, { ...file, integrity: `${digest} ` })).toBeUndefined();
  expect(refused(`script-src '${digest}'`, { ...file, integrity: `${digest} sha256-AAAA` })).toBeDefined();
  expect(refused("script-src 'sha256-a-_b'", { ...file, integrity: 'sha256-a+/b' })).toBeUndefined();
  for (const kind of ['handler', 'script-url'] as const) {
    expect(refused("script-src 'unsafe-inline'", { kind, text })).toBeUndefined();
    expect(refused("script-src 'unsafe-inline' 'nonce-abc'", { kind, text })).toBeDefined();
    expect(refused("script-src 'unsafe-inline' 'strict-dynamic'", { kind, text })).toBeDefined();
    expect(refused(`script-src '${digest}'`, { kind, text })).toBeDefined();
    expect(refused(`script-src '${digest}' 'unsafe-hashes'`, { kind, text })).toBeUndefined();
  }
  const own = "script-src 'none'; script-src-attr 'unsafe-inline'; script-src-elem 'unsafe-inline' 'unsafe-eval'";
  expect(refused(own, { kind: 'handler', text })).toBeUndefined();
  expect(refused(own, { kind: 'script-url', text })).toBeUndefined();
  expect(refused(own, { kind: 'eval' })).toBe("script-src 'none'");
  expect(refused("default-src 'unsafe-eval'", { kind: 'eval' })).toBeUndefined();
  expect(refused("default-src 'wasm-unsafe-eval'", { kind: 'eval' })).toBe("default-src 'wasm-unsafe-eval'");
});

test('which policies rule Trusted Types', () => {
  const rules = (policy: string): boolean => new ContentSecurity(new URL('http://a/'), policy).rulesTrustedTypes;
  expect(rules("default-src 'self', require-trusted-types-for 'script'")).toBe(true);
  expect(rules('trusted-types htmx')).toBe(true);
  expect(rules("require-trusted-types-for script; default-src 'self'")).toBe(false);
});

test('which answers a browser runs as a script, accepts as a stream and shows as a page', () => {
  expect(scriptRefusal({ status: 404, contentType: 'text/javascript', nosniff: false })).toEqual({
    reason: 'status',
    status: 404,
  });
  expect(scriptRefusal({ status: 200, contentType: 'text/html', nosniff: false })).toBeUndefined();
  expect(scriptRefusal({ status: 200, contentType: 'text/html', nosniff: true })).toEqual({
    reason: 'type',
    contentType: 'text/html',
    nosniff: 'yes',
  });
  expect(scriptRefusal({ status: 200, contentType: 'image/png', nosniff: false })).toEqual({
    reason: 'type',
    contentType: 'image/png',
    nosniff: 'no',
  });
  expect(streamRefusal({ status: 200, contentType: 'text/event-stream; charset=utf-8' })).toBeUndefined();
  expect(streamRefusal({ status: 200, contentType: '' })).toEqual({ reason: 'type', contentType: '' });
  expect([isHtml('', '\n<!DOCTYPE html>'), isHtml('', '{}'), isHtml('text/plain', '<html>')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('the strongest digest of an integrity attribute decides', () => {
  const body = Buffer.from('x');
  const digest = (algorithm: string): string => `${algorithm}-${createHash(algorithm).update(body).digest('base64')}`;
  expect(integrityMismatch(body, digest('sha384'))).toBeUndefined();
  expect(integrityMismatch(body, `${digest('sha256')} sha512-AAAA`)).toEqual({
    algorithm: 'SHA-512',
    digest: createHash('sha512').update(body).digest('base64'),
  });
  expect(integrityMismatch(body, '')).toBeUndefined();
});

test('a browser is found where each system keeps it', () => {
  const machine = (platform: NodeJS.Platform, env: Record<string, string>, there: string) => ({
    platform,
    env,
    isExecutable: (file: string) => file === there,
  });
  expect(findBrowser(machine('linux', { PATH: '/usr/games:/usr/bin' }, '/usr/bin/chromium'))).toBe('/usr/bin/chromium');
  expect(findBrowser(machine('linux', { PATH: '', CHROME_PATH: '/opt/c' }, '/opt/c'))).toBe('/opt/c');
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findBrowser(machine('darwin', { HOME: '/Users/a' }, mac))).toBe(mac);
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  expect(findBrowser(machine('win32', { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, edge))).toBe(edge);
  expect(findBrowser(machine('linux', { PATH: '/usr/bin' }, '/nowhere'))).toBeUndefined();
});

test('a wait ends with the record it waits for, with the page, and with its deadline', async () => {
  const seen: PageRecord[] = [];
  const log = new TabLog((record) => seen.push(record));
  const opened = log.until((records) => records.some((record) => record.type === 'socket-open'), 5000);
  log.add(Date.now() + 10, { type: 'socket-open', socket: 1 });
  expect((await opened).met).toBe(true);
  expect(seen).toEqual(log.records);
  expect((await log.until(() => false, 10)).met).toBe(false);
  const never = log.until(() => false, 60_000);
  log.fail({ reason: 'hung', during: 'answer', ms: 6000 });
  const ended = await never;
  expect(ended.met).toBe(false);
  expect(ended.waitedMs).toBeLessThan(30_000);
});
