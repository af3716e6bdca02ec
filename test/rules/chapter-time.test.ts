import type { StreamEvent } from '../../src/rules/stream/view.ts';
import { expect, test } from 'vitest';
import * as time from '../../src/chapter/rules/time.ts';
import {
  counterEvents,
  counterNumbers,
  counts,
  isRight,
  notCounting,
  oneClientOnly,
  skipNumbers,
} from '../../src/chapter/rules/stream-counter.ts';
import { serverSource } from '../support/server-source.ts';
import { streamView } from '../support/stream-view.ts';

const locate = serverSource('main.js', "socket.on('message', (data) => {\n  const now = new Date();\n});\ncount++;");
const WHERE = [{ file: 'main.js', line: 2 }];
const SENT_AT = Date.UTC(2026, 0, 2, 14, 3, 7);

function message(reply: string): time.TimedMessage {
  return { typed: 'hello word', word: 'word', reply, sentAt: SENT_AT, repliedAt: SENT_AT + 100, runMs: 5000, locate };
}

function whyNoTime(reply: string, ...shown: readonly string[]): ReturnType<typeof time.whyNoTime> {
  const shownTimes = shown.map((text) => ({ text, minutes: 0, seconds: undefined }));
  return time.whyNoTime({ ...message(reply), shownTimes });
}

test('the time is what a reader sees in the part with the word, else one in its markup', () => {
  const texts = (reply: string): string => time.asWritten(time.timesOf(message(reply)));
  expect(texts('<p>word 14:03:07</p>')).toBe('14:03:07');
  expect(texts('<p>word <time datetime="2026-01-02T14:03:07Z"></time></p>')).toBe('14:03:07');
  expect(texts('<div>old 09:00:00</div><div>word 14:03:07</div>')).toBe('14:03:07');
  expect(texts('<h1>14:03:07</h1><p>word</p>')).toBe('14:03:07');
});

test('an answer in several frames: the latest whole one, else the pieces as one text', () => {
  const answer = (...frames: readonly string[]): string =>
    time.answerSoFar(frames, { reply: frames[0] ?? '', word: 'word' });
  expect(answer('<p>word</p>', '<p>word (11:4</p>', '<p>word (11:45)</p>')).toBe('<p>word (11:45)</p>');
  expect(answer('<p>word (11:45)</p>', '<p>and more</p>')).toBe('<p>word (11:45)</p>');
  expect(answer('<p>word</p>', '<b>1</b>', '<b>1:4</b>', '<b>5</b>')).toBe('word11:45');
  expect(answer('<p>word</p>', '<p>later</p>')).toBe('<p>word</p>');
});

test('a time at the end of what arrived may go on in the next frame', () => {
  const open = [
    'word',
    'word 11:4',
    'word 11:45',
    'word 11:45:0',
    'word 11 h 45',
    'word 11時45',
    'word 11時45分',
    'word ११:४',
  ];
  for (const text of open) expect(time.mayGoOn(`<p>${text}</p>`, 'word'), text).toBe(true);
  const closed = [
    '11:45 word',
    '(11:45) word',
    'word (11:45)',
    'word 11:45:18',
    'word 11:45 pm',
    'word 11時45分18秒',
    'word 11.45.18',
  ];
  for (const text of closed) expect(time.mayGoOn(`<p>${text}</p>`, 'word'), text).toBe(false);
  expect(time.mayGoOn('<p>word <time datetime="2026-01-02T14:03:07Z"></time></p>', 'word')).toBe(false);
});

test('a reply without a time, by what is in it and in the page', () => {
  expect(whyNoTime('<p>word 14:03:07</p>')).toBeUndefined();
  expect(whyNoTime('<p>word</p>')).toEqual({
    code: 'time/missing',
    severity: 'error',
    facts: { sent: 'hello word' },
    evidence: { did: { kind: 'page', typed: 'hello word' }, received: '<p>word</p>', where: WHERE },
  });
  expect(whyNoTime('<p>word</p>', '14:03')).toMatchObject({
    code: 'time/added-in-the-page',
    facts: { time: '14:03' },
    evidence: { where: WHERE },
  });
  const found = (reply: string): unknown => whyNoTime(reply)?.facts;
  expect(found('<p>word 2026-01-02</p>')).toEqual({ found: '2026-01-02' });
  expect(found('<p>word January 2, 2026</p>')).toEqual({ found: 'January 2, 2026' });
  expect(found('<p>word 1767362587000</p>')).toEqual({ found: '1767362587000' });
});

test('a time is right in the window around its message, in any zone', () => {
  expect(time.wrongTime(message('<p>word 14:03:07</p>'))).toBeUndefined();
  expect(time.wrongTime(message('<p>word 19:48:07</p>'))).toBeUndefined();
  expect(time.wrongTime(message('<p>word 14:10:07</p>'))).toMatchObject({
    code: 'time/wrong',
    facts: { time: '14:10:07', now: '14:03:07' },
    evidence: { where: WHERE },
  });
});

test('how long the program has run is named where the source takes it', () => {
  const source = ['const started = Date.now();', 'const time = clock(Date.now() - started);'].join('\n');
  const counting = { ...message('<p>word 00:00:05</p>'), locate: serverSource('main.js', source) };
  expect(time.wrongTime(counting)).toMatchObject({
    facts: { time: '00:00:05', counts: 'from-start' },
    evidence: { where: [{ file: 'main.js', line: 2 }] },
  });
  const facts = (view: time.TimedMessage): unknown => time.wrongTime(view)?.facts;
  expect(facts({ ...counting, reply: '<p>word 00:00:15</p>' })).not.toHaveProperty('counts');
  expect(facts({ ...message('<p>word 00:00:05</p>') })).not.toHaveProperty('counts');
});

/** What a program shows that counts from its start, or from a connection. */
const COUNTS: Readonly<Record<string, (seconds: number) => string>> = {
  'hours, minutes and seconds': (s) => new Date(s * 1000).toISOString().slice(11, 19),
  'in a zone of its own': (s) => new Date((s + 20_700) * 1000).toISOString().slice(11, 19),
  'hours and minutes': (s) => new Date(s * 1000).toISOString().slice(11, 16),
  'minutes and seconds': (s) => new Date(s * 1000).toISOString().slice(14, 19),
};

/** Whether a program passes that shows this at the start of a run at `startedAt`, milliseconds since 1970. */
function passes(shown: (atMs: number, sinceMs: number) => string, startedAt: number): boolean {
  const messageAt = (sentAt: number, serverStart = startedAt): time.TimedMessage => {
    const reply = `<p>word ${shown(sentAt, sentAt - serverStart)}</p>`;
    return { typed: 'word', word: 'word', reply, sentAt, repliedAt: sentAt + 20, runMs: sentAt - startedAt, locate };
  };
  const first = messageAt(startedAt + 3100);
  const second = messageAt(time.movedAt(first) + 10);
  if (time.sameTime(first, second) || (time.wrongTime(first) ?? time.wrongTime(second)) !== undefined) return false;
  if (!time.mayCountFromStart(first)) return true;
  const laterStart = time.otherStartAt(first, second);
  const asked = [laterStart + 400, laterStart + 400 + (time.askedAgainMs(first) ?? 0)];
  return asked.every((at) => time.countsFromStart(messageAt(at, laterStart)) === undefined);
}

test.each(Object.keys(COUNTS))('at no moment does a count from the start pass: %s', (name) => {
  const passing: number[] = [];
  for (let at = 0; at < 900_000; at += 350) {
    const startedAt = Date.UTC(2026, 0, 2, 14) + at;
    if (passes((_, sinceMs) => COUNTS[name]?.(Math.floor(sinceMs / 1000)) ?? '', startedAt)) passing.push(at);
    if (!passes((atMs) => COUNTS[name]?.(Math.floor(atMs / 1000)) ?? '', startedAt) && name !== 'minutes and seconds')
      throw new Error(`a clock fails at ${at}`);
  }
  expect(passing).toEqual([]);
});

test('a frozen time is recognised by what a later connection gets', () => {
  const first = message('<p>word 14:03:07</p>');
  const second = { ...first, sentAt: SENT_AT + 1300 };
  expect(time.sameTime(first, second)).toBe(true);
  expect(time.sameTime(first, { ...second, reply: '<p>word 14:03:08</p>' })).toBe(false);
  expect(time.frozen(first, second, 'start')).toMatchObject({
    code: 'time/frozen',
    facts: { time: '14:03:07', apartMs: 1300, since: 'start' },
    evidence: { received: '<p>word 14:03:07</p>', where: WHERE },
  });
  expect(time.frozenSince('14:03:07', time.timesIn('14:03:07'))).toBe('start');
  expect(time.frozenSince('14:03:07', time.timesIn('14:03:09'))).toBe('connection');
  expect(time.frozenSince('14:03:07', [])).toBe('unknown');
  expect(time.frozenSince('14:03:07', undefined)).toBe('unknown');
});

test('a clock with seconds moves within two seconds, one without at the next minute', () => {
  expect(time.movedAt(message('<p>word 14:03:07</p>'))).toBe(SENT_AT + 100 + 1150);
  expect(time.movedAt(message('<p>word 14:03</p>'))).toBe(Date.UTC(2026, 0, 2, 14, 4) + 1150);
});

test('a time that is not shown, with the text around the word', () => {
  const received = `word ${'x'.repeat(3)}`;
  expect(time.timeNotShown(message('14:03:07'), `${'a'.repeat(80)}${received}`).evidence.received).toBe(
    `${'a'.repeat(60)}${received}`,
  );
  expect(time.around('nothing', 'word')).toBe('');
});

test("the counter's events are those with numbers, under the most frequent name", () => {
  const view = streamView('event: ping\ndata: x\n\nevent: ping\ndata: x\n\ndata: 1\n\nevent: a\ndata:\n\n');
  expect(counterEvents(view.events).map(({ data }) => data)).toEqual(['1']);
  expect(counterEvents([])).toEqual([]);
});

test('names that count in turn are one counter, and a heartbeat with a number is not one', () => {
  const dataOf = (text: string): readonly string[] => counterEvents(streamView(text).events).map(({ data }) => data);
  const event = (name: string, data: string): string => `event: ${name}\ndata: ${data}\n\n`;
  expect(dataOf(event('odd', '1') + event('even', '2') + event('odd', '3') + event('even', '4'))).toEqual([
    '1',
    '2',
    '3',
    '4',
  ]);
  expect(dataOf(event('tick', '1') + event('ping', '17') + event('tick', '2'))).toEqual(['1', '2']);
  expect(dataOf(event('tick', '1') + event('tick', '3') + event('other', '5'))).toEqual(['1', '3']);
});

test('the number that goes up is found among others', () => {
  expect(counterNumbers(['room 7: 1 of 9', 'room 7: 2 of 9', 'room 7: 3 of 9'])).toEqual([1, 2, 3]);
  expect(counterNumbers(['1', '3', '2'])).toEqual([1, 3, 2]);
  expect(counterNumbers(['1', 'none'])).toEqual([1, null]);
  expect(counts(['9', '1', '2', '3'])).toBe(true);
  expect([counts(['1', '2']), counts(['1', '2', '4']), counts([])]).toEqual([false, false, false]);
});

test('a count that does not go up, with the line that adds', () => {
  expect(notCounting(streamView('data: 5\n\ndata: 5\n\n', { locate }))).toMatchObject({
    code: 'sse/not-counting',
    facts: { numbers: [5, 5] },
    evidence: { where: [{ file: 'main.js', line: 4 }] },
  });
});

test('a stream that is right for a single client but not for concurrent clients', () => {
  const alone = { data: ['1', '2', '3'], intervals: [1000, 1000], ended: 'no' } as const;
  expect(isRight(alone, 1000)).toBe(true);
  expect(isRight({ ...alone, ended: 'yes' }, 1000)).toBe(false);
  expect(isRight({ ...alone, data: ['1', '2'] }, 1000)).toBe(false);
  expect(isRight({ ...alone, data: ['1', '1', '1'] }, 1000)).toBe(false);
  expect(isRight({ ...alone, intervals: [100, 100] }, 1000)).toBe(false);
  expect(oneClientOnly({ path: '/ticks', first: ['1', '3'], second: ['2'], locate }).facts).toEqual({
    first: [1, 3],
    second: [2],
  });
});

test('two concurrent clients that share one count both miss numbers; a client that joins late does not make the other one miss any', () => {
  const events = (...numbers: readonly number[]): readonly StreamEvent[] =>
    numbers.map((number) => ({ event: 'message', data: `<b>${number}</b>`, ms: number * 500 }));
  expect(skipNumbers(events(4, 7, 9), events(6, 8))).toBe(true);
  expect(skipNumbers(events(4, 5, 6), events(1, 2))).toBe(false);
  // The count of one of them starts over: no shared count.
  expect(skipNumbers(events(9, 10, 1), events(4, 5, 6))).toBe(false);
  expect(skipNumbers(events(4, 7), [])).toBe(false);
});

test('a placeholder that nothing filled in, with the line that writes it', () => {
  const source = "let count = 0;\nfunction next() {\n  count++;\n  response.write('data: <b>${count}</b>\\n\\n');\n}";
  const sent = 'data: <b>${count}</b>\n\n'.repeat(2);
  expect(notCounting(streamView(sent, { locate: serverSource('main.js', source) }))).toMatchObject({
    facts: { numbers: [null, null], placeholder: '${count}' },
    evidence: { where: [{ file: 'main.js', line: 4 }] },
  });
});
