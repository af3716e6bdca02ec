/** Parts of a text that do not begin or end within a character: one outside the basic plane is two UTF-16 units. */

/** The first `most` UTF-16 units, or one less. */
export function beginning(text: string, most: number): string {
  const cut = text.slice(0, Math.max(0, most));
  return /[\uD800-\uDBFF]$/u.test(cut) && cut.length < text.length ? cut.slice(0, -1) : cut;
}

/** The last `most` UTF-16 units, or one less. */
export function ending(text: string, most: number): string {
  const cut = text.slice(Math.max(0, text.length - most));
  return /^[\uDC00-\uDFFF]/u.test(cut) && cut.length < text.length ? cut.slice(1) : cut;
}
