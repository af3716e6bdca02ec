import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/model/timeline.ts';
import type { SendOutcome } from '../../src/model/page.ts';
import { mayBypassValidation, validationBypassed, wentAway, whyNotSent } from '../../src/rules/send.ts';
import type { SendView } from '../../src/rules/send.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';
import { lineOf, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const severity = 'error';
const ACTIONS = [{ kind: 'click', control: { tag: 'button' } }] as const;
const OUTCOME: SendOutcome = { input: { tag: 'input', name: 'text' }, actions: ACTIONS, heldByValidation: false };

const RIGHT = page(
  '<div hx-ext="ws" ws-connect="/socket">',
  '<form ws-send>',
  '<input name="text" required>',
  '<button>Send</button>',
  '</form>',
  '</div>',
);

/** What was sent in one submit of "hello otter". */
function view(html: string, records: readonly Happened[], outcome: Partial<SendOutcome> = {}): SendView {
  const observed = recordedPage(html, { records });
  const message = sentMessage({
    typed: 'hello otter',
    word: 'otter',
    outcome: { ...OUTCOME, ...outcome },
    records: observed.records,
    targetText: '',
    targetHtml: '',
    waitedMs: 300,
  });
  return { page: observed, message };
}

function frame(data: string, socket = 1): Happened {
  return { type: 'socket-sent', socket, data, binary: false };
}

const asked = frame('{"text":"hello otter","HEADERS":{}}');

test('one frame with the text under its name', () => {
  expect(whyNotSent(view(RIGHT, [asked]))).toBeUndefined();
  expect(whyNotSent(view(RIGHT, [frame('hello otter')]))).toBeUndefined();
});

test('the value of hx-vals is not JSON', () => {
  const html = RIGHT.replace('<form ws-send>', `<form ws-send hx-vals="{'user': 'ada', room: 1,}">`);
  const said: readonly Happened[] = [
    { type: 'console', level: 'error', text: 'SyntaxError: Expected property name' },
    { type: 'script-error', message: 'TypeError: Cannot convert undefined or null to object', file: '', line: 0 },
  ];
  expect(outline(whyNotSent(view(html, said)))).toEqual({
    code: 'htmx/bad-json',
    severity,
    facts: { attribute: 'hx-vals', value: "{'user': 'ada', room: 1,}", repaired: '{"user": "ada", "room": 1}' },
    where: lineOf(html, '<form'),
  });
  // Nothing threw, so htmx read it.
  expect(whyNotSent(view(html, []))?.code).toBe('page/no-frame');
});

test('two controls have the name of the field', () => {
  const html = RIGHT.replace('<button>', '<button name="text" value="Send">');
  const list = frame('{"text":["hello otter","Send"],"HEADERS":{}}');
  expect(outline(whyNotSent(view(html, [list], { input: { tag: 'input', name: 'text' } })))).toEqual({
    code: 'page/name-twice',
    severity,
    facts: { name: 'text', values: ['hello otter', 'Send'], other: { tag: 'button' } },
    where: lineOf(html, '<button'),
  });
  const hidden = RIGHT.replace('<button>', '<input type="hidden" name="text"><button>');
  expect(whyNotSent(view(hidden, [list], { input: { tag: 'input', name: 'text' } }))?.facts).toMatchObject({
    other: { tag: 'input', type: 'hidden' },
  });
});

test('a script of the page changes the text before it is sent', () => {
  const sent = frame('{"text":"HELLO OTTER","HEADERS":{}}');
  expect(outline(whyNotSent(view(RIGHT, [sent], { input: { tag: 'input', name: 'text' } })))).toEqual({
    code: 'page/message-not-in-frame',
    severity,
    facts: { frame: '{"text":"HELLO OTTER","HEADERS":{}}', sent: 'hello otter', change: { kind: 'case', to: 'upper' } },
    where: lineOf(RIGHT, '<input'),
  });
});

test('hx-vals replaces what was typed', () => {
  const html = RIGHT.replace('<form ws-send>', `<form ws-send hx-vals='{"text": "hi"}'>`);
  const sent = frame('{"text":"hi","HEADERS":{}}');
  expect(outline(whyNotSent(view(html, [sent], { input: { tag: 'input', name: 'text' } })))).toEqual({
    code: 'page/message-not-in-frame',
    severity,
    facts: { frame: '{"text":"hi","HEADERS":{}}', sent: 'hello otter', vals: '{"text": "hi"}' },
    where: lineOf(html, '<form'),
  });
});

describe('nothing was sent', () => {
  const why = (html: string, records: readonly Happened[] = [], outcome: Partial<SendOutcome> = {}): unknown =>
    outline(whyNotSent(view(html, records, outcome)));

  test('there is nothing to type into', () => {
    const html = page('<form ws-send>', '<input type="checkbox"><textarea></textarea></form>');
    expect(why(html, [], { input: undefined })).toEqual({
      code: 'page/no-form',
      severity,
      facts: { controls: 2 },
      where: lineOf(html, '<form'),
    });
  });

  test('nothing sends', () => {
    const html = RIGHT.replace(' ws-send', '');
    const went: Happened = { type: 'navigated', url: 'http://127.0.0.1:4000/?text=hello' };
    const missing = { code: 'page/ws-send-missing', severity, where: lineOf(html, '<form') };
    expect(why(html)).toEqual({ ...missing, facts: { navigated: undefined } });
    expect(why(html, [went])).toEqual({ ...missing, facts: { navigated: went.url } });
  });

  test.each([
    ['ws-submit', 'htmx/unknown-attribute'],
    ['hx-ws:send', 'htmx/other-version-syntax'],
    ['hx-ws="send:"', 'htmx/old-syntax'],
  ])('nothing sends, because of %s', (attribute, code) => {
    expect(why(RIGHT.replace('ws-send', attribute))).toMatchObject({ code, where: [{ line: 8 }] });
  });

  test('what sends is outside what connects', () => {
    const html = page('<div hx-ext="ws" ws-connect="/socket"></div>', '<form ws-send><input name="text"></form>');
    expect(why(html)).toEqual({
      code: 'page/ws-send-outside',
      severity,
      facts: {},
      where: lineOf(html, 'ws-send'),
    });
  });

  test('what sends is around the form', () => {
    const html = RIGHT.replace(' ws-send', '').replace('ws-connect', 'ws-send ws-connect');
    expect(why(html)).toEqual({
      code: 'page/ws-send-on-wrapper',
      severity,
      facts: { tag: 'div' },
      where: lineOf(html, 'ws-send'),
    });
  });

  test('the page went away', () => {
    const url = 'http://127.0.0.1:4000/?text=hello';
    expect(why(RIGHT, [{ type: 'navigated', url }])).toEqual({
      code: 'page/navigates',
      severity,
      facts: { url },
      where: lineOf(RIGHT, 'ws-send'),
    });
  });

  test('a script threw', () => {
    const thrown: Happened = { type: 'script-error', message: 'no', file: '/a.js', line: 1 };
    expect(why(RIGHT, [thrown])).toMatchObject({ code: 'page/script-error', where: [{ line: 8 }] });
  });

  test('a script of the page may stop the event', () => {
    const stops = recordedPage(RIGHT);
    const where = [{ file: 'page.html', line: 3 }];
    const find = (_: string, pattern: RegExp): readonly Place[] => (pattern.test('e.stopPropagation()') ? where : []);
    Object.assign(stops, { locate: { ...stops.locate, find } });
    const found = (outcome: Partial<SendOutcome>): unknown =>
      outline(whyNotSent({ ...view(RIGHT, [], outcome), page: stops }));
    expect(found({})).toMatchObject({
      code: 'page/no-frame',
      facts: { stopped: true },
      where,
    });
    expect(found({ heldByValidation: true })).not.toHaveProperty('facts.stopped');
  });

  test.each([false, true])('nothing else is known (held by validation: %s)', (heldByValidation) => {
    expect(why(RIGHT, [], { heldByValidation })).toEqual({
      code: 'page/no-frame',
      severity,
      facts: { actions: ACTIONS, heldByValidation },
      where: lineOf(RIGHT, 'ws-send'),
    });
  });
});

describe('something else was sent', () => {
  const why = (html: string, frames: readonly Happened[], outcome: Partial<SendOutcome> = {}): unknown =>
    outline(whyNotSent(view(html, frames, outcome)));
  const empty = '{"HEADERS":{}}';

  test('by what is around the form', () => {
    const html = RIGHT.replace(' ws-send', '').replace('ws-connect', 'ws-send ws-connect');
    expect(why(html, [frame(empty)])).toMatchObject({ code: 'page/ws-send-on-wrapper', facts: { tag: 'div' } });
  });

  test('a field without a name', () => {
    expect(why(RIGHT, [frame(empty)], { input: { tag: 'input', id: 'text' } })).toEqual({
      code: 'page/input-without-name',
      severity,
      facts: { frame: empty },
      where: lineOf(RIGHT, '<input'),
    });
  });

  test('other fields', () => {
    const other = '{"room":"1","HEADERS":{}}';
    expect(why(RIGHT, [frame(other)])).toEqual({
      code: 'page/message-not-in-frame',
      severity,
      facts: { frame: other, sent: 'hello otter' },
      where: lineOf(RIGHT, '<input'),
    });
  });

  test('under another name', () => {
    const named = frame('{"msg":"hello otter"}');
    expect(why(RIGHT, [named])).toEqual({
      code: 'page/input-other-name',
      severity,
      facts: { name: 'msg' },
      where: lineOf(RIGHT, '<input'),
    });
    const { message } = view(RIGHT, [named]);
    expect(whyNotSent({ page: recordedPage(RIGHT, { contract: {} }), message })).toBeUndefined();
  });

  test('twice on one connection, not once on each of two', () => {
    expect(why(RIGHT, [asked, asked])).toEqual({
      code: 'page/ws-send-twice',
      severity,
      facts: { frames: 2 },
      where: lineOf(RIGHT, 'ws-send'),
    });
    expect(why(RIGHT, [asked, { ...asked, socket: 2 } as Happened])).toBeUndefined();
  });
});

test('the page went away at some time', () => {
  const went = view(RIGHT, [asked, { type: 'navigated', url: 'http://127.0.0.1:4000/?' }]);
  expect(outline(wentAway(went))).toMatchObject({ code: 'page/navigates', where: lineOf(RIGHT, 'ws-send') });
  const own = RIGHT.replace(' ws-send', '');
  const byScript = view(own, [asked, { type: 'navigated', url: 'http://127.0.0.1:4000/?' }]);
  expect(outline(wentAway(byScript))).toMatchObject({ facts: { by: 'script' }, where: lineOf(own, '<form') });
  expect(wentAway(view(RIGHT, [asked]))).toBeUndefined();
});

describe('a required field and a button that sends', () => {
  const html = RIGHT.replace(' ws-send', '').replace('<button', '<button ws-send');

  test('may be bypassed', () => {
    expect(mayBypassValidation(recordedPage(html))).toBe(true);
    expect(outline(validationBypassed(recordedPage(html)))).toEqual({
      code: 'page/validation-bypassed',
      severity: 'warning',
      facts: { tag: 'button' },
      where: lineOf(html, 'ws-send'),
    });
  });

  test('not by a form, not where nothing is required, not without a contract', () => {
    expect(mayBypassValidation(recordedPage(RIGHT))).toBe(false);
    expect(mayBypassValidation(recordedPage(html.replace(' required', '')))).toBe(false);
    expect(mayBypassValidation(recordedPage(html, { contract: {} }))).toBe(false);
  });
});
