import type { TextView } from '../../terminal/watch/index.ts';

/** Makes a text of the screen that names this address of the learner's server: `http://localhost:8001`. */
export type AddressedText = (origin: string) => Promise<TextView>;

/** Where the page is. */
interface PageAddress {
  /** undefined: nowhere yet. */
  origin(): string | undefined;
  /** As `origin`; of a server that does not run yet, where it is going to listen. */
  expectedOrigin(): Promise<string>;
}

/**
 * The text on the screen that names the server's address. Another program may take the expected port before the server
 * has it; then the text is made again, so that it never names an address at which the page is not.
 */
export class AddressedTextMaker {
  readonly #page: PageAddress;
  #last: AddressedText | undefined;

  constructor(page: PageAddress) {
    this.#page = page;
  }

  async make(make: AddressedText): Promise<TextView> {
    this.#last = make;
    const origin = await this.#page.expectedOrigin();
    const text = await make(origin);
    const now = this.#page.origin();
    // The server may have started while the text was made.
    return now === undefined || now === origin ? text : make(now);
  }

  /** The last text with the address that the server has now; undefined: none was made. */
  async again(): Promise<TextView | undefined> {
    return this.#last === undefined ? undefined : this.make(this.#last);
  }
}
