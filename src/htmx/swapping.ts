import type { PageElement } from '../model/page.ts';
import type { Disposition, DropReason, Dropped, Effect, Note, Page, Swapped, Target } from './disposition.ts';
import type { SwapDialect } from './dialect.ts';
import { Finder } from './find.ts';
import type { FindRules, Found } from './find.ts';
import { fragmentOf, jsonKind } from './fragments.ts';
import { keepPreserved, restorePreserved } from './preserve.ts';
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
  /** Nodes of the message whose `hx-preserve` keeps elements of the page. */
  readonly preserves?: readonly TreeNode[];
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

  /** Performs a swap in the tree. */
  swap(order: SwapOrder): void {
    const { connector } = this;
    const before = connector !== undefined && this.isAttached(connector);
    const notes = new Set<Note>(order.notes);
    const attached = order.targets.filter((target) => this.isAttached(target));
    if (attached.length + order.unlisted > 1) notes.add('several-targets');
    const inserted: TreeNode[] = [];
    for (const target of order.targets) for (const node of this.#insert(order, target, notes)) inserted.push(node);
    if (before && !this.isAttached(connector)) notes.add('removes-connector');
    const target = targetFound(order.selector, { kind: 'found', nodes: order.targets, unlisted: order.unlisted });
    const { via, style, effect } = order;
    for (const fragment of order.fragments)
      this.#done.push({
        disposition: { fragment: fragmentOf(fragment), via, target, style, effect, notes: [...notes] },
        inserted,
      });
  }

  /** @param notes receives what became of preserved elements @returns what is in the page then */
  #insert({ effect, nodes, preserves = [] }: SwapOrder, target: TreeNode, notes: Set<Note>): readonly TreeNode[] {
    const copies = nodes.map(clone);
    const pantry = keepPreserved(this.tree, preserves);
    const inserted = applyEffect(effect, target, copies);
    const { instead, lost } = restorePreserved(this.tree, pantry);
    if (instead.size > 0) notes.add('preserved');
    if (lost.length > 0) notes.add('preserved-lost');
    return lost.length > 0 ? [] : inserted.map((node) => instead.get(node) ?? node);
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

/** Inserts nodes as the effect says, and returns what it inserted. A target without a parent is not touched, as in htmx. */
function applyEffect(effect: Effect, target: TreeNode, nodes: readonly TreeNode[]): readonly TreeNode[] {
  const { parent } = target;
  const at = parent?.children.indexOf(target) ?? 0;
  switch (effect) {
    case 'replaces':
    case 'morphs':
      if (target.tag === 'body') return applyEffect('replaces-content', target, nodes);
      if (parent === undefined) return [];
      insert(parent, at, nodes);
      remove(target);
      return nodes;
    case 'replaces-content':
    case 'morphs-content':
      for (const child of target.children) child.parent = undefined;
      target.children = [];
      appendAll(target, nodes);
      return nodes;
    case 'replaces-text':
      return applyEffect('replaces-content', target, [
        makeNode({ tag: '', text: nodes.map(({ text }) => text).join('') }),
      ]);
    case 'prepends':
      insert(target, 0, nodes);
      return nodes;
    case 'appends':
      appendAll(target, nodes);
      return nodes;
    case 'inserts-before':
    case 'inserts-after':
      if (parent === undefined) return [];
      insert(parent, effect === 'inserts-before' ? at : at + 1, nodes);
      return nodes;
    case 'deletes':
      remove(target);
      return [];
    case 'requests':
    case 'none':
      return [];
  }
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
