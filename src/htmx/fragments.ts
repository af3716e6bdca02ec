import { parse, parseFragment } from './parser.ts';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Dropped, Fragment } from './disposition.ts';
import { firstClosed, withoutTags } from '../model/pattern.ts';
import { append, appendAll, isElement, makeNode, textOf } from './tree.ts';
import type { TreeNode } from './tree.ts';

/** A message as htmx parses it before any swap. */
export interface ParsedMessage {
  /** Its top-level nodes are children of this. */
  readonly root: TreeNode;
  readonly shape: 'fragment' | 'body' | 'document';
  /** What the parser, or htmx itself, removed beforehand. */
  readonly lost: readonly Dropped[];
}

export interface ParseRules {
  /** How `<hx-partial>` and similar tags are rewritten before parsing. */
  rename(message: string): string;
  /** `body`: the body itself is the only top-level element, as in htmx 4. */
  readonly documents: 'children' | 'body';
  /** Which `<title>` is removed. */
  readonly titles: 'top-level' | 'any';
}

/** The element of a part of a message that names its own target, since htmx 2.0.11. */
export const PARTIAL = 'hx-partial';

/** htmx 2.0.11 `makeFragment`. */
export const PARSE_2: ParseRules = {
  rename: (message) =>
    message
      .replace(/<hx-([a-z]+)((?:\s[^>]*)?)(>|$)/giu, (whole: string, name: string, attributes: string, end: string) =>
        end === '' ? whole : `<template hx type="${name}"${attributes}>`,
      )
      .replace(/<\/hx-[a-z]+>/giu, '</template>'),
  documents: 'children',
  titles: 'top-level',
};

/** htmx 4.0.1 `#makeFragment`. */
export const PARSE_4: ParseRules = {
  rename: (message) =>
    message.replace(/<hx-([a-z]+)(\s+|>)/giu, '<template hx type="$1"$2').replace(/<\/hx-[a-z]+>/giu, '</template>'),
  documents: 'body',
  titles: 'any',
};

/** `<head>` with its content, as each major of htmx looks for it. */
const HEAD = /<head(?:\s[^>]*)?(?:>[^]*?(<\/head>|$)|$)/iu;

/** The message without its first `<head>`. */
export function withoutHead(message: string): string {
  const head = firstClosed(message, HEAD);
  return head === undefined ? message : message.replace(head, '');
}

/** Parses a message with the HTML standard's parser, inside a `<template>`, unless its first tag is `<html>` or `<body>`. */
export function parseMessage(message: string, rules: ParseRules): ParsedMessage {
  const renamed = rules.rename(message);
  const headless = withoutHead(renamed);
  const first = /<([a-z][^/\0>\x20\t\r\n\f]*)/iu.exec(headless)?.[1]?.toLowerCase();
  const shape = first === 'html' ? 'document' : first === 'body' ? 'body' : 'fragment';
  const whole = shape === 'document' && rules.documents === 'children' ? renamed : headless;
  const before = shape === 'fragment' ? '<body><template>' : '';
  const after = shape === 'fragment' ? '</template></body>' : '';
  const document = parse(before + whole + after, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const root = makeNode({ tag: '#root' });
  const seen = new Set<number>();
  const holder = shape === 'fragment' ? firstTemplate(document) : findElement(document, 'body');
  if (holder !== undefined) {
    if (shape !== 'fragment' && rules.documents === 'body') append(root, toNode(holder, seen));
    else
      appendAll(
        root,
        inside(holder).map((node) => toNode(node, seen)),
      );
  }
  const lost = shape === 'fragment' ? lostTags(whole, { seen, offset: before.length, nodes: holder }) : [];
  return { root, shape, lost: [...lost, ...(titled(renamed, shape, rules) ? [] : takeTitles(root, rules))] };
}

export function inside(element: Tree.Element): readonly Tree.ChildNode[] {
  return 'content' in element ? (element as Tree.Template).content.childNodes : element.childNodes;
}

export function findElement(node: Tree.ParentNode, tag: string): Tree.Element | undefined {
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    const found = child.tagName === tag ? child : findElement(child, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstTemplate(document: Tree.Document): Tree.Element | undefined {
  return findElement(document, 'template');
}

/** @param seen receives the offset of every start tag that became an element */
export function toNode(node: Tree.ChildNode, seen: Set<number>): TreeNode {
  if (node.nodeName === '#text' && 'value' in node) return makeNode({ tag: '', text: node.value });
  if (!('tagName' in node)) return makeNode({ tag: '' });
  const start = node.sourceCodeLocation?.startTag?.startOffset;
  if (start !== undefined) seen.add(start);
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  if (!('content' in node)) {
    const made = makeNode({ tag: node.tagName, attributes });
    appendAll(
      made,
      node.childNodes.map((child) => toNode(child, seen)),
    );
    return made;
  }
  const content = makeNode({ tag: '#root' });
  appendAll(
    content,
    inside(node).map((child) => toNode(child, seen)),
  );
  return makeNode({ tag: 'template', attributes, content });
}

/** Parts of tables: where no table is open, the parser discards the tags and keeps only their text. */
const TABLE_PART = /<(?:caption|col|colgroup|tbody|td|tfoot|th|thead|tr)(?=[\s/>])/giu;
const RAW = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'noframes', 'xmp']);

/** Nobody reads more of them, and each is parsed by itself. */
const MOST_LOST = 200;
/** Characters of the source in which the attributes and the text of a lost tag are looked for. */
const MOST_SOURCE = 2000;

export function lostTags(
  source: string,
  parsed: { readonly seen: ReadonlySet<number>; readonly offset: number; readonly nodes: Tree.Element | undefined },
): readonly Dropped[] {
  const covered = parsed.nodes === undefined ? [] : opaque(parsed.nodes).toSorted(([one], [other]) => one - other);
  const lost: Dropped[] = [];
  let next = 0;
  for (const match of source.matchAll(TABLE_PART)) {
    if (lost.length === MOST_LOST) break;
    const at = match.index + parsed.offset;
    while ((covered[next]?.[1] ?? Infinity) <= at) next += 1;
    if (parsed.seen.has(at) || (covered[next]?.[0] ?? at) < at) continue;
    const tag = match[0].slice(1).toLowerCase();
    lost.push({
      fragment: lostPart(tag, source.slice(match.index, match.index + MOST_SOURCE)),
      dropped: 'parser',
      facts: {},
    });
  }
  return lost;
}

/** @param source from its tag on */
function lostPart(tag: string, source: string): Fragment {
  const alone = parseFragment(source).childNodes.find((node) => 'tagName' in node);
  const end = source.search(/<\/(?:tr|td|th|tbody|thead|tfoot|caption)/iu);
  return {
    tag,
    id: alone === undefined ? undefined : attributeOf(alone, 'id'),
    attributes: {},
    text: withoutTags(end === -1 ? source : source.slice(0, end))
      .trim()
      .slice(0, MOST_TEXT),
  };
}

function attributeOf(element: Tree.Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** Ranges of the source in which tags do not count: comments, attribute values, scripts and the like. */
function opaque(element: Tree.Element): readonly (readonly [from: number, to: number])[] {
  return inside(element).flatMap((node) => {
    const place = node.sourceCodeLocation;
    if (place === undefined || place === null) return 'tagName' in node ? opaque(node) : [];
    if (!('tagName' in node))
      return node.nodeName === '#comment' ? [[place.startOffset, place.endOffset] as const] : [];
    const tag = 'startTag' in place ? place.startTag : undefined;
    const own = RAW.has(node.tagName) ? place : tag;
    return [...(own === undefined ? [] : [[own.startOffset, own.endOffset] as const]), ...opaque(node)];
  });
}

/** Whether the title is not looked for in the content: htmx 2 does that with a fragment alone, htmx 4 unless the head has one. */
function titled(message: string, shape: ParsedMessage['shape'], rules: ParseRules): boolean {
  if (rules.titles === 'top-level') return shape !== 'fragment';
  const head = firstClosed(message, HEAD);
  const title = head === undefined ? undefined : findElement(parse(head), 'title');
  return title !== undefined && textOf(toNode(title, new Set())) !== '';
}

/** htmx 2: the first `<title>`, if it is at the top. htmx 4: the first outside `<svg>`. */
function takeTitles(root: TreeNode, rules: ParseRules): readonly Dropped[] {
  const titles = everyElement(root).filter(({ tag }) => tag === 'title');
  const title = rules.titles === 'any' ? titles.find((each) => !isInside(each, 'svg')) : titles[0];
  const { parent } = title ?? {};
  if (title === undefined || parent === undefined || (rules.titles === 'top-level' && parent !== root)) return [];
  const dropped = { fragment: fragmentOf(title), dropped: 'title', facts: {} } as const;
  parent.children = parent.children.filter((child) => child !== title);
  return [dropped];
}

function everyElement(node: TreeNode): readonly TreeNode[] {
  return node.children.flatMap((child) => (isElement(child) ? [child, ...everyElement(child)] : []));
}

function isInside(node: TreeNode, tag: string): boolean {
  for (let each = node.parent; each !== undefined; each = each.parent) if (each.tag === tag) return true;
  return false;
}

const MOST_TEXT = 200;

/** The node as named in a disposition. `<hx-partial>` gets its own name back. */
export function fragmentOf(node: TreeNode): Fragment {
  const { hx, type, ...rest } = node.attributes;
  const renamed = node.tag === 'template' && hx !== undefined && type !== undefined;
  return {
    tag: renamed ? `hx-${type}` : node.tag,
    id: node.attributes['id'],
    attributes: renamed ? rest : { ...node.attributes },
    text: textOf(node).slice(0, MOST_TEXT),
  };
}

/** Whether the message is a JSON value that a server serialized: an object, a list, a string. A bare number or word is text. */
export function jsonKind(message: string): 'object' | 'list' | 'string' | undefined {
  try {
    const value: unknown = JSON.parse(message);
    if (Array.isArray(value)) return 'list';
    if (typeof value === 'object' && value !== null) return 'object';
    return typeof value === 'string' ? 'string' : undefined;
  } catch {
    return undefined;
  }
}
