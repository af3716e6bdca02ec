import type { Socket } from 'node:net';

/** Writes what comes from one side to the other, at the pace at which that reads, unless both are held. */
export class Flow {
  #isHeld = false;
  /** Sides whose buffer is full: one chunk may become many writes, and one wait is enough for all of them. */
  readonly #full = new Set<Socket>();

  pass(bytes: Buffer, from: Socket, to: Socket): void {
    if (to.destroyed || to.writableEnded) return;
    if (to.write(bytes)) return;
    from.pause();
    if (this.#full.has(to)) return;
    this.#full.add(to);
    to.once('drain', () => {
      this.#full.delete(to);
      if (!this.#isHeld) from.resume();
    });
  }

  /** Stops these where they are, or lets them go on. */
  hold(isHeld: boolean, sockets: readonly (Socket | undefined)[]): void {
    this.#isHeld = isHeld;
    for (const socket of sockets)
      if (isHeld) socket?.pause();
      else socket?.resume();
  }
}
