import { expect, test } from 'vitest';
import { buttonIdle, idTwice } from '../../src/rules/send-warnings.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';
import type { SendView } from '../../src/rules/send-view.ts';
import { lineOf, outline, page, recordedPage } from '../support/recorded-page.ts';

const CLICK = { kind: 'click', control: { tag: 'button' } } as const;
const ENTER = { kind: 'press', key: 'Enter' } as const;

function view(html: string, actions: SendView['message']['outcome']['actions']): SendView {
  const observed = recordedPage(html, {
    records: [{ type: 'socket-sent', socket: 1, data: '{"text":"hello otter"}', binary: false }],
  });
  const message = sentMessage({
    typed: 'hello otter',
    word: 'otter',
    outcome: { input: { tag: 'input', name: 'text' }, actions, heldByValidation: false },
    records: observed.records,
    targetText: '',
    targetHtml: '',
    waitedMs: 9,
  });
  return { page: observed, message };
}

const FORM = page('<form ws-send>', '<input name="text">', '<button>Send</button>', '</form>');
const PLAIN = FORM.replace('<button>', '<button type="button">');
const OUTSIDE = FORM.replace('<button>Send</button>\n</form>', '</form>\n<button>Send</button>');

test('Enter sends and the button does not', () => {
  expect(outline(buttonIdle(view(PLAIN, [CLICK, ENTER])))).toEqual({
    code: 'page/button-does-nothing',
    severity: 'warning',
    facts: { because: 'type' },
    where: lineOf(PLAIN, '<button'),
  });
  expect(buttonIdle(view(OUTSIDE, [CLICK, ENTER]))?.facts).toEqual({ because: 'outside' });
});

test('the button sends, or was only slow', () => {
  expect(buttonIdle(view(PLAIN, [CLICK]))).toBeUndefined();
  expect(buttonIdle(view(FORM, [CLICK, ENTER]))).toBeUndefined();
  expect(buttonIdle(view(FORM.replace('<button>', '<button form="f">'), [CLICK, ENTER]))).toBeUndefined();
});

test('an id stands twice in the page as served', () => {
  const html = page('<p id="log"></p>', '<b id="log"></b>', '<i id="other"></i>');
  expect(outline(idTwice(view(html, [CLICK])))).toEqual({
    code: 'page/id-twice',
    severity: 'warning',
    facts: { id: 'log', times: 2 },
    where: lineOf(html, '<b id'),
  });
  expect(idTwice(view(FORM, [CLICK]))).toBeUndefined();
});
