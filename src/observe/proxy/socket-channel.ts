import type { CloseCode, Obstacle, Weather } from '../../model/weather.ts';
import type { Channel, ChannelListener, Lane } from './channel.ts';
import { closeFrame, FrameSplitter, messageFrame } from './frame-splitter.ts';
import type { FramePart } from './frame-splitter.ts';
import { HoldQueue } from './hold-queue.ts';

const CLOSE = 8;
/** For the browser to answer a close frame, and the server that answer. Milliseconds. */
const CLOSING_MS = 1500;

export interface SocketChannelOptions {
  readonly number: number;
  readonly target: string;
  readonly lane: Lane;
  readonly listener: ChannelListener;
  /** The server's messages are compressed with what was in those before them (RFC 7692, 7.1.1.1, without `server_no_context_takeover`). */
  readonly remembers: boolean;
}

/** One message of the server that is on its way. */
interface Current {
  /** How many came before it. */
  readonly at: number;
  readonly goes: 'through' | 'nowhere' | 'twice' | 'unpacked';
}

/** A message as it was unpacked. */
interface Unpacked {
  readonly data: Buffer;
  readonly binary: boolean;
}

/**
 * The server's side of a WebSocket. A message is changed as a whole, and a new one comes only between two: never inside one that is sent in several
 * frames (RFC 6455, 5.4). Each message says for itself whether it is compressed (RFC 7692, 6.1), so a new one is not.
 */
export class SocketChannel implements Channel {
  readonly of = 'socket';
  readonly number: number;
  readonly target: string;
  readonly #options: SocketChannelOptions;
  readonly #splitter = new FrameSplitter();
  readonly #queue: HoldQueue;
  /** Of the server, that have begun. */
  #count = 0;
  /** Of the server, that were unpacked. */
  #read = 0;
  #current: Current | undefined;
  /** What the next message meets. */
  readonly #armed: (Weather & { readonly type: 'drop' | 'duplicate' | 'delay' })[] = [];
  /** What goes between two messages. */
  readonly #texts: string[] = [];
  /** Messages that are awaited unpacked, by their place; undefined: it has not come. */
  readonly #awaited = new Map<number, Unpacked | undefined>();
  /** A compressed message was dropped, so the browser cannot unpack those after it. */
  #unpacks = false;
  #isUnread = false;
  /** A close frame has gone to the browser. */
  #isClosing = false;
  #cutWith: CloseCode | undefined;
  #isCut = false;

  constructor(options: SocketChannelOptions) {
    this.#options = options;
    this.number = options.number;
    this.target = options.target;
    this.#queue = new HoldQueue((bytes) => options.lane.write(bytes));
  }

  get isFrozen(): boolean {
    return this.#queue.isFrozen;
  }

  /** Bytes of the server have come. */
  push(bytes: Buffer): void {
    if (this.#isCut) return;
    let whole: Buffer[] = [];
    const flush = (): void => {
      if (whole.length > 0) this.#queue.push(whole.length === 1 ? (whole[0] as Buffer) : Buffer.concat(whole));
      whole = [];
    };
    for (const part of this.#splitter.push(bytes)) {
      const { opcode, begins } = part;
      if (begins && opcode === CLOSE) this.#isClosing = true;
      if (begins && (opcode === 1 || opcode === 2)) this.#begin(part, flush);
      if (opcode >= CLOSE || this.#current?.goes === 'through' || this.#current?.goes === 'twice') whole.push(part.raw);
      // A frame that continues nothing: whoever reads it says so.
      else if (this.#current === undefined) whole.push(part.raw);
      if (part.ends) this.#frameEnds(part, flush);
      if (this.#isCut) return;
    }
    flush();
  }

  /** The copy has unpacked the next message of the server. */
  unpacked(data: Buffer, binary: boolean): void {
    const at = this.#read;
    this.#read += 1;
    if (!this.#awaited.has(at)) return;
    this.#awaited.set(at, { data, binary });
    this.#queue.drain();
  }

  /** The copy does not read on. */
  unread(): void {
    this.#isUnread = true;
    if (this.#unpacks || this.#awaited.size > 0) this.#giveUp();
  }

  /** The server has ended its side. */
  end(): void {
    if (this.#isCut) this.#options.lane.end();
    else this.#queue.whenEmpty(() => this.#options.lane.end());
  }

  /** Nothing more comes: what has been waiting for it is told so. */
  over(): void {
    const { listener } = this.#options;
    for (const weather of this.#armed.splice(0)) listener.onWeather(weather, 'lost');
    for (const text of this.#texts.splice(0)) listener.onInsertion(text, '', 'lost');
  }

  send(text: string): void {
    const not = this.#obstacle();
    if (not !== undefined) return this.#options.listener.onInsertion(text, '', { not });
    this.#texts.push(text);
    if (!this.#isBetween || this.isFrozen || !this.#queue.isEmpty)
      this.#options.listener.onInsertion(text, '', 'waiting');
    if (this.#isBetween) this.#insert();
  }

  change(weather: Weather): void {
    const { listener, lane } = this.#options;
    const not = this.#obstacle();
    if (not !== undefined) return listener.onWeather(weather, { not });
    switch (weather.type) {
      case 'drop':
      case 'duplicate':
      case 'delay':
        if (weather.type !== 'delay' && this.#isUnread) return listener.onWeather(weather, { not: 'too-large' });
        this.#armed.push(weather);
        return listener.onWeather(weather, 'waiting');
      case 'freeze':
      case 'thaw':
        if (this.isFrozen === (weather.type === 'freeze')) return undefined;
        this.#queue.freeze(weather.type === 'freeze');
        lane.hold(weather.type === 'freeze');
        return listener.onWeather(weather, weather.type === 'freeze' ? 'done' : 'over');
      case 'cut':
        if (this.isFrozen) this.change({ type: 'thaw' });
        this.#cutWith = weather.code;
        if (weather.code === 1006 || this.#splitter.isBetween) this.#cut(weather.code);
    }
  }

  #obstacle(): Obstacle | undefined {
    if (this.#isCut) return 'gone';
    return this.#isClosing ? 'closing' : undefined;
  }

  get #isBetween(): boolean {
    return this.#current === undefined && this.#splitter.isBetween;
  }

  #begin({ isCompressed }: FramePart, flush: () => void): void {
    const at = this.#count;
    this.#count += 1;
    this.#current = { at, goes: this.#unpacks && isCompressed ? 'unpacked' : 'through' };
    const [armed] = this.#armed;
    if (armed === undefined) return;
    this.#armed.shift();
    const { listener, remembers } = this.#options;
    flush();
    if (armed.type === 'delay') {
      listener.onWeather(armed, 'done');
      this.#queue.delay(armed.ms, () => listener.onWeather(armed, 'over'));
    } else if (armed.type === 'drop') {
      this.#current = { at, goes: 'nowhere' };
      this.#unpacks ||= isCompressed && remembers;
    } else if (this.#current.goes === 'through') this.#current = { at, goes: 'twice' };
    else {
      // Both times unpacked.
      this.#awaitUnpacked(at);
      listener.onWeather(armed, 'done');
    }
    if (armed.type === 'drop') listener.onWeather(armed, 'done');
    if (this.#current.goes === 'twice') listener.onWeather(armed, 'done');
  }

  #frameEnds({ opcode, isFinal }: FramePart, flush: () => void): void {
    const current = this.#current;
    if (opcode < CLOSE && isFinal && current !== undefined) {
      this.#current = undefined;
      if (current.goes === 'twice' || current.goes === 'unpacked') {
        flush();
        this.#awaitUnpacked(current.at);
      }
    }
    if (this.#cutWith !== undefined) {
      flush();
      return this.#cut(this.#cutWith);
    }
    if (this.#texts.length === 0 || !this.#isBetween || this.#isClosing) return;
    flush();
    this.#insert();
  }

  /** Writes a message as it was unpacked, in its place. */
  #awaitUnpacked(at: number): void {
    if (this.#isUnread) return this.#giveUp();
    if (!this.#awaited.has(at)) this.#awaited.set(at, undefined);
    this.#queue.await(() => {
      const message = this.#awaited.get(at);
      if (message === undefined) return undefined;
      // It is forgotten with the message after it: until then it may be wanted twice.
      for (const each of this.#awaited.keys()) if (each < at) this.#awaited.delete(each);
      return messageFrame(message.data, message.binary);
    });
  }

  #insert(): void {
    for (const text of this.#texts.splice(0)) {
      this.#queue.await(() => {
        this.#options.listener.onInsertion(text, '', 'done');
        return messageFrame(Buffer.from(text), false);
      });
    }
  }

  /** What the browser should get cannot be read. */
  #giveUp(): void {
    this.#options.listener.onWeather({ type: 'drop' }, { not: 'too-large' });
    this.#cut(1006);
  }

  #cut(code: CloseCode): void {
    if (this.#isCut) return;
    const { lane, listener } = this.#options;
    this.#isCut = true;
    this.#queue.clear();
    // Before the page can report it.
    listener.onWeather({ type: 'cut', code }, 'done');
    if (code === 1006) return lane.cut();
    lane.write(closeFrame(code));
    // The browser answers with a close frame, which the server gets; then the server ends the connection.
    setTimeout(() => lane.cut(), CLOSING_MS).unref();
  }
}
