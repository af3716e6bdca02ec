import { parse, parseFragment } from './parser.ts';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** An element in the source. */
export interface MarkupElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 1-based line of its start tag. */
  readonly line: number;
  /** Index of the nearest ancestor element in the list; null at the top. */
  readonly parent: number | null;
}

/** The elements of an HTML document in document order, as the HTML standard's parser (parse5) reads them. */
export function readMarkup(html: string): readonly MarkupElement[] {
  const found: MarkupElement[] = [];
  const visit = (nodes: readonly Tree.ChildNode[], parent: number | null): void => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      const location = node.sourceCodeLocation;
      const line =
        location && 'startTag' in location && location.startTag
          ? location.startTag.startLine
          : (location?.startLine ?? 0);
      const index = found.push({ tag: node.tagName, attributes: attributesOf(node), line, parent }) - 1;
      visit('content' in node ? node.content.childNodes : node.childNodes, index);
    }
  };
  visit(parse(html, { sourceCodeLocationInfo: true }).childNodes, null);
  return found;
}

/** The text of the first element in the source that passes the test, white space collapsed; undefined: none does. */
export function textOfFirst(html: string, test: (element: FragmentElement) => boolean): string | undefined {
  const find = (nodes: readonly Tree.ChildNode[]): Tree.Element | undefined => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      const isIt = test({ tag: node.tagName, attributes: attributesOf(node) });
      const found = isIt ? node : find(node.childNodes);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const text = (node: Tree.ChildNode): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(text).join('') : '';
  const found = find(parse(html).childNodes);
  return found && text(found).replace(/\s+/gu, ' ').trim();
}

function attributesOf(element: Tree.Element): Record<string, string> {
  return Object.fromEntries(element.attrs.map((attribute) => [attribute.name, attribute.value]));
}

/** A top-level node of a message, as htmx's `makeFragment` sees it. */
export interface FragmentElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The top-level elements of a piece of HTML, and the text outside any element. */
export function readFragment(html: string): {
  readonly elements: readonly FragmentElement[];
  readonly looseText: string;
} {
  const nodes = parseFragment(html).childNodes;
  const elements: FragmentElement[] = [];
  let looseText = '';
  for (const node of nodes) {
    if ('tagName' in node) elements.push({ tag: node.tagName, attributes: attributesOf(node) });
    else if (node.nodeName === '#text' && 'value' in node) looseText += node.value;
  }
  return { elements, looseText: looseText.trim() };
}

/**
 * Whether two words stand apart in a piece of HTML: in different elements, or with a line break between them. Undefined: one of them is not in
 * a single text.
 */
export function standApart(html: string, first: string, second: string): boolean | undefined {
  const texts: { readonly parent: object; readonly value: string; readonly line: number }[] = [];
  let line = 0;
  const visit = (nodes: readonly Tree.ChildNode[], parent: object): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) texts.push({ parent, value: node.value, line });
      else if ('tagName' in node) {
        if (node.tagName === 'br' || node.tagName === 'hr') line += 1;
        visit('content' in node ? node.content.childNodes : node.childNodes, node);
      }
    }
  };
  visit(parseFragment(html).childNodes, texts);
  const [one, two] = [first, second].map((word) => texts.findLast(({ value }) => value.includes(word)));
  if (one === undefined || two === undefined) return undefined;
  return one.parent !== two.parent || one.line !== two.line;
}

const ENDS_LINE = new Set('br p div li tr pre h1 h2 h3 h4 h5 h6 blockquote dt dd'.split(' '));

/**
 * The lines of text in a piece of HTML that are not blank, each with its leading blanks: entities decoded, a line ends where the text has a line
 * end, at a `<br>` and around a block.
 */
export function textLines(html: string): readonly string[] {
  let text = '';
  const visit = (nodes: readonly Tree.ChildNode[]): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) text += node.value;
      else if ('tagName' in node && node.tagName !== 'script' && node.tagName !== 'style') {
        const end = ENDS_LINE.has(node.tagName) ? '\n' : '';
        text += end;
        visit('content' in node ? node.content.childNodes : node.childNodes);
        text += end;
      }
    }
  };
  visit(parseFragment(html).childNodes);
  return linesOf(text);
}

/** The lines of a text that are not blank, without the blanks at their ends. A line ends with CRLF, LF or CR. */
export function linesOf(text: string): readonly string[] {
  return text
    .replaceAll('\u{a0}', ' ')
    .split(/\r\n|\n|\r/u)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

/** A message is read once for each condition that a wait looks at, and once more for each message that follows it. */
const READ = new Map<string, string>();
const MOST_READ = 256;
/** Characters of all texts that are kept: a long one costs most to read again. */
const MOST_KEPT = 4 * 1024 * 1024;
let kept = 0;

/** The visible text of a piece of HTML: entities decoded, white space collapsed, without scripts and styles. */
export function visibleText(html: string): string {
  const known = READ.get(html);
  if (known !== undefined) return known;
  const text = readText(html);
  if (READ.size >= MOST_READ || kept > MOST_KEPT) {
    READ.clear();
    kept = 0;
  }
  kept += html.length + text.length;
  READ.set(html, text);
  return text;
}

function readText(html: string): string {
  let text = '';
  const visit = (nodes: readonly Tree.ChildNode[]): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text' && 'value' in node) text += node.value;
      else if ('tagName' in node && node.tagName !== 'script' && node.tagName !== 'style') {
        visit('content' in node ? node.content.childNodes : node.childNodes);
        text += ' ';
      }
    }
  };
  visit(parseFragment(html).childNodes);
  return text.replace(/\s+/gu, ' ').trim();
}
