import type { PageElement } from '../model/page.ts';
import type { Disposition, DropReason, Dropped, Effect, Note, Page, Swapped, Target } from './disposition.ts';
import type { SwapDialect } from './dialect.ts';
import { Finder } from './find.ts';
import type { FindRules, Found } from './find.ts';
import { fragmentOf, jsonKind } from './fragments.ts';
import { keepPreserved, restorePreserved } from './preserve.ts';
import type { PantryKind } from './preserve.ts';
import { appendAll, clone, insert, isElement, makeNode, pageTree, remove, rootOf } from './tree.ts';
import type { PageTree, TreeNode } from './tree.ts';

interface Take {
  readonly disposition: Swapped;
  readonly inserted: readonly TreeNode[];
}

/** How one fragment is swapped. */
export interface SwapOrder {
  /** Parts of the message that belong to this swap: each gets a disposition. */
  readonly fragments: readonly TreeNode[];
  readonly via: Swapped['via'];
  readonly selector: string;
  readonly targets: readonly TreeNode[];
  readonly unlisted: number;
  readonly style: string;
  readonly effect: Effect;
  /** What is inserted into the page; each target gets a copy. */
  readonly nodes: readonly TreeNode[];
  readonly notes?: readonly Note[];
  /** Nodes of the message whose `hx-preserve` keeps elements of the page. undefined: htmx does not look for any. */
  readonly preserves?: readonly TreeNode[];
  /** htmx 2 as a rule. htmx 4 makes a place of its own for each swap, and inserts into the parent that the target had before. */
  readonly pantry?: PantryKind;
  /** What is said where htmx throws because `hx-preserve` took the target out of its parent. */
  readonly thrown?: Thrown;
}

interface Thrown {
  readonly facts: Dropped['facts'];
  /** Targets that follow get nothing. */
  readonly stops: boolean;
}

/** One message or event being applied to a page: the page as it changes, and what has happened to each part so far. */
export class Swapping {
  readonly tree: PageTree;
  readonly finder: Finder;
  readonly connector: TreeNode | undefined;
  readonly #done: (Take | Dropped)[] = [];

  constructor(page: Page, connector: PageElement | undefined, rules: FindRules) {
    this.tree = pageTree(page);
    this.finder = new Finder(this.tree, rules);
    this.connector = connector === undefined ? undefined : this.tree.nodes[connector.index];
  }

  node(element: PageElement): TreeNode | undefined {
    return this.tree.nodes[element.index];
  }

  isAttached(node: TreeNode): boolean {
    return rootOf(node) === this.tree.root;
  }

  dropped(node: TreeNode, dropped: DropReason, facts: Dropped['facts']): Dropped {
    return { fragment: fragmentOf(node), dropped, facts };
  }

  drop(node: TreeNode, dropped: DropReason, facts: Dropped['facts'] = {}): void {
    this.#done.push(this.dropped(node, dropped, facts));
  }

  dropAll(dropped: readonly Dropped[]): void {
    for (const each of dropped) this.#done.push(each);
  }

  /** Performs a swap in the tree. @returns whether htmx threw for a target */
  swap(order: SwapOrder): 'done' | 'threw' {
    const { connector } = this;
    const before = connector !== undefined && this.isAttached(connector);
    const notes = new Set<Note>(order.notes);
    const attached = order.targets.filter((target) => this.isAttached(target));
    if (attached.length + order.unlisted > 1) notes.add('several-targets');
    const { inserted, targets, threw } = this.#insertAll(order, notes);
    if (threw) for (const node of order.fragments) this.drop(node, 'target-removed', order.thrown?.facts);
    if (targets.length + order.unlisted === 0 && threw) return 'threw';
    if (before && !this.isAttached(connector)) notes.add('removes-connector');
    const target = targetFound(order.selector, { kind: 'found', nodes: targets, unlisted: order.unlisted });
    const { via, style, effect } = order;
    for (const fragment of order.fragments)
      this.#done.push({
        disposition: { fragment: fragmentOf(fragment), via, target, style, effect, notes: [...notes] },
        inserted,
      });
    return threw ? 'threw' : 'done';
  }

  /** The same where no target is in the page any more: elements that the message preserves do not come back. */
  swapOutside(order: SwapOrder): void {
    this.#insertAll(order, new Set());
  }

  /** @returns what was inserted, and the targets for which htmx did not throw */
  #insertAll(
    order: SwapOrder,
    notes: Set<Note>,
  ): { readonly inserted: readonly TreeNode[]; readonly targets: readonly TreeNode[]; readonly threw: boolean } {
    const inserted: TreeNode[] = [];
    const targets: TreeNode[] = [];
    for (const target of order.targets) {
      const nodes = this.#insert(order, target, notes);
      if (nodes !== undefined) {
        targets.push(target);
        for (const node of nodes) inserted.push(node);
      } else if (order.thrown?.stops === true) break;
    }
    return { inserted, targets, threw: targets.length < order.targets.length };
  }

  /** @param notes receives what became of preserved elements @returns what is in the page then; undefined: htmx throws, and they stay where they are kept */
  #insert(order: SwapOrder, target: TreeNode, notes: Set<Note>): readonly TreeNode[] | undefined {
    const { effect, nodes, preserves, pantry: kind } = order;
    const copies = nodes.map(clone);
    const { parent } = target;
    if (preserves === undefined) return applyEffect(effect, target, { nodes: copies, parent });
    const pantry = keepPreserved(this.tree, preserves, kind);
    const inserted = applyEffect(effect, target, { nodes: copies, parent: kind === 'own' ? parent : target.parent });
    if (inserted === undefined) return undefined;
    const { instead, lost } = restorePreserved(this.tree, pantry);
    if (instead.size > 0) notes.add('preserved');
    if (lost.length > 0) notes.add('preserved-lost');
    return lost.length > 0 ? [] : inserted.map((node) => latest(instead, node));
  }

  /** Everything that happened to the message, in htmx's order. */
  finish(): readonly Disposition[] {
    // The parts of one swap share a list, which is looked through once.
    const known = new Map<readonly TreeNode[], boolean>();
    return this.#done.map((each) => {
      if ('dropped' in each) return each;
      const { disposition, inserted } = each;
      const gone = known.get(inserted) ?? (inserted.length > 0 && inserted.every((node) => !this.isAttached(node)));
      known.set(inserted, gone);
      return gone ? { ...disposition, notes: [...disposition.notes, 'overwritten'] } : disposition;
    });
  }
}

/** One that took the place of a new element may itself have lost it to another with its id. */
function latest(instead: ReadonlyMap<TreeNode, TreeNode>, node: TreeNode): TreeNode {
  let last = node;
  for (let next = instead.get(last); next !== undefined; next = instead.get(last)) last = next;
  return last;
}

interface Insertion {
  readonly nodes: readonly TreeNode[];
  /** What htmx takes for the parent of the target: the one that it had before it was taken out to be preserved, or the one that it has. */
  readonly parent: TreeNode | undefined;
}

/**
 * Inserts nodes as the effect says, and returns what it inserted; undefined: htmx throws, because it removes the target from a parent that is not its own.
 * A target without a parent is not touched, as in htmx.
 */
function applyEffect(effect: Effect, target: TreeNode, insertion: Insertion): readonly TreeNode[] | undefined {
  const { nodes, parent } = insertion;
  switch (effect) {
    case 'replaces':
    case 'morphs':
      return target.tag === 'body' ? applyEffect('replaces-content', target, insertion) : replace(target, insertion);
    case 'replaces-content':
    case 'morphs-content':
      for (const child of target.children) child.parent = undefined;
      target.children = [];
      appendAll(target, nodes);
      return nodes;
    case 'replaces-text': {
      const text = makeNode({ tag: '', text: nodes.map((node) => node.text).join('') });
      return applyEffect('replaces-content', target, { nodes: [text], parent });
    }
    case 'prepends':
      insert(target, 0, nodes);
      return nodes;
    case 'appends':
      appendAll(target, nodes);
      return nodes;
    case 'inserts-before':
    case 'inserts-after':
      return insertBeside(effect, target, insertion);
    case 'deletes':
      remove(target);
      return [];
    case 'requests':
    case 'none':
      return [];
  }
}

function replace(target: TreeNode, { nodes, parent }: Insertion): readonly TreeNode[] | undefined {
  const own = target.parent;
  if (parent === undefined || own === undefined) return [];
  insert(own, own.children.indexOf(target), nodes);
  if (own !== parent) return undefined;
  remove(target);
  return nodes;
}

/** Before the target, or before what follows it, wherever that is; where nothing follows it, at the end of its parent. */
function insertBeside(
  effect: 'inserts-before' | 'inserts-after',
  target: TreeNode,
  { nodes, parent }: Insertion,
): readonly TreeNode[] {
  const own = target.parent;
  if (parent === undefined || own === undefined) return [];
  const at = own.children.indexOf(target);
  if (effect === 'inserts-before') insert(own, at, nodes);
  else if (at < own.children.length - 1) insert(own, at + 1, nodes);
  else appendAll(parent, nodes);
  return nodes;
}

/** Options of a prediction. */
export function readings(
  predict: SwapDialect['predict'],
): Pick<SwapDialect, 'predict' | 'selectorsOf' | 'takeMessageApart' | 'takeEventApart'> {
  return {
    predict,
    selectorsOf: (...asked) => predict(...asked).asked,
    takeMessageApart: (...taken) => predict(...taken).dispositions,
    takeEventApart: (...taken) => predict(...taken).dispositions,
  };
}

/** Text that is not only white space. */
export function saysSomething(node: TreeNode): boolean {
  return !isElement(node) && node.text.trim() !== '';
}

/** Adds to dropped parts that the message was JSON or a whole document, and what else the part lacks. */
export function inShape(
  dispositions: readonly Disposition[],
  message: { readonly text: string; readonly shape: 'fragment' | 'body' | 'document' },
): readonly Disposition[] {
  const json = jsonKind(message.text) !== undefined;
  if (!json && message.shape === 'fragment') return dispositions;
  const reason = json ? 'json' : 'document';
  return dispositions.map((each) =>
    'effect' in each ? each : { ...each, dropped: reason, facts: { ...each.facts, lacks: each.dropped } },
  );
}

/** An empty message. */
export function ifEmpty(dispositions: readonly Disposition[]): readonly Disposition[] {
  if (dispositions.length > 0) return dispositions;
  return [{ fragment: fragmentOf(makeNode({ tag: '' })), dropped: 'empty', facts: {} }];
}

/** What a selector led to, as a value. */
export function targetFound(selector: string, found: Found): Target {
  if (found.kind === 'throws') return { selector, count: -1, elements: [] };
  const elements = found.nodes.map(({ index }) => index).filter((index) => index !== undefined);
  return { selector, count: foundCount(found), elements };
}

export function foundCount(found: Found): number {
  return found.kind === 'throws' ? 0 : found.nodes.length + found.unlisted;
}
