import { parse } from './parser.ts';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** An attribute whose value runs on over what follows, because the quote after it is missing. */
export interface OpenQuote {
  /** Of the element that has the attribute. */
  readonly tag: string;
  readonly attribute: string;
  /** The whole value, up to the next quote of the page. */
  readonly value: string;
  /** 1-based line of the attribute. */
  readonly line: number;
}

/** The quote that follows the value was meant to open another one: before it is the name of an attribute, or a tag ends or begins. */
const RUNS_ON = /[<>]|(?:^|\s)[^\s"'<>/=]+\s*=\s*$/u;
/** The rest of a value that the next quote has cut off is read as a name (HTML standard, "unexpected-character-in-attribute-name"). */
const NOT_A_NAME = /["']/u;

/** The first attribute of a document whose quote is not closed; undefined: none. */
export function firstOpenQuote(html: string): OpenQuote | undefined {
  const visit = (nodes: readonly Tree.ChildNode[]): OpenQuote | undefined => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      const found = openQuoteOf(node) ?? visit('content' in node ? node.content.childNodes : node.childNodes);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(parse(html, { sourceCodeLocationInfo: true }).childNodes);
}

function openQuoteOf({ tagName: tag, attrs, sourceCodeLocation }: Tree.Element): OpenQuote | undefined {
  const cut = attrs.findIndex(({ name }) => NOT_A_NAME.test(name));
  const open = attrs.slice(0, Math.max(0, cut)).find(({ value }) => RUNS_ON.test(value));
  if (open === undefined) return undefined;
  const line = sourceCodeLocation?.attrs?.[open.name]?.startLine ?? sourceCodeLocation?.startLine ?? 1;
  return { tag, attribute: open.name, value: open.value, line };
}
