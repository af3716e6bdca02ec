import { expect, test } from 'vitest';
import { NOT_APPENDED, targetReplaced } from '../../src/rules/append.ts';
import type { AppendView } from '../../src/rules/append.ts';
import { firstOf } from '../../src/rules/rule.ts';
import { exchanged, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const severity = 'error';
const where = [{ file: 'server.js', line: 9 }];
const HTML = page('<div id="log"></div>');

/** "otter", then "badger"; the target reads as given after the second. */
function view(targetText: string, more: Partial<AppendView> & { readonly reply?: string } = {}): AppendView {
  const { reply = '<div id="log" hx-swap-oob="innerHTML">badger</div>', ...rest } = more;
  return {
    page: recordedPage(HTML),
    first: exchanged('<div id="log">otter</div>'),
    second: exchanged(reply, { word: 'badger', targetText }),
    where,
    ...rest,
  };
}

function judged(seen: AppendView): unknown {
  return outline(firstOf(NOT_APPENDED, seen));
}

test('the second is below the first', () => {
  expect(judged(view('hello otter hello badger'))).toBeUndefined();
});

test('the second replaced the first', () => {
  const facts = { first: 'otter', second: 'badger', part: { tag: 'div', style: 'innerHTML' } };
  expect(judged(view('hello badger'))).toEqual({ code: 'oob/replaces', severity, facts, where });
  expect(judged(view('hello badger', { reply: 'badger' }))).toMatchObject({ facts: { part: undefined } });
});

test('the second is above the first, in a target that is laid out downwards', () => {
  const facts = { first: 'otter', second: 'badger' };
  expect(judged(view('badger otter'))).toEqual({ code: 'oob/wrong-order', severity, facts, where });
  const upwards = recordedPage(page('<style>#log { flex-direction: column-reverse }</style>'));
  expect(judged(view('badger otter', { page: upwards }))).toBeUndefined();
});

test('each reply opened a connection of its own', () => {
  const again: Happened = { type: 'socket-new', socket: 2, url: 'ws://127.0.0.1:4000/socket' };
  const twice = view('otter badger', {
    first: exchanged('<form id="f">otter</form>', { after: [again] }),
    second: exchanged('<form id="f">badger</form>', { after: [again], word: 'badger', targetText: 'otter badger' }),
    page: recordedPage(HTML, { records: [again, again, again] }),
  });
  expect(judged(twice)).toEqual({ code: 'page/form-replaced', severity, facts: { sockets: 3 }, where });
  expect(judged({ ...twice, first: exchanged('<form id="f">otter</form>') })).toBeUndefined();
});

test('the first reply removed the target, so that the second finds none', () => {
  const why = (code: 'oob/no-such-target' | 'oob/no-id') =>
    ({ code, severity, facts: { selector: '#log', ids: [], tag: 'p' }, evidence: {} }) as const;
  expect(outline(targetReplaced(view(''), why('oob/no-such-target')))).toEqual({
    code: 'oob/replaces',
    severity,
    facts: { first: 'otter', second: 'badger', part: { tag: 'div', style: 'outerHTML' } },
    where,
  });
  expect(targetReplaced(view(''), why('oob/no-id'))).toBeUndefined();
  expect(targetReplaced(view('otter'), why('oob/no-such-target'))).toBeUndefined();
});
