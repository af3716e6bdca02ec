import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { watchHandling, type Handlings, type Incoming } from '../../src/observe/page/injected/handling.ts';
import type { PageWindow } from '../../src/observe/page/injected/page-window.ts';
import { openPort } from '../../src/observe/page/injected/port.ts';
import type { RecordBody } from '../../src/observe/page/record-body.ts';
import { eventually } from '../support/eventually.ts';

interface Watched {
  readonly view: PageWindow;
  readonly records: readonly RecordBody[];
  readonly handlings: Handlings;
  /** A message comes, and the page does `work` with it at once. */
  readonly handle: (data: string, work: () => void, more?: Partial<Incoming>) => void;
}

function watched(body: string): Watched {
  const { window } = new JSDOM(`<!doctype html><body>${body}</body>`, { pretendToBeVisual: true });
  const view = window as unknown as PageWindow;
  // What may be spent grows with the time that has passed, and a busy machine takes any time for a test.
  window.performance.now = () => 0;
  const records: RecordBody[] = [];
  const handlings = watchHandling(
    view,
    openPort(view, (_at, record) => records.push(record)),
  );
  const connection = {};
  return {
    ...{ view, records, handlings },
    handle(data, work, more = {}) {
      handlings.begin({ from: 'socket', number: 1, event: '', data, binary: false, connection, ...more });
      work();
    },
  };
}

function handled({ records }: Watched): readonly Extract<RecordBody, { type: 'handled' }>[] {
  return records.filter((record) => record.type === 'handled');
}

function append(view: PageWindow, html: string): void {
  view.document.querySelector('#chat')?.insertAdjacentHTML('beforeend', html);
}

const nextTask = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

test('a message counts as handled at the next task, at the next message, and when the page is read', async () => {
  const page = watched('<div id="chat"></div>');
  page.handle('one', () => append(page.view, '<p>one</p>'));
  expect(handled(page)).toHaveLength(0);
  await nextTask();
  expect(handled(page)).toHaveLength(1);
  page.handle('two', () => append(page.view, '<p>two</p>'));
  page.handle('three', () => append(page.view, '<p>three</p><p>four</p>'));
  expect(handled(page)).toHaveLength(2);
  page.handlings.flush();
  expect(handled(page).map(({ data, finished, changes }) => [data, finished, changes])).toEqual([
    ['one', 'yes', [{ element: 'div#chat', within: 0, added: 1, removed: 0, text: 'no' }]],
    ['two', 'yes', [{ element: 'div#chat', within: 0, added: 1, removed: 0, text: 'no' }]],
    ['three', 'yes', [{ element: 'div#chat', within: 0, added: 2, removed: 0, text: 'no' }]],
  ]);
});

test('changes add up: what comes and goes, what is inside something new, text', () => {
  const page = watched('<ul id="list"><li>a</li><li>b</li></ul><p>plain</p>');
  const { document } = page.view;
  page.handle('x', () => {
    const list = document.querySelector('#list');
    list?.insertAdjacentHTML('beforeend', '<li id="new"></li>');
    document.querySelector('#new')?.append(document.createElement('b'));
    list?.firstElementChild?.remove();
    const passing = document.createElement('i');
    list?.append(passing);
    passing.remove();
    const text = document.querySelector('p')?.firstChild;
    if (text) text.nodeValue = 'changed';
  });
  page.handlings.flush();
  expect(handled(page)[0]?.changes).toEqual([
    { element: 'ul#list', within: 0, added: 1, removed: 1, text: 'no' },
    { element: 'p', within: null, added: 0, removed: 0, text: 'yes' },
  ]);
});

test('elements are listed again only when a listed one changed, apart from the classes of a swap', () => {
  const page = watched('<div id="chat" class="htmx-settling big"></div><form class="htmx-added"></form>');
  page.handle('plain', () => append(page.view, '<p class="message">hi</p>'));
  page.handle('with an id', () => append(page.view, '<p id="second">hi</p>'));
  page.handle('a class', () => page.view.document.querySelector('#chat')?.classList.add('htmx-swapping'));
  page.handlings.flush();
  const listings = page.records.filter((record) => record.type === 'elements');
  expect(
    listings.map(({ listing, elements }) => [listing, elements.map(({ tag, attributes }) => [tag, attributes])]),
  ).toEqual([
    [
      1,
      [
        ['div', { id: 'chat', class: 'big' }],
        ['form', {}],
      ],
    ],
    [
      2,
      [
        ['div', { id: 'chat', class: 'big' }],
        ['p', { id: 'second' }],
        ['form', {}],
      ],
    ],
  ]);
  expect(handled(page).map(({ before, after }) => [before, after])).toEqual([
    [1, 1],
    [1, 2],
    [2, 2],
  ]);
});

test('of 2000 messages with an id 300 are listed, and the page is asked for those that a message names', () => {
  const ids = Array.from({ length: 2000 }, (_, at) => `<p id="m${at}"></p>`).join('');
  const page = watched(`<div id="chat">${ids}</div><form hx-target=".none"></form>`);
  for (let at = 0; at < 3; at += 1)
    page.handle(`<p id="m1999" hx-swap-oob='beforeend:.x &amp; #'></p>`, () =>
      append(page.view, `<p id="new${at}"></p>`),
    );
  page.handlings.flush();
  const listings = page.records.filter((record) => record.type === 'elements');
  expect(listings.map(({ elements, unlisted }) => [elements.length, unlisted])).toEqual([[301, 1701]]);
  expect(handled(page)[2]?.matches).toEqual({
    '#m1999': { count: 1, elements: [] },
    '.none': { count: 0, elements: [] },
    '.x & #': { count: -1, elements: [] },
  });
});

test('in a page that is too large some messages are not recorded, and one record says so', () => {
  const page = watched(`<div id="chat">${'<p></p>'.repeat(9000)}</div>`);
  for (let at = 0; at < 20; at += 1) page.handle('x', () => append(page.view, `<p id="new${at}"></p>`));
  page.handlings.flush();
  expect(handled(page).length).toBeGreaterThan(5);
  expect(handled(page).length).toBeLessThan(20);
  const gaps = page.records.filter(({ type }) => type === 'engine-gap');
  expect(gaps).toEqual([{ type: 'engine-gap', what: 'what became of some messages, of which there are too many' }]);
});

test('the element of a connection is the one that htmx names, and null when it has gone', () => {
  const page = watched('<div id="chat"></div><div id="wrap" ws-connect="/ws"></div>');
  const connection = {};
  const wrap = page.view.document.querySelector('#wrap');
  const tell = (name: string, detail: object): void => {
    page.view.document.addEventListener(name, (event) => page.handlings.event(event), { once: true, capture: true });
    wrap?.dispatchEvent(new page.view.CustomEvent(name, { detail }));
  };
  page.handle('before', () => undefined, { connection });
  tell('htmx:wsOpen', { event: { target: connection } });
  page.handle('open', () => tell('htmx:wsBeforeMessage', {}), { connection });
  page.handle('a script of the page', () => page.handlings.threw('x is not defined'));
  page.handle('goes', () => wrap?.remove(), { connection });
  page.handle('gone', () => undefined, { connection });
  page.handlings.flush();
  expect(handled(page).map(({ connector, events, thrown }) => [connector, events, thrown])).toEqual([
    [undefined, ['htmx:wsOpen'], []],
    [1, ['htmx:wsBeforeMessage'], []],
    [undefined, [], ['x is not defined']],
    [1, [], []],
    [null, [], []],
  ]);
});

test('the element that sends in htmx 4 is not taken for the one of the connection', () => {
  const page = watched('<div id="wrap"><form id="chat"></form></div>');
  const socket = {};
  const tell = (selector: string, name: string): void => {
    page.view.document.addEventListener(name, (event) => page.handlings.event(event), { once: true, capture: true });
    const detail = { connection: { socket } };
    page.view.document.querySelector(selector)?.dispatchEvent(new page.view.CustomEvent(name, { detail }));
  };
  tell('#chat', 'htmx:ws:before:message:outgoing');
  tell('#wrap', 'htmx:ws:after:connection');
  tell('#chat', 'htmx:ws:after:message:outgoing');
  tell('#chat', 'htmx:ws:error');
  page.handle('reply', () => undefined, { connection: socket });
  page.handlings.flush();
  expect(handled(page).map(({ connector }) => connector)).toEqual([0]);
});

test('a swap with a delay has its time; the next event finds it unfinished', async () => {
  const page = watched('<div id="chat" sse-swap="tick" hx-swap="innerHTML swap:10ms"></div>');
  const event = { from: 'stream', event: 'tick' } as const;
  page.handle('one', () => setTimeout(() => append(page.view, '<p>one</p>'), 10), event);
  await nextTask();
  page.handlings.flush();
  expect(handled(page)).toHaveLength(0);
  await eventually(() => expect(handled(page)).toHaveLength(1));
  page.handle('two', () => undefined, event);
  page.handle('three', () => undefined, event);
  expect(handled(page).map(({ data, finished, changes }) => [data, finished, changes.length])).toEqual([
    ['one', 'yes', 1],
    ['two', 'no', 0],
  ]);
});
