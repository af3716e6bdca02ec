import type { PageElement } from '../../model/page.ts';
import type { Page } from '../disposition.ts';
import { attribute, listed, upwards, within } from '../elements.ts';
import { attributes as v2, isDisabled, unlistedBody } from '../v2/attributes.ts';
import { attributes, isProcessed } from './attributes.ts';

export interface Listener {
  readonly element: PageElement;
  readonly by: 'swap' | 'trigger';
  /** What registered it. */
  readonly of: 'core' | 'extension';
}

/** The parts of `hx-sse`, in order. */
function coreParts(element: PageElement): readonly (readonly [word: string, argument: string])[] {
  const value = element.attributes['hx-sse'] || element.attributes['data-hx-sse'] || '';
  return value
    .trim()
    .split(/\s+/u)
    .map((part) => {
      const [, word = part, argument = ''] = /^([^:]*):(.+)$/su.exec(part) ?? [];
      return [word, argument] as const;
    });
}

/** How a page's streams are opened: by the core, or by the extension of the elements for which it is enabled. */
class Streams {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  byCore(element: PageElement): boolean {
    return !isDisabled(this.#page.elements, element) && coreParts(element).some(([word]) => word === 'connect');
  }

  byExtension(element: PageElement): boolean {
    const own = (attribute(element, 'sse-connect') ?? '') !== '';
    return (
      (own || coreParts(element).some(([word]) => word === 'connect')) &&
      (this.around(element).length > 0 || this.bodyIsAround(element))
    );
  }

  /** Whether htmx processes the element and the extension is enabled for it: then it connects and listens for what is in it. */
  isExtended(element: PageElement): boolean {
    const { elements } = this.#page;
    const enabled = isProcessed(element) && v2.enablement(elements, element, 'sse').enabled;
    return enabled && !isDisabled(elements, element);
  }

  /** Such elements around this one, itself included, from the inside out. */
  around(element: PageElement): readonly PageElement[] {
    return [...upwards(this.#page.elements, element)].filter((each) => this.isExtended(each));
  }

  /** The body, which a page need not list, is one of them. */
  bodyIsAround(element: PageElement): boolean {
    const { elements } = this.#page;
    return unlistedBody(elements, [...upwards(elements, element)], 'sse') > 0;
  }

  /** The nearest element around this one, or itself, that has a stream. */
  sourceOf(element: PageElement): PageElement | undefined {
    const { elements } = this.#page;
    return [...upwards(elements, element)].find((each) => this.byCore(each) || this.byExtension(each));
  }
}

/** `hx-sse="swap:…"` (core, `processSSESwap`): the stream must be there when the element is processed, from outside or from a part before. */
function swapsOfCore(streams: Streams, element: PageElement, source: PageElement): readonly string[] {
  const parts = coreParts(element);
  const from = element === source ? parts.findIndex(([word]) => word === 'connect') : -1;
  const early = element === source && from === -1;
  return early ? [] : parts.slice(from + 1).flatMap(([word, argument]) => (word === 'swap' ? [argument] : []));
}

/** The names in `sse-swap`; where it is empty, those in `hx-sse` (dist/ext/sse.js `registerSSE`). */
function swapsOfExtension(element: PageElement): readonly string[] {
  const value = attribute(element, 'sse-swap');
  if (value === undefined) return [];
  return value === '' ? coreParts(element).flatMap(([word, name]) => (word === 'swap' ? [name] : [])) : listed(value);
}

/** `hx-trigger="sse:…"` is the core's (`processSSETrigger`), before it opens the stream of the same element. */
function triggersOf(streams: Streams, element: PageElement, source: PageElement): readonly string[] {
  if (element === source && streams.around(element).every((each) => each === element)) return [];
  return v2.eventsOf({ attributes: { 'hx-trigger': attribute(element, 'hx-trigger') ?? '' } });
}

/**
 * What is called for an event of the connector's stream, in the order in which htmx registers it: each element that it processes, outer ones
 * first, has what the core reads on it, and then the extension listens for every element in it. An element in two of them is called twice.
 */
export function listeners(name: string, page: Page, connector: PageElement | undefined): readonly Listener[] {
  const streams = new Streams(page);
  const { elements } = page;
  const heard = elements.flatMap((element) => {
    const source = streams.sourceOf(element);
    return source === undefined || (connector !== undefined && source.index !== connector.index)
      ? []
      : [{ element, source }];
  });
  const ofCore = heard.flatMap(({ element, source }): readonly Placed[] => {
    if (isDisabled(elements, element)) return [];
    const isSame = (each: string): boolean => each === name;
    const triggers = triggersOf(streams, element, source).filter(isSame);
    const swaps = swapsOfCore(streams, element, source).filter(isSame);
    return [
      ...triggers.map(() => ({ at: element.index, listener: { element, by: 'trigger', of: 'core' } }) as const),
      ...swaps.map(() => ({ at: element.index, listener: { element, by: 'swap', of: 'core' } }) as const),
    ];
  });
  const ofExtension = heard.flatMap(({ element, source }): readonly Placed[] => {
    const times = swapsOfExtension(element).filter((each) => each === name);
    // A later element around the one with the stream opens it again, and the stream before is heard no more.
    const [opener] = streams.around(source);
    const opens = opener?.index ?? (streams.bodyIsAround(source) ? BODY : undefined);
    const inside = streams.around(element).filter((each) => each !== source && within(elements, each, source));
    const places = [...(opens === undefined ? [] : [opens]), ...inside.map(({ index }) => index)];
    return places.flatMap((at) =>
      times.map(() => ({ at, listener: { element, by: 'swap', of: 'extension' } }) as const),
    );
  });
  return [...ofCore, ...ofExtension].toSorted((a, b) => a.at - b.at).map(({ listener }) => listener);
}

/** A listener, and the index of the element with which it is registered. */
interface Placed {
  readonly at: number;
  readonly listener: Listener;
}

/** Before every element that is listed. */
const BODY = -1;

/** Names of the events that some element waits for. */
export function awaited(page: Page): readonly string[] {
  return [...new Set(page.elements.flatMap((element) => attributes.eventsOf(element)))];
}
