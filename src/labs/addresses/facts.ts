/** A board over a WebSocket and a bar over an event stream. */
export interface AddressesFacts {
  /** `card`: as it was typed. */
  'addresses/card-not-shown': { readonly card: string };
  /** `card`: as it was typed in one tab; another tab that is connected does not show it. */
  'addresses/card-not-shared': { readonly card: string };
  /** `texts`: those that the bar had, in order, each once. */
  'addresses/bar-stuck': { readonly texts: readonly string[] };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends AddressesFacts {}
}
