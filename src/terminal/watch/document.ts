/** A text that is laid out for a width when it is known. Its lines may be styled, and may be wider: code is not wrapped between words. */
export type Document = (width: number) => readonly string[];

/** The same text, laid out once for each change of the width. */
export function memoizeByWidth(document: Document): Document {
  let last: { readonly width: number; readonly lines: readonly string[] } | undefined;
  return (width) => {
    if (last?.width !== width) last = { width, lines: document(width) };
    return last.lines;
  };
}
