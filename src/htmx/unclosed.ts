import { parse } from './parser.ts';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** An element that took the markup after it for its text, because its end tag is missing or comes later than meant. */
export interface Unclosed {
  /** Lower case; `!--` for a comment. */
  readonly tag: string;
  /** 1-based line of its start tag. */
  readonly line: number;
  /** `<script />`: HTML has no self-closing elements beside the void ones (HTML standard, "start tags"). */
  readonly written: 'self-closing' | 'open';
  /** Tags in what it took, each once, in order. */
  readonly swallowed: readonly string[];
}

/** Elements whose content is text up to their own end tag (HTML standard, "elements", raw text and escapable raw text). */
const TEXT_ELEMENTS = new Set(['script', 'style', 'title', 'textarea', 'iframe', 'noframes', 'xmp']);

/** Tags that are never meant to be in the text of such an element, wherever they are written. */
const STRUCTURE = /<\/?(script|style|link|meta|head|body|form|button|input|div|main|section|h1|h2|p|table|ul)\b/giu;

/** The first element of a document that swallowed others; undefined: none. */
export function firstUnclosed(html: string): Unclosed | undefined {
  const found: Unclosed[] = [];
  const visit = (nodes: readonly Tree.ChildNode[]): void => {
    for (const node of nodes) {
      const unclosed = unclosedOf(node, html);
      if (unclosed !== undefined) found.push(unclosed);
      if ('tagName' in node) visit('content' in node ? node.content.childNodes : node.childNodes);
    }
  };
  visit(parse(html, { sourceCodeLocationInfo: true }).childNodes);
  return found[0];
}

function unclosedOf(node: Tree.ChildNode, html: string): Unclosed | undefined {
  const location = node.sourceCodeLocation;
  if (!location) return undefined;
  const { startLine: line } = location;
  if ('data' in node) {
    const swallowed = html.slice(location.startOffset, location.endOffset).endsWith('-->')
      ? []
      : structureIn(node.data);
    return swallowed.length === 0 ? undefined : { tag: '!--', line, written: 'open', swallowed };
  }
  if (!('tagName' in node) || !TEXT_ELEMENTS.has(node.tagName)) return undefined;
  const { tagName: tag } = node;
  const start = 'startTag' in location && location.startTag ? location.startTag : location;
  const open = html.slice(start.startOffset, start.endOffset);
  const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
  const ended = 'endTag' in location && location.endTag !== undefined;
  // A script may write markup in its strings; one with an address has no text of its own.
  const ownMarkup = tag === 'script' && ended && !node.attrs.some(({ name }) => name === 'src');
  // A start tag of its own kind is all that it took: it ends where the other one would, and the page has lost nothing but a rule of a style.
  const isAgain = (other: string): boolean => ended && tag !== 'script' && other === tag;
  const swallowed = ownMarkup ? [] : structureIn(text).filter((other) => !isAgain(other));
  if (swallowed.length === 0 && (ended || tag !== 'script')) return undefined;
  return { tag, line, written: /\/\s*>$/u.test(open) ? 'self-closing' : 'open', swallowed };
}

function structureIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(STRUCTURE)].map(([, tag = '']) => tag.toLowerCase()))];
}
