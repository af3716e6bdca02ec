/** What happens to a WebSocket message that htmx swaps out of band. */
export interface OutOfBandFacts {
  'oob/plain-text': { readonly sent: string };
  'oob/no-id': { readonly tag: string };
  'oob/no-such-target': { readonly selector: string; readonly ids: readonly string[] };
  /** `part`: the reply's outermost element, with its swap style; undefined: there was none to read. */
  'oob/replaces': {
    readonly first: string;
    readonly second: string;
    readonly part: { readonly tag: string; readonly style: string } | undefined;
  };
  'oob/replaces-connector': { readonly id: string };
  'oob/wrong-order': { readonly first: string; readonly second: string };
}
