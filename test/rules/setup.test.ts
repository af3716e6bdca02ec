import { describe, expect, test } from 'vitest';
import { pageHung, scriptThrew } from '../../src/rules/observed-page.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { notHtml } from '../../src/rules/setup/document.ts';
import { extensionDisabled, extensionUnknown } from '../../src/rules/setup/extension.ts';
import { HTMX_RULES, versionWarning } from '../../src/rules/setup/htmx-core.ts';
import { brokenScripts, scriptsFromElsewhere } from '../../src/rules/setup/scripts.ts';
import { lineOf, locatorOf, opened, ORIGIN, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const severity = 'error';

const REFUSED = { reason: 'error', error: 'refused' } as const;

describe('the document', () => {
  const locate = locatorOf("const html = 1;\nresponse.setHeader('Content-Type', 'text/plain');");
  const answer = (headers: Readonly<Record<string, string>>, body = '<!doctype html><p>', status = 200): unknown =>
    outline(notHtml({ status, headers, body, path: '/', locate }));

  test('of another type', () => {
    expect(answer({ 'content-type': 'text/plain' })).toEqual({
      code: 'page/not-html',
      severity,
      facts: { contentType: 'text/plain' },
      where: [{ file: 'server.js', line: 2 }],
    });
    expect(answer({}, '{"a":1}')).toMatchObject({ facts: { contentType: '' } });
    expect(answer({ 'x-content-type-options': 'nosniff' })).toMatchObject({ code: 'page/not-html' });
  });

  test.each([
    [{ 'content-type': 'text/html; charset=utf-8' }, 'x', 200],
    [{ 'content-type': 'application/xhtml+xml' }, 'x', 200],
    [{}, '\n<html>', 200],
    [{ 'content-type': 'text/plain' }, '', 304],
  ] as const)('%o is right', (headers, body, status) => {
    expect(answer(headers, body, status)).toBeUndefined();
  });
});

describe('scripts', () => {
  const html = page('<script src="/own.js"></script>');
  const ws = `${ORIGIN}/static/ws.js`;
  const script = (src: string, status: number, contentType = 'text/javascript') =>
    ({ src, kind: 'classic', status, contentType }) as const;

  test('one that is not there, by its status', () => {
    expect(brokenScripts(recordedPage(html, { scripts: [script(ws, 404)] })).map(outline)).toEqual([
      {
        code: 'page/script-missing',
        severity,
        facts: { src: '/static/ws.js', status: 404, contentType: 'text/javascript' },
        where: lineOf(html, '/static/ws.js'),
      },
    ]);
  });

  test('an address is relative to the base of the page', () => {
    const based = page('<base href="/chat/">', '<script src="own.js"></script>');
    const missing = brokenScripts(recordedPage(based, { scripts: [script(`${ORIGIN}/chat/own.js`, 404)] }));
    expect(missing.map(({ facts }) => facts)).toMatchObject([{ src: 'own.js', status: 404 }]);
  });

  test('one whose file is there, but not served', () => {
    const seen = recordedPage(html, { scripts: [script(ws, 404)] });
    Object.assign(seen, { locate: { ...seen.locate, exists: (file: string) => file === 'static/ws.js' } });
    expect(brokenScripts(seen)[0]?.facts).toMatchObject({ status: 404, unserved: 'static/ws.js' });
  });

  test('one whose file is in another folder than its address says', () => {
    const seen = recordedPage(page('<script src="ws.js"></script>'), { scripts: [script(`${ORIGIN}/ws.js`, 404)] });
    Object.assign(seen, { locate: { ...seen.locate, exists: (file: string) => file === 'static/ws.js' } });
    expect(brokenScripts(seen)[0]?.facts).toMatchObject({ src: 'ws.js', status: 404, elsewhere: 'static/ws.js' });
  });

  test("one that failed to load, one that is a page; the learner's own is a warning", () => {
    const records: readonly Happened[] = [{ type: 'load-failed', url: `${ORIGIN}/own.js`, failure: REFUSED }];
    const found = brokenScripts(recordedPage(html, { records, scripts: [script(ws, 200, 'text/html')] }));
    expect(found.map(({ severity: how, facts, evidence }) => [how, facts, evidence.answer, evidence.received])).toEqual(
      [
        [
          'error',
          { src: '/static/ws.js', status: 200, contentType: 'text/html' },
          { status: 200, headers: { 'Content-Type': 'text/html' } },
          undefined,
        ],
        ['warning', { src: '/own.js', status: 0, contentType: '', failure: REFUSED }, undefined, 'refused'],
      ],
    );
  });

  test('all there', () => {
    const seen = recordedPage(html, { scripts: [script(ws, 200), script(`${ORIGIN}/own.js`, 200)] });
    expect(brokenScripts(seen)).toEqual([]);
    expect(scriptsFromElsewhere(seen)).toEqual([]);
  });

  test('one of a CDN', () => {
    const url = 'https://unpkg.com/htmx.org@2.0.4/dist/htmx.min.js';
    const seen = recordedPage(`<script src="${url}"></script>`, { records: [{ type: 'substituted', url, by: 'x' }] });
    expect(scriptsFromElsewhere(seen).map(outline)).toEqual([
      {
        code: 'page/cdn-script',
        severity: 'warning',
        facts: { url, file: 'htmx.min.js' },
        where: [{ file: 'page.html', line: 1 }],
      },
    ]);
  });

  test('an error that one threw', () => {
    const thrown: Happened = { type: 'script-error', message: 'no', file: '/own.js', line: 2 };
    expect(outline(scriptThrew(recordedPage(html, { records: [thrown] })))).toEqual({
      code: 'page/script-error',
      severity,
      facts: { message: 'no', file: '/own.js', line: 2 },
      where: [],
    });
    expect(scriptThrew(recordedPage(html, { records: opened }))).toBeUndefined();
  });

  test('a page that hangs', () => {
    expect(pageHung({ reason: 'hung', during: 'script', ms: 5000 }, 'hello')).toEqual({
      code: 'page/hung',
      severity,
      facts: { reason: 'hung', during: 'script', ms: 5000 },
      evidence: { did: { kind: 'page', typed: 'hello' } },
    });
    expect(pageHung({ reason: 'out-of-memory', megabytes: 768 })?.code).toBe('page/out-of-memory');
    expect(pageHung({ reason: 'engine-died', error: '' })?.code).toBe('page/crashed');
    expect(pageHung({ reason: 'unreachable', failure: { reason: 'refused' } })).toBeUndefined();
    expect(pageHung(undefined)).toBeUndefined();
  });
});

describe('htmx itself', () => {
  const why = (html: string, recording: Recording = {}): unknown =>
    outline(firstOf(HTMX_RULES, recordedPage(html, recording)));

  test('is missing', () => {
    const scripts = ['/static/htmx.min.js', '/static/ws.js', '/static/sse.js'];
    expect(why(page(), { htmx: 'missing' })).toEqual({
      code: 'htmx/missing',
      severity,
      facts: { scripts },
      where: [{ file: 'page.html', line: 3 }],
    });
    expect(why('<title>Chat</title>\n<head>', { htmx: 'missing' })).toMatchObject({ facts: { scripts: [] } });
  });

  test('is kept inside a module', () => {
    const records: readonly Happened[] = [{ type: 'htmx', name: 'htmx:load', element: 'body', detail: '' }];
    expect(why(page(), { htmx: 'missing', records })).toBeUndefined();
  });

  test.each(['1.9.12', '4.0.1'])('is %s', (version) => {
    const html = page('<p></p>');
    expect(why(html, { htmx: { version, extensions: [] } })).toEqual({
      code: 'htmx/wrong-version',
      severity,
      facts: { version },
      where: lineOf(html, 'htmx.min.js'),
    });
    expect(why(html, { htmx: { version, extensions: [] }, records: opened })).toBeUndefined();
  });

  test('is right', () => {
    expect(why(page())).toBeUndefined();
    expect(versionWarning(recordedPage(page()))).toBeUndefined();
  });

  test('works although it is of another major', () => {
    const seen = recordedPage(page(), { htmx: { version: '1.9.12', extensions: ['ws'] } });
    expect(outline(versionWarning(seen))).toMatchObject({
      code: 'htmx/wrong-version',
      severity: 'warning',
      facts: { version: '1.9.12' },
    });
    const without = recordedPage(page(), { htmx: { version: '1.9.12', extensions: [] } });
    expect(versionWarning(without)).toBeUndefined();
  });

  test('has an extension that is for htmx 1', () => {
    const text = 'WARNING: You are using an htmx 1 extension with htmx 2.0.11';
    const seen = recordedPage(page(), { records: [{ type: 'console', level: 'warn', text }] });
    expect(outline(versionWarning(seen))).toEqual({
      code: 'htmx/old-extension',
      severity: 'warning',
      facts: { script: '/static/ws.js' },
      where: [{ file: 'page.html', line: 4 }],
    });
  });
});

describe.each(['ws', 'sse'] as const)('the extension %s', (extension) => {
  const htmx = { version: '2.0.11', extensions: [] };
  const script = `/static/${extension}.js`;

  test('runs before htmx', () => {
    const html = `<script src="${script}"></script>\n<script src="/static/htmx.min.js"></script>`;
    const records: readonly Happened[] = [
      { type: 'script-error', message: 'ReferenceError: htmx is not defined', file: script, line: 1 },
    ];
    expect(outline(extensionUnknown(extension)(recordedPage(html, { htmx, records })))).toEqual({
      code: 'htmx/extension-before-core',
      severity,
      facts: { script },
      where: [{ file: 'page.html', line: 1 }],
    });
  });

  test('was registered with an htmx that a second one replaced', () => {
    const core = '<script src="/static/htmx.min.js"></script>';
    const html = `${core}\n<script src="${script}"></script>\n${core}`;
    expect(outline(extensionUnknown(extension)(recordedPage(html, { htmx })))).toEqual({
      code: 'htmx/extension-before-core',
      severity,
      facts: { script, core: 'twice' },
      where: [{ file: 'page.html', line: 3 }],
    });
  });

  test('is not loaded', () => {
    const seen = recordedPage('<p></p>\n<script src="/static/htmx.min.js"></script>', { htmx });
    expect(outline(extensionUnknown(extension)(seen))).toEqual({
      code: 'htmx/extension-script-missing',
      severity,
      facts: { extension },
      where: [{ file: 'page.html', line: 2 }],
    });
  });

  test('does not read the syntax of another major', () => {
    const seen = recordedPage(`<div hx-${extension}:connect="/x"></div>`, { htmx });
    expect(outline(extensionUnknown(extension)(seen))).toMatchObject({ code: 'htmx/other-version-syntax' });
  });

  test('is registered, or something else did its work', () => {
    expect(extensionUnknown(extension)(recordedPage(page()))).toBeUndefined();
    const records: readonly Happened[] = [...opened, { type: 'stream-open', stream: 1 }];
    expect(extensionUnknown(extension)(recordedPage(page(), { htmx, records }))).toBeUndefined();
  });

  const why = (...body: readonly string[]): unknown =>
    outline(extensionDisabled(extension)(recordedPage(page(...body))));
  const connect = `${extension}-connect="/x"`;
  const other = extension === 'ws' ? 'sse' : 'ws';
  const disabled = (value: string | undefined, elsewhere: string | undefined, line: number): unknown => ({
    code: 'htmx/extension-not-enabled',
    severity,
    facts: { extension, value, elsewhere },
    where: [{ file: 'page.html', line }],
  });

  test('is enabled nowhere', () => {
    expect(why(`<div ${connect}></div>`)).toEqual(disabled(undefined, undefined, 7));
  });

  test('is enabled by a second attribute, which HTML drops', () => {
    const other = extension === 'ws' ? 'sse' : 'ws';
    expect(why(`<div hx-ext="${other}" hx-ext="${extension}" ${connect}></div>`)).toMatchObject({
      facts: { extension, value: other, ignored: extension },
    });
    expect(why(`<p hx-ext="${other}"></p><div hx-ext="${other}" ${connect}></div>`)).not.toHaveProperty(
      'facts.ignored',
    );
  });

  test('is enabled for another element', () => {
    expect(why(`<p id="a" hx-ext="${extension}"></p>`, `<div ${connect}></div>`)).toEqual(disabled(undefined, 'p', 8));
  });

  test('is not among those enabled around the element', () => {
    expect(why(`<body hx-ext="${other}">`, `<div ${connect}></div>`)).toEqual(disabled(other, undefined, 7));
    expect(why(`<main hx-ext="websocket">`, `<div ${connect}></div>`)).toEqual(disabled('websocket', undefined, 7));
  });

  test('is disabled', () => {
    const ignored = `ignore:${extension}`;
    expect(why(`<body hx-ext="${extension}">`, `<div hx-ext="${ignored}" ${connect}></div>`)).toMatchObject({
      facts: { value: ignored },
      where: [{ file: 'page.html', line: 8 }],
    });
  });

  test('is enabled by an attribute that nothing reads', () => {
    expect(why(`<div hx-exts="${extension}" ${connect}></div>`)).toMatchObject({ code: 'htmx/unknown-attribute' });
  });

  test('is enabled', () => {
    expect(why(`<div hx-ext="${other}, ${extension}" ${connect}></div>`)).toBeUndefined();
    expect(why(`<body data-hx-ext="${extension}"><div data-${connect}></div>`)).toBeUndefined();
    expect(why('<p></p>')).toBeUndefined();
  });
});
