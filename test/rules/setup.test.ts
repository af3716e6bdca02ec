import { describe, expect, test } from 'vitest';
import { pageHung, scriptThrew } from '../../src/rules/observed-page.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { cspBlocks, ownScriptBlocked } from '../../src/rules/setup/csp.ts';
import { notHtml } from '../../src/rules/setup/document.ts';
import { extensionDisabled, extensionUnknown } from '../../src/rules/setup/extension.ts';
import { HTMX_RULES, versionWarning } from '../../src/rules/setup/htmx-core.ts';
import { brokenScripts, scriptsFromElsewhere } from '../../src/rules/setup/scripts.ts';
import { lineOf, locatorOf, opened, ORIGIN, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const severity = 'error';
const line7 = [{ file: 'page.html', line: 7 }];

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

  test('one whose digest is not that of its integrity attribute, and the digest that the browser computed', () => {
    const records = (said: string): readonly Happened[] => [
      { type: 'load-failed', url: ws, failure: { reason: 'integrity' } },
      { type: 'console', level: 'error', text: said },
    ];
    const said = `Failed to find a valid digest in the 'integrity' attribute for resource '${ws}' with computed SHA-384 integrity 'abc='. The resource has been blocked.`;
    const found = (text: string): unknown =>
      outline(brokenScripts(recordedPage(html, { records: records(text), scripts: [script(ws, 200)] }))[0]);
    const expected = { code: 'page/script-blocked', severity, where: lineOf(html, '/static/ws.js') };
    expect(found(said)).toEqual({
      ...expected,
      facts: { src: '/static/ws.js', by: 'integrity', digest: 'sha384-abc=' },
    });
    // Of another file, or without the digest, nothing is known of this one's.
    for (const other of [said.replace('/static/ws.js', '/static/sse.js'), said.replace(/ with computed .*/u, '')])
      expect(found(other)).toEqual({
        ...expected,
        facts: { src: '/static/ws.js', by: 'integrity', digest: undefined },
      });
  });

  test('one whose type forbids to run it: the line of the server that sends it, else the tag', () => {
    const failure = { reason: 'type', contentType: 'text/plain', nosniff: 'yes' } as const;
    const seen = (server: string, scripts: Recording['scripts'] = [script(ws, 200, 'text/plain')]) =>
      brokenScripts(recordedPage(html, { records: [{ type: 'load-failed', url: ws, failure }], scripts, server })).map(
        outline,
      );
    const expected = {
      code: 'page/script-blocked',
      severity,
      facts: { src: '/static/ws.js', by: 'type', contentType: 'text/plain' },
    };
    const server = "const types = {\n  '.js': 'text/plain',\n};";
    expect(seen(server)).toEqual([{ ...expected, where: [{ file: 'server.js', line: 2 }] }]);
    expect(seen('')).toEqual([{ ...expected, where: lineOf(html, '/static/ws.js') }]);
    // A page in its place, or an error, is no script at all.
    for (const other of [script(ws, 200, 'text/html'), script(ws, 404, 'text/plain')])
      expect(seen(server, [other])).toMatchObject([{ code: 'page/script-missing' }]);
  });

  test("the learner's own that is blocked is a warning", () => {
    const url = `${ORIGIN}/own.js`;
    const records: readonly Happened[] = [{ type: 'load-failed', url, failure: { reason: 'integrity' } }];
    expect(brokenScripts(recordedPage(html, { records, scripts: [script(url, 200)] }))).toMatchObject([
      { code: 'page/script-blocked', severity: 'warning' },
    ]);
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

  test('works by luck', () => {
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

  test('is not loaded', () => {
    const seen = recordedPage('<p></p>\n<script src="/static/htmx.min.js"></script>', { htmx });
    expect(outline(extensionUnknown(extension)(seen))).toEqual({
      code: 'htmx/extension-script-missing',
      severity,
      facts: { extension },
      where: [{ file: 'page.html', line: 2 }],
    });
  });

  test('is of no use for the syntax of another major', () => {
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

test('a policy that blocks nothing', () => {
  const meta = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">';
  expect(cspBlocks('connection')(recordedPage(page(meta), { records: opened }))).toBeUndefined();
  const text = 'Connecting violates the Content Security Policy';
  const seen = recordedPage(page(meta), { records: [{ type: 'console', level: 'error', text }] });
  expect(outline(cspBlocks('connection')(seen))).toEqual({
    code: 'page/csp-blocks',
    severity,
    facts: { directive: text, blocks: 'connection' },
    where: line7,
  });
});

describe('what a policy blocks, in the words of Chromium', () => {
  const DIRECTIVE = 'violates the following Content Security Policy directive: "default-src \'self\'"';
  const complaint = (text: string): readonly Happened[] => [{ type: 'console', level: 'error', text }];

  test.each([
    ['connection', `Connecting to 'ws://127.0.0.1:4000/socket' ${DIRECTIVE}.`],
    ['connection', `Refused to connect to 'http://127.0.0.1:4000/ticks' because it ${DIRECTIVE}.`],
    ['script', `Loading the script 'http://127.0.0.1:4000/static/ws.js' ${DIRECTIVE}.`],
    ['script', `Refused to load the script 'http://127.0.0.1:4000/own.js' because it ${DIRECTIVE}.`],
    ['inline', `Executing inline script ${DIRECTIVE}.`],
    ['inline', `Refused to execute inline event handler because it ${DIRECTIVE}.`],
    ['eval', `Evaluating a string as JavaScript ${DIRECTIVE}.`],
  ] as const)('a %s: %s', (blocks, text) => {
    const seen = recordedPage(page('<p></p>'), { records: complaint(text) });
    for (const kind of ['connection', 'script', 'inline', 'eval'] as const) {
      const finding = cspBlocks(kind)(seen);
      if (kind === blocks) expect(finding?.facts).toEqual({ blocks, directive: text });
      else expect(finding).toBeUndefined();
    }
    expect(ownScriptBlocked(seen)?.facts).toEqual(blocks === 'connection' ? undefined : { blocks, directive: text });
  });

  test.each([
    `Applying inline style ${DIRECTIVE}.`,
    `Loading the stylesheet 'http://127.0.0.1:4000/a.css' ${DIRECTIVE}.`,
    `Loading the image 'http://127.0.0.1:4000/a.png' ${DIRECTIVE}.`,
    'Loading the script "a.js" failed.',
  ])('nothing that decides here: %s', (text) => {
    const seen = recordedPage(page('<p></p>'), { records: complaint(text) });
    expect(cspBlocks('connection', 'script', 'inline', 'eval')(seen)).toBeUndefined();
  });

  test('the place is the meta element, else the header in the server', () => {
    const records = complaint(`Executing inline script ${DIRECTIVE}.`);
    const meta = page('<p></p>', '<meta http-equiv="content-security-policy" content="default-src \'self\'">');
    const server = "import http from 'node:http';\nresponse.setHeader('Content-Security-Policy', policy);";
    const placed = (html: string): unknown => ownScriptBlocked(recordedPage(html, { records, server }))?.evidence.where;
    expect(placed(meta)).toEqual(lineOf(meta, '<meta'));
    expect(placed(page('<p></p>'))).toEqual([{ file: 'server.js', line: 2 }]);
  });
});
