import type { Obstacle, Weather } from '../../model/weather.ts';
import { MOST_HELD } from './channel.ts';
import type { Channel, ChannelListener, Lane } from './channel.ts';
import { chunk, LAST_CHUNK } from './chunk.ts';
import { EventSplitter, eventText } from './event-splitter.ts';
import { HoldQueue } from './hold-queue.ts';
import type { Framing } from './reader.ts';

export interface StreamChannelOptions {
  readonly number: number;
  readonly target: string;
  readonly lane: Lane;
  readonly listener: ChannelListener;
  readonly framing: Framing;
  /** Its events cannot be told apart without unpacking them. */
  readonly isCompressed: boolean;
}

/** The body of an event stream. From the first change on, it is written in chunks of the proxy's own where the server's are chunked. */
export class StreamChannel implements Channel {
  readonly of = 'stream';
  readonly number: number;
  readonly target: string;
  readonly #options: StreamChannelOptions;
  readonly #splitter = new EventSplitter();
  readonly #queue: HoldQueue;
  readonly #isChunked: boolean;
  /** What the next event meets. */
  readonly #armed: (Weather & { readonly type: 'drop' | 'duplicate' | 'delay' })[] = [];
  /** What goes between two events. */
  readonly #texts: { readonly text: string; readonly event: string }[] = [];
  /** The event that is kept until it is whole; undefined: it goes through. */
  #kept: Buffer[] | undefined;
  #keptLength = 0;
  /** The bytes come as they are divided here, not as the server has divided them. */
  #isOwn = false;
  #lastEvent = 'message';
  #isCut = false;
  #isOver = false;

  constructor(options: StreamChannelOptions) {
    this.#options = options;
    this.number = options.number;
    this.target = options.target;
    this.#isChunked = options.framing.kind === 'chunked';
    this.#queue = new HoldQueue((bytes) => options.lane.write(bytes));
  }

  get isFrozen(): boolean {
    return this.#queue.isFrozen;
  }

  /** A part of the answer has come. @param raw as it came. @param data content in it. @param isBetween no chunk has begun and not ended */
  push(raw: Buffer, data: Buffer, isBetween: boolean): void {
    if (this.#isCut) return;
    if (!this.#isOwn) {
      this.#queue.push(raw);
      for (const part of this.#splitter.push(data)) void part;
      if (isBetween || !this.#isChunked) this.#begin();
      return;
    }
    for (const { raw: bytes, begins, ends, hasData } of this.#splitter.push(data)) {
      if (begins && this.#armed.length > 0) [this.#kept, this.#keptLength] = [[], 0];
      if (this.#kept === undefined) this.#write(bytes);
      else this.#keep(bytes, ends, hasData);
      if (ends) this.#insert();
    }
  }

  /** The copy has read an event. */
  saw(event: string): void {
    this.#lastEvent = event;
  }

  /** The answer has come to its end. @param isWhole the server has said so, and has not just ended the connection */
  finish(isWhole: boolean): void {
    if (this.#isOver || this.#isCut) return;
    this.#isOver = true;
    this.#queue.flush();
    if (isWhole && this.#isOwn && this.#isChunked) this.#queue.push(LAST_CHUNK);
  }

  /** Nothing more comes: what has been waiting for it is told so. */
  over(): void {
    const { listener } = this.#options;
    for (const weather of this.#armed.splice(0)) listener.onWeather(weather, 'lost');
    for (const { text, event } of this.#texts.splice(0)) listener.onInsertion(text, event, 'lost');
  }

  send(text: string, event: string): void {
    const name = event === '' ? this.#lastEvent : event;
    const not = this.#obstacle('send');
    const { listener } = this.#options;
    if (not !== undefined) return listener.onInsertion(text, name, { not });
    this.#texts.push({ text, event: name });
    if (!this.#splitter.isBetween || this.isFrozen || !this.#queue.isEmpty) listener.onInsertion(text, name, 'waiting');
    this.#want();
  }

  change(weather: Weather): void {
    const { listener, lane } = this.#options;
    const not = this.#obstacle(weather.type);
    if (not !== undefined) return listener.onWeather(weather, { not });
    switch (weather.type) {
      case 'drop':
      case 'duplicate':
      case 'delay':
        this.#armed.push(weather);
        this.#want();
        return listener.onWeather(weather, 'waiting');
      case 'freeze':
      case 'thaw':
        if (this.isFrozen === (weather.type === 'freeze')) return undefined;
        this.#queue.freeze(weather.type === 'freeze');
        lane.hold(weather.type === 'freeze');
        return listener.onWeather(weather, weather.type === 'freeze' ? 'done' : 'over');
      case 'cut':
        this.#isCut = true;
        this.#queue.clear();
        listener.onWeather(weather, 'done');
        return lane.cut();
    }
  }

  #obstacle(what: Weather['type'] | 'send'): Obstacle | undefined {
    if (this.#isCut || this.#isOver) return 'gone';
    if (what === 'cut' || what === 'freeze' || what === 'thaw') return undefined;
    if (this.#options.isCompressed) return 'compressed';
    return this.#options.framing.kind === 'length' && what !== 'delay' ? 'length' : undefined;
  }

  /** Asks for chunks of its own, from where the next one begins. */
  #want(): void {
    if (this.#isOwn || !this.#isChunked || this.#options.lane.isBetweenChunks()) this.#begin();
  }

  #begin(): void {
    if (this.#armed.length === 0 && this.#texts.length === 0) return;
    this.#isOwn = true;
    this.#insert();
  }

  #keep(bytes: Buffer, ends: boolean, hasData: boolean): void {
    this.#kept?.push(bytes);
    this.#keptLength += bytes.length;
    if (!ends && this.#keptLength <= MOST_HELD) return;
    const event = Buffer.concat(this.#kept ?? []);
    this.#kept = undefined;
    const weather = ends && hasData ? this.#armed.shift() : undefined;
    const { listener } = this.#options;
    if (weather !== undefined) listener.onWeather(weather, 'done');
    if (weather?.type === 'delay') this.#queue.delay(weather.ms, () => listener.onWeather(weather, 'over'));
    if (weather?.type !== 'drop') this.#write(event);
    if (weather?.type === 'duplicate') this.#write(event);
  }

  #insert(): void {
    if (!this.#splitter.isBetween) return;
    for (const { text, event } of this.#texts.splice(0)) {
      const bytes = this.#divided(Buffer.from(eventText(event, text)));
      this.#queue.await(() => {
        this.#options.listener.onInsertion(text, event, 'done');
        return bytes;
      });
    }
  }

  #write(bytes: Buffer): void {
    this.#queue.push(this.#divided(bytes));
  }

  #divided(bytes: Buffer): Buffer {
    return this.#isChunked ? chunk(bytes) : bytes;
  }
}
