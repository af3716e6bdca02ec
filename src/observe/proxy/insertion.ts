/** How much of a page may come before its head, in bytes. */
export const MOST_BEFORE_HEAD = 64 * 1024;

/** A complete tag, with attributes in quotes (HTML standard, 13.1.2.1). */
const TAG = String.raw`(?:[^>"']|"[^"]*"|'[^']*')*>`;
/** What may come before the first thing inside the head and belongs to none of it. */
const BEFORE = [
  /^\s+/u,
  /^<!--(?:-?>|[^]*?(?:-->|--!>))/u,
  /^<!doctype[^>]*>/iu,
  new RegExp(`^<html(?=[\\s>/])${TAG}`, 'iu'),
];
const HEAD = new RegExp(`^<head(?=[\\s>/])${TAG}`, 'iu');
/** The beginning of something that may still become one of these. */
const MAY_GO_ON = /^<(?:$|!|(?:h|ht|htm|html|he|hea|head)$|(?:html|head)[\s/])/iu;

/**
 * Where in a page a script is the first one and changes nothing else: right behind the opening tag of the head, else where the head begins, never
 * before the doctype, which would put the page into quirks mode (HTML standard, 13.2.6.4.1). undefined: more of the page must come first.
 * @param html the beginning of the page, each byte as a character
 */
export function scriptPosition(html: string, isWhole: boolean): number | undefined {
  let at = html.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  for (;;) {
    const rest = html.slice(at);
    const head = HEAD.exec(rest);
    if (head !== null) return at + head[0].length;
    const skipped = BEFORE.map((pattern) => pattern.exec(rest)?.[0]).find((text) => text !== undefined);
    if (skipped === undefined) return !isWhole && (rest === '' || MAY_GO_ON.test(rest)) ? undefined : at;
    at += skipped.length;
  }
}

/** Whether a page is in an encoding whose first 128 characters are those of ASCII: UTF-16 alone is not (Encoding standard). */
export function containsAscii(contentType: string, first: Buffer): boolean {
  if (/charset\s*=\s*["']?utf-?16/iu.test(contentType)) return false;
  const mark = first.readUInt16BE(0);
  return mark !== 0xfe_ff && mark !== 0xff_fe;
}
