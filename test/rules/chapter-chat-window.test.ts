import { expect, test } from 'vitest';
import { runTogether, writtenByPage } from '../../src/chapter/rules/chat-window.ts';
import type { SwapView } from '../../src/rules/swap-message.ts';
import { exchanged, outline, page, recordedPage } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';

const HTML = page('<div hx-ext="ws" ws-connect="/socket">', '<div id="log"></div>', '</div>');
const where = [{ file: 'server.js', line: 9 }];

const shown = (text: string): Happened => ({ type: 'text', element: 'div#log', within: ['#log'], text });
const received = (data: string): Happened => ({ type: 'socket-received', socket: 1, data, binary: false });

function view(...records: readonly Happened[]): SwapView {
  const message = sentMessage({
    typed: 'hello otter',
    word: 'otter',
    outcome: { input: { tag: 'input', name: 'text' }, actions: [], heldByValidation: false },
    records: records.map((record, at) => ({ at, ...record })),
    targetText: 'hello otter',
    targetHtml: '<p>hello otter</p>',
    waitedMs: 9,
  });
  return { page: recordedPage(HTML), message, matches: {}, output: [], places: { handler: where, reply: where } };
}

test('the text was there before the reply, which changed nothing', () => {
  expect(outline(writtenByPage(view(shown('hello otter'), received('You sent otter'))))).toMatchObject({
    code: 'chat/written-by-page',
    facts: { sent: 'hello otter', reply: 'text' },
  });
  expect(writtenByPage(view(shown('hello otter'), received('<p>otter</p>')))?.facts.reply).toBe('html');
  expect(writtenByPage(view(shown('hello otter')))?.facts.reply).toBeUndefined();
});

test('the reply showed it, also where the page had shown it before', () => {
  expect(writtenByPage(view(received('<p>otter</p>'), shown('otter')))).toBeUndefined();
  expect(writtenByPage(view(shown('otter'), received('<p>otter</p>'), shown('otter otter')))).toBeUndefined();
  expect(writtenByPage(view(received('<p>otter</p>')))).toBeUndefined();
});

test.each([
  ['hello otterhello badger', false],
  ['hello otter hello badger', false],
  ['<i>now</i> hello otter <i>now</i> hello badger', false],
  ['<p>hello otter</p><p>hello badger</p>', true],
  ['hello otter<br>hello badger', true],
  ['<tr><td>otter</td></tr><tr><td>badger</td></tr>', true],
])('two messages in %s', (targetHtml, apart) => {
  const first = exchanged('<p>otter</p>');
  const second = exchanged('<p>badger</p>', { word: 'badger', targetHtml });
  const found = outline(runTogether(recordedPage(HTML), { first, second, where }));
  const told = { code: 'chat/run-together', severity: 'warning', facts: { first: 'otter', second: 'badger' }, where };
  expect(found).toEqual(apart ? undefined : told);
});

test('a style may keep line breaks', () => {
  const first = exchanged('otter');
  const second = exchanged('badger', { word: 'badger', targetHtml: 'otter\nbadger' });
  const html = HTML.replace('</head>', '<style>#log { white-space: pre-line }</style></head>');
  expect(runTogether(recordedPage(html), { first, second, where })).toBeUndefined();
});
