import type { PageElement } from '../../model/page.ts';
import type { Prediction, StreamEvent, SwapDialect } from '../dialect.ts';
import type { Disposition, Page, Target } from '../disposition.ts';
import { attribute, listed, upwards } from '../elements.ts';
import { FIND_2 } from '../find.ts';
import { fragmentOf, PARSE_2, parseMessage } from '../fragments.ts';
import { ifEmpty, inShape, readings, saysSomething, Swapping, targetFound } from '../swapping.ts';
import { isElement, makeNode } from '../tree.ts';
import { attributes } from './attributes.ts';
import { outOfBand, swapOutOfBand } from './out-of-band.ts';
import { findTarget, swapContent } from './swap-content.ts';

/** Each top-level element is swapped out of band, and nothing else (htmx-ext-ws 2, on `message`). */
function takeMessage(message: string, swapping: Swapping): readonly Disposition[] {
  const { root, shape, lost } = parseMessage(message, PARSE_2);
  let state: 'done' | 'threw' = 'done';
  for (const node of root.children) {
    if (!isElement(node)) {
      if (saysSomething(node)) swapping.drop(node, 'text');
    } else if (state === 'threw') swapping.drop(node, 'after-exception');
    else {
      const value = node.attributes['hx-swap-oob'] || node.attributes['data-hx-swap-oob'] || 'true';
      state = swapOutOfBand(swapping, node, { value });
    }
  }
  swapping.dropAll(lost);
  return ifEmpty(inShape(swapping.finish(), { text: message, shape }));
}

/** Elements that wait for the event on the connector's stream: by `sse-swap`, by `hx-trigger` (htmx-ext-sse 2 `registerSSE`). */
function listeners(
  name: string,
  page: Page,
  connector: PageElement | undefined,
): readonly { readonly element: PageElement; readonly by: 'swap' | 'trigger' }[] {
  return page.elements.flatMap((element) => {
    const source = [...upwards(page.elements, element)].find((each) => (attribute(each, 'sse-connect') ?? '') !== '');
    if (source === undefined || (connector !== undefined && source.index !== connector.index)) return [];
    if (!attributes.enablement(page.elements, element, 'sse').enabled) return [];
    const swaps = listed(attribute(element, 'sse-swap')).filter((each) => each === name);
    const triggers = attributes.eventsOf({ attributes: { 'hx-trigger': attribute(element, 'hx-trigger') ?? '' } });
    return [
      ...swaps.map(() => ({ element, by: 'swap' as const })),
      ...triggers.filter((each) => each === name).map(() => ({ element, by: 'trigger' as const })),
    ];
  });
}

function takeEvent(
  event: StreamEvent,
  swapping: Swapping,
  scope: { readonly page: Page; readonly connector: PageElement | undefined },
): readonly Disposition[] {
  const waiting = listeners(event.name, scope.page, scope.connector);
  const data = makeNode({ tag: '', text: event.data });
  if (waiting.length === 0) {
    const names = [...new Set(scope.page.elements.flatMap((element) => attributes.eventsOf(element)))];
    return [{ fragment: fragmentOf(data), dropped: 'no-listener', facts: { names } }];
  }
  for (const { element, by } of waiting) {
    const node = swapping.node(element);
    if (node === undefined) continue;
    const order = { fragments: [data], selector: '', targets: [node], unlisted: 0, style: '', nodes: [] };
    if (!swapping.isAttached(node)) swapping.drop(data, 'target-removed');
    else if (by === 'trigger') swapping.swap({ ...order, via: 'trigger', effect: 'requests' });
    else swapContent(event.data, swapping, node);
  }
  return swapping.finish();
}

/** htmx 2 `getSwapSpecification`, `oobSwap` (names), in lower case: what people write in place of the event's name. */
const SWAP_STYLES = new Set([
  'innerhtml',
  'outerhtml',
  'beforebegin',
  'afterbegin',
  'beforeend',
  'afterend',
  'delete',
  'none',
  'textcontent',
  'true',
]);

function predict(incoming: string | StreamEvent, page: Page, connector: PageElement | undefined): Prediction {
  const swapping = new Swapping(page, connector, FIND_2);
  const dispositions =
    typeof incoming === 'string' ? takeMessage(incoming, swapping) : takeEvent(incoming, swapping, { page, connector });
  const { asked, unanswered } = swapping.finder;
  return { dispositions, after: swapping.tree.root, asked: [...asked], unanswered: [...unanswered] };
}

function targetOf(page: Page, element: PageElement): Target {
  const swapping = new Swapping(page, undefined, FIND_2);
  const node = swapping.node(element) ?? swapping.tree.body;
  const { selector, found } = findTarget(swapping, node);
  return targetFound(selector, found);
}

export const swaps: SwapDialect = {
  targetOf,
  outOfBand,
  swapStyles: SWAP_STYLES,
  ...readings(predict),
};
