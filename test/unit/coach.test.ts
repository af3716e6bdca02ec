import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { ELEMENTS, HTML, Played, right } from '../support/played-coach.ts';
import { PageRecords } from '../../src/coach/page-records.ts';
import { coachLines } from '../../src/terminal/coach.ts';
import { stepMarks } from '../../src/terminal/marks.ts';

function never(): never {
  throw new Error('no finding');
}

test('a right answer is told and no finding', () => {
  const played = new Played();
  played.open();
  played.send('hello');
  played.receive(right('hello'), 'hello');
  expect(played.codes).toEqual([]);
  expect(played.told.map(({ type, tab }) => `${type} ${tab}`)).toEqual([
    'tab tab 1',
    'connection tab 1',
    'sent tab 1',
    'handled tab 1',
  ]);
});

test('an answer without an id is told once in full, and then as the same', () => {
  const played = new Played();
  played.open();
  played.send('hello');
  played.receive('<div>hello</div>', '');
  played.send('once more');
  played.receive('<div>once more</div>', '');
  expect(played.codes).toEqual(['oob/no-id', 'oob/no-id again']);
});

test('the word of an earlier message does not make an answer shown that htmx has dropped', () => {
  const played = new Played();
  played.open();
  played.snapshot('hello');
  played.send('hello');
  played.receive('<div>hello</div>', 'hello');
  expect(played.codes).toEqual(['oob/no-id']);
});

test('an answer of which a script of the page makes HTML is shown, whatever htmx would do with it', () => {
  const played = new Played();
  played.open();
  played.snapshot('');
  played.send('hello');
  played.receive('{"line":"<p>hello</p>"}', 'hello');
  expect(played.codes).toEqual([]);
});

test('a connection that did not open is told by the answer alone: whether another client could connect is not known', () => {
  const played = new Played();
  played.coach.wire({ at: played.now, type: 'page', target: '/', html: HTML }, played.now);
  played.coach.report(1, { type: 'hello', url: 'http://localhost:8000/' }, played.now);
  played.record({ type: 'socket-new', socket: 1, url: 'ws://localhost:8000/ws' });
  played.record({ type: 'socket-close', socket: 1, code: 1006, reason: '', wasClean: false });
  played.now += 2000;
  played.snapshot('');
  expect(played.codes).toEqual([]);
});

test('what was typed is told apart from markup in the answer', () => {
  const played = new Played();
  played.open();
  played.send('see <b>bold</b>');
  played.receive(right('see <b>bold</b>'), 'see bold');
  expect(played.codes).toEqual(['chat/html-injection']);
});

test('no answer is told when it is overdue, but not of a server that was stopped', () => {
  const played = new Played();
  played.open();
  played.snapshot('');
  played.send('hello');
  played.now += 3900;
  played.coach.tick(played.now);
  expect(played.codes).toEqual([]);
  played.now += 200;
  played.coach.tick(played.now);
  expect(played.codes).toEqual(['ws/no-reply']);
  played.send('hello');
  played.coach.serverChanged('down', played.now);
  played.now += 60_000;
  played.coach.tick(played.now);
  played.coach.serverChanged('up', played.now);
  played.now += 10_000;
  played.coach.tick(played.now);
  expect(played.codes).toEqual(['ws/no-reply']);
});

test('a page that leaves when a form is submitted is told so', () => {
  const played = new Played();
  played.open();
  played.snapshot('');
  played.coach.report(1, { type: 'submitted', text: 'hello', field: 'message' }, played.now);
  played.coach.closed(1, played.now);
  played.now += 200;
  played.coach.report(2, { type: 'hello', url: 'http://localhost:8000/?message=hello' }, played.now);
  expect(played.codes).toEqual(['page/navigates']);
  expect(played.told.at(-2)).toEqual({
    type: 'tab',
    tab: 'tab 1',
    what: 'reloaded',
    url: 'http://localhost:8000/?message=hello',
  });
});

test('a tab that is gone for good is closed, and the next one has another name', () => {
  const played = new Played();
  played.open();
  played.coach.closed(1, played.now);
  played.now += 2600;
  played.coach.tick(played.now);
  played.open(2);
  expect(
    played.told
      .filter(({ type }) => type === 'tab')
      .map((event) => JSON.stringify([event.tab, 'what' in event && event.what])),
  ).toEqual(['["tab 1","opened"]', '["tab 1","closed"]', '["tab 2","opened"]']);
});

test('ticks of a counter are one line, which says how many there are by now', () => {
  const played = new Played();
  played.open();
  for (let at = 1; at <= 150; at += 1) {
    played.now += 1000;
    played.record({ type: 'elements', listing: at, elements: ELEMENTS, unlisted: 0 });
    const handled = {
      from: 'stream',
      number: 1,
      event: 'message',
      data: `<b>${at}</b>`,
      binary: false,
      htmx: '2.0.11',
      connector: 0,
    };
    played.record({
      type: 'handled',
      ...handled,
      before: at,
      after: at,
      matches: {},
      events: [],
      thrown: [],
      changes: [],
      finished: 'yes',
    });
  }
  const ticks = played.told.filter(({ type }) => type === 'handled' || type === 'repeated');
  expect(ticks.map((event) => (event.type === 'repeated' ? event.times : 1))).toEqual(
    Array.from({ length: 150 }, (_, at) => at + 1),
  );
  expect(new Set(ticks.map(({ run }) => run)).size).toBe(1);
  const look = { theme: { marks: stepMarks(true), chalk: new Chalk({ level: 0 }) }, width: 200, describe: never };
  expect(ticks.flatMap((event) => coachLines(event, look)).map((line) => /\((\d+) times/u.exec(line)?.[1])).toEqual([
    undefined,
    '10',
    '100',
  ]);
});

test('a person who types is never folded; a page that sends by itself, and a server that answers nobody, are', () => {
  const played = new Played();
  played.open();
  const told = (type: string): number => played.told.filter((event) => event.type === type).length;
  const reply = '<div id="chat-window" hx-swap-oob="beforeend"><p>hello</p></div>';
  for (let at = 0; at < 20; at += 1) {
    played.now += 600;
    played.send('hello');
    played.receive(reply, 'hello');
  }
  expect([told('sent'), told('handled'), told('repeated')]).toEqual([20, 20, 0]);
  for (let at = 0; at < 1000; at += 1) {
    played.now += 1;
    played.record({ type: 'socket-sent', socket: 1, data: `{"message":"${at}"}`, binary: false });
  }
  expect(told('sent')).toBeLessThan(26);
  const before = told('handled');
  for (let at = 0; at < 100; at += 1) played.receive(reply, 'hello');
  expect(told('handled') - before).toBeLessThan(6);
});

test('fifty tabs with a thousand records each are kept within bounds', () => {
  const records = new PageRecords();
  records.add({ at: 0, type: 'socket-open', socket: 1 });
  for (let at = 1; at <= 10_000; at += 1)
    records.add({ at, type: 'stream-event', stream: 1, event: 'message', data: 'x' });
  expect(records.all.length).toBeLessThanOrEqual(1500);
  expect(records.all[0]?.type).toBe('socket-open');
  expect(records.all.at(-1)?.at).toBe(10_000);
});

test('frames of a client without instruments are told as long as no page has them', () => {
  const played = new Played();
  const frame = { at: 0, type: 'frame', socket: 1, from: 'browser', text: 'hi', binary: false, bytes: 2 } as const;
  played.coach.wire(frame, played.now);
  played.open();
  played.coach.wire(frame, played.now);
  expect(played.told.filter(({ type }) => type === 'sent')).toMatchObject([{ tab: 'client', text: 'hi' }]);
});

test('of tabs that are closed at once each is told', () => {
  const played = new Played();
  for (const number of [1, 2, 3]) played.open(number);
  for (const number of [1, 2, 3]) played.coach.closed(number, played.now);
  played.now += 3000;
  played.coach.tick(played.now);
  const closed = played.told.flatMap((event) => (event.type === 'tab' && event.what === 'closed' ? [event.tab] : []));
  expect(closed).toEqual(['tab 1', 'tab 2', 'tab 3']);
});

test('tabs that load again at once keep their names', () => {
  const played = new Played();
  for (const number of [1, 2, 3]) played.open(number);
  for (const number of [1, 2, 3]) played.coach.closed(number, played.now);
  played.now += 300;
  for (const number of [4, 5, 6]) played.open(number);
  played.now += 3000;
  played.coach.tick(played.now);
  const tabs = played.told.flatMap((event) => (event.type === 'tab' ? [`${event.tab} ${event.what}`] : []));
  expect(tabs.slice(3)).toEqual(['tab 1 reloaded', 'tab 2 reloaded', 'tab 3 reloaded']);
});
