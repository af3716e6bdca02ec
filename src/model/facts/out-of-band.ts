/** What becomes of a WebSocket message that htmx swaps out of band. */
export interface OutOfBandFacts {
  'oob/plain-text': { readonly sent: string };
  'oob/no-id': { readonly tag: string };
  'oob/no-such-target': { readonly selector: string; readonly ids: readonly string[] };
  'oob/replaces': { readonly first: string; readonly second: string; readonly tag: string };
  'oob/replaces-connector': { readonly id: string };
  'oob/wrong-order': { readonly first: string; readonly second: string };
}
