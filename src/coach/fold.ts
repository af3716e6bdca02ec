import type { CoachEvent } from '../model/coach-event.ts';

/** The same within this time counts as repeated: a counter ticks each second. Milliseconds. */
const AGAIN_MS = 3500;
/** What a page sends so soon after something else was not sent by a person. Milliseconds. */
const SENT_AGAIN_MS = 250;
const MOST_KEPT = 300;
/** Of what may be news for a while. */
const MOST_TOLD = 4;

interface Seen {
  times: number;
  last: number;
  run: number;
}

/** Keeps what repeats from filling the screen: of a run of the same events the first is told, of the others that they are repetitions. */
export class Folding {
  readonly #seen = new Map<string, Seen>();
  #runs = 0;
  /** Messages that were told as sent: what comes after one may be an answer to it. */
  #sent = 0;

  /** What to tell of an event. @param now milliseconds */
  fold(event: CoachEvent, now: number): CoachEvent {
    const key = keyOf(event, this.#sent);
    if (key === undefined) return event;
    const before = this.#seen.get(key);
    this.#seen.delete(key);
    const isAgain = before !== undefined && now - before.last <= (event.type === 'sent' ? SENT_AGAIN_MS : AGAIN_MS);
    const times = isAgain ? before.times + 1 : 1;
    const isTold = times <= (isNewsForAWhile(event) ? MOST_TOLD : 1);
    const run = isTold || before === undefined ? (this.#runs += 1) : before.run;
    this.#seen.set(key, { times, last: now, run });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST_KEPT && oldest !== undefined) this.#seen.delete(oldest);
    if (isTold && event.type === 'sent') this.#sent += 1;
    return isTold ? { ...event, run } : { type: 'repeated', tab: event.tab, times, of: event, run };
  }
}

/** A connection that ends and is there again, and what is sent and answered. */
function isNewsForAWhile(event: CoachEvent): boolean {
  return (
    event.type === 'connection' ||
    event.type === 'sent' ||
    (event.type === 'handled' && typeof event.entry.incoming === 'string')
  );
}

/** What makes two events the same, whatever numbers are in them. Undefined: each is told. @param sent messages that were told as sent */
function keyOf(event: CoachEvent, sent: number): string | undefined {
  switch (event.type) {
    case 'sent':
      return `sent ${event.tab}`;
    case 'tab':
    case 'finding':
    case 'reload':
    case 'weather':
    case 'insertion':
    case 'insertion-lost':
    case 'repeated':
      return undefined;
    case 'handled': {
      const { incoming, predicted, handler } = event.entry;
      const parts = predicted.map((each) => ('effect' in each ? each.effect : each.dropped));
      const what = typeof incoming === 'string' ? sent : incoming.name;
      return JSON.stringify([event.tab, what, handler, parts]);
    }
    case 'received':
    case 'error':
      return withoutNumbers(JSON.stringify(event));
    case 'page':
    case 'connection':
    case 'answer':
    case 'unanswered':
      return JSON.stringify(event);
  }
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+/gu, '0');
}
