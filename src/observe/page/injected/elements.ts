import type { PageElement, PageScript } from '../../../model/page.ts';

const MOST_ELEMENTS = 2000;
const MOST_CHARACTERS = 2000;

/** Elements as they are listed, and the index of each. */
export interface ElementList {
  readonly rows: readonly PageElement[];
  readonly indices: ReadonlyMap<Element, number>;
}

/** The elements of the page that a snapshot lists; see `PageSnapshot.elements`. */
export function elementsNow(document: Document): ElementList {
  return listOf(allOf(document).filter(isListed).slice(0, MOST_ELEMENTS));
}

/** Every element of the document, in order. jsdom needs three milliseconds for a thousand in `querySelectorAll`, and a hundred for each `next`. */
export function allOf(document: Document): readonly Element[] {
  return Array.prototype.slice.call(document.getElementsByTagName('*')) as Element[];
}

/** @param elements in document order */
export function listOf(elements: readonly Element[]): ElementList {
  const indices = new Map<Element, number>();
  const rows = elements.map((element, index): PageElement => {
    indices.set(element, index);
    return { index, parent: nearestIndex(element.parentElement, indices), ...rowOf(element) };
  });
  return { rows, indices };
}

/** Index of the element, or of the nearest listed one around it; null: none is listed. */
export function nearestIndex(element: Element | null, indices: ReadonlyMap<Element, number>): number | null {
  for (let each = element; each !== null; each = each.parentElement) {
    const index = indices.get(each);
    if (index !== undefined) return index;
  }
  return null;
}

/** What a listing says of an element by itself. */
export function rowOf(element: Element): Pick<PageElement, 'tag' | 'id' | 'attributes'> {
  const attributes: Record<string, string> = {};
  for (const name of element.getAttributeNames())
    attributes[name] = (element.getAttribute(name) ?? '').slice(0, MOST_CHARACTERS);
  return { tag: element.localName, id: element.id, attributes };
}

/** Whether a snapshot lists the element. */
export function isListed(element: Element): boolean {
  return element.id !== '' || isMoreThanAnId(element);
}

/** Whether it is listed for more than its id: a control, or an element with an attribute of htmx. */
export function isMoreThanAnId(element: Element): boolean {
  return (
    ['form', 'input', 'button', 'textarea'].includes(element.localName) ||
    element.getAttributeNames().some((name) => /^(?:data-)?(?:hx|ws|sse)-/.test(name))
  );
}

const HTML = 'http://www.w3.org/1999/xhtml';

export function scriptsNow(document: Document): readonly PageScript[] {
  // A script inside an SVG image is an element of another kind, without these properties.
  const scripts = [...document.querySelectorAll('script')].filter(({ namespaceURI }) => namespaceURI === HTML);
  return scripts.map((script) => ({ src: script.src, kind: kindOf(script) }));
}

/** HTML standard, "prepare the script element". */
function kindOf(script: HTMLScriptElement): PageScript['kind'] {
  const type = script.type.trim().toLowerCase();
  if (type === 'module') return 'module';
  return type === '' || /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/.test(type) ? 'classic' : 'other';
}
