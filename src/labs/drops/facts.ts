/** Connections that are idle, cut, closed and ended. */
export interface DropsFacts {
  /** `gapMs`: the longest time without a byte, at least. `idleMs`: after so long a proxy cuts. */
  'drops/silent': { readonly gapMs: number; readonly idleMs: number };
  /**
   * `price`: the name that was posted with it. `through`: where it did not arrive: `client`, at a client of the stream without a proxy; `page`, in an open page
   * whose connection was never cut; `proxy`, in a page behind a proxy that had cut its connection.
   */
  'drops/price-lost': { readonly price: string; readonly through: 'client' | 'page' | 'proxy' };
  /** `name`, `price`: as they were posted. `came`: the text of what came with the name. */
  'drops/other-price': { readonly name: string; readonly price: string; readonly came: string };
  /** `code`: with which the server closed the page's WebSocket. */
  'drops/not-back': { readonly code: number };
  /** `order`: as it was typed. `back`: the page had lost its connection before, and had come back. */
  'drops/order-lost': { readonly order: string; readonly back: boolean };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends DropsFacts {}
}
