import path from 'node:path';
import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Page, StreamEvent } from '../../src/htmx/index.ts';
import { foreignEntry, ledgerEntry } from '../../src/htmx/ledger.ts';
import type { Observation } from '../../src/htmx/ledger.ts';
import { ledgerLines } from '../../src/messages/index.ts';
import type { Difference, Disposition, DropReason, LedgerEntry, Note } from '../../src/model/ledger.ts';

// What the ledger says of each reason, effect and note, in ledger.golden.md. `npx vitest run test/messages -u` records it anew.

const PAGE: Page = {
  listing: 'some',
  elements: [
    { index: 0, parent: null, tag: 'div', id: 'wrap', attributes: { id: 'wrap', 'hx-ext': 'ws', 'ws-connect': '/ws' } },
    { index: 1, parent: 0, tag: 'div', id: 'chat', attributes: { id: 'chat' } },
    { index: 2, parent: null, tag: 'p', id: 'out', attributes: { id: 'out' } },
    { index: 3, parent: null, tag: 'div', id: '', attributes: { 'hx-ext': 'sse', 'sse-connect': '/ticks' } },
    { index: 4, parent: 3, tag: 'b', id: 'count', attributes: { id: 'count', 'sse-swap': 'tick,clear' } },
    { index: 5, parent: 3, tag: 'i', id: 'load', attributes: { id: 'load', 'hx-get': '/', 'hx-trigger': 'sse:load' } },
  ],
};

const MESSAGES: readonly (readonly [version: '1.9.12' | '2.0.11' | '4.0.1', message: string])[] = [
  ['2.0.11', 'hello'],
  ['2.0.11', ''],
  ['2.0.11', '{"message":"hello"}'],
  ['2.0.11', '<div class="message">hello</div>'],
  ['2.0.11', '<div id="">hello</div><p id="out">1</p>'],
  ['2.0.11', '<div id="Chat">hello</div>'],
  ['2.0.11', '<div hx-swap-oob="beforeend:#">hello</div>'],
  ['2.0.11', '<div id="chat" hx-swap-oob="beforeend scroll:bottom">hello</div>'],
  ['2.0.11', '<template><p id="chat">hello</p></template>'],
  ['2.0.11', '<template id="chat"><p>hello</p></template>'],
  ['2.0.11', '<hx-partial hx-target="#chat"><p>hello</p></hx-partial>'],
  ['2.0.11', '<p id="out">1</p><tr id="chat"><td>x</td></tr>'],
  ['2.0.11', '<title>hello</title>'],
  ['1.9.12', '<template id="chat"><p>hello</p></template><p id="out">1</p>'],
  ['2.0.11', '<!doctype html><html><body><h1>Error</h1><p id="none">x</p>text</body></html>'],
  ['2.0.11', '<div id="chat" hx-swap-oob="beforeend"><p>hello</p></div>'],
  ['2.0.11', '<div id="chat" hx-swap-oob="beforeend"></div>'],
  ['2.0.11', '<div id="chat" hx-swap-oob="append"><p>hello</p></div>'],
  ['2.0.11', '<div id="chat">hello</div>'],
  ['2.0.11', '<b id="chat"><i>1</i></b><i id="wrap">2</i>'],
  ['2.0.11', '<p hx-swap-oob="beforeend:#chat, #out">hello</p>'],
  ['2.0.11', '<p id="chat" hx-preserve>hello</p>'],
  ['2.0.11', '<div id="wrap" hx-swap-oob="beforeend"><p id="out" hx-preserve>hello</p></div>'],
  ['2.0.11', '<p hx-swap-oob="delete:#chat"></p><p id="out" hx-swap-oob="none"></p>'],
  ['2.0.11', '<p hx-swap-oob="beforeend:.card">hello</p>'],
  ['4.0.1', '{"text":"hello"}'],
  ['4.0.1', '<svg><hx-partial hx-target="#out"><circle/></hx-partial></svg>'],
  ['4.0.1', ''],
  ['4.0.1', '<p id="out" hx-swap-oob="false">hello</p>'],
  ['4.0.1', '{"content":"<p>hello</p>","target":"#out","swap":"innerMorph"}'],
];

const EVENTS: readonly StreamEvent[] = [
  { name: 'tick', data: '5' },
  { name: 'clear', data: '' },
  { name: 'tick', data: '<p hx-swap-oob="true" id="out">5</p>' },
  { name: 'message', data: '5' },
  { name: 'load', data: '' },
];

const NOTHING: Observation = { after: PAGE.elements, events: [], thrown: [] };

function entryOf(version: string, incoming: string | StreamEvent, observation = NOTHING): LedgerEntry {
  const connector = PAGE.elements[typeof incoming === 'string' ? 0 : 3];
  const made = ledgerEntry(dialectOf(version), incoming, { before: PAGE, connector, observation });
  // What became of the page is not what these are about.
  return { ...made, differences: observation === NOTHING ? [] : made.differences };
}

function dropped(reason: DropReason, facts: Extract<Disposition, { dropped: DropReason }>['facts'] = {}): LedgerEntry {
  const fragment = { tag: 'div', id: undefined, attributes: {}, text: 'hello' };
  return { ...entryOf('2.0.11', 'hello'), predicted: [{ fragment, dropped: reason, facts }] };
}

/** Those that no message of the list has. */
const OTHERS: readonly LedgerEntry[] = [
  dropped('target-removed'),
  dropped('target-left'),
  dropped('connector-removed'),
  dropped('named-event', { names: ['tick'] }),
  dropped('binary', { throws: 'yes' }),
];

const DIFFERENCES: readonly Difference[] = [
  { kind: 'elements', id: 'chat', predicted: 1, observed: 2 },
  { kind: 'added', predicted: 1, observed: 0 },
  { kind: 'unchanged' },
  { kind: 'event', name: 'htmx:oobErrorNoTarget', predicted: 1, observed: 0 },
  { kind: 'refused', event: 'htmx:wsBeforeMessage' },
  { kind: 'exception', message: 'x is not defined' },
];

function section(title: string, entry: LedgerEntry): string {
  return [`## ${title}`, ...ledgerLines(entry)].join('\n\n');
}

function titleOf(version: string, incoming: string | StreamEvent): string {
  const text = typeof incoming === 'string' ? incoming : `event: ${incoming.name}, data: ${incoming.data}`;
  return `htmx ${version.slice(0, 1)}, ${text === '' ? '(empty)' : text}`;
}

test('each reason, effect and note has its sentence', async () => {
  const entries = [
    ...MESSAGES.map(([version, message]) => [titleOf(version, message), entryOf(version, message)] as const),
    ...EVENTS.map((event) => [titleOf('2', event), entryOf('2.0.11', event)] as const),
    ...OTHERS.map((entry) => ['not from a message alone', entry] as const),
  ];
  const differing = DIFFERENCES.map((each) =>
    section(`difference: ${each.kind}`, { ...entryOf('2.0.11', '<p id="out">1</p>'), differences: [each] }),
  );
  const text = [...entries.map(([title, entry]) => section(title, entry)), ...differing].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot(path.join(import.meta.dirname, 'ledger.golden.md'));
});

/** Keys of a record that has every one: a new reason or note is a type error here. */
const REASONS: Readonly<Record<DropReason, true>> = {
  ...{ text: true, json: true, empty: true, 'no-id': true, 'empty-id': true, 'no-such-target': true },
  ...{ 'invalid-selector': true, 'modifier-as-selector': true, 'after-exception': true, template: true },
  ...{
    partial: true,
    'partial-in-image': true,
    head: true,
    parser: true,
    title: true,
    document: true,
    'no-listener': true,
    'named-event': true,
  },
  ...{
    'data-only': true,
    'empty-swap': true,
    'unknown-style': true,
    'target-removed': true,
    'target-left': true,
    'connector-removed': true,
    binary: true,
  },
};
const NOTES: Readonly<Record<Note, true>> = {
  ...{ 'outermost-stripped': true, 'nothing-inside': true, 'unknown-style': true, 'inert-template': true },
  ...{ 'several-targets': true, overwritten: true, 'removes-connector': true },
  ...{ preserved: true, 'preserved-lost': true },
};

test('every reason and note is among the recorded ones', () => {
  const all = [
    ...MESSAGES.map(([version, message]) => entryOf(version, message)),
    ...EVENTS.map((event) => entryOf('2.0.11', event)),
    ...OTHERS,
  ].flatMap(({ predicted }) => predicted);
  const reasons = new Set(all.flatMap((each) => ('dropped' in each ? [each.dropped] : [])));
  const notes = new Set(all.flatMap((each) => ('effect' in each ? each.notes : [])));
  expect([...reasons].toSorted()).toEqual(Object.keys(REASONS).toSorted());
  expect([...notes].toSorted()).toEqual(Object.keys(NOTES).toSorted());
});

test('numbers of what was seen replace the word for the effect', () => {
  const changes = [{ element: 'div#chat', within: 1, added: 1, removed: 0, text: 'no' }] as const;
  const message = '<div id="chat" hx-swap-oob="beforeend"><p>hello</p></div>';
  expect(ledgerLines(entryOf('2.0.11', message, { ...NOTHING, changes }))).toEqual([
    '<div id="chat"> beforeend → #chat: 1 element added; without its outermost <div>',
  ]);
  const shown = [{ element: 'b#count', within: 4, added: 0, removed: 0, text: 'yes' }] as const;
  expect(ledgerLines(entryOf('2.0.11', { name: 'tick', data: '5' }, { ...NOTHING, changes: shown }))).toEqual([
    'the text "5" innerHTML → b#count: text changed',
  ]);
});

test('what a script of the page does is not reported as a fault', () => {
  const changes = [
    { element: 'ul', within: null, added: 2, removed: 1, text: 'no' },
    { element: 'p#out', within: 2, added: 0, removed: 0, text: 'yes' },
  ] as const;
  const seen = { before: PAGE, connector: undefined, observation: { ...NOTHING, changes } };
  expect(ledgerLines(foreignEntry('{"text":"hello"}', seen))).toEqual([
    "the page's own script handles it: 2 elements added, 1 removed, text changed",
  ]);
});
