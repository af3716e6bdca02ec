import { literal } from '../../model/pattern.ts';
import type { WithAttributes } from '../elements.ts';
import { attribute } from '../elements.ts';

/**
 * Whether something in the page waits for the event of the DOM that htmx 4 fires for a named event of a stream: `hx-trigger`, `hx-on:NAME`, or a
 * script that names it.
 * @param html of the page as served
 */
export function waitsForEvent(elements: readonly WithAttributes[], html: string, name: string): boolean {
  const isTrigger = (element: WithAttributes): boolean =>
    (attribute(element, 'hx-trigger') ?? '').split(',').some((spec) => spec.trim().split(/[\s[]/u)[0] === name);
  const isHandler = (element: WithAttributes): boolean =>
    Object.keys(element.attributes).some((each) => each.replace(/^data-/u, '') === `hx-on:${name.toLowerCase()}`);
  const quoted = String.raw`['"\x60]${literal(name)}['"\x60]`;
  const script = new RegExp(String.raw`(?:addEventListener|\bon)\(\s*(?:[^(),]*,\s*)?${quoted}`, 'u');
  return elements.some((each) => isTrigger(each) || isHandler(each)) || script.test(html);
}

/** An attribute by which htmx 2, or somebody who expects the same of htmx 4, would swap a named event. */
const SWAPS_BY_NAME = ['hx-sse:swap', 'sse-swap', 'hx-sse-swap', 'sse:swap'] as const;

/** The names of events for which the element has such an attribute, which htmx 4 does not read. Empty: it has none. */
export function namesToSwap(element: WithAttributes): readonly string[] {
  const value = SWAPS_BY_NAME.map((name) => attribute(element, name)).find((each) => each !== undefined) ?? '';
  return value.split(',').map((name) => name.trim());
}
