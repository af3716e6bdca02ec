/** A text that is laid out when its width is known. Its lines may be styled, and may be wider: code is not wrapped. */
export type Document = (width: number) => readonly string[];

/** The same text, laid out again only when the width changes. */
export function memoizeByWidth(document: Document): Document {
  let last: { readonly width: number; readonly lines: readonly string[] } | undefined;
  return (width) => {
    if (last?.width !== width) last = { width, lines: document(width) };
    return last.lines;
  };
}
