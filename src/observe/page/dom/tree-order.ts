import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import type { PageWindow } from '../injected/page-window.ts';

/**
 * The DOM standard's `moveBefore`, which browsers have had since 2025 and jsdom lacks: htmx keeps elements with `hx-preserve` in another way without it.
 * What it spares an element, such as loading a frame again, does not happen in jsdom anyway.
 */
export function addMoveBefore(view: PageWindow): void {
  const move = function moveBefore(this: ParentNode, node: Node, child: Node | null): void {
    if (this.getRootNode({ composed: true }) !== node.getRootNode({ composed: true }))
      throw new view.DOMException('The node is in another tree.', 'HierarchyRequestError');
    this.insertBefore(node, child);
  };
  for (const { prototype } of [view.Element, view.Document, view.DocumentFragment])
    if (!('moveBefore' in prototype))
      Object.defineProperty(prototype, 'moveBefore', { value: move, writable: true, configurable: true });
}

/** jsdom's `getElementById` finds, of several elements with an id, the one that came first; browsers find the first one of the document. */
export function findIdsInOrder(view: PageWindow): void {
  const { getElementById } = view.Document.prototype;
  view.Document.prototype.getElementById = function (this: Document, id: string) {
    const first = getElementById.call(this, id);
    const document: unknown = utils.implForWrapper(this);
    const kept: unknown = document instanceof Object ? Reflect.get(document, '_ids') : undefined;
    const same: unknown = typeof kept === 'object' && kept !== null ? Reflect.get(kept, id) : undefined;
    if (first === null || !Array.isArray(same) || same.length < 2) return first;
    const all = same.map((each) => utils.wrapperForImpl(each) as HTMLElement).filter((each) => each.isConnected);
    return all.reduce((before, each) => (before.compareDocumentPosition(each) & PRECEDING ? each : before), first);
  };
}

const PRECEDING = 2;
