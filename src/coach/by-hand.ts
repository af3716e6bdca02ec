import { isSwapped } from '../htmx/disposition.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { WireEvent } from '../model/wire.ts';

export type WeatherEvent = WireEvent & { readonly type: 'weather' };
export type InsertionEvent = WireEvent & { readonly type: 'insertion' };

/** What has been changed has settled by then: htmx waits a second at most before it connects again for the first time. Milliseconds. */
const SETTLED_MS = 5000;
/** A page has heard of an event by then. Milliseconds. */
const HEARD_MS = 1500;
const MOST_WAITING = 50;

/** What adds to a page and leaves the rest as it is. */
const ADDS = new Set(['appends', 'prepends', 'inserts-before', 'inserts-after', 'none']);

/** What a person has done to the connections of one page, as far as it decides what of the page is judged. */
export class ByHand {
  /** Changes that have not had their effect, or whose effect lasts. */
  #lasting = 0;
  #settledAt = 0;
  /** The page is not as its server made it. */
  #isAltered = false;
  /** Texts whose handling has not been reported. */
  #texts: { readonly text: string; readonly event: string; readonly at: number }[] = [];

  /** Whether what happens in the page may have this cause. */
  disturbs(now: number): boolean {
    return this.#isAltered || this.#lasting > 0 || now < this.#settledAt;
  }

  weather({ weather, state }: WeatherEvent, now: number): void {
    const lasts = weather.type === 'freeze' || weather.type === 'delay';
    // What was held is gone with the connection.
    if (weather.type === 'cut') this.#lasting = 0;
    if (state === 'waiting' || (state === 'done' && weather.type === 'freeze')) this.#lasting += 1;
    else if (state === 'over' || state === 'lost' || (state === 'done' && !lasts))
      this.#lasting = Math.max(0, this.#lasting - 1);
    this.#settledAt = now + SETTLED_MS;
  }

  inserted({ text, event }: InsertionEvent, now: number): void {
    this.#texts = [...this.#texts.slice(-MOST_WAITING + 1), { text, event, at: now }];
  }

  /** A message or an event has been handled. @returns whether a person has sent it */
  handled({ incoming, handler, predicted }: LedgerEntry): boolean {
    const at = this.#texts.findIndex(({ text, event }) =>
      typeof incoming === 'string'
        ? event === '' && text === incoming
        : event === incoming.name && text === incoming.data,
    );
    if (at === -1) return false;
    this.#texts = this.#texts.filter((_, each) => each !== at);
    const swapped = predicted.filter(isSwapped);
    // The content of an event makes room for that of the next one.
    const changes = swapped.some(({ effect, via }) => via !== 'main' && !ADDS.has(effect));
    this.#isAltered ||= changes || handler === 'page';
    return handler === 'htmx';
  }

  /** The name of an event that nothing in the page has handled by now; undefined: there is none. */
  unheard(now: number): string | undefined {
    const late = this.#texts.find(({ event, at }) => event !== '' && now - at > HEARD_MS);
    this.#texts = this.#texts.filter((each) => each !== late);
    return late?.event;
  }
}
