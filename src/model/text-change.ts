/** How a text that came back differs from the one that was sent. `characters`: each one that is concerned, once, in the order of the text. */
export type TextChange =
  | { readonly kind: 'case'; readonly to: 'lower' | 'upper' | 'other' }
  /** Characters are missing, or something else is in the place of each (`by`). */
  | { readonly kind: 'lost'; readonly characters: string }
  | { readonly kind: 'replaced'; readonly characters: string; readonly by: string }
  /** Letters lost their accents: `é` came back as `e`. */
  | { readonly kind: 'accents'; readonly characters: string }
  /** The bytes of UTF-8 were read in another encoding: `é` came back as `Ã©`. */
  | { readonly kind: 'mojibake'; readonly readAs: 'latin1' | 'windows-1252' | 'ascii' }
  /** `%C3%A9`, or `%u03B1` as the old function `escape` writes it. */
  | { readonly kind: 'percent-encoded' }
  /** An entity such as `&lt;` shows. `chain`: one escape follows another and begins with another sign than `&`; absent: none was recognized. */
  | { readonly kind: 'escaped-twice'; readonly chain?: EscapingChain }
  /** A typed `&amp;` shows as `&`. */
  | { readonly kind: 'ampersand-unescaped' }
  /** The backslashes of JSON show. */
  | { readonly kind: 'json-escaped' }
  /** Markup that was typed is missing. */
  | { readonly kind: 'tags-removed' }
  | { readonly kind: 'reversed' }
  /** Only its beginning came back. */
  | { readonly kind: 'cut' }
  /** Changed in a way that has no name here. */
  | { readonly kind: 'other' };

/** `ampersand-last`: all `&` are escaped after `<` or `>`, those of their entities too. `first-only`: of each sign, only the first is. */
export type EscapingChain = 'ampersand-last' | 'first-only';

/** A change, and the piece of what came back in which it shows. */
export interface ChangedText {
  readonly change: TextChange;
  readonly got: string;
}
