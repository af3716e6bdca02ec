import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { addPolyfills } from '../../src/observe/page/dom/polyfills.ts';
import { styleOf } from '../../src/observe/page/dom/styles.ts';
import { findControls } from '../../src/observe/page/injected/controls.ts';
import { elementsNow, scriptsNow } from '../../src/observe/page/injected/elements.ts';
import { elementLabel, isNamed, targetLabel } from '../../src/observe/page/injected/label.ts';
import type { PageWindow } from '../../src/observe/page/injected/page-window.ts';
import { openPort } from '../../src/observe/page/injected/port.ts';
import { briefValue, consoleText, errorText } from '../../src/observe/page/injected/values.ts';
import { isHidden, sightOf, visibleText, type Sight } from '../../src/observe/page/injected/visible-text.ts';
import { matching, watchedNow } from '../../src/observe/page/injected/watched.ts';
import type { RecordBody } from '../../src/observe/page/record-body.ts';

/** The window of a document that runs nothing. */
function windowOf(body: string): PageWindow {
  const view = new JSDOM(`<!doctype html><body>${body}</body>`).window as unknown as PageWindow;
  addPolyfills(view);
  return view;
}

function only(view: PageWindow, selector: string): Element {
  const element = view.document.querySelector(selector);
  if (element === null) throw new Error(`no ${selector}`);
  return element;
}

test.each([
  ['<p id="a" ws-send></p>', 'p#a', true],
  ['<p hx-get="/" sse-swap="x"></p>', 'p[sse-swap]', true],
  ['<p data-hx-get="/"></p>', 'p[data-hx-get]', true],
  ['<p class="x"></p>', 'p', false],
])('%s is called %s', (html, label, named) => {
  const element = only(windowOf(html), 'p');
  expect([elementLabel(element), isNamed(element)]).toEqual([label, named]);
});

test('the target of an event may be the document, or nothing that has a label', () => {
  const view = windowOf('<p id="a"></p>');
  expect([view.document, view, only(view, 'p')].map((target) => targetLabel(view, target))).toEqual([
    'document',
    '',
    'p#a',
  ]);
});

test.each(['native', 'faster'])('what markup or style sheets hide is hidden, by the %s styles', (styles) => {
  const view = windowOf(
    `<div id="all">a<i hidden>b</i><i style="display: none"><u>c</u></i><i style="color: red">d</i>
     <script type="text/plain">e</script><style>.h { display: none } .v { visibility: hidden }</style>
     <i style="visibility: hidden">g<b>i</b><b style="visibility: visible">j</b><b style="visibility: inherit">k</b></i>
     <i class="h">h</i><i class="v">l<b>m</b></i></div>`,
  );
  const sight = styles === 'native' ? sightOf(view) : { view, styleOf };
  // jsdom's own `visibility: inherit` is that word.
  const shown = visibleText(sight, only(view, '#all')).replace(/\s/g, '');
  expect(styles === 'native' ? shown.replace('k', '') : shown).toBe('adj');
  expect(isHidden(sight, only(view, 'u'))).toBe(true);
  expect(isHidden(sight, null)).toBe(false);
});

test('of elements inside one another each is asked once', () => {
  const deep = 300;
  const view = windowOf(`${'<div>'.repeat(deep)}<p>a<b>b</b></p>${'</div>'.repeat(deep)}`);
  let asked = 0;
  const sight: Sight = { view, styleOf: () => ({ visibility: (asked += 1) > 0 ? 'visible' : '', display: 'block' }) };
  expect(visibleText(sight, view.document.body)).toBe('ab');
  expect(asked).toBeLessThan(deep + 10);
});

test('watched selectors apply to what is inside them; one that does not parse matches nothing', () => {
  const view = windowOf('<div id="w"><p>text <b>bold</b></p></div><div class="gone" hidden>x</div>');
  const selectors = ['#w', '.gone', '#nowhere', '['];
  expect(matching(only(view, 'b'), selectors)).toEqual(['#w']);
  expect(matching(only(view, '#w'), selectors)).toEqual(['#w']);
  expect(watchedNow(sightOf(view), selectors)).toEqual({
    '#w': { text: 'text bold', html: '<p>text <b>bold</b></p>', visible: true },
    '.gone': { text: 'x', html: 'x', visible: false },
  });
});

test.each([
  [
    '<form><input name="a"><input name="b"><button>x</button></form>',
    'b',
    { tag: 'input', name: 'b' },
    { tag: 'button' },
  ],
  [
    '<form><input name="a"><input name="b"><button>x</button></form>',
    undefined,
    { tag: 'input', name: 'a' },
    { tag: 'button' },
  ],
  ['<form><input name="a"></form>', 'b', { tag: 'input', name: 'a' }, undefined],
  [
    '<input name="b"><form><input name="a"><input type="submit"></form>',
    'b',
    { tag: 'input', name: 'a' },
    { tag: 'input', type: 'submit' },
  ],
  [
    '<input name="b"><div ws-send><input name="a"><button>x</button></div>',
    'b',
    { tag: 'input', name: 'a' },
    { tag: 'button' },
  ],
  ['<form><input name="a" hidden><input name="c"></form>', undefined, { tag: 'input', name: 'c' }, undefined],
  [
    '<form><input type="checkbox" name="b"><input type="number"><textarea id="t"></textarea></form>',
    'b',
    { tag: 'textarea', id: 't' },
    undefined,
  ],
  [
    '<form><input name="" id="t"><input type="submit" id="go" name="go"></form>',
    undefined,
    { tag: 'input', id: 't' },
    { tag: 'input', name: 'go', id: 'go', type: 'submit' },
  ],
  ['<p>nothing</p>', 'b', undefined, undefined],
  [
    '<form><input name="a"></form><form><button>of another</button></form>',
    'a',
    { tag: 'input', name: 'a' },
    undefined,
  ],
  [
    '<form><input name="a"><button disabled>no</button><input type="button"></form>',
    'a',
    { tag: 'input', name: 'a' },
    { tag: 'input', type: 'button' },
  ],
  [
    '<form id="f"><input name="a"></form><button form="f">outside</button>',
    'a',
    { tag: 'input', name: 'a' },
    { tag: 'button' },
  ],
])('%s: with %s preferred, %o and %o', (html, field, input, button) => {
  const found = findControls(windowOf(html).document, { name: field, text: 'hello' });
  expect(found.controls).toEqual({ input, button });
});

test.each([
  ['12', '<form ws-send><input type="number" name="bid"></form>', 'bid'],
  ['twelve', '<form ws-send><input type="number" name="bid"></form>', undefined],
  ['hello', '<form><input name="search"></form><form hx-ws:send><input name="words"></form>', 'words'],
  ['hello', '<form><input name="search"></form><form><input name="words"><button ws-send></button></form>', 'words'],
  ['hello', '<form><input name="search"></form><div data-ws-send><input name="words"></div>', 'words'],
  ['hello', '<form><input name="search"></form><input name="words">', 'search'],
])('"%s" is typed in %s into %s', (text, html, name) => {
  const { input } = findControls(windowOf(html).document, { name: undefined, text });
  expect(input?.name).toBe(name);
});

test('a snapshot lists what matters, with the nearest listed ancestor', () => {
  const view = windowOf('<div id="a"><section><form data-ws-send><input><p></p></form></section></div>');
  expect(elementsNow(view.document).rows.map(({ tag, parent, attributes }) => [tag, parent, attributes])).toEqual([
    ['div', null, { id: 'a' }],
    ['form', 0, { 'data-ws-send': '' }],
    ['input', 1, {}],
  ]);
});

test('scripts are classic, modules, or not scripts', () => {
  const view = windowOf(
    '<script src="/a.js"></script><script type="module"></script><script type="text/template"></script><script type="text/javascript"></script>',
  );
  expect(scriptsNow(view.document).map(({ kind }) => kind)).toEqual(['classic', 'module', 'other', 'classic']);
});

test('values of all kinds become short texts', () => {
  const view = windowOf('<p id="a">x</p>');
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const values = ['text', 1, null, undefined, [1, { a: 2 }], cycle, new TypeError('no'), only(view, 'p'), /r/];
  expect(values.map((value) => consoleText(view, value))).toEqual([
    'text',
    '1',
    'null',
    'undefined',
    '[1,{"a":2}]',
    '[object Object]',
    'TypeError: no',
    'p#a',
    '/r/',
  ]);
  expect(briefValue(view, 'x'.repeat(400))).toBe(`${'x'.repeat(300)}…`);
  expect(briefValue(view, only(view, 'p'))).toBe('<p id="a">x</p>');
  expect(briefValue(view, new view.CloseEvent('close', { code: 1006 }))).toEqual({ type: 'close', code: 1006 });
  expect(briefValue(view, cycle)).toBe('[object Object]');
  expect([errorText('thrown'), errorText(undefined)]).toEqual(['thrown', 'undefined']);
});

test('a record whose content comes later holds back those after it', () => {
  const written: RecordBody[] = [];
  const port = openPort(windowOf(''), (_at, body) => written.push(body));
  const put = port.reserve();
  port.emit({ type: 'socket-open', socket: 1 });
  expect(written).toEqual([]);
  put({ type: 'socket-sent', socket: 1, data: 'later', binary: true });
  expect(written.map(({ type }) => type)).toEqual(['socket-sent', 'socket-open']);
});

test('a page that floods its record is cut, and the record says so', () => {
  const written: RecordBody[] = [];
  const port = openPort(windowOf(''), (_at, body) => written.push(body));
  for (let count = 0; count < 6000; count += 1) port.emit({ type: 'console', level: 'log', text: 'x'.repeat(70_000) });
  expect(written.at(0)).toMatchObject({ text: 'x'.repeat(64 * 1024) });
  expect(written.at(-1)).toMatchObject({ type: 'engine-gap' });
  expect(written.length).toBe(256);
});
