import { expect, test } from 'vitest';
import { htmlInJson } from '../../src/rules/html-in-json.ts';
import { frameIsCause, isDocument, jsonText, wholePage } from '../../src/rules/reply-shape.ts';
import type { SwapView } from '../../src/rules/swap-message.ts';
import { exchanged, outline, page, recordedPage } from '../support/recorded-page.ts';

const severity = 'error';
const HTML = page('<body>', '<div hx-ext="ws" ws-connect="/socket"><p id="log"></p></div>');
const FRAGMENT = '<p id="log" hx-swap-oob="beforeend">hello otter</p>';

function view(reply: string, server = ''): SwapView {
  return {
    page: recordedPage(HTML, { server }),
    message: exchanged(reply),
    matches: {},
    output: [],
    places: { handler: [], reply: [] },
  };
}

test('HTML inside JSON, whichever way', () => {
  expect(htmlInJson(JSON.stringify(FRAGMENT))).toEqual({ holds: 'string' });
  expect(htmlInJson(JSON.stringify(JSON.stringify(FRAGMENT)))).toEqual({ holds: 'string' });
  expect(htmlInJson(JSON.stringify([FRAGMENT]))).toEqual({ holds: 'list' });
  expect(htmlInJson(JSON.stringify({ kind: 'chat', html: FRAGMENT }))).toEqual({ holds: 'object', member: 'html' });
  expect(htmlInJson(JSON.stringify(JSON.stringify({ html: FRAGMENT })))).toEqual({ holds: 'object', member: 'html' });
  expect(htmlInJson(JSON.stringify('["broken <p>'))).toEqual({ holds: 'string' });
});

test.each([FRAGMENT, 'hello', '"hello"', '{"text":"hello"}', '7', 'null', '', '{"a":{"b":1}}'])(
  'no HTML inside JSON: %s',
  (reply) => {
    expect(htmlInJson(reply)).toBeUndefined();
    expect(jsonText(view(reply))).toBeUndefined();
  },
);

test('the line that sends it, and what makes JSON of it', () => {
  const server = [
    'const page = JSON.stringify(settings);',
    'socket.on("message", (data) => {',
    '  const { text } = JSON.parse(data);',
    '  socket.send(JSON.stringify(reply(text)));',
    '});',
  ].join('\n');
  expect(outline(jsonText(view(JSON.stringify(FRAGMENT), server)))).toEqual({
    code: 'oob/json-text',
    severity,
    facts: { sent: 'hello otter', holds: 'string', call: 'JSON.stringify' },
    where: [{ file: 'server.js', line: 4 }],
  });
});

test('in Python the call that sends JSON is named, and no other that makes some', () => {
  const server = 'state = json.dumps({})\ntext = await ws.receive_text()\nawait ws.send_json(reply(text))';
  expect(jsonText(view(JSON.stringify(FRAGMENT), server))).toMatchObject({
    facts: { call: 'send_json' },
    evidence: { where: [{ file: 'server.js', line: 3 }] },
  });
});

test('without a source no call is named', () => {
  expect(jsonText(view(JSON.stringify([FRAGMENT])))).toMatchObject({ facts: { holds: 'list', call: '' } });
});

test('a document, or a part that only a document has', () => {
  for (const text of [
    '<!DOCTYPE html><p>x',
    '\n<html lang="en">',
    '<head><title>',
    '<body class="a">',
    '<!-- a --><html>',
  ])
    expect(isDocument(text), text).toBe(true);
  for (const text of [FRAGMENT, '<header>', '<bodyguard>', 'text <html>', '<div><body></div>', '<!-- a -->'])
    expect(isDocument(text), text).toBe(false);
});

test('a reply that is a whole page gives the line that sends it', () => {
  const server = [
    'answer = templates.get_template("x").render()',
    'async for text in ws.iter_text():',
    '  await ws.send_text(answer)',
  ].join('\n');
  expect(outline(wholePage(view(`<!doctype html><body>${FRAGMENT}`, server)))).toEqual({
    code: 'oob/whole-page',
    severity,
    facts: { sent: 'hello otter', call: 'get_template' },
    where: [{ file: 'server.js', line: 3 }],
  });
  expect(wholePage(view(FRAGMENT, server))).toBeUndefined();
});

test('the frame explains a finding, and does not make one', () => {
  const found = { code: 'ws/no-accept', severity, facts: {}, evidence: {} } as const;
  expect(frameIsCause(view(JSON.stringify(FRAGMENT)), undefined)).toBeUndefined();
  expect(frameIsCause(view(FRAGMENT), found)).toBe(found);
  expect(frameIsCause(view(`<body>${FRAGMENT}</body>`), found)?.code).toBe('oob/whole-page');
  expect(frameIsCause(view(JSON.stringify(FRAGMENT)), found)?.code).toBe('oob/json-text');
});
