import type { PageElement } from '../model/page.ts';

/** Anything with attributes: an element of a snapshot, of served markup or of a message. */
export interface WithAttributes {
  readonly attributes: Readonly<Record<string, string>>;
}

/** The attribute's value, also when it is written with the prefix `data-` (htmx 2, `getAttributeValue`). */
export function attribute(element: WithAttributes, name: string): string | undefined {
  return element.attributes[name] ?? element.attributes[`data-${name}`];
}

/** Elements that have the attribute, with or without `data-`. */
export function having<E extends WithAttributes>(elements: readonly E[], name: string): readonly E[] {
  return elements.filter((element) => attribute(element, name) !== undefined);
}

/** The element itself, then its listed ancestors from the inside out. */
export function* upwards(elements: readonly PageElement[], element: PageElement): Generator<PageElement> {
  let current: PageElement | undefined = element;
  while (current !== undefined) {
    yield current;
    current = current.parent === null ? undefined : elements[current.parent];
  }
}

/** Whether `inner` is `outer` or inside it. */
export function within(elements: readonly PageElement[], inner: PageElement, outer: PageElement): boolean {
  for (const element of upwards(elements, inner)) if (element.index === outer.index) return true;
  return false;
}

/** A comma-separated list, as in `hx-ext` and `sse-swap`, without empty items. */
export function listed(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
