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

/** An element that waits for an event where it does not come by. */
export interface Passed<E> {
  readonly element: E;
  readonly attribute: string;
  readonly value: string;
  /** `below`: the event goes up from the element that connects. `unquoted`: `from` ends at the first space. */
  readonly because: 'below' | 'unquoted';
  /** What was meant as `from`, where it has no quotes. */
  readonly meant?: string;
}

/** Keywords of a selector that need another word; without quotes htmx 4 reads them alone (`HCON.parse`). */
const UNQUOTED = /(?:^|[\s,])from\s*:\s*((?:closest|find|findAll)\s+[^\s,]+)/u;
const FROM = /(?:^|[\s,])from\s*:\s*(?:"([^"]*)"|'([^']*)'|<((?:[^/]|\/(?!>))+)\/>|([^\s,]+))/u;
/** What keeps a comma from being one between two triggers, by what ends it (htmx 4 `HCON.split`). */
const ENDS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '<': '/>', '"': '"', "'": "'" };

/** The triggers of a list: its parts between commas that are in no brackets and no quotes. */
function specsOf(value: string): readonly string[] {
  const specs = [''];
  let end = '';
  for (const character of value) {
    if (end === '' && character === ',') {
      specs.push('');
      continue;
    }
    specs.push(`${specs.pop() ?? ''}${character}`);
    if (end === '') end = ENDS[character] ?? '';
    else if ((specs.at(-1) ?? '').endsWith(end)) end = '';
  }
  return specs;
}

/**
 * What waits for an event of the DOM that hx-sse 4 fires on the element that connects (`htmx.trigger`), and does not get it: it bubbles from there to the
 * elements around it. A `from` that is more than an id counts as right.
 * @param around whether an element is the one that connects, or is around it
 */
export function passedBy<E extends WithAttributes & { readonly id: string }>(
  elements: readonly E[],
  name: string,
  around: (element: E) => boolean,
): readonly Passed<E>[] {
  return elements.flatMap((element) => {
    const handler = Object.keys(element.attributes).find(
      (each) => each.replace(/^data-/u, '') === `hx-on:${name.toLowerCase()}`,
    );
    if (handler !== undefined && !around(element))
      return [{ element, attribute: handler, value: element.attributes[handler] ?? '', because: 'below' as const }];
    const value = attribute(element, 'hx-trigger') ?? '';
    const specs = specsOf(value).filter((spec) => spec.trim().split(/[\s[]/u)[0] === name);
    const reasons = specs.map((spec) => whyPassed({ element, spec, elements, around }));
    const [first] = reasons;
    if (first === undefined || reasons.includes(undefined)) return [];
    return [{ element, attribute: 'hx-trigger', value, ...first }];
  });
}

function whyPassed<E extends WithAttributes & { readonly id: string }>({
  element,
  spec,
  elements,
  around,
}: {
  readonly element: E;
  readonly spec: string;
  readonly elements: readonly E[];
  readonly around: (element: E) => boolean;
}): Pick<Passed<E>, 'because' | 'meant'> | undefined {
  const meant = UNQUOTED.exec(spec)?.[1];
  if (meant !== undefined) return { because: 'unquoted', meant };
  const found = FROM.exec(spec);
  const from = found?.slice(1).find((each) => each !== undefined);
  if (from === undefined) return around(element) ? undefined : { because: 'below' };
  const id = /^#([\w-]+)$/u.exec(from)?.[1];
  const source = elements.find((each) => each.id === id);
  return id === undefined || source === undefined || around(source) ? undefined : { because: 'below' };
}
