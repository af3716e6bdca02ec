import type { Page } from './disposition.ts';

/** A node of a page or of a message that the model can move. */
export interface TreeNode {
  /** Lower case; '' for text, `#root` for a document, a message and the content of a `<template>`. */
  readonly tag: string;
  /** The text of a text node. */
  readonly text: string;
  readonly attributes: Record<string, string>;
  children: TreeNode[];
  /** The content of a `<template>`. */
  readonly content: TreeNode | undefined;
  parent: TreeNode | undefined;
  /** Index in the snapshot of the page; undefined: it came with a message. */
  readonly index: number | undefined;
}

export function makeNode(given: Partial<Omit<TreeNode, 'children' | 'parent'>> & { readonly tag: string }): TreeNode {
  return {
    text: '',
    attributes: {},
    content: undefined,
    index: undefined,
    ...given,
    children: [],
    parent: undefined,
  };
}

export function append(parent: TreeNode, ...children: readonly TreeNode[]): void {
  appendAll(parent, children);
}

/** The same for a list of any length. */
export function appendAll(parent: TreeNode, children: readonly TreeNode[]): void {
  insert(parent, parent.children.length, children);
}

/** Inserts nodes into `parent`, before its child at `at`. */
export function insert(parent: TreeNode, at: number, nodes: readonly TreeNode[]): void {
  for (const node of nodes) node.parent = parent;
  // One by one, or as a new list: a call takes no more than some 100,000 arguments.
  if (at === parent.children.length) for (const node of nodes) parent.children.push(node);
  else parent.children = [...parent.children.slice(0, at), ...nodes, ...parent.children.slice(at)];
}

export function remove(node: TreeNode): void {
  const { parent } = node;
  if (parent === undefined) return;
  parent.children = parent.children.filter((child) => child !== node);
  node.parent = undefined;
}

/** A deep copy. It belongs to no snapshot. */
export function clone(node: TreeNode): TreeNode {
  const content = node.content === undefined ? undefined : clone(node.content);
  const copy = makeNode({ tag: node.tag, text: node.text, attributes: { ...node.attributes }, content });
  appendAll(copy, node.children.map(clone));
  return copy;
}

export function isElement(node: TreeNode): boolean {
  return node.tag !== '' && node.tag !== '#root';
}

/** Elements inside the node in document order, except those inside templates. */
export function descendants(node: TreeNode): readonly TreeNode[] {
  return node.children.flatMap((child) => (isElement(child) ? [child, ...descendants(child)] : []));
}

export function rootOf(node: TreeNode): TreeNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Whether `inner` is `outer` or inside it. */
export function contains(outer: TreeNode, inner: TreeNode): boolean {
  for (let node: TreeNode | undefined = inner; node !== undefined; node = node.parent) if (node === outer) return true;
  return false;
}

/** Its `textContent`, which excludes the content of templates. */
export function textContent(node: TreeNode): string {
  return node.text + node.children.map(textContent).join('');
}

/** The text of the node and of everything inside it, white space collapsed. The content of templates is included. */
export function textOf(node: TreeNode): string {
  const parts = (each: TreeNode): string =>
    each.text + [...each.children, ...(each.content?.children ?? [])].map(parts).join('');
  return parts(node).replace(/\s+/gu, ' ').trim();
}

/** A page as a tree: the elements that the snapshot lists, below a body. */
export interface PageTree {
  readonly root: TreeNode;
  readonly body: TreeNode;
  /** By their index in the snapshot. */
  readonly nodes: readonly TreeNode[];
  readonly page: Page;
}

export function pageTree(page: Page): PageTree {
  const nodes = page.elements.map(({ tag, attributes, index }) =>
    makeNode({ tag, attributes: { ...attributes }, index }),
  );
  const root = makeNode({ tag: '#root' });
  const body = nodes.find(({ tag }) => tag === 'body') ?? makeNode({ tag: 'body' });
  const html = nodes.find(({ tag }) => tag === 'html') ?? makeNode({ tag: 'html' });
  append(root, html);
  append(html, body);
  for (const [at, node] of nodes.entries()) {
    if (node === body || node === html) continue;
    const parent = page.elements[at]?.parent ?? null;
    const around = parent === null ? undefined : nodes[parent];
    append(around === undefined || around === html ? body : around, node);
  }
  return { root, body, nodes, page };
}
