import { describe, expect, test } from 'vitest';
import { cspBlocks, ownScriptBlocked } from '../../src/rules/setup/csp.ts';
import { brokenScripts } from '../../src/rules/setup/scripts.ts';
import { lineOf, opened, ORIGIN, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened, Recording } from '../support/recorded-page.ts';

const severity = 'error';
const line7 = [{ file: 'page.html', line: 7 }];

describe('scripts that come and are not run', () => {
  const html = page('<script src="/own.js"></script>');
  const ws = `${ORIGIN}/static/ws.js`;
  const script = (src: string, status: number, contentType = 'text/javascript') =>
    ({ src, kind: 'classic', status, contentType }) as const;

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
    ['handler', `Running the JavaScript URL ${DIRECTIVE}.`],
    ['trusted-types', "This document requires 'TrustedHTML' assignment. The action has been blocked."],
    [
      'trusted-types',
      "EvalError: Evaluating a string as JavaScript violates this document's Trusted Type assignment requirements.",
    ],
    ['trusted-types', `Creating a TrustedTypePolicy named 'heron' ${DIRECTIVE}.`],
    ['handler', `Refused to execute inline event handler because it ${DIRECTIVE}.`],
    ['eval', `Evaluating a string as JavaScript ${DIRECTIVE}.`],
  ] as const)('a %s: %s', (blocks, text) => {
    const seen = recordedPage(page('<p></p>'), { records: complaint(text) });
    for (const kind of ['connection', 'script', 'inline', 'handler', 'eval', 'trusted-types'] as const) {
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
