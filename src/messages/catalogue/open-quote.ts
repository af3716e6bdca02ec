import { inline } from '../visible.ts';

/** Where a tag begins or ends, or the next attribute has its quote. A browser percent-encodes these signs in an address. */
const NOT_ADDRESS = />|<|%3E|%3C|(?<!\s|%20|%0A)(?:\s|%20|%0A)+[\w:-]+=$/iu;

/**
 * Of an attribute's value that runs on over what follows, because the quote after it is missing, the part that does not belong to it;
 * undefined: the value may be an address.
 */
export function withoutQuote(value: string): string | undefined {
  const at = value.search(NOT_ADDRESS);
  if (at === -1) return undefined;
  const after = value.slice(at).replaceAll(/%3E/giu, '>').replaceAll(/%3C/giu, '<');
  return after.replaceAll(/(?:%20|%0A|\s)+/giu, ' ').trim();
}

export function openQuoteCause(attribute: string, after: string): string {
  return `The quote after the address in \`${attribute}\` is missing, so everything up to the next quote belongs to its value: \`${inline(after, 60)}\`.`;
}
