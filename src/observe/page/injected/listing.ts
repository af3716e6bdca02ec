import type { PageElement } from '../../../model/page.ts';
import { allOf, isListed, isMoreThanAnId, listOf, type ElementList } from './elements.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';

/** Elements that have an id and no more are listed up to this many: a chat may give one to each message. */
const MOST_IDS = 300;
/** A row is written, sent and read. */
const ROW_COST = 5;
/** The listed elements of a page at one moment, and the number of the record that lists them. */
export interface ListedPage {
  readonly number: number;
  readonly list: ElementList;
  readonly unlisted: number;
}

export interface Listing {
  /** The page as it is. Elements are read, and recorded, only when something listed came, went or changed. */
  now(): ListedPage;
  /** Told of every change of the page since `now` was last called. */
  changed(mutations: readonly MutationRecord[]): void;
  /** How many elements were looked at so far, the rows of records counted five times: what all this costs the page. */
  readonly cost: number;
}

/** Keeps the list of a page's elements up to date at the cost of what changes in it, not of its size. */
export function openListing(view: PageWindow, port: InstrumentPort): Listing {
  let page: ListedPage | undefined;
  let text = '';
  let stale = true;
  let cost = 0;
  return {
    now() {
      if (page !== undefined && !stale) return page;
      stale = false;
      const { list, unlisted, looked } = readPage(view.document);
      cost += looked;
      const read = JSON.stringify(list.rows);
      if (page === undefined || read !== text) {
        text = read;
        cost += ROW_COST * list.rows.length;
        const number = (page?.number ?? 0) + 1;
        port.emit({ type: 'elements', listing: number, elements: list.rows, unlisted });
        page = { number, list, unlisted };
      } else page = { ...page, list };
      return page;
    },
    changed(mutations) {
      const indices = page?.list.indices;
      stale ||= indices === undefined || mutations.some((mutation) => concernsList(view, mutation, indices));
    },
    get cost() {
      return cost;
    },
  };
}

function readPage(document: Document): Pick<ListedPage, 'list' | 'unlisted'> & { readonly looked: number } {
  const every = allOf(document);
  const all = every.filter(isListed);
  let ids = 0;
  const kept = all.filter((element) => isMoreThanAnId(element) || (ids += 1) <= MOST_IDS);
  const { rows, indices } = listOf(kept);
  return {
    list: { rows: rows.map(withoutSwapClasses), indices },
    unlisted: all.length - kept.length,
    looked: every.length,
  };
}

/** `htmx-swapping`, `htmx-settling` and their like come and go within milliseconds. */
function withoutSwapClasses(row: PageElement): PageElement {
  const { class: classes, ...others } = row.attributes;
  if (classes === undefined || !classes.includes('htmx-')) return row;
  const kept = classes.split(/\s+/).filter((name) => !name.startsWith('htmx-'));
  return { ...row, attributes: kept.length === 0 ? others : { ...row.attributes, class: kept.join(' ') } };
}

function concernsList(
  view: PageWindow,
  { type, target, attributeName, addedNodes, removedNodes }: MutationRecord,
  indices: ReadonlyMap<Element, number>,
): boolean {
  const holds = (node: Node): boolean =>
    node instanceof view.Element && (isKnown(node) || [...node.querySelectorAll('*')].some(isKnown));
  const isKnown = (element: Element): boolean => indices.has(element) || isListed(element);
  if (type === 'childList') return [...addedNodes, ...removedNodes].some(holds);
  if (type !== 'attributes' || attributeName === 'class' || attributeName === 'style') return false;
  return target instanceof view.Element && isKnown(target);
}
