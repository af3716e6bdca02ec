/** Connections that are idle, cut, closed and ended. */
export interface DropsFacts {
  /** `gapMs`: the longest time without a byte, at least. `idleMs`: after so long a proxy cuts. */
  'drops/silent': { readonly gapMs: number; readonly idleMs: number };
  /** `price`: the name that was posted with it. `through`: where it did not arrive: a client of the stream, or a page behind a proxy. */
  'drops/price-lost': { readonly price: string; readonly through: 'client' | 'proxy' };
  /** `code`: with which the server closed the page's WebSocket. */
  'drops/not-back': { readonly code: number };
  /** `order`: as it was typed. `back`: the page had lost its connection before, and had come back. */
  'drops/order-lost': { readonly order: string; readonly back: boolean };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends DropsFacts {}
}
