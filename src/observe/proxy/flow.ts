import type { Socket } from 'node:net';

/** Writes what comes from one side to the other, at the pace at which that reads, unless both are held. */
export class Flow {
  #isHeld = false;

  pass(bytes: Buffer, from: Socket, to: Socket): void {
    if (to.destroyed || to.writableEnded) return;
    if (to.write(bytes)) return;
    from.pause();
    to.once('drain', () => {
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
