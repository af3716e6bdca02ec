/** Elements without an end tag (HTML standard, "void elements"), and those whose end tag is often omitted. */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const NO_END_TAG = new Set('li p dt dd tr td th option tbody thead tfoot'.split(' '));
/** Elements that show something, or part a text, where they are empty: an item, a paragraph, a cell. */
const MAY_BE_EMPTY = new Set('li p dt dd td th option'.split(' '));

/** Whether an element with this tag has no end tag at all. */
export function isVoid(tag: string): boolean {
  return VOID.has(tag.toLowerCase());
}

/** Whether such an element may be written without an end tag, and be meant where it is empty. */
export function hasNoEndTag(tag: string): boolean {
  return MAY_BE_EMPTY.has(tag.toLowerCase());
}

/** A field of a stream, as the beginning of data: it was written twice. */
const FIELD = /^(?:data|event|id|retry)\s*:/u;

/**
 * Whether the data of an event can be all that the server meant. It cannot where a tag or an element has no end: then its other lines had no
 * `data:` before them, which a page does not see. Nor where it begins with the name of a field.
 */
export function isHeardWhole(data: string): boolean {
  const [, tag] = /^\s*<([a-z][\w-]*)/iu.exec(data) ?? [];
  if (tag === undefined) return !FIELD.test(data);
  if (!data.includes('>')) return false;
  const isOpen = NO_END_TAG.has(tag.toLowerCase()) && !/^\s*<[^>]*>\s*$/u.test(data);
  return VOID.has(tag.toLowerCase()) || isOpen || /\/>\s*$/u.test(data) || new RegExp(`</${tag}\\s*>`, 'iu').test(data);
}
