import type { CoachedTab } from './tab.ts';

/** A page that comes so soon after another one has gone is the same tab. Milliseconds. */
const RELOAD_MS = 2500;

interface Gone {
  readonly tab: CoachedTab;
  readonly at: number;
}

/** Pages that have gone and may come back as ones that load again, the first that went first. */
export class GonePages {
  #gone: readonly Gone[] = [];

  /** @param now milliseconds since the epoch */
  add(tab: CoachedTab, now: number): void {
    this.#gone = [...this.#gone, { tab, at: now }];
  }

  /** Takes those that have been gone for too long to be ones that load again. */
  over(now: number): readonly CoachedTab[] {
    const isOver = ({ at }: Gone): boolean => now - at > RELOAD_MS;
    const over = this.#gone.filter(isOver);
    this.#gone = this.#gone.filter((each) => !isOver(each));
    return over.map(({ tab }) => tab);
  }

  /** Takes the page that one at this address was before: the first that went from there, as many load again at once; else the last that went. */
  before(url: string): CoachedTab | undefined {
    const found = this.#gone.find(({ tab }) => tab.url === url) ?? this.#gone.at(-1);
    this.#gone = this.#gone.filter((each) => each !== found);
    return found?.tab;
  }
}
