import { expect, test } from 'vitest';
import type { PageRecord } from '../../src/model/page.ts';
import { fellAtMessage } from '../../src/chapter/rules/shown-numbers.ts';

/** What the element showed, one text after the other. */
function texts(element: string, ...shown: readonly string[]): readonly PageRecord[] {
  return shown.map((text, index) => ({ type: 'text', at: index, element, text, within: [] }));
}

const RESTARTS: readonly PageRecord[] = [
  { type: 'stream-close', at: 9, stream: 1 },
  { type: 'stream-new', at: 9, stream: 2, url: '/sse/counter' },
];

test.each<[string, readonly PageRecord[], readonly PageRecord[], unknown]>([
  ['it goes on', texts('p', '1', '2', '3'), texts('p', '4'), undefined],
  [
    'the reply writes over it',
    texts('p', '1', '2', '3'),
    texts('p', '0', '4'),
    { because: 'overwritten', shown: [3, 0] },
  ],
  [
    'the reply brings a new one',
    texts('p', '1', '2', '3'),
    [...RESTARTS, ...texts('p#new', '1')],
    { because: 'restarted', shown: [3, 1] },
  ],
  [
    'the stream is opened anew and the count goes on',
    texts('p', '1', '2'),
    [...RESTARTS, ...texts('p', '3')],
    undefined,
  ],
  ['another element shows a number', texts('p', '1', '2', '3'), texts('b', '1'), undefined],
  ['each count is appended', texts('p', '1', '1 2', '1 2 3'), texts('p', '1 2 3 4'), undefined],
  ['two counters share the element', texts('p', '7', '1', '8', '2'), texts('p', '1'), undefined],
])('the number in the page when a message is sent: %s', (_, before, after, fallen) => {
  expect(fellAtMessage(before, after)).toEqual(fallen);
});
