import type { CoachEvent } from '../model/coach-event.ts';

/** The same within this time counts as repeated: a counter ticks each second. Milliseconds. */
const AGAIN_MS = 3500;
const MOST_KEPT = 300;
const MOST_TOLD = 4;

interface Seen {
  times: number;
  last: number;
}

/** Keeps what repeats from filling the screen: of a run of the same events the first is told, then the tenth, the hundredth and so on. */
export class Folding {
  readonly #seen = new Map<string, Seen>();

  /** What to tell of an event; undefined: nothing. @param now milliseconds */
  fold(event: CoachEvent, now: number): CoachEvent | undefined {
    const key = keyOf(event);
    if (key === undefined) return event;
    const before = this.#seen.get(key);
    this.#seen.delete(key);
    const times = before === undefined || now - before.last > AGAIN_MS ? 1 : before.times + 1;
    this.#seen.set(key, { times, last: now });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MOST_KEPT && oldest !== undefined) this.#seen.delete(oldest);
    // A connection that ends and is there again is news, until it has happened several times.
    if (times <= (event.type === 'connection' ? MOST_TOLD : 1)) return event;
    return Number.isInteger(Math.log10(times)) ? { type: 'repeated', tab: event.tab, times, of: event } : undefined;
  }
}

/** What makes two events the same, whatever numbers are in them. Undefined: each is told. */
function keyOf(event: CoachEvent): string | undefined {
  switch (event.type) {
    case 'tab':
    case 'sent':
    case 'finding':
    case 'reload':
    case 'repeated':
      return undefined;
    case 'handled': {
      const { incoming, predicted } = event.entry;
      // A message of a WebSocket answers a person.
      if (typeof incoming === 'string') return undefined;
      const parts = predicted.map((each) => ('effect' in each ? each.effect : each.dropped));
      return JSON.stringify([event.tab, incoming.name, parts]);
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
