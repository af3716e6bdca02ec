import { describe, expect, test } from 'vitest';
import type { SentMessage } from '../../src/rules/sent-message.ts';
import {
  binaryReply,
  connectorIsGone,
  connectorRemoved,
  connectorReplaced,
  noSuchTarget,
  noTargetNamed,
  plainText,
  replyMissing,
  unansweredOf,
} from '../../src/rules/swap-message.ts';
import type { SwapRule, SwapView } from '../../src/rules/swap-message.ts';
import { closed, exchanged, noTarget, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Recording } from '../support/recorded-page.ts';

const severity = 'error';
const handler = [{ file: 'server.js', line: 5 }];
const reply = [{ file: 'server.js', line: 9 }];
const HTML = page('<div id="room" hx-ext="ws" ws-connect="/socket">', '<p id="log"></p>', '</div>');
const RIGHT = '<p id="log" hx-swap-oob="beforeend"><b>hello otter</b></p>';

function view(message: SentMessage, recording: Recording & { readonly matches?: SwapView['matches'] } = {}): SwapView {
  const { matches = {} } = recording;
  return {
    page: recordedPage(HTML, recording),
    message,
    matches,
    output: ['ready'],
    places: { handler, reply },
  };
}

function judged(rule: SwapRule, seen: SwapView): unknown {
  return outline(rule(seen));
}

describe('no reply', () => {
  test('something else came', () => {
    const other = exchanged('<p id="log">welcome</p>', { after: [closed(1000)] });
    const finding = replyMissing(view(other));
    expect(outline(finding)).toEqual({
      code: 'ws/canned-reply',
      severity,
      facts: { sent: '{"text":"hello otter"}' },
      where: reply,
    });
    expect(finding?.evidence).toMatchObject({ received: '<p id="log">welcome</p>', waitedMs: 900, output: ['ready'] });
  });

  test('the connection was closed', () => {
    expect(judged(replyMissing, view(exchanged(undefined, { after: [closed(1011)] })))).toEqual({
      code: 'ws/closes-at-once',
      severity,
      facts: { code: 1011, reason: '' },
      where: handler,
    });
  });

  test('the end of a connection that the page had replaced says nothing of the answer', () => {
    const replaced = { ...closed(1005), socket: 7 };
    expect(replyMissing(view(exchanged(undefined, { after: [replaced] })))?.code).toBe('ws/no-reply');
  });

  test('nothing at all', () => {
    expect(judged(replyMissing, view(exchanged(undefined)))).toEqual({
      code: 'ws/no-reply',
      severity,
      facts: { sent: '{"text":"hello otter"}' },
      where: handler,
    });
  });

  test('a reply, also one that is escaped', () => {
    expect(replyMissing(view(exchanged(RIGHT)))).toBeUndefined();
    expect(replyMissing(view(exchanged('<p>o&#116;ter</p>')))).toBeUndefined();
  });
});

test('a binary reply', () => {
  const message = exchanged(RIGHT);
  const binary = message.reply === undefined ? undefined : { ...message.reply, binary: true };
  expect(judged(binaryReply, view({ ...message, reply: binary }))).toEqual({
    code: 'ws/binary-reply',
    severity,
    facts: { bytes: RIGHT.length, holds: 'html' },
    where: reply,
  });
  expect(binaryReply(view(message))).toBeUndefined();
});

test.each(['hello otter', '{"text":"hello otter"}', '"<p>hello otter</p>"', '<!-- otter -->'])(
  '%s has no element',
  (data) => {
    expect(judged(plainText, view(exchanged(data)))).toEqual({
      code: 'oob/plain-text',
      severity,
      facts: { sent: 'hello otter' },
      where: reply,
    });
  },
);

test.each([RIGHT, 'otter <b>otter</b>'])('%s has one', (data) => {
  expect(plainText(view(exchanged(data)))).toBeUndefined();
});

describe('the element that connects', () => {
  const replacing = '<div id="room">hello otter</div>';

  test.each([replacing, '<i hx-swap-oob="outerHTML:#room">otter</i>'])('is replaced by %s', (data) => {
    expect(judged(connectorReplaced, view(exchanged(data)))).toEqual({
      code: 'oob/replaces-connector',
      severity,
      facts: { id: 'room' },
      where: reply,
    });
  });

  test('is gone together with its parent', () => {
    const now = page('<main id="all"></main>');
    const gone = view(exchanged('<main id="all">otter</main>', { after: [closed(1000)] }), { now });
    expect(connectorIsGone(gone)).toBe(true);
    expect(judged(connectorReplaced, gone)).toMatchObject({ facts: { id: 'all' } });
    expect(judged(connectorRemoved, gone)).toMatchObject({ code: 'oob/replaces-connector', facts: { id: 'all' } });
  });

  test('stays', () => {
    expect(connectorReplaced(view(exchanged(RIGHT)))).toBeUndefined();
    expect(connectorReplaced(view(exchanged('<div id="room" hx-swap-oob="beforeend">otter</div>')))).toBeUndefined();
    expect(connectorRemoved(view(exchanged(RIGHT)))).toBeUndefined();
  });

  test('stays although the server closed the connection, and has no id', () => {
    const html = page('<div hx-ext="ws" ws-connect="/socket"></div>');
    const seen = { ...view(exchanged(RIGHT, { after: [closed(1000)] })), page: recordedPage(html) };
    expect(connectorReplaced(seen)).toBeUndefined();
  });

  test('was never there in the markup', () => {
    const built = { ...view(exchanged(RIGHT)), page: recordedPage(page('<p></p>')) };
    expect(connectorRemoved(built)).toBeUndefined();
  });
});

describe('where a reply goes', () => {
  test.each([
    ['<p>otter</p>', { tag: 'p' }],
    ['<div id="">otter</div><p>more</p>', { tag: 'div', id: '' }],
    // htmx throws at the empty id and does not get to the second element.
    ['<div id="" hx-swap-oob="beforeend">otter</div><p id="log">more</p>', { tag: 'div', id: '' }],
    ['<i hx-swap-oob="beforeend">otter</i>', { tag: 'i', outOfBand: 'beforeend' }],
  ])('%s does not say', (data, facts) => {
    const seen = view(exchanged(data));
    const finding = noTargetNamed(seen);
    expect(outline(finding)).toEqual({ code: 'oob/no-id', severity, facts, where: reply });
    // What JSON carries.
    expect(JSON.parse(JSON.stringify(finding?.facts))).toEqual(facts);
    expect([plainText(seen), connectorReplaced(seen)]).toEqual([undefined, undefined]);
  });

  test.each([RIGHT, '<b>otter</b><i id="log">x</i>', '<b hx-swap-oob="beforeend:#log">otter</b>'])(
    '%s says',
    (data) => {
      expect(noTargetNamed(view(exchanged(data)))).toBeUndefined();
    },
  );

  test('the selectors that the page is asked for; it lists every element with an id', () => {
    const message = exchanged('<b>otter</b><i id="a">x</i><u data-hx-swap-oob="beforeend:.log, #b">y</u>');
    expect(unansweredOf({ page: recordedPage(HTML), message })).toEqual(['.log,#b']);
  });

  const lost = exchanged('<p id="log">otter</p><p id="other">x</p>', { after: [noTarget] });
  const byClass = exchanged('<b hx-swap-oob="beforeend:.log">otter</b>', { after: [noTarget] });

  test.each([
    [lost, '#other', {}, {}],
    [byClass, '.log', {}, { named: 'selector' }],
    [byClass, '.log', { '.log': { count: 0, elements: [] } }, { named: 'selector' }],
  ])('%#: not found', (message, selector, matches, named) => {
    expect(judged(noSuchTarget, view(message, { matches }))).toEqual({
      code: 'oob/no-such-target',
      severity,
      facts: { selector, ids: ['room', 'log'], ...named },
      where: reply,
    });
  });

  test('it is there, or htmx 2 found it when it looked', () => {
    expect(noSuchTarget(view(byClass, { matches: { '.log': { count: 1, elements: [] } } }))).toBeUndefined();
    expect(noSuchTarget(view(exchanged('<p id="log">otter</p>', { after: [noTarget] })))).toBeUndefined();
    expect(noSuchTarget(view(exchanged('<p id="other">otter</p>')))).toBeUndefined();
  });

  test('another htmx does not say that it found none', () => {
    const old = { htmx: { version: '1.9.12', extensions: ['ws'] } };
    expect(judged(noSuchTarget, view(exchanged('<p id="other">otter</p>'), old))).toMatchObject({
      facts: { selector: '#other' },
    });
  });
});
