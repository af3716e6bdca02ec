import { isSwapped } from '../../htmx/disposition.ts';
import { attribute, upwards } from '../../htmx/elements.ts';
import { dataOf } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';

/**
 * An event goes where an element far around the stream says, for requests of its own: `hx-target` is inherited (htmx 2 `getTarget`), so that an
 * element which waits for an event does not show it. Where nothing but the stream can be meant by that attribute, it is right.
 */
export function targetInherited(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  if (page.dialect.major === 4) return undefined;
  for (const { element } of page.withRole('sse', 'swap')) {
    const holder = holderOf(page, element);
    const entry = entries.find(
      ({ incoming, predicted }) =>
        typeof incoming !== 'string' &&
        page.dialect.eventsOf(element).includes(incoming.name) &&
        predicted.some(
          (part) => isSwapped(part) && part.via === 'main' && !part.target.elements.includes(element.index),
        ),
    );
    if (holder === undefined || entry === undefined || !servesOthers(page, holder, element)) continue;
    const selector = attribute(holder, page.dialect.core.target) ?? '';
    const { index: _, ...at } = holder;
    return {
      code: 'live/target-inherited',
      severity: 'error',
      facts: { selector, from: startTag(at), event: entry.incoming instanceof Object ? entry.incoming.name : '' },
      evidence: page.evidence(
        page.place((each) => attribute(each, page.dialect.core.target) === selector),
        { ledger: [entry], received: dataOf(entry) },
      ),
    };
  }
  return undefined;
}

function startTag({ tag, id }: Pick<PageElement, 'tag' | 'id'>): string {
  return id === '' ? tag : `${tag} id="${id}"`;
}

/** The element outside the one that connects from which the target is inherited; undefined: the target is of the stream's own. */
function holderOf(page: ObservedPage, element: PageElement): PageElement | undefined {
  const { target } = page.dialect.core;
  const holder = [...upwards(page.elements, element)].find((each) => attribute(each, target) !== undefined);
  const connector = [...upwards(page.elements, element)].find(
    (each) => page.dialect.roleOf(each, 'sse', 'connect') !== undefined,
  );
  const isOutside = holder !== undefined && connector !== undefined && !page.within(holder, connector);
  return isOutside ? holder : undefined;
}

/** Links, forms or elements beside the stream make requests whose answers go there. */
function servesOthers(page: ObservedPage, holder: PageElement, listener: PageElement): boolean {
  const { boost, requests, target } = page.dialect.core;
  const asks = (element: PageElement): boolean =>
    page.within(element, holder) &&
    !page.within(element, listener) &&
    attribute(element, target) === undefined &&
    requests.some((name) => attribute(element, name) !== undefined);
  const isBoosted = page.elements.some(
    (element) => attribute(element, boost) === 'true' && (page.within(holder, element) || page.within(element, holder)),
  );
  return isBoosted || page.elements.some(asks);
}
