import type { PageWindow } from './page-window.ts';

/** Judged only by the markup: style sheets are not evaluated, because the DOM engine supports fewer of them than a browser. */
export function isHidden(view: PageWindow, element: Element | null): boolean {
  for (let each = element; each !== null; each = each.parentElement) {
    if (each.hasAttribute('hidden') || ['template', 'script', 'style'].includes(each.localName)) return true;
    if (each instanceof view.HTMLElement && each.style.display === 'none') return true;
  }
  return false;
}

/** The text inside an element that a person can see. */
export function visibleText(view: PageWindow, element: Element): string {
  const texts = view.document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
  let shown = '';
  while (texts.nextNode() !== null) {
    if (!isHidden(view, texts.currentNode.parentElement)) shown += texts.currentNode.textContent ?? '';
  }
  return shown;
}
