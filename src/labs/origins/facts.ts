/** A page on one origin, its stream and its WebSocket on another, and pages that have no business there. */
export interface OriginsFacts {
  /** `texts`: those that the number of visitors had, in order, each once. */
  'origins/visitors-stuck': { readonly texts: readonly string[] };
  /** `origin`: of the page. `status`: with which the server refused its handshake. */
  'origins/own-page-refused': { readonly origin: string; readonly status: number };
  /** `text`: as it was typed into the page. */
  'origins/text-not-shown': { readonly text: string };
  /** `origin`: of another page, which may read the stream. `allowed`: value of `Access-Control-Allow-Origin` that it gets. */
  'origins/stream-open': { readonly origin: string; readonly allowed: string };
  /** `origin`: of another page. `does`: what it can: write on the sign, or only read what is written. */
  'origins/socket-open': { readonly origin: string; readonly does: 'writes' | 'reads' };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends OriginsFacts {}
}
