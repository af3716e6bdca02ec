import type { Swapped } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';

/** What an element has as its children, where text of its own is none of them (HTML standard, 4.4.5, 4.9, 4.10.7). */
const CHILDREN: ReadonlyMap<string, string> = new Map([
  ['table', 'tr'],
  ['tbody', 'tr'],
  ['thead', 'tr'],
  ['tfoot', 'tr'],
  ['tr', 'td'],
  ['select', 'option'],
  ['datalist', 'option'],
  ['ul', 'li'],
  ['ol', 'li'],
]);
/** The tag of the children that an element with this tag has; undefined: it may have any. */
export function childOf(tag: string): string | undefined {
  return CHILDREN.get(tag);
}

/** The tag of the element that a part is swapped into; '': it is not known. */
export function targetTag({ elements }: ObservedPage, { target }: Swapped): string {
  const [, label] = /^([a-z][\w-]*)/iu.exec(target.label ?? '') ?? [];
  if (label !== undefined) return label;
  // The page may have changed since, but for its ids.
  const id = /^#([\w-]+)$/u.exec(target.selector)?.[1];
  const found = id === undefined ? elements.find(({ index }) => index === target.elements[0]) : undefined;
  return (found ?? elements.find((each) => each.id !== '' && each.id === id))?.tag ?? '';
}
