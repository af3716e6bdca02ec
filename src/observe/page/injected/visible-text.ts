import { OPAQUE } from '../../../model/opaque.ts';
import type { PageWindow } from './page-window.ts';

/** Whether nothing in the element can be seen: by its own markup, or by a style that holds for it or an element around it. */
export function isHidden(view: PageWindow, element: Element | null, known = new Map<Element, boolean>()): boolean {
  if (element === null) return false;
  const before = known.get(element);
  if (before !== undefined) return before;
  const hidden = hidesItself(view, element) || isHidden(view, element.parentElement, known);
  known.set(element, hidden);
  return hidden;
}

/** `visibility` is inherited, and an element inside may be visible again: it is asked of the element with the text alone. */
function hidesItself(view: PageWindow, element: Element): boolean {
  const { localName, parentElement } = element;
  if (element.hasAttribute('hidden') || parentElement?.localName === 'textarea') return true;
  if (localName !== 'textarea' && OPAQUE.has(localName)) return true;
  return view.getComputedStyle(element).display === 'none';
}

/** Whether text directly inside the element can be seen. */
function showsText(view: PageWindow, element: Element | null, known: Map<Element, boolean>): boolean {
  if (element === null || isHidden(view, element, known)) return false;
  return !['hidden', 'collapse'].includes(view.getComputedStyle(element).visibility);
}

/** Whether a person can see the text inside the element. Styles are asked for as few elements as will do: the DOM computes them slowly. */
export function showsVisibly(view: PageWindow, element: Element, text: string): boolean {
  const nodes = view.document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
  const known = new Map<Element, boolean>();
  let all = '';
  while (nodes.nextNode() !== null) {
    const { parentElement, textContent } = nodes.currentNode;
    if (textContent?.includes(text) === true && showsText(view, parentElement, known)) return true;
    all += textContent ?? '';
  }
  return all.includes(text) && visibleText(view, element, known).includes(text);
}

/** Whether a person can see a digit inside the element. */
export function showsDigit(view: PageWindow, element: Element): boolean {
  const texts = view.document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
  const known = new Map<Element, boolean>();
  while (texts.nextNode() !== null) {
    const { parentElement, textContent } = texts.currentNode;
    if (/\p{Nd}/u.test(textContent ?? '') && showsText(view, parentElement, known)) return true;
  }
  return false;
}

/** The text inside an element that a person can see. */
export function visibleText(view: PageWindow, element: Element, known = new Map<Element, boolean>()): string {
  const texts = view.document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
  let shown = '';
  while (texts.nextNode() !== null) {
    if (showsText(view, texts.currentNode.parentElement, known)) shown += texts.currentNode.textContent ?? '';
  }
  return shown;
}
