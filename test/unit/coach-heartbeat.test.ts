import { expect, test } from 'vitest';
import { Played } from '../support/played-coach.ts';

/** Looks twice a second, as the coach is asked to. @param answers what the page says each time; undefined: nothing */
function goesBy(played: Played, seconds: number, answers: 'visible' | 'hidden' | undefined): void {
  for (let half = 0; half < seconds * 2; half += 1) {
    played.now += 500;
    played.coach.tick(played.now);
    if (answers !== undefined) played.coach.report(1, { type: 'alive', visible: answers === 'visible' }, played.now);
  }
}

function opened(): Played {
  const played = new Played();
  played.open();
  goesBy(played, 2, 'visible');
  return played;
}

test('a page that no longer answers is told once, and once more after it has answered again', () => {
  const played = opened();
  goesBy(played, 60, 'visible');
  expect(played.codes).toEqual([]);
  goesBy(played, 7, undefined);
  expect(played.codes).toEqual([]);
  goesBy(played, 60, undefined);
  expect(played.codes).toEqual(['page/hung']);
  goesBy(played, 2, 'visible');
  goesBy(played, 10, undefined);
  expect(played.codes).toEqual(['page/hung', 'page/hung again']);
});

test('that a message got no answer is not said of a page which may not have reported it', () => {
  const played = opened();
  played.snapshot('');
  played.send('hello');
  goesBy(played, 12, undefined);
  expect(played.codes).toEqual(['page/hung']);
});

test('a page is not hung whose tab is hidden, which has gone, or which has never answered', () => {
  const hidden = opened();
  goesBy(hidden, 1, 'hidden');
  goesBy(hidden, 600, undefined);
  const gone = opened();
  gone.coach.closed(1, gone.now);
  goesBy(gone, 60, undefined);
  const old = new Played();
  old.open();
  goesBy(old, 60, undefined);
  expect([hidden, gone, old].flatMap(({ codes }) => codes)).toEqual([]);
});

test('a computer that sleeps makes no page hang', () => {
  const played = opened();
  goesBy(played, 6, undefined);
  played.now += 3_600_000;
  goesBy(played, 6, undefined);
  expect(played.codes).toEqual([]);
});

test('whatever the page says is a sign of life', () => {
  const played = opened();
  for (let times = 0; times < 20; times += 1) {
    goesBy(played, 2, undefined);
    played.snapshot('');
  }
  expect(played.codes).toEqual([]);
});

test('what the server sends without a pause is told as the reason', () => {
  const flooded = opened();
  const stream = { type: 'stream-event', stream: 1, event: 'message', data: '1' } as const;
  for (let second = 0; second < 9; second += 1) {
    for (let event = 0; event < 400; event += 1) flooded.coach.wire({ at: flooded.now, ...stream }, flooded.now);
    goesBy(flooded, 1, undefined);
  }
  const slow = opened();
  for (let second = 0; second < 9; second += 1) {
    slow.coach.wire({ at: slow.now, ...stream }, slow.now);
    goesBy(slow, 1, undefined);
  }
  const rates = [flooded, slow].map(({ told }) =>
    told.flatMap((event) =>
      event.type === 'finding' && event.finding.code === 'page/hung' ? [event.finding.facts.perSecond] : [],
    ),
  );
  expect(rates).toEqual([[400], [undefined]]);
});
