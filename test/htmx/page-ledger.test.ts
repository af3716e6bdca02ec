import { expect, test } from 'vitest';
import { PageLedger } from '../../src/htmx/page-ledger.ts';
import type { Handling, LedgerEntry } from '../../src/model/ledger.ts';
import type { PageElement } from '../../src/model/page.ts';

const ELEMENTS: readonly PageElement[] = [
  { index: 0, parent: null, tag: 'div', id: 'wrap', attributes: { id: 'wrap', 'hx-ext': 'ws', 'ws-connect': '/ws' } },
  { index: 1, parent: 0, tag: 'div', id: 'chat', attributes: { id: 'chat' } },
];
const APPEND = '<div id="chat" hx-swap-oob="beforeend"><p>hi</p></div>';
const ADDED = { element: 'div#chat', within: 1, added: 1, removed: 0, text: 'no' } as const;
const DONE = ['htmx:wsBeforeMessage', 'htmx:wsAfterMessage'];

function entryOf(data: string, seen: Partial<Handling> = {}, unlisted = 0): LedgerEntry {
  const ledger = new PageLedger();
  ledger.add({ at: 1, type: 'elements', listing: 1, elements: ELEMENTS, unlisted });
  const entry = ledger.add({
    ...{ at: 2, type: 'handled', from: 'socket', number: 1, event: '', data, binary: false, htmx: '2.0.11' },
    ...{ connector: 0, before: 1, after: 1, matches: {}, events: DONE, thrown: [], changes: [], finished: 'yes' },
    ...seen,
  });
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

test('only a handled message makes an entry, and only with the elements before and after it', () => {
  const ledger = new PageLedger();
  expect(ledger.add({ at: 1, type: 'socket-open', socket: 1 })).toBeUndefined();
  expect(entryOf(APPEND, { changes: [ADDED] })).toMatchObject({ handler: 'htmx', incoming: APPEND, differences: [] });
});

test.each<readonly [what: string, data: string, seen: Partial<Handling>, differences: LedgerEntry['differences']]>([
  ['as predicted', APPEND, { changes: [ADDED] }, []],
  ['nothing came', APPEND, {}, [{ kind: 'added', predicted: 1, observed: 0 }]],
  [
    "the page's script adds one more",
    APPEND,
    { changes: [{ ...ADDED, added: 2 }] },
    [{ kind: 'added', predicted: 1, observed: 2 }],
  ],
  ['text that did not come', '<div id="chat" hx-swap-oob="beforeend">hi</div>', {}, [{ kind: 'unchanged' }]],
  [
    'refused by a listener',
    APPEND,
    { events: ['htmx:wsBeforeMessage'] },
    [{ kind: 'refused', event: 'htmx:wsBeforeMessage' }],
  ],
  ['an exception of the page', APPEND, { changes: [ADDED], thrown: ['no'] }, [{ kind: 'exception', message: 'no' }]],
  ['an exception of htmx', '<p id="">hi</p>', { events: ['htmx:wsBeforeMessage'], thrown: ['not valid'] }, []],
  [
    'no event where one was expected',
    '<p>hi</p>',
    {},
    [{ kind: 'event', name: 'htmx:oobErrorNoTarget', predicted: 1, observed: 0 }],
  ],
  ['a swap that was not over', APPEND, { finished: 'no' }, []],
  ['a selector that nobody answered', '<p hx-swap-oob="beforeend:.a">hi</p>', {}, []],
])('%s', (_what, data, seen, differences) => {
  expect(entryOf(data, seen).differences).toEqual(differences);
});

test('ids are not counted where the listing does not have all of them', () => {
  const message = '<div id="chat" hx-swap-oob="beforeend"><p id="new">hi</p></div>';
  const missing = { kind: 'elements', id: 'new', predicted: 1, observed: 0 } as const;
  expect(entryOf(message, { changes: [ADDED] }).differences).toEqual([missing]);
  expect(entryOf(message, { changes: [ADDED] }, 5).differences).toEqual([]);
});

test('a connection that htmx did not open belongs to a script of the page', () => {
  const entry = entryOf('hello', { connector: undefined, changes: [ADDED] });
  expect(entry).toMatchObject({ handler: 'page', predicted: [], differences: [], observed: { changes: [ADDED] } });
  // htmx 1 does not say for which element it opens one.
  expect(entryOf('hello', { connector: undefined, htmx: '1.9.12' })).toMatchObject({ handler: 'htmx' });
});

test('a removed connector, and a binary message', () => {
  expect(entryOf(APPEND, { connector: null })).toMatchObject({
    predicted: [{ dropped: 'connector-removed' }],
    differences: [],
  });
  expect(entryOf('', { binary: true, thrown: ['replace'] })).toMatchObject({
    predicted: [{ dropped: 'binary' }],
    differences: [],
  });
});

test('the page decides what a selector matches, and htmx of the page decides the dialect', () => {
  const matches = { '.a': { count: 2, elements: [1] } };
  const message = '<p hx-swap-oob="beforeend:.a">hi</p>';
  expect(entryOf(message, { matches, changes: [{ ...ADDED, added: 0, text: 'yes' }] })).toMatchObject({
    predicted: [{ effect: 'appends', target: { count: 2 } }],
    differences: [],
  });
  expect(entryOf('hello', { htmx: '4.0.1' }).predicted).toMatchObject([{ effect: 'replaces-content' }]);
});
