import type { WatchedElement } from '../../../model/page.ts';
import type { PageWindow } from './page-window.ts';
import { isHidden } from './visible-text.ts';

/** The selectors that match the element or an ancestor. */
export function matching(element: Element, selectors: readonly string[]): readonly string[] {
  return selectors.filter((selector) => orUndefined(() => element.closest(selector) ?? undefined) !== undefined);
}

/** The first element that matches, by selector; none for a selector that does not parse. */
export function watchedNow(view: PageWindow, selectors: readonly string[]): Record<string, WatchedElement> {
  const now: Record<string, WatchedElement> = {};
  for (const selector of selectors) {
    const element = orUndefined(() => view.document.querySelector(selector) ?? undefined);
    if (element === undefined) continue;
    now[selector] = {
      text: element.textContent ?? '',
      html: element.innerHTML,
      visible: !isHidden(view, element),
    };
  }
  return now;
}

/** A selector that does not parse throws. */
function orUndefined<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
