import { describe, expect, test } from 'vitest';
import { htmxFile, namesHtmx, packageFile, partOfScript, publishedName } from '../../src/htmx/cdn.ts';
import { DIALECTS, dialectOf } from '../../src/htmx/index.ts';
import type { Disposition, Page } from '../../src/htmx/index.ts';
import { escapeIdentifier, parseSelector } from '../../src/htmx/selector.ts';

const v1 = dialectOf('1.9.12');
const v2 = dialectOf('2.0.11');
const v4 = dialectOf('4.0.1');

const PAGE: Page = {
  listing: 'some',
  elements: [
    { index: 0, parent: null, tag: 'div', id: 'wrap', attributes: { id: 'wrap', 'hx-ext': 'ws', 'ws-connect': '/ws' } },
    { index: 1, parent: 0, tag: 'div', id: 'chat', attributes: { id: 'chat' } },
    { index: 2, parent: null, tag: 'p', id: 'out', attributes: { id: 'out' } },
  ],
};

function short(dispositions: readonly Disposition[]): readonly string[] {
  return dispositions.map((each) =>
    'dropped' in each
      ? [each.fragment.tag, each.dropped, each.facts.lacks].filter((part) => part !== undefined).join(' ')
      : [each.fragment.tag, each.effect, each.target.selector, ...each.notes].join(' '),
  );
}

function messages(dialect: typeof v2, message: string): readonly string[] {
  return short(dialect.takeMessageApart(message, PAGE, PAGE.elements[0]));
}

test('a version leads to the dialect of its major, htmx 2 where none is known', () => {
  expect(DIALECTS.map(({ major }) => major)).toEqual([1, 2, 4]);
  const majors = [undefined, '', '1.9.12', '2.0.11', 'v2.0.0', '4.0.1', '4.0.0-beta1', '5.1.0'].map(
    (version) => dialectOf(version).major,
  );
  expect(majors).toEqual([2, 2, 1, 2, 2, 4, 4, 4]);
});

test.each([
  ['hello', [' text']],
  ['<p>hi</p>', ['p no-id']],
  ['<p id="">hi</p><p id="chat">x</p>', ['p empty-id', 'p after-exception']],
  ['<p id="none">hi</p>', ['p no-such-target']],
  ['<p hx-swap-oob="beforeend:#">hi</p>', ['p invalid-selector']],
  ['<p id="chat" hx-swap-oob="beforeend swap:1s">hi</p>', ['p modifier-as-selector']],
  ['<p id="chat" hx-swap-oob="beforeend scroll:bottom">hi</p>', ['p modifier-as-selector']],
  ['<template><p id="chat">hi</p></template>', ['template template']],
  ['<template id="chat">hi</template>', ['template replaces #chat inert-template']],
  ['<hx-partial hx-target="#chat"><p>hi</p></hx-partial>', ['hx-partial partial']],
  ['<p id="out">1</p><tr id="chat"><td>x</td></tr>', ['p replaces #out', ' text', 'tr parser', 'td parser']],
  ['<p id="chat" hx-swap-oob="beforeend">hi</p>', ['p appends #chat outermost-stripped']],
  ['<p id="chat" hx-swap-oob="beforeend"></p>', ['p appends #chat outermost-stripped nothing-inside']],
  ['<p id="chat" hx-swap-oob="append">hi</p>', ['p replaces-content #chat unknown-style outermost-stripped']],
  ['<!doctype html><html><body><h1>Oops</h1></body></html>', ['h1 document no-id']],
  ['{"message":"hi"}', [' json text']],
  ['"<p>hi</p>"', [' json text', 'p json no-id', ' json text']],
  ['<div id="wrap">bye</div>', ['div replaces #wrap removes-connector']],
  [
    '<b id="chat"><i>1</i></b><i id="wrap">2</i>',
    ['b replaces #chat overwritten', 'i replaces #wrap removes-connector'],
  ],
  ['<div id="chat" hx-preserve>new</div>', ['div replaces #chat preserved-lost']],
  ['<b id="out"><i id="chat" data-hx-preserve></i></b>', ['b replaces #out preserved']],
  ['', [' empty']],
])('htmx 2 over a WebSocket: %s', (message, expected) => {
  expect(messages(v2, message)).toEqual(expected);
});

test.each([
  ['<p>hi</p>', ['p no-id']],
  ['<p id="">hi</p><p id="chat">x</p>', ['p empty-id', 'p after-exception']],
  ['<p id="chat" hx-swap-oob="beforeend">hi</p>', ['p appends #chat outermost-stripped']],
  ['<p id="chat" hx-swap-oob="textContent">hi</p>', ['p replaces-content #chat unknown-style outermost-stripped']],
  ['<p hx-swap-oob="beforeend:find #chat">hi</p>', ['p no-such-target']],
  ['<tr id="out"><td>1</td></tr>', ['tr replaces #out']],
  ['<template id="chat">hi</template><p id="out">1</p>', ['p replaces #out', 'template head']],
  ['<title>T</title><p id="out">1</p>', ['p replaces #out', 'title title']],
  ['word<td id="out">1</td>', [' parser', 'td parser']],
])('htmx 1 over a WebSocket: %s', (message, expected) => {
  expect(messages(v1, message)).toEqual(expected);
});

test.each([
  ['<p>hi</p>', ['p replaces-content ']],
  ['hello', [' replaces-content ']],
  ['42', [' json']],
  ['{"text":"hi"}', [' data-only']],
  ['{"content":"<p>hi</p>","target":"#out","swap":"beforeend"}', ['p appends #out']],
  ['<p id="out" hx-swap-oob="append">hi</p>', ['p appends #out outermost-stripped']],
  ['<p id="out" hx-swap-oob="false">hi</p>', ['p unknown-style']],
  ['<p id="none" hx-swap-oob="true">hi</p>', ['p no-such-target']],
  ['<hx-partial hx-target="#out" hx-swap="beforeend"><p>hi</p></hx-partial>', ['hx-partial appends #out']],
  ['<div id="out" hx-swap-oob="true" hx-preserve>new</div>', ['div target-removed']],
  [
    '<div id="out" hx-swap-oob="append"><p id="chat" hx-preserve>new</p></div>',
    ['div appends #out outermost-stripped preserved'],
  ],
  ['', [' empty-swap']],
])('htmx 4 over a WebSocket: %s', (message, expected) => {
  expect(messages(v4, message)).toEqual(expected);
});

test("a selector that a recorded page does not answer is named, and then used with the page's answer", () => {
  const message = '<p hx-swap-oob="beforeend:.card">hi</p><p id="out">1</p>';
  expect(v2.predict(message, PAGE, undefined).unanswered).toEqual(['.card']);
  const answered = { ...PAGE, matches: { '.card': { count: 2, elements: [1] } } };
  const { dispositions, unanswered } = v2.predict(message, answered, undefined);
  expect(unanswered).toEqual([]);
  expect(dispositions[0]).toMatchObject({ effect: 'appends', target: { count: 2, elements: [1] } });
  const refused = { ...PAGE, matches: { '.card': { count: -1, elements: [] } } };
  expect(short(v2.takeMessageApart(message, refused, undefined))).toEqual(['p invalid-selector', 'p after-exception']);
  expect(v2.selectorsOf(message, PAGE, undefined)).toEqual(['.card', '#out']);
});

describe('attributes', () => {
  const element = (attributes: Record<string, string>): { readonly attributes: Record<string, string> } => ({
    attributes,
  });

  test('roles in each form that a major reads', () => {
    expect(v2.roleOf(element({ 'data-ws-connect': '/a' }), 'ws', 'connect')?.attribute).toBe('data-ws-connect');
    expect(v2.roleOf(element({ 'hx-ws': 'connect:/a' }), 'ws', 'connect')).toEqual({
      attribute: 'hx-ws',
      value: '/a',
      form: 'legacy',
    });
    expect(v2.roleOf(element({ 'ws-send': '', 'hx-ws': 'connect:/a' }), 'ws', 'send')).toBeUndefined();
    expect(v2.roleOf(element({ 'hx-sse': 'connect:/a' }), 'sse', 'connect')).toBeUndefined();
    expect(v1.roleOf(element({ 'hx-sse': 'connect:/a swap:tick' }), 'sse', 'swap')?.value).toBe('tick');
    expect(v4.roleOf(element({ 'ws-connect': '/a' }), 'ws', 'connect')?.form).toBe('legacy');
    expect(v4.roleOf(element({ 'data-hx-ws:send': '' }), 'ws', 'send')?.attribute).toBe('data-hx-ws:send');
    expect(v4.attributeFor('sse', 'swap')).toBeUndefined();
  });

  test.each([
    ['2.0.11', 'hx-ws:connect', '/a', { major: 4, use: 'ws-connect', works: 'no' }],
    ['2.0.11', 'hx-ws', 'connect:/a', { major: 1, use: 'ws-connect', works: 'yes' }],
    ['2.0.11', 'hx-sse', 'swap:tick', { major: 1, use: 'sse-swap', works: 'no' }],
    ['4.0.1', 'ws-send', '', { major: 2, use: 'hx-ws:send', works: 'yes' }],
    ['4.0.1', 'data-ws-send', '', { major: 2, use: 'hx-ws:send', works: 'no' }],
    ['4.0.1', 'sse-swap', 'tick', { major: 2, use: '', works: 'no' }],
    ['4.0.1', 'hx-ext', 'ws', { major: 2, use: '', works: 'no' }],
  ] as const)('htmx %s reads %s="%s" as syntax of another major', (version, name, value, expected) => {
    expect(dialectOf(version).foreignSyntax(name, value)).toMatchObject(expected);
  });

  test.each([
    ['ws-url', '/ws', 'ws-connect'],
    ['wsconnect', '/ws', 'ws-connect'],
    ['ws-submit', '', 'ws-send'],
    ['ws-swap', 'beforeend', ''],
    ['ws-reconnect', 'full', ''],
    ['data-sse-source', '/sse', 'sse-connect'],
    ['sse-event', 'tick', 'sse-swap'],
    ['hx-extension', 'ws', 'hx-ext'],
  ])('%s="%s" was meant for %s', (name, value, use) => {
    expect(v2.nearName(name, value)?.use).toBe(use);
  });

  test.each(['ws-connect', 'hx-ext', 'hx-ws', 'hx-ws:send', 'class', 'hx-swap', 'data-sse-close', 'wsx'])(
    '%s is not taken for a misspelt name',
    (name) => {
      expect(v2.nearName(name, '')).toBeUndefined();
    },
  );

  test('an extension is enabled by an ancestor, and disabled from inside', () => {
    const inside = (value: string): Page['elements'] => [
      { index: 0, parent: null, tag: 'div', id: '', attributes: { 'hx-ext': ' sse , ws' } },
      { index: 1, parent: 0, tag: 'div', id: '', attributes: { 'data-hx-ext': value } },
      { index: 2, parent: null, tag: 'p', id: '', attributes: {} },
    ];
    const enabled = (value: string, index: number): unknown => {
      const elements = inside(value);
      const element = elements[index];
      return element === undefined ? undefined : v2.enablement(elements, element, 'ws');
    };
    expect(enabled('other', 1)).toEqual({ enabled: true });
    expect(enabled('ignore:ws', 1)).toMatchObject({ enabled: false, own: 'ignore:ws', ignored: true });
    expect(enabled('other', 2)).toMatchObject({ enabled: false, own: undefined, elsewhere: { index: 0 } });
  });
});

test.each([
  ['/htmx.org@2.0.4/dist/htmx.min.js', 'core', 2, 'htmx.org/dist/htmx.min.js'],
  ['/npm/htmx.org@2/dist/htmx.js', 'core', 2, 'htmx.org/dist/htmx.js'],
  ['/npm/htmx.org@^2.0.0/dist/htmx.js', 'core', 2, 'htmx.org/dist/htmx.js'],
  ['/ajax/libs/htmx/1.9.12/htmx.min.js', 'core', 1, 'htmx-1/dist/htmx.min.js'],
  ['/htmx.org', 'core', undefined, 'htmx-4/dist/htmx.min.js'],
  ['/htmx.org@latest', 'core', undefined, 'htmx-4/dist/htmx.min.js'],
  ['/npm/htmx.org@next/dist/htmx.js', 'core', undefined, 'htmx-4/dist/htmx.js'],
  ['/htmx.org@3', 'core', 3, undefined],
  ['/vendor/htmx.min.js', 'core', undefined, 'htmx.org/dist/htmx.min.js'],
  ['/htmx-ext-ws', 'ws', undefined, 'htmx-ext-ws/ws.js'],
  ['/htmx.org@2.0.4/dist/ext/ws.js', 'ws', 2, 'htmx.org/dist/ext/ws.js'],
  ['/htmx.org@1.9.12/dist/ext/sse.js', 'sse', 1, 'htmx-1/dist/ext/sse.js'],
  ['/htmx.org@2/dist/ext/hx-ws.js', 'ws', 2, undefined],
  ['/htmx-ext-ws@2.0.1/ws.js', 'ws', 2, 'htmx-ext-ws/ws.js'],
  ['/htmx.org/dist/ext/ws.js', 'ws', undefined, undefined],
  ['/htmx.org@4.0.1/dist/ext/hx-sse.min.js', 'sse', 4, 'htmx-4/dist/ext/hx-sse.min.js'],
  ['/static/sse.js', 'sse', undefined, 'htmx-ext-sse/sse.js'],
])('the file that %s names', (path, part, major, file) => {
  const found = htmxFile(path);
  expect(found).toMatchObject({ part, major });
  expect(found === undefined ? undefined : packageFile(found)).toBe(file);
});

test.each([
  ['/static/htmx.min.js', 'core'],
  ['js/htmx-2.0.11.esm.js?v=3', 'core'],
  ['https://unpkg.com/htmx.org@2.0.11', 'core'],
  ['https://unpkg.com/htmx.org@latest', 'core'],
  ['https://cdn.jsdelivr.net/npm/htmx.org@2.0.11/+esm', 'core'],
  ['static/ws.js#x', 'ws'],
  ['https://unpkg.com/htmx-ext-ws@2', 'ws'],
  ['https://unpkg.com/htmx.org@1.9.12/dist/ext/sse.min.js', 'sse'],
  ['/static/hx-sse.js', 'sse'],
  ['https://unpkg.com/htmx.org@2/dist/ext/preload.js', undefined],
  ['/static/htmx/preload.js', undefined],
  ['/static/news.js', undefined],
  ['', undefined],
])('the part of htmx that the script %s is', (src, part) => {
  expect(partOfScript(src)).toBe(part);
  expect(part === undefined || namesHtmx(src)).toBe(true);
});

test('a misspelt file name is taken for htmx, the name of another script is not', () => {
  const meant = ['/static/htmx.mn.js', '/static/ws-ext.js', 'sse.mjs?x'];
  const other = ['/static/news.js', 'https://ws.example.org/app.js', '/app.js?from=ws'];
  expect([...meant, ...other].filter(namesHtmx)).toEqual(meant);
});

test('what the file of a part is called', () => {
  expect([publishedName('core'), publishedName('core', 'plain'), publishedName('sse', 'plain')]).toEqual([
    'htmx.min.js',
    'htmx.js',
    'sse.js',
  ]);
});

describe('where hx-target leads', () => {
  const targetOf = (dialect: typeof v2, around: Record<string, string>, own: Record<string, string> = {}): unknown => {
    const element = { index: 1, parent: 0, tag: 'p', id: '', attributes: own };
    const log = { index: 2, parent: null, tag: 'ul', id: 'log', attributes: { id: 'log' } };
    const elements = [{ index: 0, parent: null, tag: 'main', id: '', attributes: around }, element, log];
    return dialect.targetOf({ listing: 'all', elements }, element);
  };

  test('htmx 2: inherited, unless unset or disinherited', () => {
    expect(targetOf(v2, { 'hx-target': ' #log ' })).toEqual({ selector: ' #log ', count: 1, elements: [2] });
    expect(targetOf(v2, { 'data-hx-target': 'this' })).toEqual({ selector: 'this', count: 1, elements: [0] });
    expect(targetOf(v2, {}, { 'hx-target': 'closest main' })).toMatchObject({ elements: [0] });
    expect(targetOf(v2, { 'hx-target': '#log' }, { 'hx-target': '#none' })).toMatchObject({ count: 0, elements: [] });
    for (const own of [{ 'hx-target': 'unset' }, {}] as const)
      expect(targetOf(v2, { 'hx-target': '#log', 'hx-disinherit': 'hx-target' }, own)).toEqual({
        selector: '',
        count: 1,
        elements: [1],
      });
    expect(targetOf(v2, {}, { 'hx-target': '#1' })).toMatchObject({ count: -1 });
  });

  test('htmx 4: inherited only where it says so', () => {
    expect(targetOf(v4, { 'hx-target': '#log' })).toEqual({ selector: '', count: 1, elements: [1] });
    expect(targetOf(v4, { 'hx-target:inherited': '#log' })).toMatchObject({ selector: '#log', elements: [2] });
    expect(targetOf(v4, {}, { 'hx-target': '#log' })).toMatchObject({ elements: [2] });
  });
});

test.each(['/htmx.org@2/dist/ext/preload.js', '/app.js', '/htmx-ext-preload@2/preload.js'])(
  '%s does not belong to htmx',
  (path) => {
    expect(htmxFile(path)).toBeUndefined();
  },
);

test.each([
  ['1st', '\\31 st'],
  ['-', '\\-'],
  ['-1', '-\\31 '],
  ['a.b', 'a\\.b'],
  ['ü_9', 'ü_9'],
  ['\0', '\uFFFD'],
])('an id is escaped as CSSOM says: %s', (text, escaped) => {
  expect(escapeIdentifier(text)).toBe(escaped);
});

test.each([
  ['#chat > p:not(.a, .b)', 'list'],
  [':is(#a', 'list'],
  ['[data-x', 'list'],
  ['p:hover', 'unsupported'],
  ['#1st', 'invalid'],
  ['a,', 'invalid'],
  ['>p', 'invalid'],
])('the selector %s is %s', (selector, kind) => {
  expect(parseSelector(selector).kind).toBe(kind);
});
