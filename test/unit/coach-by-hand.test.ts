import { expect, test } from 'vitest';
import type { WireEvent } from '../../src/model/wire.ts';
import { Played, right } from '../support/played-coach.ts';

type Insertion = Extract<WireEvent, { readonly type: 'insertion' }>;

/** A person sends something down a connection of the page. */
function insert(played: Played, text: string, about: Partial<Insertion> = {}): void {
  const event = { at: 0, type: 'insertion', of: 'socket', number: 1, tab: 1, text, event: '', state: 'done' } as const;
  played.coach.wire({ ...event, ...about }, played.now);
}

test('a text that a person sends is explained, and the server is not blamed for it', () => {
  const played = new Played();
  played.open();
  played.snapshot('');
  const send = (text: string): void => {
    insert(played, text);
    if (text.includes('nowhere'))
      played.record({ type: 'htmx', name: 'htmx:oobErrorNoTarget', element: '', detail: '' });
    played.receive(text, '');
  };
  send('<div>mine</div>');
  send('mine');
  send('<div id="nowhere" hx-swap-oob="beforeend">mine</div>');
  send(right('mine'));
  insert(played, 'mine', { of: 'stream', event: 'innerHTML' });
  played.now += 10_000;
  played.coach.tick(played.now);
  const codes = played.told.flatMap((event) => (event.type === 'insertion-lost' ? [event.code] : []));
  expect(codes).toEqual(['oob/no-id', 'oob/plain-text', 'oob/no-such-target', 'page/sse-swap-missing']);
  expect(played.codes).toEqual([]);
});

test('what a person does to a connection is not judged until it has settled, and then the server is again', () => {
  const played = new Played();
  const weather = (type: 'drop' | 'freeze' | 'thaw', state: 'waiting' | 'done' | 'over'): void =>
    played.coach.wire(
      { at: 0, type: 'weather', of: 'socket', number: 1, tab: 1, weather: { type }, state },
      played.now,
    );
  const late = (ms: number): void => {
    played.now += ms;
    played.coach.tick(played.now);
  };
  played.open();
  played.snapshot('');
  weather('drop', 'waiting');
  late(60_000);
  played.send('hello');
  weather('drop', 'done');
  late(4500);
  late(60_000);
  weather('freeze', 'done');
  played.send('hello');
  late(60_000);
  weather('thaw', 'over');
  late(4000);
  expect(played.codes).toEqual([]);
  late(1500);
  played.send('hello');
  late(4100);
  expect(played.codes).toEqual(['ws/no-reply']);
});

test('a page that a person has changed is not judged any more; one to which something was added is', () => {
  const played = new Played();
  played.open();
  played.snapshot('');
  insert(played, right('mine'));
  played.receive(right('mine'), 'mine');
  played.send('hello');
  played.receive('<div>hello</div>', 'mine');
  expect(played.codes).toEqual(['oob/no-id']);
  const replaced = '<div id="chat-window" hx-swap-oob="true">gone</div>';
  insert(played, replaced);
  played.receive(replaced, 'gone');
  played.send('again');
  played.receive('<div>again</div>', 'gone');
  expect(played.codes).toEqual(['oob/no-id']);
});
