import { MOST_HELD } from './channel.ts';

/** What is to be written, in order. Undefined: it is not there yet. */
export type Held = () => Buffer | undefined;

/** Keeps what is to be written in its order while something at its head waits. */
export class HoldQueue {
  readonly #write: (bytes: Buffer) => void;
  readonly #items: Held[] = [];
  #held = 0;
  #isFrozen = false;
  #whenEmpty: (() => void) | undefined;
  /** What ends each delay. */
  readonly #delays = new Set<() => void>();

  constructor(write: (bytes: Buffer) => void) {
    this.#write = write;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  push(bytes: Buffer): void {
    if (this.isEmpty && !this.#isFrozen) return this.#write(bytes);
    this.#held += bytes.length;
    this.#items.push(() => bytes);
    if (this.#held > MOST_HELD) this.#releaseAll();
  }

  /** What becomes known later; `drain` is to be called then. */
  await(item: Held): void {
    this.#items.push(item);
    this.drain();
  }

  /** All that is pushed from now on waits. @param over called when it goes on */
  delay(ms: number, over: () => void): void {
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.#delays.delete(release);
      // Where it was forgotten, nothing goes on.
      if (!this.isEmpty) over();
      this.drain();
    };
    const timer = setTimeout(release, ms);
    this.#delays.add(release);
    this.await(() => (isOver ? Buffer.alloc(0) : undefined));
  }

  freeze(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    this.drain();
  }

  /** Writes what is there. */
  drain(): void {
    while (!this.#isFrozen) {
      const bytes = this.#items[0]?.();
      if (bytes === undefined) break;
      this.#items.shift();
      this.#held -= Math.min(this.#held, bytes.length);
      if (bytes.length > 0) this.#write(bytes);
    }
    if (!this.isEmpty || this.#isFrozen) return;
    this.#whenEmpty?.();
    this.#whenEmpty = undefined;
  }

  /** Calls this once, when everything is written. */
  whenEmpty(call: () => void): void {
    this.#whenEmpty = call;
    this.drain();
  }

  /** Writes what is there and waits for nothing but time. */
  flush(): void {
    this.#releaseAll();
    this.drain();
  }

  /** Forgets everything. */
  clear(): void {
    this.#items.splice(0);
    this.#held = 0;
    this.#whenEmpty = undefined;
    this.#releaseAll();
  }

  #releaseAll(): void {
    for (const release of this.#delays) release();
  }
}
