/** The text as part of a pattern that matches exactly this text. */
export function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}

/**
 * The text with `by` in the place of all that the pattern matches up to an end. Where a search for an end goes on to the end of the text in vain, and
 * begins again at each place that may be a beginning, its time is the square of the text's length: a megabyte of `<script>` takes minutes. So the pattern
 * takes the rest of the text where there is no end, and that rest stays as it is.
 * @param pattern global; its only group is the end, or empty where the text ends without one: `/<!--[^]*?(-->|$)/gu`
 */
export function replaceClosed(text: string, pattern: RegExp, by = ''): string {
  return text.replaceAll(pattern, (whole: string, end: string | undefined) => (hasEnd(end) ? by : whole));
}

/** The first match that has its end, of a pattern as `replaceClosed` takes it, but not global; undefined: none. */
export function firstClosed(text: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(text);
  // What begins later cannot have an end where this has none.
  return match !== null && hasEnd(match[1]) ? match[0] : undefined;
}

function hasEnd(end: string | undefined): boolean {
  return end !== undefined && end !== '';
}

/** The text without tags, which are all that is between `<` and the next `>`. */
export function withoutTags(text: string): string {
  return replaceClosed(text, /<[^>]*(>?)/gu);
}

/** The first tag that opens an element, from `<` to the next `>`; undefined: none. */
export function firstTag(text: string): string | undefined {
  return firstClosed(text, /<[a-z][^>]*(>?)/iu);
}
