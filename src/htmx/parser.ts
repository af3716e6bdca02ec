import { Parser } from 'parse5';
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes as Tree, ParserOptions } from 'parse5';

/** How many elements browsers build inside each other (`kMaximumHTMLParserDOMTreeDepth` of Blink, `maxDOMTreeDepth` of WebKit). */
export const MOST_NESTED = 512;

type Options = ParserOptions<DefaultTreeAdapterMap>;

/** With more open elements than this, nothing more is parsed: each tag is compared with all of them. */
const MOST_OPEN = 2 * MOST_NESTED;

/** The HTML standard's parser with the limit of browsers, so that whatever walks its tree can call itself. */
class BoundedParser extends Parser<DefaultTreeAdapterMap> {
  /** Whether elements were inside each other that no browser builds so. */
  isTooDeep = false;

  /** From the limit on an element goes beside the one that it is in (`HTMLConstructionSite::AttachLater` of Blink). */
  override _attachElementToTree(...given: Parameters<Parser<DefaultTreeAdapterMap>['_attachElementToTree']>): void {
    const [element, location, at] = given;
    const open = this.openElements.stackTop + 1;
    this.isTooDeep ||= open >= MOST_NESTED;
    if (open > MOST_OPEN) this.tokenizer.pause();
    // The content of a template has no parent: nothing can go beside it.
    const around = open >= MOST_NESTED && 'parentNode' in at.parent ? at.parent.parentNode : null;
    if (around === null) super._attachElementToTree(...given);
    else super._attachElementToTree(element, location, { ...at, parent: around, beforeElement: null });
  }
}

/** As `parse` of parse5. */
export function parse(html: string, options?: Options): Tree.Document {
  return BoundedParser.parse(html, options);
}

/** As `parseFragment` of parse5, for the content of a `<template>`. */
export function parseFragment(html: string): Tree.DocumentFragment {
  return fragmentParser(html).getFragment();
}

/** Whether more elements are inside each other than browsers build. @param kind a whole document, or a piece of one */
export function isNestedTooDeep(html: string, kind: 'document' | 'fragment'): boolean {
  // Fewer tags cannot be nested deeper.
  if (html.split('<').length <= MOST_NESTED) return false;
  if (kind === 'fragment') return fragmentParser(html).isTooDeep;
  const parser = new BoundedParser();
  parser.tokenizer.write(html, true);
  return parser.isTooDeep;
}

function fragmentParser(html: string): BoundedParser {
  const parser = BoundedParser.getFragmentParser<DefaultTreeAdapterMap>() as BoundedParser;
  parser.tokenizer.write(html, true);
  return parser;
}
