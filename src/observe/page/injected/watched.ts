import type { WatchedElement } from '../../../model/page.ts';
import { isHidden, type Sight } from './visible-text.ts';

/** The selectors that match the element or an ancestor. */
export function matching(element: Element, selectors: readonly string[]): readonly string[] {
  return selectors.filter((selector) => orUndefined(() => element.closest(selector) ?? undefined) !== undefined);
}

/** The first element that matches, by selector; none for a selector that does not parse. */
export function watchedNow(sight: Sight, selectors: readonly string[]): Record<string, WatchedElement> {
  const now: Record<string, WatchedElement> = {};
  for (const selector of selectors) {
    const element = orUndefined(() => sight.view.document.querySelector(selector) ?? undefined);
    if (element === undefined) continue;
    now[selector] = {
      text: element.textContent ?? '',
      html: element.innerHTML,
      visible: !isHidden(sight, element),
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
