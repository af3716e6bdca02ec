/** With more of them, the oldest are not printed. */
const MOST = 500;

/** Prints, or keeps what is to be printed while the person types a line. */
export class HeldLines {
  #held: (() => void)[] | undefined;

  print(print: () => void): void {
    if (this.#held === undefined) return print();
    this.#held = [...this.#held.slice(-MOST + 1), print];
  }

  hold(isHeld: boolean): void {
    const held = this.#held ?? [];
    this.#held = isHeld ? [] : undefined;
    for (const print of held) print();
  }
}
