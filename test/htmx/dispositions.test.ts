import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Disposition, Page } from '../../src/htmx/index.ts';
import { ledgerEntry } from '../../src/htmx/ledger.ts';
import { parseMessage, PARSE_4 } from '../../src/htmx/fragments.ts';

// What is said about the parts of a message or an event, beside what they do to the page.

const element = (
  index: number,
  parent: number | null,
  tag: string,
  attributes: Record<string, string>,
): Page['elements'][number] => ({
  ...{ index, parent, tag, id: attributes['id'] ?? '', attributes },
});

const SOCKET: Page = {
  listing: 'all',
  elements: [
    element(0, null, 'div', { id: 'wrap', 'hx-ext': 'ws', 'ws-connect': '/ws' }),
    element(1, 0, 'ul', { id: 'chat' }),
    element(2, null, 'p', { id: 'out', class: 'many' }),
    element(3, null, 'p', { class: 'many' }),
  ],
};

const v1 = dialectOf('1.9.12');
const v2 = dialectOf('2.0.11');
const v4 = dialectOf('4.0.1');

function parts(message: string, dialect = v2): readonly Disposition[] {
  return dialect.takeMessageApart(message, SOCKET, SOCKET.elements[0]);
}

test('a swapped part: what it is, by what, where and how', () => {
  expect(parts('<li id="x" class="y" hx-swap-oob="beforeend:#chat"> a\n<b>b</b> </li>')).toEqual([
    {
      fragment: {
        tag: 'li',
        id: 'x',
        attributes: { id: 'x', class: 'y', 'hx-swap-oob': 'beforeend:#chat' },
        text: 'a b',
      },
      ...{ via: 'out-of-band', style: 'beforeend', effect: 'appends', notes: ['outermost-stripped'] },
      target: { selector: '#chat', count: 1, elements: [1] },
    },
  ]);
  expect(parts('<p hx-swap-oob="delete:.many"></p>')).toMatchObject([
    { effect: 'deletes', notes: ['several-targets'], target: { selector: '.many', count: 2, elements: [2, 3] } },
  ]);
});

test('what is stripped of an element, and whether anything is left', () => {
  const notes = (message: string): unknown =>
    parts(message).map((each) => ('notes' in each ? each.notes : each.dropped));
  expect(notes('<p id="chat" hx-swap-oob="beforeend"></p>')).toEqual([['outermost-stripped', 'nothing-inside']]);
  expect(notes('<p id="chat" hx-swap-oob="beforeend"> <!-- x --></p>')).toEqual([
    ['outermost-stripped', 'nothing-inside'],
  ]);
  expect(notes('<p id="chat" hx-swap-oob="beforeend"><i></i></p>')).toEqual([['outermost-stripped']]);
  expect(notes('<p id="chat" hx-swap-oob="none"></p>')).toEqual([[]]);
  expect(notes('<template id="chat" hx-swap-oob="none"></template>')).toEqual([[]]);
  expect(notes('<p id="chat" hx-swap-oob="delete"></p>')).toEqual([[]]);
  expect(notes('<p id="chat"></p>')).toEqual([[]]);
  expect(notes('<p id="wrap" hx-swap-oob="none"></p>')).toEqual([[]]);
  expect(notes('<p id="wrap" hx-swap-oob="innerHTML">1</p>')).toEqual([['outermost-stripped']]);
  expect(notes('<p id="wrap">1</p><p id="out">2</p>')).toEqual([['removes-connector'], []]);
});

test('a dropped part: why, and what it was looking for', () => {
  const why = (message: string, dialect = v2): unknown =>
    parts(message, dialect).map((each) => ('dropped' in each ? [each.dropped, each.facts] : []));
  const none = { selector: '#none', style: 'outerHTML' };
  expect(why('<p id="none"></p>')).toEqual([['no-such-target', { ...none, event: 'htmx:oobErrorNoTarget' }]]);
  expect(why('<p id="none"></p>', v1)).toEqual([['no-such-target', none]]);
  for (const dialect of [v1, v2]) {
    const { selector } = dialect.outOfBand({ attributes: { id: '' } });
    expect(why('<p id=""></p><b>x</b>', dialect)).toEqual([
      ['empty-id', { selector, style: 'outerHTML', throws: 'yes' }],
      ['after-exception', {}],
    ]);
    const wrong = { selector: '[', style: 'beforeend', throws: 'yes' };
    expect(why('<p id="" hx-swap-oob="beforeend:["></p>', dialect)).toEqual([['invalid-selector', wrong]]);
    const modifier = { selector: '1s', style: 'beforeend swap', throws: 'yes' };
    expect(why('<p id="" hx-swap-oob="beforeend swap:1s"></p>', dialect)).toEqual([['modifier-as-selector', modifier]]);
    const missed = why('<p hx-swap-oob="beforeend show:none"></p>', dialect);
    expect(missed).toMatchObject([['modifier-as-selector', { selector: 'none' }]]);
    expect(why('<p hx-swap-oob="beforeend show:x:#none"></p>', dialect)).toMatchObject([
      [expect.any(String), { selector: 'x:#none' }],
    ]);
    expect(why('<b hx-swap-oob="beforeend:.none"></b><template></template><b></b>', dialect)).toMatchObject([
      ...[
        ['no-such-target', {}],
        ['template', {}],
        ['no-id', {}],
      ],
    ]);
  }
  const throws = { throws: 'yes', event: 'htmx:ws:error' };
  expect(why('{"content":"<p>1</p>","target":"["}', v4)).toMatchObject([
    ['invalid-selector', { selector: '[', ...throws }],
  ]);
  expect(why('{"content":7}', v4)).toEqual([['json', throws]]);
  expect(why('{"text":7}', v4)).toEqual([['data-only', {}]]);
  expect(why(' 7', v4)).toEqual([['json', {}]]);
});

test('parts of a table that the parser removes: their ids and texts', () => {
  const lost = (message: string): unknown =>
    parts(message).flatMap((each) => ('dropped' in each && each.dropped === 'parser' ? [each.fragment] : []));
  expect(lost('<p id="out">1</p><tr id="row"><td class="x">a <b>b</b></td></tr>')).toEqual([
    { tag: 'tr', id: 'row', attributes: {}, text: 'a b' },
    { tag: 'td', id: undefined, attributes: {}, text: 'a b' },
  ]);
  expect(lost('<p id="out">1</p><TD id="cell"> a </td>b')).toEqual([
    { tag: 'td', id: 'cell', attributes: {}, text: 'a' },
  ]);
  expect(lost(`<p id="out">1</p><td>${'x'.repeat(300)}`)).toMatchObject([{ text: 'x'.repeat(200) }]);
  expect(
    lost('<p id="out"><!-- <tr> --><i title="<td>"></i><textarea><th></textarea><script>"<td>"</script></p>'),
  ).toEqual([]);
  expect(lost('<p id="out"><i><!-- <tr> --></i><td id="a"></p>')).toMatchObject([{ tag: 'td', id: 'a' }]);
});

test('htmx 4 takes the first title that is outside <svg> out of a message (Selectors 4, `title:not(svg title)`)', () => {
  const left = (message: string): unknown => {
    const { root, lost } = parseMessage(message, PARSE_4);
    return [lost.map(({ fragment, dropped }) => [dropped, fragment.text]), root.children.map(({ tag }) => tag)];
  };
  expect(left('<title>a</title><title>b</title>')).toEqual([[['title', 'a']], ['title']]);
  expect(left('<svg><g><title>a</title></g></svg><title>b</title>')).toEqual([[['title', 'b']], ['svg']]);
  expect(left('<svg><title>a</title></svg>')).toEqual([[], ['svg']]);
  expect(left('<p><title>a</title></p>')).toEqual([[['title', 'a']], ['p']]);
});

const STREAM: Page = {
  listing: 'all',
  elements: [
    element(0, null, 'div', { id: 'wrap', 'hx-ext': 'sse', 'sse-connect': '/sse' }),
    element(1, 0, 'p', { 'sse-swap': 'tick', 'hx-target': '#' }),
    element(2, 0, 'b', { 'hx-trigger': 'sse:end', 'hx-get': '/x' }),
    element(3, 0, 'i', { 'sse-swap': 'count' }),
    element(4, 0, 'u', { id: 'own', 'sse-swap': 'count', 'hx-swap': 'delete' }),
    element(5, 0, 's', { 'data-sse-swap': 'plain' }),
  ],
};

test.each([v1, v2])(
  'htmx $major: an event that starts a request, one with a wrong target, one that nobody hears',
  (dialect) => {
    const event = (name: string, data: string): readonly Disposition[] =>
      dialect.takeEventApart({ name, data }, STREAM, STREAM.elements[0]);
    const fragment = { tag: '', id: undefined, attributes: {}, text: 'now' };
    expect(event('end', 'now')).toEqual([
      {
        ...{ fragment, via: 'trigger', style: '', effect: 'requests', notes: [] },
        target: { selector: '', count: 1, elements: [2] },
      },
    ]);
    expect(event('tick', 'now')).toEqual([
      { fragment, dropped: 'invalid-selector', facts: { selector: '#', style: 'innerHTML', throws: 'yes' } },
    ]);
    expect(event('other', 'now')).toEqual([
      { fragment, dropped: 'no-listener', facts: { names: ['tick', 'end', 'count', 'plain'] } },
    ]);
    expect(event('count', '')).toMatchObject([
      { fragment: { tag: '', text: '' }, effect: 'replaces-content', notes: ['nothing-inside'] },
      { effect: 'deletes', notes: [] },
    ]);
  },
);

test.each([v1, v2, v4])('htmx $major: where hx-target of an element leads', (dialect) => {
  const elements = [
    element(0, null, 'main', { id: 'around' }),
    element(1, 0, 'p', { 'hx-target': '#around' }),
    element(2, 0, 'b', { 'hx-target': '.none' }),
    element(3, 0, 'i', { 'hx-target': '#' }),
    element(4, 0, 'u', {}),
  ];
  const said = elements.slice(1).map((each) => dialect.targetOf({ elements, listing: 'all' }, each));
  expect(said).toEqual([
    { selector: '#around', count: 1, elements: [0] },
    { selector: '.none', count: 0, elements: [] },
    { selector: '#', count: -1, elements: [] },
    { selector: '', count: 1, elements: [4] },
  ]);
});

test('in the ledger an element without a selector has a name', () => {
  const label = (at: number, name: string): unknown => {
    const observation = { after: STREAM.elements, events: [], thrown: [] };
    const entry = ledgerEntry(v2, { name, data: 'x' }, { before: STREAM, connector: STREAM.elements[0], observation });
    const [first] = entry.predicted.slice(at);
    return first !== undefined && 'target' in first ? first.target.label : undefined;
  };
  expect(label(0, 'end')).toBe('b[hx-trigger]');
  expect(label(0, 'count')).toBe('i[sse-swap]');
  expect(label(1, 'count')).toBe('u#own');
  expect(label(0, 'plain')).toBe('s[data-sse-swap]');
  expect(label(0, 'tick')).toBeUndefined();
});
