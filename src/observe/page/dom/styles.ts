import styleRules from 'jsdom/lib/jsdom/living/helpers/style-rules.js';
import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import type { StyleOf } from '../injected/visible-text.ts';

/**
 * `display` and `visibility` as jsdom computes them. Its own `getComputedStyle` resolves eleven colours as well, each of them up to the root: of a
 * thousand elements inside one another that took five seconds.
 */
export const styleOf: StyleOf = (element) => ({
  get display() {
    return declared(element, 'display');
  },
  get visibility() {
    for (let each: Element | null = element; each !== null; each = each.parentElement) {
      const own = declared(each, 'visibility');
      if (own !== '' && own !== 'inherit') return own;
    }
    return 'visible';
  },
});

function declared(element: Element, property: string): string {
  const kept: unknown = utils.implForWrapper(element);
  return kept instanceof Object ? styleRules.getDeclarationForElement(kept).getPropertyValue(property) : '';
}
