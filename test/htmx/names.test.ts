import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { asMajor2, asMajor4, legacyParts } from '../../src/htmx/names.ts';

const v1 = dialectOf('1.9.12');
const v2 = dialectOf('2.0.11');
const v4 = dialectOf('4.0.1');

test('the attributes of each major, and no others', () => {
  const roles = ['connect', 'send', 'swap', 'close'] as const;
  const names = (dialect: typeof v2): unknown =>
    (['ws', 'sse'] as const).map((transport) => roles.map((role) => dialect.attributeFor(transport, role)));
  const two = [
    ['ws-connect', 'ws-send', undefined, undefined],
    ['sse-connect', undefined, 'sse-swap', 'sse-close'],
  ];
  expect([names(v1), names(v2)]).toEqual([two, two]);
  expect(names(v4)).toEqual([
    ['hx-ws:connect', 'hx-ws:send', undefined, undefined],
    ['hx-sse:connect', undefined, undefined, 'hx-sse:close'],
  ]);
  const read = ['ws-connect', 'data-ws-send', 'sse-connect', 'sse-swap', 'data-sse-close', 'ws-swap', 'ws-connected'];
  expect(read.map((name) => asMajor2(name))).toEqual([
    { transport: 'ws', role: 'connect' },
    { transport: 'ws', role: 'send' },
    { transport: 'sse', role: 'connect' },
    { transport: 'sse', role: 'swap' },
    { transport: 'sse', role: 'close' },
    undefined,
    undefined,
  ]);
  const four = ['hx-ws:connect', 'data-hx-sse:close', 'hx-ws-send', 'hx-sse:connect:inherited', 'hx-ws', 'ws-connect'];
  expect(four.map((name) => asMajor4(name))).toEqual([
    { transport: 'ws', role: 'connect' },
    { transport: 'sse', role: 'close' },
    { transport: 'ws', role: 'send' },
    { transport: 'sse', role: 'connect' },
    undefined,
    undefined,
  ]);
});

test('the parts of an attribute of htmx 1', () => {
  expect([...legacyParts(' connect:/ws?a=b:c  send ')]).toEqual([
    ['connect', '/ws?a=b:c'],
    ['send', ''],
  ]);
  expect([...legacyParts('  ')]).toEqual([]);
});

test.each([
  [1, { 'hx-ws': 'connect:/a send' }, 'ws', 'connect', { attribute: 'hx-ws', value: '/a', form: 'own' }],
  [1, { 'hx-ws': '', 'data-hx-ws': 'send' }, 'ws', 'send', { attribute: 'data-hx-ws', value: '', form: 'own' }],
  [1, { 'ws-connect': '/a', 'hx-ws': 'send' }, 'ws', 'connect', { attribute: 'ws-connect', value: '/a', form: 'own' }],
  [1, { 'hx-sse': 'swap:tick' }, 'sse', 'connect', undefined],
  [2, { 'ws-connect': '/a' }, 'ws', 'connect', { attribute: 'ws-connect', value: '/a', form: 'own' }],
  [
    2,
    { 'ws-connect': '', 'data-ws-connect': '/b' },
    'ws',
    'connect',
    { attribute: 'data-ws-connect', value: '/b', form: 'own' },
  ],
  [
    2,
    { 'ws-connect': '/a', 'data-ws-connect': '/b' },
    'ws',
    'connect',
    { attribute: 'ws-connect', value: '/a', form: 'own' },
  ],
  [
    2,
    { 'ws-connect': '', 'hx-ws': 'connect:/a' },
    'ws',
    'connect',
    { attribute: 'hx-ws', value: '/a', form: 'legacy' },
  ],
  [2, { 'ws-connect': '', 'hx-ws': 'connect:' }, 'ws', 'connect', { attribute: 'ws-connect', value: '', form: 'own' }],
  [2, { 'hx-ws': 'send' }, 'ws', 'send', { attribute: 'hx-ws', value: '', form: 'legacy' }],
  [2, { 'ws-send': '', 'hx-ws': 'send' }, 'ws', 'send', { attribute: 'ws-send', value: '', form: 'own' }],
  [2, { 'ws-send': '', 'hx-ws': '' }, 'ws', 'send', { attribute: 'ws-send', value: '', form: 'own' }],
  [2, { 'ws-send': '', 'hx-ws': 'connect:/a' }, 'ws', 'send', undefined],
  [2, { 'ws-send': '' }, 'ws', 'swap', undefined],
  [2, { 'hx-ws': 'connect:/a' }, 'ws', 'close', undefined],
  [2, { 'sse-swap': 'tick' }, 'sse', 'swap', { attribute: 'sse-swap', value: 'tick', form: 'own' }],
  [
    4,
    { 'hx-ws:connect': '/a', 'ws-connect': '/b' },
    'ws',
    'connect',
    { attribute: 'hx-ws:connect', value: '/a', form: 'own' },
  ],
  [
    4,
    { 'data-hx-ws:send:inherited': '' },
    'ws',
    'send',
    { attribute: 'data-hx-ws:send:inherited', value: '', form: 'own' },
  ],
  [4, { 'sse-close': 'end' }, 'sse', 'close', { attribute: 'sse-close', value: 'end', form: 'legacy' }],
  [4, { 'data-ws-connect': '/a' }, 'ws', 'connect', undefined],
  [4, { 'sse-swap': 'tick' }, 'sse', 'swap', undefined],
] as const)('htmx %i: the role in %j', (major, attributes, transport, role, expected) => {
  expect(dialectOf(String(major)).roleOf({ attributes }, transport, role)).toEqual(expected);
});

test('the events that an element waits for', () => {
  const element = (attributes: Record<string, string>): { readonly attributes: Record<string, string> } => ({
    attributes,
  });
  const both = element({ 'sse-swap': ' a ,, b', 'data-hx-trigger': 'click, sse:c[x], load,sse:d from:body' });
  expect(v2.eventsOf(both)).toEqual(['a', 'b', 'c', 'd']);
  expect(v2.eventsOf(element({ 'hx-trigger': 'sse:a once,xsse:b, sse: sse:[c]' }))).toEqual(['a']);
  expect(v2.eventsOf(element({ 'hx-sse': 'swap:a' }))).toEqual([]);
  expect(v1.eventsOf(element({ 'sse-swap': 'a', 'hx-sse': 'swap:b' }))).toEqual(['a', 'b']);
  expect(v1.eventsOf(element({ 'hx-sse': 'connect:/b' }))).toEqual([]);
  expect(v4.eventsOf(element({ 'hx-sse:connect': '/a' }))).toEqual(['message']);
  expect(v4.eventsOf(element({ 'sse-swap': 'a' }))).toEqual([]);
});

test.each([
  [1, 'hx-ws:connect', '/a', { transport: 'ws', major: 4, use: 'ws-connect', works: 'no' }],
  [1, 'data-hx-sse:close', 'x', { transport: 'sse', major: 4, use: 'sse-close', works: 'no' }],
  [1, 'hx-ws', 'connect:/a', undefined],
  [1, 'ws-connect', '/a', undefined],
  [2, 'hx-sse:close', 'x', { transport: 'sse', major: 4, use: 'sse-close', works: 'no' }],
  [2, 'hx-ws', 'send', { transport: 'ws', major: 1, use: 'ws-send', works: 'yes' }],
  [2, 'data-hx-ws', 'connect:/a', { transport: 'ws', major: 1, use: 'ws-connect', works: 'yes' }],
  [2, 'hx-ws', 'connect', { transport: 'ws', major: 1, use: 'ws-connect', works: 'no' }],
  [2, 'hx-ws', 'sent', { transport: 'ws', major: 1, use: 'ws-connect', works: 'no' }],
  [2, 'hx-sse', 'connect:/a', { transport: 'sse', major: 1, use: 'sse-connect', works: 'no' }],
  [2, 'hx-sse', 'connect:/a swap:b', { transport: 'sse', major: 1, use: 'sse-connect', works: 'no' }],
  [2, 'hx-swap', 'connect:/a', undefined],
  [4, 'ws-connect', '/a', { transport: 'ws', major: 2, use: 'hx-ws:connect', works: 'yes' }],
  [4, 'sse-close', 'x', { transport: 'sse', major: 2, use: 'hx-sse:close', works: 'yes' }],
  [4, 'data-hx-ext', 'sse', { transport: 'sse', major: 2, use: '', works: 'no' }],
  [4, 'hx-ws', 'send', { transport: 'ws', major: 1, use: 'hx-ws:send', works: 'no' }],
  [4, 'hx-sse', 'swap:tick', { transport: 'sse', major: 1, use: '', works: 'no' }],
  [4, 'hx-ws:connect', '/a', undefined],
] as const)('htmx %i: syntax of another major, %s=%j', (major, attribute, value, expected) => {
  const found = dialectOf(String(major)).foreignSyntax(attribute, value);
  expect(found).toEqual(expected === undefined ? undefined : { attribute, value, ...expected });
});

test.each([
  ['hx-ext', '', undefined],
  ['hx_ext', 'ws', { transport: undefined, use: 'hx-ext' }],
  ['data-hx-exts', 'ws', { transport: undefined, use: 'hx-ext' }],
  ['hx-wsconnect', '', { transport: 'ws', use: 'ws-connect' }],
  ['hx_ws_send', '', { transport: 'ws', use: 'ws-send' }],
  ['ws:open', '', { transport: 'ws', use: 'ws-connect' }],
  ['ws-target', '/ws', { transport: 'ws', use: '' }],
  ['ws-close', '', { transport: 'ws', use: '' }],
  ['ws-anything', '/ws', { transport: 'ws', use: 'ws-connect' }],
  ['ws-anything', 'x', { transport: 'ws', use: 'ws-send' }],
  ['sse-stop', 'end', { transport: 'sse', use: 'sse-close' }],
  ['sse-reconnect', '', { transport: 'sse', use: 'sse-swap' }],
  ['sse-path', '', { transport: 'sse', use: 'sse-connect' }],
  ['sseswap', 'tick', { transport: 'sse', use: 'sse-swap' }],
  ['sse', '', undefined],
  ['sses-swap', '', undefined],
] as const)('what %s=%j was meant to be', (name, value, expected) => {
  expect(v2.nearName(name, value)).toEqual(expected);
});

test('the words that a misspelt name is told are those of its major', () => {
  expect(v1.nearName('ws-url', '/ws')).toEqual({ transport: 'ws', use: 'ws-connect' });
  expect(v4.nearName('ws-url', '/ws')).toEqual({ transport: 'ws', use: 'hx-ws:connect' });
  expect(v4.nearName('sse-event', 'tick')).toEqual({ transport: 'sse', use: '' });
});

test('how hx-swap-oob of an outermost element is read', () => {
  const read = (dialect: typeof v2, attributes: Record<string, string>): unknown => {
    const { style, selector } = dialect.outOfBand({ attributes });
    return [style, selector];
  };
  const id = { id: 'a.b' };
  expect(read(v1, id)).toEqual(['outerHTML', '#a.b']);
  expect(read(v2, id)).toEqual(['outerHTML', String.raw`#a\.b`]);
  expect(read(v4, id)).toEqual(['outerHTML', String.raw`#a\.b`]);
  for (const dialect of [v1, v2, v4]) {
    expect(read(dialect, {})).toEqual(['outerHTML', undefined]);
    expect(read(dialect, { id: 'a', 'hx-swap-oob': 'beforeend' })).toEqual(['beforeend', '#a']);
    expect(read(dialect, { id: 'a', 'data-hx-swap-oob': 'innerHTML:#b' })).toEqual(['innerHTML', '#b']);
  }
  expect(read(v2, { 'hx-swap-oob': '', 'data-hx-swap-oob': 'none', id: 'a' })).toEqual(['none', '#a']);
  expect(read(v1, { 'hx-swap-oob': ':#b', id: 'a' })).toEqual([':#b', '#a']);
  expect(read(v4, { 'hx-swap-oob': 'x', id: '' })).toEqual(['x', undefined]);
});
