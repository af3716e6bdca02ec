import { expect, test } from 'vitest';
import { dialectFor } from '../../src/diagnose/dialect.ts';

const scripts = (...names: readonly string[]): { src: string; kind: 'classic' }[] =>
  names.map((name) => ({ src: new URL(name, 'http://localhost/').href, kind: 'classic' }));
const element = (attributes: Readonly<Record<string, string>>): Parameters<typeof dialectFor>[0]['elements'] => [
  { index: 0, parent: null, tag: 'div', id: '', attributes },
];
const htmx = (version: string): Parameters<typeof dialectFor>[0]['htmx'] => ({ version, extensions: [] });

test.each([
  ['no htmx: the one that most pages load', undefined, [], {}, 2],
  ['htmx 1', '1.9.12', [], { 'ws-connect': '/live' }, 1],
  ['htmx 2 with attributes of htmx 4', '2.0.11', [], { 'hx-ws:connect': '/live' }, 2],
  [
    'htmx 4 with its own attributes',
    '4.0.1',
    ['https://unpkg.com/htmx-ext-ws@2.0.4/ws.js'],
    { 'hx-ws:connect': '/x' },
    4,
  ],
  ['htmx 4 with attributes of htmx 2, which its extensions read', '4.0.1', ['/js/hx-ws.js'], { 'ws-connect': '/x' }, 4],
  [
    'htmx 4 with the extensions of htmx 2',
    '4.0.1',
    ['https://unpkg.com/htmx-ext-ws@2.0.4/ws.js'],
    { 'ws-connect': '/x' },
    2,
  ],
  ['htmx 1 with the extensions of htmx 2', '1.9.12', ['https://unpkg.com/htmx-ext-sse@2.2.4/sse.js'], {}, 2],
] as const)('%s', (_, version, sources, attributes, major) => {
  const page = {
    htmx: version === undefined ? undefined : htmx(version),
    elements: element(attributes),
    scripts: scripts(...sources),
  };
  expect(dialectFor(page).major).toBe(major);
});

test('htmx 4 that an extension of htmx 2 called by the wrong name is written for htmx 2', () => {
  const page = { htmx: htmx('4.0.1'), elements: element({ 'ws-connect': '/x' }), scripts: scripts('/js/ws.js') };
  expect(dialectFor(page).major).toBe(4);
  expect(dialectFor(page, ['Uncaught TypeError: htmx.defineExtension is not a function']).major).toBe(2);
});
