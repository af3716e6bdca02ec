import type { PageElement, PageScript } from '../../../model/page.ts';

const MOST_ELEMENTS = 2000;
const MOST_CHARACTERS = 2000;

/** The elements of the page that a snapshot lists; see `PageSnapshot.elements`. */
export function elementsNow(document: Document): readonly PageElement[] {
  const listed = new Map<Element, number>();
  const rows: PageElement[] = [];
  for (const element of document.querySelectorAll('*')) {
    if (!isListed(element)) continue;
    if (rows.length >= MOST_ELEMENTS) break;
    let parent = element.parentElement;
    while (parent !== null && !listed.has(parent)) parent = parent.parentElement;
    const attributes: Record<string, string> = {};
    for (const name of element.getAttributeNames())
      attributes[name] = (element.getAttribute(name) ?? '').slice(0, MOST_CHARACTERS);
    listed.set(element, rows.length);
    rows.push({
      index: rows.length,
      parent: parent === null ? null : (listed.get(parent) ?? null),
      tag: element.localName,
      id: element.id,
      attributes,
    });
  }
  return rows;
}

function isListed(element: Element): boolean {
  return (
    element.id !== '' ||
    ['form', 'input', 'button', 'textarea'].includes(element.localName) ||
    element.getAttributeNames().some((name) => /^(?:data-)?(?:hx|ws|sse)-/.test(name))
  );
}

export function scriptsNow(document: Document): readonly PageScript[] {
  return [...document.querySelectorAll('script')].map((script) => ({ src: script.src, kind: kindOf(script) }));
}

/** HTML standard, "prepare the script element". */
function kindOf(script: HTMLScriptElement): PageScript['kind'] {
  const type = script.type.trim().toLowerCase();
  if (type === 'module') return 'module';
  return type === '' || /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/.test(type) ? 'classic' : 'other';
}
