import type { PageElement } from '../../model/page.ts';
import type { Prediction, StreamEvent, SwapDialect } from '../dialect.ts';
import type { Disposition, Page, StreamRequest, Target } from '../disposition.ts';
import { attribute } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';
import { FIND_4 } from '../find.ts';
import type { Found } from '../find.ts';
import { fragmentOf } from '../fragments.ts';
import { escapeIdentifier } from '../selector.ts';
import { foundCount, ifEmpty, readings, Swapping, targetFound } from '../swapping.ts';
import { makeNode } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { inherited } from './attributes.ts';
import { gone, one, swapAll } from './swap.ts';
import { readOutOfBand, SWAP_STYLES } from './swap-spec.ts';

interface Incoming {
  readonly page: Page;
  readonly connector: PageElement | undefined;
}

function text(data: string): TreeNode {
  return makeNode({ tag: '', text: data });
}

interface Envelope {
  /** undefined: it has no content; a value other than text: htmx throws. */
  readonly html: unknown;
  readonly target: string | undefined;
  readonly swap: string | undefined;
  readonly select: string | undefined;
}

/** hx-ws 4 `handleMessage`: a message that parses as JSON is an envelope, `{"content": "<p>…"}`; a number or a string is one without content. */
function openEnvelope(message: string): Envelope {
  const plain = { html: message, target: undefined, swap: undefined, select: undefined };
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value !== 'object' || value === null) return { ...plain, html: undefined };
    const member = (name: string): string | undefined => {
      const found: unknown = Reflect.get(value, name);
      return found === undefined || found === null ? undefined : String(found);
    };
    return {
      html:
        (Reflect.has(value, 'content') ? Reflect.get(value, 'content') : Reflect.get(value, 'payload')) ?? undefined,
      target: member('target'),
      swap: member('swap'),
      select: member('select'),
    };
  } catch {
    return plain;
  }
}

/** hx-ws and hx-sse 4 do not swap empty content, unless `swapEmpty` is given. */
function withoutEmpty(swap: string): string {
  return /(?:^|\s)swapEmpty(?::(?:true|false))?(?=\s|$)/u.test(swap) ? swap : `${swap} swapEmpty:false`;
}

function takeMessage(message: string, swapping: Swapping, { page, connector }: Incoming): readonly Disposition[] {
  const envelope = openEnvelope(message);
  if (envelope.html === undefined) {
    const scalar = !/^\s*[{[]/u.test(message);
    return [{ fragment: fragmentOf(text(message)), dropped: scalar ? 'json' : 'data-only', facts: {} }];
  }
  if (typeof envelope.html !== 'string') {
    const facts = { throws: 'yes', event: 'htmx:ws:error' } as const;
    return [{ fragment: fragmentOf(text(message)), dropped: 'json', facts }];
  }
  const value = (name: string): string | undefined => inherited(page, connector, name);
  swapAll(
    swapping,
    {
      html: envelope.html,
      source: swapping.connector ?? swapping.tree.body,
      target: envelope.target || value('hx-target') || undefined,
      swap: withoutEmpty(envelope.swap || value('hx-swap') || 'innerHTML'),
      select: (envelope.select ?? value('hx-select')) || undefined,
      selectOutOfBand: value('hx-select-oob'),
    },
    'htmx:ws:error',
  );
  return emptySwap(swapping.finish());
}

function emptySwap(dispositions: readonly Disposition[]): readonly Disposition[] {
  return ifEmpty(dispositions).map((each) =>
    'dropped' in each && each.dropped === 'empty' ? { ...each, dropped: 'empty-swap' as const } : each,
  );
}

/** What a stream's request fixes, with the target as an element. */
interface FixedRequest {
  /** undefined: `hx-target` matched nothing, or there is none: it is the element itself. */
  readonly target: Found | undefined;
  readonly swap: string;
  readonly select: string | undefined;
  readonly selectOutOfBand: string | undefined;
}

/** htmx 4 `#createRequestContext`, as it would be for a stream that is asked for now. */
function requestNow(swapping: Swapping, { page, connector }: Incoming): FixedRequest {
  const value = (name: string): string | undefined => inherited(page, connector, name);
  const selector = value('hx-target') ?? '';
  const found =
    selector === '' ? undefined : swapping.finder.target(selector, swapping.connector ?? swapping.tree.body);
  const isFound = found?.kind === 'found' && foundCount(found) > 0;
  return {
    target: isFound ? found : undefined,
    swap: value('hx-swap') ?? 'innerHTML',
    select: value('hx-select'),
    selectOutOfBand: value('hx-select-oob'),
  };
}

/** The same as it was observed when the stream was asked for. */
function requestThen(swapping: Swapping, { target, swap, select, selectOutOfBand }: StreamRequest): FixedRequest {
  return { target: targetThen(swapping, target), swap, select, selectOutOfBand };
}

function targetThen({ tree }: Swapping, target: StreamRequest['target']): Found | undefined {
  if (target === 'own') return undefined;
  if (target === 'unlisted') return { kind: 'found', nodes: [], unlisted: 1 };
  const node = target === 'gone' ? undefined : tree.nodes[target];
  return node === undefined ? gone() : one(node);
}

/** hx-sse 4 `handleSSEResponse`: a named event is fired on the element, also one with the line `event: message`. The others go where the request says. */
function takeEvent(event: StreamEvent, swapping: Swapping, incoming: Incoming): readonly Disposition[] {
  if (event.name !== '')
    return [{ fragment: fragmentOf(text(event.data)), dropped: 'named-event', facts: { names: [event.name] } }];
  const { request } = incoming.page;
  const fixed = request === undefined ? requestNow(swapping, incoming) : requestThen(swapping, request);
  swapAll(
    swapping,
    {
      html: event.data,
      source: swapping.connector ?? swapping.tree.body,
      target: fixed.target,
      swap: withoutEmpty(fixed.swap),
      select: fixed.select || undefined,
      selectOutOfBand: fixed.selectOutOfBand,
    },
    'htmx:sse:error',
  );
  return emptySwap(swapping.finish());
}

function predict(incoming: string | StreamEvent, page: Page, connector: PageElement | undefined): Prediction {
  const swapping = new Swapping(page, connector, FIND_4);
  const take = { page, connector };
  const dispositions =
    typeof incoming === 'string' ? takeMessage(incoming, swapping, take) : takeEvent(incoming, swapping, take);
  const { asked, unanswered } = swapping.finder;
  return { dispositions, after: swapping.tree.root, asked: [...asked], unanswered: [...unanswered] };
}

/** htmx 4 `#createRequestContext`: without `hx-target` the element itself. */
function targetOf(page: Page, element: PageElement): Target {
  const swapping = new Swapping(page, undefined, FIND_4);
  const node = swapping.node(element) ?? swapping.tree.body;
  const selector = inherited(page, element, 'hx-target') ?? '';
  const found = selector === '' ? one(node) : swapping.finder.target(selector, node);
  return targetFound(selector, found);
}

export const swaps: SwapDialect = {
  targetOf,
  swapStyles: SWAP_STYLES,
  outOfBand(element: WithAttributes) {
    const id = element.attributes['id'] ?? '';
    const own = id === '' ? undefined : `#${escapeIdentifier(id)}`;
    const { spec, selector } = readOutOfBand(attribute(element, 'hx-swap-oob') ?? 'true', own);
    return { style: spec.style, selector };
  },
  ...readings(predict),
};
