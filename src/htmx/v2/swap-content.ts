import type { Effect } from '../disposition.ts';
import type { Found } from '../find.ts';
import { PARSE_2, parseMessage } from '../fragments.ts';
import { keepPreserved, restorePreserved } from '../preserve.ts';
import { escapeIdentifier } from '../selector.ts';
import { foundCount, saysSomething } from '../swapping.ts';
import type { Swapping } from '../swapping.ts';
import { clone, descendants, isElement, makeNode, remove } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { effectOf, swapOutOfBand } from './out-of-band.ts';

/** Thrown where htmx throws, so that the rest of the same swap does not take place. */
class Thrown extends Error {}

/** The value that applies to an element: its own or the nearest ancestor's; `unset` stops the search (htmx 2 `getClosestAttributeValue`). */
export function closestValue(
  node: TreeNode,
  name: string,
): { readonly value: string; readonly holder: TreeNode } | undefined {
  for (let each: TreeNode | undefined = node; each !== undefined; each = each.parent) {
    const value = each.attributes[name] || each.attributes[`data-${name}`];
    if (value !== undefined && value !== '') return value === 'unset' ? undefined : { value, holder: each };
    const disinherit = each.parent?.attributes['hx-disinherit']?.split(' ') ?? [];
    if (disinherit.includes('*') || disinherit.includes(name)) return undefined;
  }
  return undefined;
}

/** htmx 2 `getSwapSpecification`: the style is the first word, unless that is a modifier. */
export function styleOf(value: string | undefined): string {
  const [first = ''] = (value ?? '').trim().split(/\s+/u);
  const modifier = /^(?:swap|settle|transition|ignoreTitle|scroll|show|focus-scroll):/u.test(first);
  return first === '' || modifier ? 'innerHTML' : first;
}

/** htmx 2 `getTarget`. */
export function findTarget(
  swapping: Swapping,
  element: TreeNode,
): { readonly selector: string; readonly found: Found } {
  const target = closestValue(element, 'hx-target');
  if (target === undefined) return { selector: '', found: { kind: 'found', nodes: [element], unlisted: 0 } };
  if (target.value === 'this')
    return { selector: 'this', found: { kind: 'found', nodes: [target.holder], unlisted: 0 } };
  const found = swapping.finder.all(target.value, element);
  if (found.kind === 'throws') return { selector: target.value, found };
  return { selector: target.value, found: firstOf(found) };
}

function firstOf(found: Extract<Found, { kind: 'found' }>): Found {
  const nodes = found.nodes.slice(0, 1);
  return { kind: 'found', nodes, unlisted: nodes.length === 0 ? Math.min(found.unlisted, 1) : 0 };
}

interface Main {
  readonly selector: string;
  readonly found: Found;
  readonly style: string;
  readonly via: 'main' | 'partial';
}

/** An event's data, swapped for an element with `sse-swap`: out-of-band parts, partials, then the rest (htmx-ext-sse 2 `swap`, htmx 2 `swap`). */
export function swapContent(data: string, swapping: Swapping, element: TreeNode): void {
  const { selector, found } = findTarget(swapping, element);
  const style = styleOf(closestValue(element, 'hx-swap')?.value);
  const main: Main = { selector, found, style, via: 'main' };
  const text = makeNode({ tag: '', text: data });
  if (found.kind === 'throws') return swapping.drop(text, 'invalid-selector', { selector, style, throws: 'yes' });
  if (style === 'textContent') return swapNodes(swapping, [text], main);
  const { root, lost } = parseMessage(data, PARSE_2);
  try {
    swapFragment(swapping, root, { main, source: element });
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const rest = root.children.filter((node) => isElement(node) || saysSomething(node));
    if (whether(main) === 'missing') return dropMissing(swapping, rest, main);
    for (const node of rest) swapping.drop(node, 'after-exception', { event: 'htmx:swapError' });
  }
  swapping.dropAll(lost);
}

/** htmx 2 `swap`, `doSwap`. */
function swapFragment(
  swapping: Swapping,
  root: TreeNode,
  { main, source }: { readonly main: Main; readonly source: TreeNode },
): void {
  swapOutOfBandElements(swapping, root, main);
  for (const template of descendants(root).filter(({ tag }) => tag === 'template'))
    if (template.content !== undefined && swapOutOfBandElements(swapping, template.content, main) > 0) remove(template);
  const partials = swapPartials(swapping, root, { main, source });
  const empty = root.children.every((node) => !isElement(node) && !saysSomething(node));
  if (partials === 0 || !empty || foundCount(main.found) === 0) swapNodes(swapping, root.children, main);
}

function whether(main: Main): 'there' | 'missing' {
  return foundCount(main.found) === 0 ? 'missing' : 'there';
}

/** htmx 2 `findAndSwapOobElements`: nested ones too. An empty value leaves the element where it is. */
function swapOutOfBandElements(swapping: Swapping, root: TreeNode, main: Main): number {
  const names = ['hx-swap-oob', 'data-hx-swap-oob'];
  const elements = descendants(root).filter(({ attributes }) => names.some((name) => attributes[name] !== undefined));
  for (const element of elements) {
    const value = element.attributes['hx-swap-oob'] || element.attributes['data-hx-swap-oob'];
    if (value === undefined) continue;
    const outcome = swapOutOfBand(swapping, element, { value, main: whether(main) });
    remove(element);
    if (outcome === 'threw') throw new Thrown();
  }
  return elements.length;
}

/** htmx 2.0.11 `findAndSwapPartials`: `<hx-partial hx-target="#a">`, or with the id of the target. */
function swapPartials(
  swapping: Swapping,
  root: TreeNode,
  { main, source }: { readonly main: Main; readonly source: TreeNode },
): number {
  const partials = descendants(root).filter(
    ({ tag, attributes }) => tag === 'template' && attributes['hx'] !== undefined,
  );
  for (const partial of partials) {
    const { attributes } = partial;
    const id = attributes['id'] ?? '';
    const selector =
      attributes['hx-target'] || attributes['data-hx-target'] || (id === '' ? undefined : `#${escapeIdentifier(id)}`);
    const style = styleOf(attributes['hx-swap'] || attributes['data-hx-swap']);
    remove(partial);
    if (attributes['type'] !== 'partial' || selector === undefined) {
      swapping.drop(partial, 'partial', { style });
      continue;
    }
    const found = swapping.finder.all(selector, source);
    if (found.kind === 'throws') {
      swapping.drop(partial, 'invalid-selector', { selector, style, throws: 'yes' });
      throw new Thrown();
    }
    if (foundCount(found) === 0)
      swapping.drop(partial, 'no-such-target', { selector, style, event: 'htmx:partialErrorNoTarget' });
    else if (partial.content === undefined) {
      swapping.drop(partial, 'partial-in-image', { selector, style, throws: 'yes' });
      throw new Thrown();
    }
    const targets: readonly (TreeNode | undefined)[] = found.nodes.length > 0 ? found.nodes : [undefined];
    for (const target of foundCount(found) === 0 ? [] : targets) {
      const content = clone(partial.content ?? makeNode({ tag: '#root' }));
      const one: Found = {
        kind: 'found',
        nodes: target === undefined ? [] : [target],
        unlisted: target === undefined ? 1 : 0,
      };
      swapFragment(swapping, content, {
        main: { selector, found: one, style, via: 'partial' },
        source: target ?? source,
      });
      if (whether(main) === 'missing') throw new Thrown();
    }
  }
  return partials.length;
}

/** The remaining top-level nodes, in the style of the main swap. Even if nothing remains, the target is emptied. */
function swapNodes(swapping: Swapping, nodes: readonly TreeNode[], main: Main): void {
  const { effect, notes } = main.style === 'textContent' ? TEXT : effectOf(main.style);
  const said = nodes.filter((node) => isElement(node) || saysSomething(node));
  const { selector, style } = main;
  if (main.found.kind === 'throws' || foundCount(main.found) === 0) {
    // With the preserved elements outside the body it throws, and they stay there; or nothing is swapped, and no new ones take them back.
    const pantry = keepPreserved(swapping.tree, nodes);
    if (main.style === 'none') restorePreserved(swapping.tree, pantry);
    return dropMissing(swapping, said, main);
  }
  if (lacksParent(main.found.nodes[0], effect, nodes)) return dropRemoved(swapping, said, main);
  swapping.swap({
    fragments: said.length === 0 ? [makeNode({ tag: '' })] : said,
    via: main.via,
    selector,
    targets: main.found.nodes,
    unlisted: main.found.unlisted,
    style,
    effect,
    nodes,
    preserves: nodes,
    notes: said.length === 0 && !['deletes', 'none'].includes(effect) ? [...notes, 'nothing-inside'] : notes,
  });
}

/** `hx-target` matches no element: htmx throws. */
function dropMissing(swapping: Swapping, nodes: readonly TreeNode[], { selector, style }: Main): void {
  const facts = { selector, style, throws: 'yes', event: 'htmx:swapError' } as const;
  for (const node of nodes.length === 0 ? [makeNode({ tag: '' })] : nodes) swapping.drop(node, 'no-such-target', facts);
}

/** An out-of-band part of the same content took the target out of the page, and nodes would be inserted beside it (htmx 2 `insertNodesBefore`). */
function lacksParent(target: TreeNode | undefined, effect: Effect, nodes: readonly TreeNode[]): boolean {
  const beside = effect === 'inserts-before' || effect === 'inserts-after';
  return beside && nodes.length > 0 && target !== undefined && target.parent === undefined;
}

/** htmx throws; what follows a partial is skipped too. */
function dropRemoved(swapping: Swapping, nodes: readonly TreeNode[], { selector, style, via }: Main): void {
  const facts = { selector, style, throws: 'yes', event: 'htmx:swapError' } as const;
  for (const node of nodes.length === 0 ? [makeNode({ tag: '' })] : nodes) swapping.drop(node, 'target-removed', facts);
  if (via === 'partial') throw new Thrown();
}

const TEXT = { effect: 'replaces-text', notes: [] } as const;
