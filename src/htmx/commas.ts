/** What the text after a place comes to first: the beginning or the end of a pair. */
type Next = 'begins' | 'ends' | undefined;

/** The text after a place, as the expression of htmx 4 looks at it. */
class Following {
  #square: Next;
  #round: Next;
  #tag: Next;
  /** Whether the quotes from each place to the end of the text are in pairs. */
  readonly #paired: Uint8Array;
  readonly #quotes = new Map<string, number>();

  constructor(length: number) {
    this.#paired = new Uint8Array(length + 1).fill(1, length);
  }

  /** Whether a comma in front of place `at` separates: not in brackets or a tag, and the quotes after it are in pairs. */
  isOpen(at: number): boolean {
    return this.#square !== 'ends' && this.#round !== 'ends' && this.#tag !== 'ends' && this.#paired[at] === 1;
  }

  /** Goes one character to the left. */
  add(character: string, after: string | undefined, at: number): void {
    if (character === '[' || character === ']') this.#square = character === '[' ? 'begins' : 'ends';
    else if (character === '(' || character === ')') this.#round = character === '(' ? 'begins' : 'ends';
    else if (character === '<') this.#tag = 'begins';
    else if (character === '/' && after === '>') this.#tag = 'ends';
    let next: number | undefined = at + 1;
    if (character === '"' || character === "'") {
      const other = this.#quotes.get(character);
      next = other === undefined ? undefined : other + 1;
      this.#quotes.set(character, at);
    }
    this.#paired[at] = next === undefined ? 0 : (this.#paired[next] ?? 0);
  }
}

/**
 * Splits a list at its top-level commas, as htmx 4.0.1 does by `,(?![^[]*\])(?![^(]*\))(?![^<]*\/>)(?=(?:[^"']|"[^"]*"|'[^']*')*$)` (`HCON.split`).
 * That looks through the whole rest at each comma, so it takes minutes for a list of a megabyte; this goes through the list once, from its end.
 */
export function splitAtCommas(list: string): readonly string[] {
  const following = new Following(list.length);
  const commas: number[] = [];
  for (let at = list.length - 1; at >= 0; at -= 1) {
    const character = list.charAt(at);
    if (character === ',' && following.isOpen(at + 1)) commas.push(at);
    following.add(character, list[at + 1], at);
  }
  const ends = [...commas.toReversed(), list.length];
  return ends.map((end, index) => list.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end));
}
