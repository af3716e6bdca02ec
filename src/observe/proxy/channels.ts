import type { PageReport } from '../../model/coached.ts';
import type { Weather } from '../../model/weather.ts';
import type { Channel } from './channel.ts';

/** A WebSocket or a stream that is open. */
export interface OpenChannel {
  readonly of: 'socket' | 'stream';
  readonly number: number;
  /** Path and query. */
  readonly target: string;
  /** Number of the page; undefined: it has no instruments, or it has not said yet that it is open. */
  readonly tab: number | undefined;
  readonly isFrozen: boolean;
}

interface Entry {
  readonly channel: Channel;
  readonly openedAt: number;
  tab: number | undefined;
}

/** What a page says of a connection comes on another one, so its time is compared with some tolerance. Milliseconds. */
const TOLERANCE_MS = 100;

/** The WebSockets and streams that are open, and the pages that they belong to. */
export class Channels {
  readonly #entries = new Map<number, Entry>();
  /** What a page has asked for: its address and when, by page and connection. */
  readonly #asked = new Map<string, { readonly url: string; readonly at: number }>();

  add(channel: Channel): void {
    this.#entries.set(channel.number, { channel, openedAt: Date.now(), tab: undefined });
  }

  remove({ number }: Channel): void {
    this.#entries.delete(number);
  }

  get open(): readonly OpenChannel[] {
    return [...this.#entries.values()].map(({ channel: { of, number, target, isFrozen }, tab }) => ({
      of,
      number,
      target,
      tab,
      isFrozen,
    }));
  }

  tabOf(number: number): number | undefined {
    return this.#entries.get(number)?.tab;
  }

  send(number: number, text: string, event: string): void {
    this.#entries.get(number)?.channel.send(text, event);
  }

  change(number: number, weather: Weather): void {
    this.#entries.get(number)?.channel.change(weather);
  }

  /** A page reports: of its connections, that one is asked for and that it is open. What goes over the wire does not say whose it is. */
  report(tab: number, report: PageReport): void {
    if (report.type !== 'record') return;
    const { record } = report;
    if (record.type === 'socket-new') this.#asked.set(`${tab} socket ${record.socket}`, record);
    if (record.type === 'stream-new') this.#asked.set(`${tab} stream ${record.stream}`, record);
    if (record.type === 'socket-open') this.#match(tab, 'socket', record.socket, record.at);
    if (record.type === 'stream-open') this.#match(tab, 'stream', record.stream, record.at);
  }

  /** A page has gone. */
  forget(tab: number): void {
    for (const key of this.#asked.keys()) if (key.startsWith(`${tab} `)) this.#asked.delete(key);
    // Nobody could let it go on.
    for (const { channel, tab: owner } of this.#entries.values())
      if (owner === tab && channel.isFrozen) channel.change({ type: 'thaw' });
  }

  #match(tab: number, of: Channel['of'], number: number, at: number): void {
    const asked = this.#asked.get(`${tab} ${of} ${number}`);
    if (asked === undefined || !URL.canParse(asked.url)) return;
    const { pathname, search } = new URL(asked.url);
    const free = [...this.#entries.values()].filter(
      (entry) => entry.tab === undefined && entry.channel.of === of && entry.channel.target === pathname + search,
    );
    // The one that was opened between asking and being open; a clock that stood still decides nothing.
    const fits = free.filter(({ openedAt }) => openedAt >= asked.at - TOLERANCE_MS && openedAt <= at + TOLERANCE_MS);
    const entry = fits[0] ?? free.at(-1);
    if (entry !== undefined) entry.tab = tab;
  }
}
