import { append, contains, descendants, insert, makeNode, remove } from './tree.ts';
import type { PageTree, TreeNode } from './tree.ts';

/** Elements of the page that `hx-preserve` takes out of it while a swap takes place. */
export interface Pantry {
  readonly place: TreeNode;
  /** Empty: the swap preserves nothing. */
  readonly kept: readonly TreeNode[];
}

/** What became of the preserved elements. */
export interface Preserved {
  /** The old element that took the place of each new one. */
  readonly instead: ReadonlyMap<TreeNode, TreeNode>;
  /** Old elements whose place did not come: they are no longer in the page. */
  readonly lost: readonly TreeNode[];
}

const PANTRY = '--htmx-preserve-pantry--';

/** Elements of the page that the nodes name with `hx-preserve` and an id of the page. */
export function namedToKeep({ root }: PageTree, nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes
    .flatMap((node) => [node, ...descendants(node)])
    .filter(({ attributes }) => 'hx-preserve' in attributes || 'data-hx-preserve' in attributes)
    .flatMap(({ attributes }) => withId(root, attributes['id']) ?? []);
}

function withId(root: TreeNode, id: string | undefined): TreeNode | undefined {
  return id === undefined || id === ''
    ? undefined
    : descendants(root).find(({ attributes }) => attributes['id'] === id);
}

/** htmx 2 and 4 `handlePreservedElements`, where elements have `moveBefore`: each goes behind the body for as long as the swap takes. */
export function keepPreserved(tree: PageTree, nodes: readonly TreeNode[]): Pantry {
  // htmx 2 leaves one behind when a swap throws, and uses it again.
  const place = withId(tree.root, PANTRY) ?? makeNode({ tag: 'div', attributes: { id: PANTRY } });
  const kept = [...new Set(namedToKeep(tree, nodes))];
  if (kept.length === 0) return { place, kept };
  const { parent } = tree.body;
  if (parent !== undefined && place.parent === undefined)
    insert(parent, parent.children.indexOf(tree.body) + 1, [place]);
  for (const node of kept) {
    remove(node);
    append(place, node);
  }
  return { place, kept };
}

/** htmx 2 and 4 `restorePreservedElements`: each takes the place of the first element with its id, which may be itself; then it goes. */
export function restorePreserved({ root }: PageTree, { place, kept }: Pantry): Preserved {
  const instead = new Map<TreeNode, TreeNode>();
  const lost: TreeNode[] = [];
  // A swap into the place itself adds to it.
  for (const old of [...place.children]) {
    const found = withId(root, old.attributes['id']);
    remove(old);
    if (found === undefined || contains(old, found)) {
      if (kept.includes(old)) lost.push(old);
      continue;
    }
    const { parent } = found;
    if (parent !== undefined) insert(parent, parent.children.indexOf(found), [old]);
    remove(found);
    instead.set(found, old);
  }
  remove(place);
  return { instead, lost: [...lost, ...kept.filter((old) => !lost.includes(old) && !isIn(root, old))] };
}

function isIn(root: TreeNode, node: TreeNode): boolean {
  return contains(root, node);
}
