import type { PageWindow } from './page-window.ts';

/** The attribute that shows what an element is for: ws- and sse- before hx-. */
export function specialAttribute(element: Element): string | undefined {
  const attributes = element.getAttributeNames();
  return (
    attributes.find((name) => /^(?:data-)?(?:ws|sse)-/.test(name)) ??
    attributes.find((name) => /^(?:data-)?hx-/.test(name))
  );
}

/** Whether a reader can recognise the element by its label. */
export function isNamed(element: Element): boolean {
  return element.id !== '' || specialAttribute(element) !== undefined;
}

/** `form#chat-form`, `div[sse-swap]`, else only the tag. */
export function elementLabel(element: Element): string {
  if (element.id !== '') return `${element.localName}#${element.id}`;
  const special = specialAttribute(element);
  return special === undefined ? element.localName : `${element.localName}[${special}]`;
}

/** The label of an event's target or a logged node; `document` for the document, '' for anything that is not an element. */
export function targetLabel(view: PageWindow, target: unknown): string {
  if (target instanceof view.Element) return elementLabel(target);
  return target === view.document ? 'document' : '';
}
