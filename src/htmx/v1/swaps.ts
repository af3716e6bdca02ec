import type { PageElement } from '../../model/page.ts';
import type { OutOfBand, Prediction, StreamEvent, SwapDialect } from '../dialect.ts';
import type { Disposition, Effect, Page, Target } from '../disposition.ts';
import { attribute } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { FIND_1 } from '../find.ts';
import type { Found } from '../find.ts';
import { fragmentOf } from '../fragments.ts';
import { foundCount, ifEmpty, inShape, readings, saysSomething, Swapping, targetFound } from '../swapping.ts';
import { clone, descendants, isElement, makeNode, remove } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { effectOf, notesOn, whyMissed, whyThrown } from '../v2/out-of-band.ts';
import { closestValue, findTarget, styleOf } from '../v2/swap-content.ts';
import { swaps as v2 } from '../v2/swaps.ts';
import { awaited, listeners } from './listeners.ts';
import { parseAsDocument } from './parse.ts';
import type { ParsedDocument } from './parse.ts';

/** htmx 1.9 `oobSwap`: the id is not escaped, and a style without a colon applies to the element with that id. */
function readOutOfBand(value: string, id: string | undefined): OutOfBand {
  const own = id === undefined ? undefined : `#${id}`;
  const colon = value.indexOf(':');
  if (value === 'true') return { style: 'outerHTML', selector: own };
  if (colon > 0) return { style: value.slice(0, colon), selector: value.slice(colon + 1) };
  return { style: value, selector: own };
}

/** htmx 1.9 `getAttributeValue`: an empty `hx-swap-oob` is none, an empty `data-hx-swap-oob` is a style without a name. */
function outOfBandValue({ attributes }: WithAttributes): string | undefined {
  return attributes['hx-swap-oob'] || attributes['data-hx-swap-oob'];
}

/**
 * htmx 1.9 `oobSwap` of one element: a plain `querySelectorAll`, no word when nothing matches, and the attribute stays on what is inserted.
 * @returns whether it threw and so skipped the rest
 */
function swapOutOfBand(swapping: Swapping, element: TreeNode, value: string): 'done' | 'threw' {
  const id = element.attributes['id'];
  const { style, selector = '#null' } = readOutOfBand(value, id);
  const found = swapping.finder.query(selector, swapping.tree.root);
  if (found.kind === 'throws') {
    swapping.drop(element, whyThrown(value, id, style), { selector, style, throws: 'yes' });
    return 'threw';
  }
  if (foundCount(found) === 0) {
    swapping.drop(element, whyMissed(element, { value, style }), { selector, style });
    return 'done';
  }
  const { effect, notes } = effectOf(style);
  const whole = style === 'outerHTML';
  swapping.swap({
    fragments: [clone(element)],
    via: 'out-of-band',
    selector,
    targets: found.nodes,
    unlisted: found.unlisted,
    style,
    effect,
    nodes: whole ? [element] : element.children,
    notes: [...notes, ...notesOn(element, whole, effect)],
  });
  return 'done';
}

/** Each top-level element is swapped out of band (dist/ext/ws.js on `message`, and the core's `ensureWebSocket`). */
function takeMessage(message: string, swapping: Swapping): readonly Disposition[] {
  const parsed = parseAsDocument(message);
  let state: 'done' | 'threw' = parsed.holder === 'nothing' ? 'threw' : 'done';
  for (const node of parsed.root.children) {
    if (!isElement(node)) {
      if (saysSomething(node)) swapping.drop(node, 'text');
    } else if (state === 'threw') swapping.drop(node, 'after-exception');
    else state = swapOutOfBand(swapping, node, outOfBandValue(node) || 'true');
  }
  swapping.dropAll(lostOf(parsed, byCore(swapping.connector)));
  return ifEmpty(inShape(swapping.finish(), { text: message, shape: parsed.shape }));
}

/** The core takes a list of no children for an empty one, the extension asks for its length. */
function byCore(connector: TreeNode | undefined): boolean {
  return connector !== undefined && attribute(connector, 'hx-ws') !== undefined;
}

/** What the parser removed, and whether htmx throws because of what is left. */
function lostOf({ lost, holder }: ParsedDocument, forgives: boolean): ParsedDocument['lost'] {
  if (holder === 'element' || (holder === 'text' && forgives)) return lost;
  const [first, ...others] =
    lost.length > 0 ? lost : [{ fragment: fragmentOf(makeNode({ tag: '' })), dropped: 'parser', facts: {} } as const];
  return first === undefined ? [] : [{ ...first, facts: { ...first.facts, throws: 'yes' } }, ...others];
}

/** An event's data for an element that swaps it: out-of-band parts anywhere in it, then the rest (htmx 1.9 `selectAndSwap`). */
function swapContent(data: string, swapping: Swapping, element: TreeNode): void {
  const style = styleOf(closestValue(element, 'hx-swap')?.value);
  const { selector, found } = findTarget(swapping, element);
  const text = makeNode({ tag: '', text: data });
  if (found.kind === 'throws') return swapping.drop(text, 'invalid-selector', { selector, style, throws: 'yes' });
  const parsed = parseAsDocument(data);
  const { root } = parsed;
  const outOfBand = descendants(root).filter((node) => outOfBandValue(node) !== undefined);
  for (const node of outOfBand) {
    const state = swapOutOfBand(swapping, node, outOfBandValue(node) ?? '');
    if (state === 'threw') {
      for (const rest of root.children.filter((each) => each !== node && (isElement(each) || saysSomething(each))))
        swapping.drop(rest, 'after-exception');
      return swapping.dropAll(parsed.lost);
    }
    remove(node);
  }
  if (parsed.holder === 'element') swapNodes(swapping, root.children, { selector, found, style });
  swapping.dropAll(lostOf(parsed, false));
}

interface Main {
  readonly selector: string;
  readonly found: Extract<Found, { kind: 'found' }>;
  readonly style: string;
}

/** htmx 1.9 `swap`. Without a target it throws, unless there is nothing to do: `swapBeforeEnd` does not look at its target first. */
function swapNodes(swapping: Swapping, nodes: readonly TreeNode[], { selector, found, style }: Main): void {
  const said = nodes.filter((node) => isElement(node) || saysSomething(node));
  const fragments = said.length === 0 ? [makeNode({ tag: '' })] : said;
  if (foundCount(found) === 0) {
    const idle = style === 'none' || (style === 'beforeend' && nodes.length === 0);
    const facts = { selector, style, ...(idle ? {} : { throws: 'yes' as const }) };
    for (const node of fragments) swapping.drop(node, 'no-such-target', facts);
    return;
  }
  const { effect, notes } = effectOf(style);
  if (lacksParent(found.nodes[0], effect, nodes)) {
    for (const node of fragments) swapping.drop(node, 'target-removed', { selector, style, throws: 'yes' });
    return;
  }
  const isEmpty = said.length === 0 && !['deletes', 'none'].includes(effect);
  swapping.swap({
    fragments,
    via: 'main',
    selector,
    targets: found.nodes,
    unlisted: found.unlisted,
    style,
    effect,
    nodes,
    notes: isEmpty ? [...notes, 'nothing-inside'] : notes,
  });
}

/** An out-of-band part of the same event took the target out of the page, and what would be done with it needs its parent. */
function lacksParent(target: TreeNode | undefined, effect: Effect, nodes: readonly TreeNode[]): boolean {
  if (target === undefined || target.parent !== undefined || target.tag === 'body') return false;
  const inserts = effect === 'inserts-before' || effect === 'inserts-after';
  return effect === 'replaces' || effect === 'deletes' || (inserts && nodes.length > 0);
}

function takeEvent(
  event: StreamEvent,
  swapping: Swapping,
  page: Page,
  connector: PageElement | undefined,
): readonly Disposition[] {
  const waiting = listeners(event.name, page, connector);
  const data = makeNode({ tag: '', text: event.data });
  if (waiting.length === 0)
    return [{ fragment: fragmentOf(data), dropped: 'no-listener', facts: { names: awaited(page) } }];
  for (const { element, by, of } of waiting) {
    const node = swapping.node(element);
    if (node === undefined) continue;
    if (swapping.connector !== undefined && !swapping.isAttached(swapping.connector)) {
      // The core looks for the stream in what it knew of the element, and has forgotten it (`maybeCloseSSESource`).
      swapping.drop(data, 'connector-removed', of === 'core' ? { throws: 'yes' } : {});
      continue;
    }
    const order = { fragments: [data], selector: '', targets: [node], unlisted: 0, style: '', nodes: [] };
    if (!swapping.isAttached(node)) swapping.drop(data, 'target-removed');
    else if (by === 'trigger') swapping.swap({ ...order, via: 'trigger', effect: 'requests' });
    else swapContent(event.data, swapping, node);
  }
  return swapping.finish();
}

function predict(incoming: string | StreamEvent, page: Page, connector: PageElement | undefined): Prediction {
  const swapping = new Swapping(page, connector, FIND_1);
  const dispositions =
    typeof incoming === 'string' ? takeMessage(incoming, swapping) : takeEvent(incoming, swapping, page, connector);
  const { asked, unanswered } = swapping.finder;
  return { dispositions, after: swapping.tree.root, asked: [...asked], unanswered: [...unanswered] };
}

function targetOf(page: Page, element: PageElement): Target {
  const swapping = new Swapping(page, undefined, FIND_1);
  const { selector, found } = findTarget(swapping, swapping.node(element) ?? swapping.tree.body);
  return targetFound(selector, found);
}

export const swaps: SwapDialect = {
  targetOf,
  outOfBand: (element) => readOutOfBand(outOfBandValue(element) || 'true', attribute(element, 'id')),
  swapStyles: v2.swapStyles,
  ...readings(predict),
};
