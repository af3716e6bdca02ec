import { OPAQUE } from '../../../model/opaque.ts';
import type { PageWindow } from './page-window.ts';

/** What of an element's computed style decides whether its text can be seen. */
export type StyleOf = (element: Element) => Pick<CSSStyleDeclaration, 'display' | 'visibility'>;

/** A page, and how the styles of its elements are asked for. */
export interface Sight {
  readonly view: PageWindow;
  readonly styleOf: StyleOf;
}

/** The sight of a browser's own page. Saves the native function before a script of the page can replace it. */
export function sightOf(view: PageWindow): Sight {
  return { view, styleOf: view.getComputedStyle.bind(view) };
}

/** Whether nothing in the element can be seen: by its own markup, or by a style that holds for it or an element around it. */
export function isHidden(sight: Sight, element: Element | null, known = new Map<Element, boolean>()): boolean {
  // No recursion: a page may nest its elements deeper than the stack is.
  const asked: Element[] = [];
  let hidden = false;
  for (let each = element; each !== null && !hidden; each = each.parentElement) {
    const before = known.get(each);
    hidden = before ?? hidesItself(sight, each);
    if (before !== undefined) break;
    asked.push(each);
  }
  for (const each of asked) known.set(each, hidden);
  return hidden;
}

/** `visibility` is inherited, and an element inside may be visible again: it is asked of the element with the text alone. */
function hidesItself({ styleOf }: Sight, element: Element): boolean {
  const { localName, parentElement } = element;
  if (element.hasAttribute('hidden') || parentElement?.localName === 'textarea') return true;
  if (localName !== 'textarea' && OPAQUE.has(localName)) return true;
  return styleOf(element).display === 'none';
}

/** Whether text directly inside the element can be seen. */
function showsText(sight: Sight, element: Element | null, known: Map<Element, boolean>): boolean {
  if (element === null || isHidden(sight, element, known)) return false;
  return !['hidden', 'collapse'].includes(sight.styleOf(element).visibility);
}

function textsOf({ view }: Sight, element: Element): TreeWalker {
  return view.document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
}

/** Whether a person can see the text inside the element. Styles are asked for as few elements as will do: the DOM computes them slowly. */
export function showsVisibly(sight: Sight, element: Element, text: string): boolean {
  const nodes = textsOf(sight, element);
  const known = new Map<Element, boolean>();
  let all = '';
  while (nodes.nextNode() !== null) {
    const { parentElement, textContent } = nodes.currentNode;
    if (textContent?.includes(text) === true && showsText(sight, parentElement, known)) return true;
    all += textContent ?? '';
  }
  return all.includes(text) && visibleText(sight, element, known).includes(text);
}

/** Whether a person can see a digit inside the element. */
export function showsDigit(sight: Sight, element: Element): boolean {
  const texts = textsOf(sight, element);
  const known = new Map<Element, boolean>();
  while (texts.nextNode() !== null) {
    const { parentElement, textContent } = texts.currentNode;
    if (/\p{Nd}/u.test(textContent ?? '') && showsText(sight, parentElement, known)) return true;
  }
  return false;
}

/** The text inside an element that a person can see. */
export function visibleText(sight: Sight, element: Element, known = new Map<Element, boolean>()): string {
  const texts = textsOf(sight, element);
  let shown = '';
  while (texts.nextNode() !== null) {
    if (showsText(sight, texts.currentNode.parentElement, known)) shown += texts.currentNode.textContent ?? '';
  }
  return shown;
}
