import { describe, expect, test } from 'vitest';
import {
  around,
  envelopeEchoed,
  htmlInjected,
  lostMessage,
  replyNotShown,
  textAltered,
} from '../../src/chapter/rules/chat.ts';
import type { ShownMessage } from '../../src/chapter/rules/chat.ts';
import type { Place } from '../../src/model/timeline.ts';
import { ampersandLast } from '../../src/rules/escaping.ts';
import type { SentMessage } from '../../src/rules/sent-message.ts';
import { exchanged, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Recording } from '../support/recorded-page.ts';
import { serverSource } from '../support/server-source.ts';

const severity = 'error';
const where = [{ file: 'server.js', line: 9 }];

describe('a reply that does not show', () => {
  const html = page('<body>', '<div hx-ext="ws" ws-connect="/socket"><p id="log"></p></div>');
  const without = page('<body>', '<div id="chat" hx-ext="ws" ws-connect="/socket"></div>');
  const why = (served: string, message: SentMessage, recording: Recording = {}): unknown =>
    outline(
      replyNotShown({
        page: recordedPage(served, recording),
        message,
        matches: {},
        output: [],
        places: { handler: [], reply: where },
      }),
    );

  test('in a page without a window', () => {
    expect(why(without, exchanged('<p id="log">otter</p>'))).toEqual({
      code: 'chat/no-window',
      severity,
      facts: { ids: ['chat'] },
      where: [{ file: 'page.html', line: 7 }],
    });
    expect(why(without, exchanged('<p id="elsewhere">otter</p>'))).toMatchObject({
      code: 'chat/no-window',
      where: [{ file: 'page.html', line: 7 }, ...where],
    });
    expect(why(without, exchanged('<p hx-swap-oob="outerHTML:#log">otter</p>'))).toMatchObject({
      facts: { lost: 'outerHTML:#log' },
      where,
    });
  });

  test('in a page whose window lost its id to a quote that is not closed', () => {
    const unclosed = page('<body>', '<div hx-ext="ws" ws-connect="/socket"><p class="x id="log"></p></div>');
    expect(why(unclosed, exchanged('<p id="log">otter</p>'))).toEqual({
      code: 'page/quote-not-closed',
      severity,
      facts: { tag: 'p', attribute: 'class', value: 'x id=' },
      where: [{ file: 'page.html', line: 8 }],
    });
    expect(why(unclosed, exchanged('<p id="elsewhere">otter</p>'))).toMatchObject({ code: 'page/quote-not-closed' });
    const lost = exchanged('<p hx-swap-oob="outerHTML:#log">otter</p>');
    expect(why(unclosed, lost)).toMatchObject({ code: 'chat/no-window' });
  });

  test.each([
    ['<p id="log" hx-swap-oob="beforeend"><div>otter</div></p>', { outer: 'p', inner: 'div' }],
    ['<li hx-swap-oob="beforeend:#log"><li>otter</li></li>', { outer: 'li', inner: 'li' }],
  ])('because its inner element ends the outer one: %s', (reply, ended) => {
    expect(why(html, exchanged(reply))).toMatchObject({
      code: 'chat/not-shown',
      facts: { hidden: false, ended },
      where,
    });
  });

  test('because of what it is', () => {
    expect(why(html, exchanged('otter'))).toMatchObject({ code: 'oob/plain-text' });
    expect(why(html, exchanged('<p>otter</p>'))).toMatchObject({ code: 'oob/no-id' });
  });

  test('because a script changes the text of the reply', () => {
    expect(why(html, exchanged('<p id="log">otter</p>', { targetText: 'You said: OTTER' }))).toMatchObject({
      code: 'chat/text-altered',
      facts: { shown: 'OTTER', change: { kind: 'case', to: 'upper' }, by: 'page' },
    });
  });

  test.each([
    ['otter', true],
    ['', false],
  ])('and nothing else is known (the window reads "%s")', (targetText, hidden) => {
    expect(why(html, exchanged('<p id="log">otter</p>', { targetText }))).toEqual({
      code: 'chat/not-shown',
      severity,
      facts: { sent: 'hello otter', hidden },
      where,
    });
  });
});

describe('a reply that shows', () => {
  const shows = (targetText: string, reply = '<p id="log">hello otter</p>'): ShownMessage => ({
    message: exchanged(reply, { targetText }),
    where,
    script: [{ file: 'page.html', line: 3 }],
    ampersandLast: [],
  });

  test("with htmx's headers", () => {
    expect(outline(envelopeEchoed(shows('{"text":"hello otter","HEADERS":{}}'), 'HEADERS'))).toEqual({
      code: 'chat/envelope-echoed',
      severity,
      facts: { sent: 'hello otter' },
      where,
    });
    expect(envelopeEchoed(shows('hello otter'), 'HEADERS')).toBeUndefined();
  });

  const tag = '<b id="x">';

  test('as markup', () => {
    const injected = { code: 'chat/html-injection', severity, facts: { sent: 'hello otter' }, where };
    expect(outline(htmlInjected(shows('otter'), { tag, elements: 1, shown: 'yes' }))).toEqual(injected);
    expect(outline(htmlInjected(shows('', `${tag}otter</b>`), { tag, elements: 0, shown: 'no' }))).toEqual(injected);
    expect(htmlInjected(shows('otter', `${tag}otter</b>`), { tag, elements: 0, shown: 'yes' })).toBeUndefined();
    expect(htmlInjected(shows(''), { tag, elements: 0, shown: 'no' })).toBeUndefined();
  });

  test('altered by the server, or by the page', () => {
    const facts = { sent: 'hello otter', shown: 'You said: otter, and no more', change: { kind: 'other' } };
    expect(outline(textAltered(shows(facts.shown)))).toEqual({
      code: 'chat/text-altered',
      severity,
      facts: { ...facts, by: 'server' },
      where,
    });
    const encoded = shows('You said: hello%20otter');
    const message = { ...encoded.message, sent: [{ ...encoded.message.sent[0], data: '{"text":"hello%20otter"}' }] };
    expect(outline(textAltered({ ...encoded, message } as ShownMessage))).toEqual({
      code: 'chat/text-altered',
      severity,
      facts: { sent: 'hello otter', shown: 'You said: hello%20otter', change: { kind: 'percent-encoded' }, by: 'page' },
      where: [{ file: 'page.html', line: 3 }],
    });
    expect(textAltered(shows('You said: hello otter'))).toBeUndefined();
  });
});

test('a message that was lost', () => {
  const window = { tab: 'tab 2', words: ['otter', 'badger'], where };
  expect(outline(lostMessage({ ...window, text: 'otter' }))).toEqual({
    code: 'chat/lost-message',
    severity,
    facts: { sent: 'badger', tab: 'tab 2' },
    where,
  });
  expect(lostMessage({ ...window, text: 'badger otter' })).toBeUndefined();
});

test.each<[text: string, word: string, shown: string]>([
  ['hello otter', 'otter', 'hello otter'],
  [
    `${'a sentence before it '.repeat(3)}&lt;b id="probe-otter"&gt;otter&lt;/b&gt;`,
    'otter',
    '… sentence before it &lt;b id="probe-otter"&gt;otter&lt;/b&gt;',
  ],
  [`${'x'.repeat(200)} and an otter`, 'otter', `… ${'x'.repeat(82)} and an otter`],
  ['short and without it', 'otter', 'short and without it'],
  [`${'words '.repeat(40)}end`, 'otter', `… ${'words '.repeat(20)}end`],
])('what a chat shows is quoted from the beginning of a word on', (text, word, shown) => {
  expect(around(text, word)).toBe(shown);
});

describe('signs that are escaped one after the other', () => {
  const typed = '<b id="probe">otter</b>';
  const shows = (reply: string, targetText: string, last: readonly Place[] = []): ShownMessage => {
    const message = exchanged(reply, { targetText });
    return { message: { ...message, typed, sent: [] }, where, script: [], ampersandLast: last };
  };
  const last = [{ file: 'server.js', line: 4 }];

  test('all of them, `&` last: the line that does it', () => {
    const reply = '<p id="log">&amp;lt;b id="probe"&amp;gt;otter&amp;lt;/b&amp;gt;</p>';
    const window = '&lt;b id="probe"&gt;otter&lt;/b&gt;';
    expect(outline(textAltered(shows(reply, window, last)))).toMatchObject({
      facts: { change: { kind: 'escaped-twice', chain: 'ampersand-last' }, by: 'server' },
      where: last,
    });
    expect(textAltered(shows(reply, window))?.facts.change).toEqual({ kind: 'escaped-twice' });
  });

  test('only the first of each, `&` last: no tag was removed', () => {
    const chained = typed.replace('<', '&lt;').replace('>', '&gt;').replace('&', '&amp;');
    for (const escaped of [chained, chained.replaceAll('"', '&quot;')])
      expect(textAltered(shows(`<p id="log">${escaped}</p>`, '&lt;b id="probe">otter', last))).toMatchObject({
        facts: { change: { kind: 'escaped-twice', chain: 'first-only' } },
        evidence: { where: last },
      });
  });

  test.each([
    ["text.replaceAll('<', '&lt;').replaceAll('&', '&amp;')", 1],
    ['text = text.replace("<", "&lt;")\ntext = text.replace("&", "&amp;")', 2],
    ["text\n  .replace(/</g, '&lt;')\n  .replace(/>/g, '&gt;')\n  .replace(/&/g, '&amp;')", 4],
    ["text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')", undefined],
    ["text.replaceAll('&', '&amp;')", undefined],
    ["text.replaceAll('<', '&lt;')", undefined],
  ])('%s', (source, line) => {
    const expected = line === undefined ? [] : [{ file: 'main.js', line }];
    expect(ampersandLast(serverSource('main.js', source))).toEqual(expected);
  });
});
