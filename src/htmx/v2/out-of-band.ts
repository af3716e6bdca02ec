import type { DropReason, Effect, Note } from '../disposition.ts';
import type { OutOfBand } from '../dialect.ts';
import { attribute } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { escapeIdentifier } from '../selector.ts';
import { foundCount } from '../swapping.ts';
import type { Swapping } from '../swapping.ts';
import { clone, textOf } from '../tree.ts';
import type { TreeNode } from '../tree.ts';

/** htmx 2 `swapWithStyle`: names are case sensitive. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  innerHTML: 'replaces-content',
  outerHTML: 'replaces',
  beforebegin: 'inserts-before',
  afterbegin: 'prepends',
  beforeend: 'appends',
  afterend: 'inserts-after',
  delete: 'deletes',
  none: 'none',
};

/** Swap styles, as they are written. `textContent` is one in `hx-swap` alone. */
export const STYLES: readonly string[] = Object.keys(EFFECTS);

/** Any other style becomes `htmx.config.defaultSwapStyle`, unless an extension handles it. */
export function effectOf(style: string): { readonly effect: Effect; readonly notes: readonly Note[] } {
  const effect = EFFECTS[style];
  return effect === undefined ? { effect: 'replaces-content', notes: ['unknown-style'] } : { effect, notes: [] };
}

/** htmx 2 `oobSwap`: the text before the first colon is the style, all of the text after it is the selector. */
export function readOutOfBand(value: string, id: string | undefined): OutOfBand {
  const own = id === undefined ? undefined : `#${escapeIdentifier(id)}`;
  const colon = value.indexOf(':');
  if (value === 'true') return { style: 'outerHTML', selector: own };
  if (colon > 0) return { style: value.slice(0, colon), selector: value.slice(colon + 1) };
  return { style: value, selector: own };
}

/** The value of a WebSocket message's element: `true` where it is missing or empty (htmx-ext-ws 2, on `message`). */
export function outOfBand(element: WithAttributes): OutOfBand {
  const value = element.attributes['hx-swap-oob'] || element.attributes['data-hx-swap-oob'] || 'true';
  return readOutOfBand(value, attribute(element, 'id'));
}

/** Modifiers that follow a style in `hx-swap`, but not in `hx-swap-oob`. */
const MODIFIER = /(?:^|\s)(?:swap|settle|scroll|show|transition|focus-scroll|ignoreTitle|target|strip)$/u;

/**
 * htmx 2 `oobSwap` of one element. @returns whether htmx threw and so skipped the rest. @param main `missing`: the content that contained
 * the element has no target of its own; htmx then throws as soon as it has swapped one part (`triggerEvent` on no element)
 */
export function swapOutOfBand(
  swapping: Swapping,
  element: TreeNode,
  { value, main = 'there' }: { readonly value: string; readonly main?: 'there' | 'missing' },
): 'done' | 'threw' {
  const id = element.attributes['id'];
  const { style, selector = '#null' } = readOutOfBand(value, id);
  const written = clone(element);
  for (const name of ['hx-swap-oob', 'data-hx-swap-oob']) delete element.attributes[name];
  const found = swapping.finder.all(selector, undefined);
  if (found.kind === 'throws') {
    swapping.drop(written, whyThrown(value, id, style), { selector, style, throws: 'yes' });
    return 'threw';
  }
  if (foundCount(found) === 0) {
    swapping.drop(written, whyMissed(element, { value, style }), { selector, style, event: 'htmx:oobErrorNoTarget' });
    return 'done';
  }
  const { effect, notes } = effectOf(style);
  const whole = style === 'outerHTML';
  const nodes = whole ? [element] : element.children;
  swapping.swap({
    fragments: [written],
    via: 'out-of-band',
    selector,
    targets: main === 'missing' ? found.nodes.slice(0, 1) : found.nodes,
    unlisted: main === 'missing' && found.nodes.length > 0 ? 0 : found.unlisted,
    style,
    effect,
    nodes,
    preserves: nodes,
    notes: [...notes, ...notesOn(element, whole, effect)],
  });
  return main === 'missing' ? 'threw' : 'done';
}

export function notesOn(element: TreeNode, whole: boolean, effect: Effect): readonly Note[] {
  const notes: Note[] = [];
  if (effect === 'none' || effect === 'deletes') return notes;
  if (element.tag === 'template') notes.push('inert-template');
  if (whole) return notes;
  notes.push('outermost-stripped');
  if (element.children.every((child) => textOf(child) === '' && child.tag === '')) notes.push('nothing-inside');
  return notes;
}

export function whyThrown(value: string, id: string | undefined, style: string): DropReason {
  if (value.indexOf(':') > 0) return MODIFIER.test(style) ? 'modifier-as-selector' : 'invalid-selector';
  return id === '' ? 'empty-id' : 'invalid-selector';
}

export function whyMissed(
  element: TreeNode,
  { value, style }: { readonly value: string; readonly style: string },
): DropReason {
  if (value.indexOf(':') > 0) return MODIFIER.test(style) ? 'modifier-as-selector' : 'no-such-target';
  if (element.attributes['id'] !== undefined) return 'no-such-target';
  if (element.tag !== 'template') return 'no-id';
  return element.attributes['hx'] === undefined ? 'template' : 'partial';
}
