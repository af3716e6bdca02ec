import type { PageChange } from '../../../model/ledger.ts';
import { nearestIndex } from './elements.ts';
import { elementLabel } from './label.ts';
import type { PageWindow } from './page-window.ts';

const MOST_CHANGES = 50;

interface Children {
  readonly added: Set<Node>;
  readonly removed: Set<Node>;
  text: boolean;
}

/** Adds up what becomes of the children of each element while a message is handled. */
export class Changes {
  readonly #view: PageWindow;
  readonly #children = new Map<Element, Children>();
  /** Elements that came meanwhile: what happens inside them is part of their coming. */
  readonly #new = new Set<Node>();

  constructor(view: PageWindow) {
    this.#view = view;
  }

  add(mutations: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes, removedNodes } of mutations) {
      if (type === 'attributes') continue;
      const element = target instanceof this.#view.Element ? target : target.parentElement;
      if (element === null) continue;
      const children = this.#of(element);
      if (type === 'characterData') children.text = true;
      for (const node of removedNodes) if (!children.added.delete(node)) children.removed.add(node);
      for (const node of addedNodes) {
        if (!children.removed.delete(node)) children.added.add(node);
        this.#new.add(node);
      }
    }
  }

  /** Of the elements that were in the page before and still are. @param indices of the elements before */
  read(indices: ReadonlyMap<Element, number>): readonly PageChange[] {
    const isElement = (node: Node): boolean => node.nodeType === 1;
    const says = (node: Node): boolean => node.nodeType === 3 && (node.textContent ?? '').trim() !== '';
    const found: PageChange[] = [];
    for (const [element, { added, removed, text }] of this.#children) {
      if (found.length >= MOST_CHANGES || !element.isConnected || this.#isNew(element)) continue;
      const change: PageChange = {
        element: elementLabel(element),
        within: nearestIndex(element, indices),
        added: [...added].filter(isElement).length,
        removed: [...removed].filter(isElement).length,
        text: text || [...added, ...removed].some(says) ? 'yes' : 'no',
      };
      if (change.added + change.removed > 0 || change.text === 'yes') found.push(change);
    }
    return found;
  }

  #of(element: Element): Children {
    const known = this.#children.get(element);
    if (known !== undefined) return known;
    const made = { added: new Set<Node>(), removed: new Set<Node>(), text: false };
    this.#children.set(element, made);
    return made;
  }

  #isNew(element: Element): boolean {
    for (let each: Element | null = element; each !== null; each = each.parentElement)
      if (this.#new.has(each)) return true;
    return false;
  }
}
