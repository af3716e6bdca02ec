import { append, contains, descendants, insert, makeNode, remove } from './tree.ts';
import type { PageTree, TreeNode } from './tree.ts';

/** Elements of the page that `hx-preserve` takes out of it while a swap takes place. */
export interface Pantry {
  readonly place: TreeNode;
  /** Empty: the swap preserves nothing. */
  readonly kept: readonly TreeNode[];
}

/** Where they are meanwhile. htmx 2: in one place, which it makes when it needs it. htmx 4: each swap makes its own. */
export type PantryKind = 'shared' | 'own';

/** What became of the preserved elements. */
export interface Preserved {
  /** The old element that took the place of each new one. */
  readonly instead: ReadonlyMap<TreeNode, TreeNode>;
  /** Old elements whose place did not come: they are no longer in the page. */
  readonly lost: readonly TreeNode[];
}

const PANTRY = '--htmx-preserve-pantry--';

function withId(root: TreeNode, id: string | undefined): TreeNode | undefined {
  return id === undefined || id === ''
    ? undefined
    : descendants(root).find(({ attributes }) => attributes['id'] === id);
}

/**
 * htmx 2 and 4 `handlePreservedElements`, where elements have `moveBefore`: each goes behind the body for as long as the swap takes. Where the swap throws it
 * stays there.
 * @param nodes that are swapped in, and name elements of the page with `hx-preserve` and an id
 */
export function keepPreserved(tree: PageTree, nodes: readonly TreeNode[], kind: PantryKind = 'shared'): Pantry {
  const { root } = tree;
  // htmx 2 leaves one behind when a swap throws, and uses it again.
  const place = kind === 'own' ? makeOwn() : (withId(root, PANTRY) ?? makeShared());
  const put = (): void => {
    const { parent } = tree.body;
    if (parent !== undefined && place.parent === undefined)
      insert(parent, parent.children.indexOf(tree.body) + 1, [place]);
  };
  if (kind === 'own') put();
  const kept = new Set<TreeNode>();
  for (const { attributes } of nodes.flatMap((node) => [node, ...descendants(node)])) {
    if (!('hx-preserve' in attributes || 'data-hx-preserve' in attributes)) continue;
    // Of several with an id the next one is the first in the page as it is then; one that was taken out is behind the others.
    const node = withId(root, attributes['id']);
    if (node === undefined) continue;
    put();
    remove(node);
    append(place, node);
    kept.add(node);
  }
  return { place, kept: [...kept] };
}

function makeOwn(): TreeNode {
  return makeNode({ tag: 'div', attributes: { hidden: '' } });
}

function makeShared(): TreeNode {
  return makeNode({ tag: 'div', attributes: { id: PANTRY } });
}

/** htmx 2 and 4 `restorePreservedElements`: each takes the place of the first element with its id, which may be itself; then it goes. */
export function restorePreserved({ root }: PageTree, { place, kept }: Pantry): Preserved {
  const instead = new Map<TreeNode, TreeNode>();
  // A swap into the place itself, or beside an element that is there, adds to it.
  for (const old of [...place.children]) {
    const found = withId(root, old.attributes['id']);
    if (found === undefined) continue;
    remove(old);
    if (found === old) continue;
    const { parent } = found;
    if (parent !== undefined) insert(parent, parent.children.indexOf(found), [old]);
    remove(found);
    instead.set(found, old);
  }
  remove(place);
  return { instead, lost: kept.filter((old) => !contains(root, old)) };
}
