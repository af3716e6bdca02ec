import { elementLabel, isNamed } from './label.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { showsDigit, type Sight } from './visible-text.ts';
import { matching } from './watched.ts';

const MOST_CHARACTERS = 400;

/**
 * Records text that changes in the page, once per element and turn, from the end of parsing on.
 * @param watched selectors; a record names those that match its element or an ancestor
 */
export function watchText(sight: Sight, port: InstrumentPort, watched: readonly string[]): void {
  const { view } = sight;
  const { document } = view;
  const known = new WeakMap<Element, string>();
  const report = (element: Element): void => {
    const text = textOf(element);
    if (known.get(element) === text) return;
    known.set(element, text);
    const within = matching(element, watched);
    // Outside of what is watched only a number counts; styles are slow to compute.
    const hidden = within.length === 0 && /\p{Nd}/u.test(text) && !showsDigit(sight, element);
    port.emit({ type: 'text', element: elementLabel(element), within, text, ...(hidden ? { hidden } : {}) });
  };
  const observer = new view.MutationObserver((mutations) => {
    const touched = new Set<Element>();
    for (const mutation of mutations) {
      // A swap that replaces an element changes its parent; the new element is more informative.
      for (const added of mutation.addedNodes) if (added instanceof view.Element && isNamed(added)) touched.add(added);
      touched.add(ownerOf(view, mutation.target));
    }
    for (const element of touched) if (element.isConnected) report(element);
  });
  document.addEventListener(
    'DOMContentLoaded',
    () => {
      for (const element of document.querySelectorAll('*')) if (isNamed(element)) known.set(element, textOf(element));
      if (document.body !== null) known.set(document.body, textOf(document.body));
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    },
    { once: true },
  );
}

function textOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS);
}

/** The nearest element that a reader can recognise. */
function ownerOf(view: PageWindow, node: Node): Element {
  let element = node instanceof view.Element ? node : node.parentElement;
  while (element !== null && !isNamed(element)) element = element.parentElement;
  return element ?? view.document.body ?? view.document.documentElement;
}
