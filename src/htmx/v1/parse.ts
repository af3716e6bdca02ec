import { parse } from '../parser.ts';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Dropped } from '../disposition.ts';
import { findElement, fragmentOf, lostTags, toNode, withoutHead } from '../fragments.ts';
import { saysSomething } from '../swapping.ts';
import { appendAll, isElement, makeNode } from '../tree.ts';
import type { TreeNode } from '../tree.ts';

/** A message as htmx 1 parses it: as a document, with a table around parts of one. */
export interface ParsedDocument {
  /** Its top-level nodes are children of this. */
  readonly root: TreeNode;
  readonly shape: 'fragment' | 'body' | 'document';
  readonly lost: readonly Dropped[];
  /** Text where htmx expects a part of a table: it has no children, and no elements that could be looked for. `nothing`: htmx throws. */
  readonly holder: 'element' | 'text' | 'nothing';
}

/** What is put around a message by its first tag, and how deep in it the message is (htmx 1.9 `makeFragment`). */
const AROUND: Readonly<Record<string, readonly [before: string, after: string, depth: number]>> = {
  thead: ['<table>', '</table>', 1],
  tbody: ['<table>', '</table>', 1],
  tfoot: ['<table>', '</table>', 1],
  colgroup: ['<table>', '</table>', 1],
  caption: ['<table>', '</table>', 1],
  col: ['<table><colgroup>', '</colgroup></table>', 2],
  tr: ['<table><tbody>', '</tbody></table>', 2],
  td: ['<table><tbody><tr>', '</tr></tbody></table>', 3],
  th: ['<table><tbody><tr>', '</tr></tbody></table>', 3],
  script: ['<div>', '</div>', 1],
  style: ['<div>', '</div>', 1],
};

/** The document that htmx 1 makes of a message, and where the message is in it (htmx 1.9 `makeFragment`). */
export function documentOf(message: string): {
  readonly first: string;
  readonly content: string;
  readonly text: string;
  readonly before: string;
  readonly depth: number;
} {
  const first = /<([a-z][^/\0>\x20\t\r\n\f]*)/iu.exec(message)?.[1]?.toLowerCase() ?? '';
  const content = first === 'head' ? withoutHead(message) : message;
  const [before, after, depth] = AROUND[first] ?? ['', '', 0];
  return { first, content, text: before + content + after, before, depth };
}

/** htmx 1.9 `makeFragment`, `parseHTML`. */
export function parseAsDocument(message: string): ParsedDocument {
  const { first, content, text, before, depth } = documentOf(message);
  const document = parse(text, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const body = findElement(document, 'body');
  const path = body === undefined ? [] : firstChildren(body, depth);
  const last = path.length > depth ? path.at(-1) : undefined;
  const reached = last !== undefined && 'childNodes' in last ? last : undefined;
  const root = makeNode({ tag: '#root' });
  const seen = new Set<number>();
  if (reached !== undefined)
    appendAll(
      root,
      reached.childNodes.map((node) => toNode(node, seen)),
    );
  const offset = before.length;
  const lost = [
    ...headOf(document),
    ...besides(path[0], { path, reached, offset })
      .map((node) => toNode(node, seen))
      .filter((node) => isElement(node) || saysSomething(node))
      .map((node) => ({ fragment: fragmentOf(node), dropped: 'parser', facts: {} }) as const),
    ...lostTags(content, { seen, offset, nodes: body }),
  ];
  const shape = first === 'html' ? 'document' : first === 'body' ? 'body' : 'fragment';
  return { root, shape, lost, holder: holderOf(path, depth) };
}

/** The body, and `depth` first children from there on; shorter where there is none. */
function firstChildren(body: Tree.Element, depth: number): readonly Tree.ChildNode[] {
  const path: Tree.ChildNode[] = [body];
  for (let at = 0; at < depth; at += 1) {
    const last = path.at(-1);
    const child = last !== undefined && 'childNodes' in last ? last.childNodes[0] : undefined;
    if (child === undefined) break;
    path.push(child);
  }
  return path;
}

/** `parseHTML` asks for the first child of nothing where more than the last one is missing; a missing last one is an empty fragment. */
function holderOf(path: readonly Tree.ChildNode[], depth: number): ParsedDocument['holder'] {
  if (path.length < depth) return 'nothing';
  const last = path.at(-1);
  return path.length > depth && last?.nodeName === '#text' ? 'text' : 'element';
}

/** Nodes of the message beside the path, and not what was put around it. */
function besides(
  node: Tree.ChildNode | undefined,
  way: {
    readonly path: readonly Tree.ChildNode[];
    readonly reached: Tree.ChildNode | undefined;
    readonly offset: number;
  },
): readonly Tree.ChildNode[] {
  if (node === undefined || node === way.reached || !('childNodes' in node)) return [];
  return node.childNodes.flatMap((child) => {
    const isAround = 'tagName' in child && (child.sourceCodeLocation?.startOffset ?? 0) < way.offset;
    const isPassed = 'childNodes' in child && way.path.includes(child);
    return isAround || isPassed ? besides(child, way) : [child];
  });
}

function headOf(document: Tree.Document): readonly Dropped[] {
  const head = findElement(document, 'head');
  return (head?.childNodes ?? [])
    .filter((node): node is Tree.Element => 'tagName' in node)
    .map((node) => ({
      fragment: fragmentOf(toNode(node, new Set())),
      dropped: node.tagName === 'title' ? 'title' : 'head',
      facts: {},
    }));
}
