import type { Swapped } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';

/** The tag of the element that a part is swapped into; '': it is not known. */
export function targetTag({ elements }: ObservedPage, { target }: Swapped): string {
  const [, label] = /^([a-z][\w-]*)/iu.exec(target.label ?? '') ?? [];
  if (label !== undefined) return label;
  // The page may have changed since, but for its ids.
  const id = /^#([\w-]+)$/u.exec(target.selector)?.[1];
  const found = id === undefined ? elements.find(({ index }) => index === target.elements[0]) : undefined;
  return (found ?? elements.find((each) => each.id !== '' && each.id === id))?.tag ?? '';
}
